"""The Nu HTML checker, as `make vnu` installs it (docs/decisions/html-checked-by-nu.md)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

JAR = Path(sys.prefix, "vnu/node_modules/vnu-jar/build/dist/vnu.jar")
KINDS = ("--also-check-css", "--also-check-svg")


def require_nu() -> None:
    """Skip the test where the checker or Java is not installed; fail it where all must be."""
    absent = [] if shutil.which("java") else ["Java is not installed"]
    absent += [] if JAR.is_file() else ["the Nu HTML checker is not installed: make vnu"]
    if absent and os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") == "1":
        pytest.fail(", ".join(absent))
    if absent:
        pytest.skip(", ".join(absent))


def complaints(folder: Path) -> dict[str, list[str]]:
    """Errors and warnings about the pages, styles and drawings in the folder, by file."""
    command = ["java", "-jar", str(JAR), "--stdout", "--exit-zero-always", "--format", "json"]
    done = subprocess.run(
        [*command, *KINDS, str(folder)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = {}
    for each in json.loads(done.stdout)["messages"]:
        name = str(each.get("url", "")).removeprefix(f"file:{folder}/")
        line, near = each.get("lastLine", "?"), each.get("extract", "")
        found.setdefault(name, []).append(f"line {line}: {each['message']} | {near!r}")
    return found
