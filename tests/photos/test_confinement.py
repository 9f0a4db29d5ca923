"""The child can decode and answer, and nothing else; nothing touches a disk."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from soliday.photos import limits
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import unpack
from soliday.photos.process import ask_child
from tests.photos.carriers import photo, saved

Play = Callable[[str], None]
SOURCE = Path(__file__).resolve().parents[2]

BROKEN_INTO = """
import os, signal, socket, subprocess
from soliday.photos.confinement import confine
if os.getuid() == 0:
    os.setuid(65534)
confine()
attempts = {
    "read a file": lambda: open("/etc/hostname"),
    "write a file": lambda: open("/tmp/soliday-escaped", "w"),
    "read a file in place of a pipe": lambda: (os.close(0), os.open("/etc/hostname", os.O_RDONLY)),
    "connect": lambda: socket.socket().connect(("127.0.0.1", 9)),
    "fork": os.fork,
    "start a program": lambda: subprocess.run(["/bin/true"]),
    "take a gigabyte": lambda: bytearray(1 << 30),
    "take the limits back": confine_less,
}
"""
TRY_ALL = """
def confine_less():
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
"""
REPORT = """
done = []
for name, attempt in attempts.items():
    try:
        attempt()
        done.append(name)
    except (OSError, MemoryError, ValueError):
        pass
answer({"done": done, "tried": len(attempts)})
"""


def heard(stand_in: Play, program: str) -> dict[str, object]:
    stand_in(program)
    header, _ = unpack(ask_child(b"request"))
    return header


def test_a_child_that_was_broken_into_reaches_nothing(stand_in: Play) -> None:
    header = heard(stand_in, TRY_ALL + BROKEN_INTO + REPORT)
    assert header == {"done": [], "tried": 8}


def test_the_child_is_confined_before_it_looks_at_a_request(stand_in: Play) -> None:
    program = (
        "from soliday.photos import child, confinement\n"
        "from resource import getrlimit\n"
        "class Spy:\n"
        "    def read(self):\n"
        "        held = [getrlimit(n)[1] == most for n, most in confinement.LIMITS.items()]\n"
        "        answer({'held': held})\n"
        "        raise SystemExit\n"
        "class Input:\n"
        "    buffer = Spy()\n"
        "sys.stdin = Input()\n"
        "child.main()"
    )
    assert heard(stand_in, program) == {"held": [True] * 6}


def test_it_can_leave_no_core_dump_and_gain_no_rights(stand_in: Play) -> None:
    program = (
        "status = open('/proc/self/status')\n"
        "from soliday.photos.confinement import confine; confine()\n"
        "import ctypes; libc = ctypes.CDLL(None)\n"
        "answer({'dumpable': libc.prctl(3, 0, 0, 0, 0), 'no_new': libc.prctl(39, 0, 0, 0, 0)})"
    )
    assert heard(stand_in, program) == {"dumpable": 0, "no_new": 1}


def test_it_inherits_no_secret(stand_in: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIDAY_SECRET_KEY", "secret")
    header = heard(stand_in, "import os; answer({'names': sorted(os.environ)})")
    # Python itself sets LC_CTYPE when there is no locale.
    assert set(header["names"]) <= {"LC_CTYPE"}  # type: ignore[call-overload]


def test_it_holds_no_open_file_of_ours(stand_in: Play, tmp_path: Path) -> None:
    with (tmp_path / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        header = heard(stand_in, "import os; answer({'open': len(os.listdir('/proc/self/fd'))})")
    # The three standard ones, and the listing's own.
    assert header["open"] == 4


def test_it_loads_no_django(stand_in: Play) -> None:
    program = (
        "import soliday.photos.child\n"
        "answer({'strange': [n for n in sys.modules if n.partition('.')[0] == 'django']})"
    )
    assert heard(stand_in, program) == {"strange": []}


def test_the_child_works_wherever_the_server_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "PIL.py", "soliday.py"):
        (tmp_path / name).write_text("raise SystemExit('a stranger in the way')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert clean(saved(photo(), "JPEG")).width == 64


def test_nothing_of_an_upload_touches_a_disk(tmp_path: Path) -> None:
    # The door runs in a process of its own here, because an audit hook cannot be removed again.
    program = (
        "import os, sys\n"
        f"sys.path.append({str(SOURCE)!r})\n"
        "from soliday.photos.door import clean\n"
        "seen = []\n"
        "def watch(event, args):\n"
        "    if event == 'open' and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):\n"
        "        seen.append(args[0])\n"
        "    if event in ('os.memfd_create', 'tempfile.mkstemp', 'tempfile.mkdtemp'):\n"
        "        seen.append(event)\n"
        "sys.addaudithook(watch)\n"
        "data = sys.stdin.buffer.read()\n"
        "clean(data)\n"
        # Numbers are pipes that were open already.
        "print([name for name in seen if isinstance(name, str) and name != os.devnull])\n"
    )
    data = saved(photo((1200, 900)), "PNG")
    done = subprocess.run(
        [sys.executable, "-B", "-c", program],
        input=data + bytes(3_000_000),
        env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"[]\n"
    assert list(tmp_path.iterdir()) == []


def test_cpu_time_is_limited(stand_in: Play) -> None:
    program = (
        "from soliday.photos import confinement\n"
        "confinement.LIMITS[confinement.resource.RLIMIT_CPU] = 1\n"
        "confinement.confine()\n"
        "while True: pass"
    )
    stand_in(program)
    with pytest.raises(PhotoRefused) as caught:
        ask_child(b"")
    assert caught.value.reason == "too_slow"
    assert limits.CPU_SECONDS <= limits.DEADLINE_SECONDS
