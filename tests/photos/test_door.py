"""The door believes nothing, waits for nobody for ever, and lets two through at once."""

import errno
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from soliday.photos import door, limits, process
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import pack
from soliday.photos.profile import encode
from tests.photos.carriers import photo, saved

Play = Callable[[str], None]
PHOTO = saved(photo(), "JPEG")
CLEAN = encode(photo())


def reason() -> str:
    with pytest.raises(PhotoRefused) as caught:
        clean(PHOTO)
    return caught.value.reason


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import os; os.abort()", "broken"),
        ("sys.exit(1)", "broken"),
        ("pass", "unsafe_result"),
        ("sys.stdout.write('hello')", "unsafe_result"),
        ("sys.stdout.write('x' * 9_000_000)", "unsafe_result"),
        ("answer({'fault': 'hello'}, [])", "unsafe_result"),
        ("answer({'fault': None}, [])", "unsafe_result"),
        ("answer({'fault': None}, [b'not a picture'])", "unsafe_result"),
        ("answer({'fault': ['broken']}, [])", "unsafe_result"),
        ("answer({'fault': 'broken'}, [])", "broken"),
    ],
)
def test_a_strange_child_is_not_believed(stand_in: Play, program: str, told: str) -> None:
    stand_in(program)
    assert reason() == told


def test_a_child_that_does_not_listen_troubles_nobody(
    stand_in: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    before = threading.active_count()
    stand_in("sys.exit(1)")
    with pytest.raises(PhotoRefused):
        clean(PHOTO + bytes(5_000_000))
    wait_for_threads(before)
    assert failures == []


def wait_for_threads(count: int) -> None:
    until = time.monotonic() + 5
    while threading.active_count() > count and time.monotonic() < until:
        time.sleep(0.005)
    assert threading.active_count() <= count


@pytest.mark.parametrize("data", [b"", b"PK\3\4", PHOTO + bytes(limits.MAX_BYTES)])
def test_what_is_seen_from_outside_costs_no_child(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(door, "ask_child", lambda request: pytest.fail("a child was started"))
    with pytest.raises(PhotoRefused):
        clean(data)


@pytest.mark.parametrize(
    "pieces",
    [
        [saved(photo(), "JPEG", exif=b"Exif\0\0MM")],
        [CLEAN + b"more"],
        [CLEAN, CLEAN],
        [encode(photo((limits.PAGE_LONGEST + 1, 10)))],
    ],
)
def test_a_result_that_is_not_clean_is_refused(
    monkeypatch: pytest.MonkeyPatch, pieces: list[bytes]
) -> None:
    monkeypatch.setattr(door, "ask_child", lambda request: pack({"fault": None}, pieces))
    assert reason() == "unsafe_result"


@pytest.mark.parametrize("program", ["while True: pass", "import time; time.sleep(60)"])
def test_a_child_that_takes_too_long_is_killed(
    stand_in: Play, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(limits, "DEADLINE_SECONDS", 0.2)
    stand_in(program)
    started = time.monotonic()
    assert reason() == "too_slow"
    assert time.monotonic() - started < 10


def test_no_child_and_no_thread_is_left_behind(
    stand_in: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = process._start

    def start_and_remember() -> subprocess.Popen[bytes]:
        started.append(start())
        return started[-1]

    monkeypatch.setattr(process, "_start", start_and_remember)
    before = threading.active_count()
    stand_in("import time; sys.stdout.buffer.write(b'x' * 9_000_000); time.sleep(60)")
    assert reason() == "unsafe_result"
    assert [child.poll() for child in started] == [-9]
    wait_for_threads(before)


def test_one_too_many_waits_a_while_and_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "WAIT_SECONDS", 0.1)
    for _ in range(limits.JOBS_AT_ONCE):
        door._turns.acquire()
    try:
        assert reason() == "busy"
    finally:
        door._turns.release(limits.JOBS_AT_ONCE)
    assert clean(PHOTO).width == 64


def test_never_more_than_two_work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most = [0], [0]
    lock = threading.Lock()

    def work(request: bytes) -> bytes:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        time.sleep(0.02)
        with lock:
            at_work[0] -= 1
        return pack({"fault": None}, [CLEAN])

    monkeypatch.setattr(door, "ask_child", work)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(clean, [PHOTO] * 16))
    assert most == [limits.JOBS_AT_ONCE] == [2]


def test_a_failed_job_gives_its_turn_back(stand_in: Play) -> None:
    stand_in("sys.exit(1)")
    for _ in range(limits.JOBS_AT_ONCE + 1):
        assert reason() == "broken"


def fail_to_start(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError(number, "not started")

    monkeypatch.setattr(subprocess, "Popen", fail)


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ENOMEM, errno.EMFILE])
def test_a_system_that_can_start_no_more_is_busy(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fail_to_start(monkeypatch, number)
    assert reason() == "busy"


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES])
def test_a_system_that_can_never_start_one_says_so(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fail_to_start(monkeypatch, number)
    with pytest.raises(OSError, match="not started"):
        clean(PHOTO)
