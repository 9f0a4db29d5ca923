"""How long a first and a second start take, in an empty folder: `python -m bench.starts`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIRST_AT_MOST, SECOND_AT_MOST = 30.0, 3.0


def main() -> int:
    """Print both times; 1 if one is longer than promised."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "SOLIDAY_MODE": "demo",
            "SOLIDAY_DATA": str(Path(folder) / "data"),
            "SOLIDAY_PORT": str(_free_port()),
        }
        first, second = (seconds_until_ready(environment) for _ in range(2))
    print(f"first start: {first:.1f} s (at most {FIRST_AT_MOST:.0f})")
    print(f"second start: {second:.1f} s (at most {SECOND_AT_MOST:.0f})")
    return 0 if first <= FIRST_AT_MOST and second <= SECOND_AT_MOST else 1


def seconds_until_ready(environment: dict[str, str]) -> float:
    """From the command to the line that is printed once the site answers."""
    began = time.monotonic()
    command = [sys.executable, "-m", "soliday", "run"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("desk: "))
        took = time.monotonic() - began
        process.terminate()
    return took


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
