"""The worker can decode and answer, and nothing else; nothing touches a disk."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from soliday.photos import landlock, limits, seccomp
from soliday.photos.confinement import held
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import pack, unpack
from soliday.photos.pool import Pool
from tests.photos.carriers import photo, saved

Play = Callable[[str], Pool]
SOURCE = Path(__file__).resolve().parents[2]
REQUEST = pack({}, [b"request"])

# What somebody would do who took over the decoder. FORK: the copy must not answer as well.
BROKEN_INTO = """
import ctypes, mmap, signal, socket, threading
from soliday.photos import landlock, seccomp, surrender as walls
libc = ctypes.CDLL(None, use_errno=True)
def fork():
    if not (child := os.fork()):
        os._exit(0)
    try:
        os.waitpid(child, 0)
    except OSError:
        pass
def connect():
    with socket.socket() as plug:
        plug.connect(("127.0.0.1", PORT))
def run():
    try:
        os.execv("/there-is-no-such-program", ["x"])
    except FileNotFoundError:
        pass
def raw(*call):
    ctypes.set_errno(0)
    if libc.syscall(*call) < 0:
        raise OSError(ctypes.get_errno(), "no")
def limits_back():
    walls.resource.setrlimit(walls.resource.RLIMIT_NOFILE, (64, 64))
    walls.resource.setrlimit(walls.resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    open(SECRET).close()
def other_place():
    os.close(0)
    open(SECRET).close()
attempts = {
    "read a file": lambda: open("/etc/passwd").close(),
    "read a secret": lambda: open(SECRET).close(),
    "read it past the library": lambda: raw(OPENAT, -100, SECRET.encode(), 0),
    "write a file": lambda: open(SECRET + ".stolen", "w").close(),
    "overwrite a secret": lambda: open(SECRET, "a").close(),
    "remove a secret": lambda: os.remove(SECRET + ".other"),
    "list a folder": lambda: os.listdir("/"),
    "read instead of a pipe": other_place,
    "take the limits back": limits_back,
    "open a socket": lambda: socket.socket().close(),
    "connect": connect,
    "fork": fork,
    "run a program": run,
    "end the keeper": lambda: os.kill(os.getppid(), 0),
    "make memory to run": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
    "change the filter": lambda: raw(PRCTL, 4, 1, 0, 0, 0),
    "look at itself": lambda: open("/proc/self/maps").close(),
    "queue calls elsewhere": lambda: raw(425, 0, 0),
}
"""
TRY_ALL = """
done = []
for name, attempt in attempts.items():
    try:
        attempt()
        done.append(name)
    except OSError as error:
        if name == "queue calls elsewhere" and error.errno in (14, 22):
            done.append(name)
    except ValueError:
        # What Python makes of a limit that cannot be raised.
        pass
answer({"done": done, "tried": len(attempts)})
"""
NO_NEW_RIGHTS = "libc.prctl(38, 1, 0, 0, 0)\n"
FILES = {
    "read a file",
    "read a secret",
    "read it past the library",
    "write a file",
    "overwrite a secret",
    "remove a secret",
    "list a folder",
    "read instead of a pipe",
    "look at itself",
}
# Numbers of calls where it is built into the exploit.
CALLS = {"x86_64": (257, 157), "aarch64": (56, 167)}


def heard(pool: Pool) -> dict[str, object]:
    header, _ = unpack(pool.ask(REQUEST))
    return header


@pytest.fixture
def broken_into(stand_in: Play, tmp_path: Path) -> Callable[[str], set[str]]:
    """What a worker that was taken over did, behind the walls that a program builds."""
    for name in ("secret", "secret.other"):
        (tmp_path / name).write_text("the key of the data folder")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o777)

    def attack(walls: str) -> set[str]:
        with socket.create_server(("127.0.0.1", 0)) as server:
            known = f"SECRET, PORT = {str(tmp_path / 'secret')!r}, {server.getsockname()[1]}\n"
            known += f"OPENAT, PRCTL = {CALLS[os.uname().machine]}\n"
            header = heard(stand_in(known + BROKEN_INTO + walls + TRY_ALL))
        assert header["tried"] == 18
        done = header["done"]
        assert isinstance(done, list)
        return set(done)

    return attack


def test_without_walls_it_would_reach_everything(broken_into: Callable[[str], set[str]]) -> None:
    missed = {"take the limits back", "queue calls elsewhere"}
    assert len(broken_into("") | missed) == 18


def test_behind_all_walls_it_reaches_nothing(broken_into: Callable[[str], set[str]]) -> None:
    assert broken_into("surrender()\n") == set()


def test_the_filter_of_calls_alone_holds(broken_into: Callable[[str], set[str]]) -> None:
    assert broken_into(NO_NEW_RIGHTS + "assert seccomp.filter_calls()\n") == set()


def test_landlock_alone_keeps_files_and_network_away(
    broken_into: Callable[[str], set[str]],
) -> None:
    done = broken_into(NO_NEW_RIGHTS + "assert landlock.deny_files_and_network()\n")
    assert done & (FILES | _of_landlock(landlock.version())) == set()


def _of_landlock(version: int) -> set[str]:
    """What Landlock keeps away beside files: connecting since version 4, signals since 6."""
    return ({"connect"} if version >= 4 else set()) | (
        {"end the keeper"} if version >= 6 else set()
    )


def test_a_program_of_32_bits_gets_no_filter_of_64(monkeypatch: pytest.MonkeyPatch) -> None:
    def filtered(*_: object) -> int:
        raise AssertionError

    monkeypatch.setattr(seccomp, "libc", SimpleNamespace(prctl=filtered))
    monkeypatch.setattr(seccomp, "POINTER_BYTES", 4)
    assert not seccomp.filter_calls()


def test_limits_alone_keep_files_away(broken_into: Callable[[str], set[str]]) -> None:
    walls = (
        "walls.deny_files_and_network = walls.filter_calls = lambda: False\n"
        "held = surrender()\n"
        "assert not held['landlock'] and not held['seccomp']\n"
    )
    left = {"run a program", "end the keeper", "make memory to run", "change the filter"}
    left.add("queue calls elsewhere")
    # As nobody, root's fork is bound too; the secret can be removed by who may write the folder.
    assert broken_into(walls) <= left | {"remove a secret"}


def test_all_walls_stand_here() -> None:
    assert held() == dict.fromkeys(("limits", "landlock", "seccomp", "unprivileged"), True)


def test_a_worker_gives_up_everything_before_it_reads(fresh_pool: Pool) -> None:
    # It waits for its first request already; the keeper, which sees none, is not filtered.
    fresh_pool.start_ahead()
    fresh_pool.ask(pack({"task": "held"}, [b""]))
    keeper = fresh_pool._idle[0]._process.pid
    workers = Path(f"/proc/{keeper}/task/{keeper}/children")
    wait_until(lambda: workers.read_text() != "")
    [worker] = workers.read_text().split()
    wait_until(lambda: "Seccomp:\t2" in Path(f"/proc/{worker}/status").read_text())
    status = Path(f"/proc/{worker}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    assert "Uid:\t0" not in status
    if os.geteuid() == 0:  # nobody else may look
        assert sorted(os.listdir(f"/proc/{worker}/fd")) == ["0", "1", "2"]


def wait_until(is_so: Callable[[], bool]) -> None:

    until = time.monotonic() + 5
    while not is_so() and time.monotonic() < until:
        time.sleep(0.01)
    assert is_so()


def test_it_can_leave_no_core_dump(stand_in: Play) -> None:
    program = (
        "import ctypes; libc = ctypes.CDLL(None)\n"
        "from soliday.photos import surrender as walls\n"
        "walls.filter_calls = lambda: True\n"
        "surrender()\n"
        "answer({'dumpable': libc.prctl(3, 0, 0, 0, 0), 'no_new': libc.prctl(39, 0, 0, 0, 0)})"
    )
    assert heard(stand_in(program)) == {"dumpable": 0, "no_new": 1}


def test_it_inherits_no_secret(stand_in: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIDAY_SECRET_KEY", "secret")
    header = heard(stand_in("answer({'names': sorted(os.environ)})"))
    # Python itself sets LC_CTYPE when there is no locale.
    assert set(header["names"]) <= {"LC_CTYPE", "GLIBC_TUNABLES"}  # type: ignore[call-overload]


def test_it_holds_no_open_file_of_ours(stand_in: Play, tmp_path: Path) -> None:
    with (tmp_path / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        header = heard(stand_in("answer({'open': len(os.listdir('/proc/self/fd'))})"))
    # The three standard ones, and the listing's own.
    assert header["open"] == 4


def test_it_loads_no_django(stand_in: Play) -> None:
    program = "answer({'strange': [n for n in sys.modules if n.partition('.')[0] == 'django']})"
    assert heard(stand_in(program)) == {"strange": []}


def test_the_child_works_wherever_the_server_was_started(
    fresh_pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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


@pytest.mark.parametrize(
    ("limit", "most", "program"),
    [
        ("RLIMIT_CPU", 1, "while True: pass"),
        ("RLIMIT_DATA", limits.MEMORY_BYTES, "bytearray(1 << 29)"),
    ],
)
def test_time_and_memory_are_limited(stand_in: Play, limit: str, most: int, program: str) -> None:
    walls = (
        "from soliday.photos import surrender as walls\n"
        f"walls.LIMITS[walls.resource.{limit}] = {most}\n"
        "surrender()\n"
    )
    with pytest.raises(PhotoRefused) as caught:
        heard(stand_in(walls + program))
    assert caught.value.reason == {"RLIMIT_CPU": "too_slow", "RLIMIT_DATA": "broken"}[limit]
    assert limits.CPU_SECONDS <= limits.DEADLINE_SECONDS
