"""How fast pages are served, against nginx with the same folder: `python -m bench.serve`.

Each server has the first core and one worker, the load (wrk) the second, in the same run.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

from soliday.press.release import write_page
from tests.press.web_servers import NGINX, nginx_command

SECONDS, CONNECTIONS, SERVER_CORE, LOAD_CORE = 6, 32, "0", "1"
AT_LEAST, SLOWED_AT_MOST = 0.3, 0.1
PAGE = b"<p>solidarity</p>\n" * 683  # 12 KB
ASKED_A_SECOND, ROUNDS = 5, 5
ASKED = ("/send/report?language=en", "/send/report?language=en&country=PL", "/desk/")
MIX = """
local paths = {"/bench/", "/en/", "/en/ideas/", "/en/actions/", "/nowhere/", "/SHA256SUMS"}
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {["Accept-Encoding"] = "br, gzip"})
end
"""


def main() -> int:
    """Print the figures; 1 if one falls short of what we aim at."""
    absent = [each for each in ("wrk", "taskset", NGINX) if not shutil.which(each)]
    if absent:
        print(f"not installed: {', '.join(absent)} (Debian: wrk, util-linux, nginx-light)")
        return 2
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        ours, process = stack.enter_context(_soliday(folder))
        nginx, behind = stack.enter_context(_nginx(folder, ours))
        return _measure(folder, ours, nginx, process, behind)


def _measure(
    folder: Path, ours: str, nginx: str, soliday: subprocess.Popen[bytes], behind: int
) -> int:
    short = False
    for kind, more in _loads(folder, ours, nginx).items():
        one, other = (_rate(address, *more[address]) for address in (ours, nginx))
        print(f"{kind}: soliday run {one:,.0f}/s, nginx {other:,.0f}/s, ratio {one / other:.2f}")
        short |= one / other < AT_LEAST
    print(f"memory: soliday run {_memory(soliday.pid):.0f} MB, nginx {_memory(behind):.0f} MB")
    for name, address in (("soliday run", ours), ("behind nginx", nginx)):
        slowed = statistics.median(_slowed(address, ours) for _ in range(ROUNDS))
        beside = f"{ASKED_A_SECOND} forms or desks a second beside"
        print(f"{name}, {beside}: readers slowed by {slowed:.0%}")
        short |= slowed > SLOWED_AT_MOST
    return int(short)


def _slowed(address: str, ours: str) -> float:
    """How much fewer answers a reader gets while others ask for the form and the desk."""
    quiet = _rate(address, "/bench/", connections=1)
    with _busy(ours):
        busy = _rate(address, "/bench/", connections=1)
    return 1 - busy / quiet


def _loads(folder: Path, *addresses: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """What wrk is told for each kind of load and each address."""
    script = folder / "mix.lua"
    script.write_text(MIX)
    known = {each: f"If-None-Match: {_etag(f'{each}/bench/')}" for each in addresses}
    return {
        "12 KB page": {each: ("/bench/",) for each in addresses},
        "304": {each: ("/bench/", "-H", known[each]) for each in addresses},
        "404": {each: ("/en/nowhere/",) for each in addresses},
        "mix": {each: ("/", "-s", str(script)) for each in addresses},
    }


def _etag(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.headers["ETag"])


def _rate(address: str, path: str, *more: str, connections: int = CONNECTIONS) -> float:
    """Answers a second."""
    load = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s"]
    done = subprocess.run([*load, *more, address + path], capture_output=True, text=True)
    found = re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout)
    if found is None:
        raise SystemExit(done.stdout + done.stderr)
    return float(found[1])


@contextmanager
def _busy(address: str) -> Iterator[None]:
    """Somebody asks all the time for the form, empty and with a country, and for the desk."""
    stop, turns = threading.Event(), cycle(ASKED)

    def ask() -> None:
        while not stop.wait(1 / ASKED_A_SECOND):
            urllib.request.urlopen(f"{address}{next(turns)}").read()

    thread = threading.Thread(target=ask)
    thread.start()
    yield
    stop.set()
    thread.join()


@contextmanager
def _soliday(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = _free_port()
    environment = os.environ | {
        "SOLIDAY_MODE": "demo",
        "SOLIDAY_DATA": str(folder / "data"),
        "SOLIDAY_PORT": str(port),
        "SOLIDAY_WORKERS": "1",
        "SOLIDAY_FLOOD_GUARD": "off",
    }
    command = ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "soliday", "run"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    next(line for line in process.stdout if line.startswith(b"desk: "))
    (folder / "data").chmod(0o711)
    write_page(folder / "data" / "site", "bench/index.html", PAGE)
    yield f"http://127.0.0.1:{port}", process
    process.terminate()
    process.wait(20)


@contextmanager
def _nginx(folder: Path, ours: str) -> Iterator[tuple[str, int]]:
    port, own = _free_port(), folder / "nginx"
    own.mkdir()
    command = nginx_command(own, folder / "data" / "site", ours.removeprefix("http://"), port)
    process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], stderr=subprocess.DEVNULL)
    time.sleep(1)
    yield f"http://127.0.0.1:{port}", process.pid
    process.terminate()
    process.wait(10)


def _memory(pid: int) -> float:
    """Megabytes of a process and all below it; what they share is counted once (PSS)."""
    told = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True).stdout
    pairs = [tuple(map(int, line.split())) for line in told.splitlines()]
    family = {pid}
    for _ in range(5):
        family |= {child for child, parent in pairs if parent in family}
    total = 0
    for each in family:
        rollup = Path(f"/proc/{each}/smaps_rollup")
        if rollup.exists() and (found := re.search(r"^Pss:\s+(\d+)", rollup.read_text(), re.M)):
            total += int(found[1])
    return total / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
