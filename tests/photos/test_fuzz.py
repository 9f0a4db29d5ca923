"""A short run of the fuzzer; `make fuzz` is the long one."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_server_sees_clean_pictures_and_reasons_only() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.photos", "--seconds", "6"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = {name: int(count) for count, name in re.findall(r"^ *(\d+) (.+)$", done.stdout, re.M)}
    # It did something, of both kinds.
    assert told["taken"] > 20
    assert told["broken"] > 20
    assert "WRONG" not in told
