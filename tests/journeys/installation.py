"""A real installation for journeys: the command, its processes, its folder, over real HTTP."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


def until(condition: Callable[[], Any], *, seconds: float = 20.0, what: str = "") -> Any:
    """Wait until the condition holds; fail when it does not within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


class Installation:
    """`soliday run` in demo mode in its own folder. `printed` is what the first start printed."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        self.environment = environment
        self.printed: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "soliday", "run"],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self._is_up, seconds=PATIENCE, what="the server answers")
        until(self._read_printed, seconds=PATIENCE, what="the addresses are printed")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `soliday` beside the server."""
        command = [sys.executable, "-m", "soliday", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True
        )

    def _environment(self) -> dict[str, str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SOLIDAY_")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment |= {
            "SOLIDAY_MODE": "demo",
            "SOLIDAY_DATA": str(self.data),
            "SOLIDAY_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self._folder("tmp")),
        }
        return environment | self.environment

    def _folder(self, name: str) -> Path:
        (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name

    def _is_up(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(self.log.read_text())
        try:
            return httpx.get(f"{self.site}/health").status_code == 200
        except httpx.TransportError:
            return False

    def _read_printed(self) -> bool:
        for line in self.log.read_text().splitlines():
            name, colon, value = line.partition(": ")
            if colon and name in {"site", "desk", "user", "password", "totp", "passphrase"}:
                self.printed.setdefault(name, value)
        return "desk" in self.printed

    def kill(self) -> None:
        """SIGKILL to every process at once, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.site + path)

    def is_gone(self, path: str) -> bool:
        return self.get(path).status_code == 404
