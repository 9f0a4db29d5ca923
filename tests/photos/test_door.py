"""The door believes nothing and waits for nobody for ever."""

import errno
import subprocess
import time
from collections.abc import Callable

import pytest

from soliday.photos import door, limits, process
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import pack
from soliday.photos.pool import Pool, pool
from soliday.photos.profile import encode
from tests.photos.carriers import photo, saved

Play = Callable[[str], Pool]
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
        ("os.write(1, b'hello')", "unsafe_result"),
        ("child._write(b'x' * 9_000_000)", "unsafe_result"),
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
    monkeypatch: pytest.MonkeyPatch, fresh_pool: Pool
) -> None:
    deaf = "import sys; sys.path.append(sys.argv[1]); from soliday.photos import child; "
    monkeypatch.setattr(process, "START", deaf + "child.main(lambda: None)")
    with pytest.raises(PhotoRefused) as caught:
        clean(PHOTO + bytes(5_000_000))
    assert caught.value.reason == "broken"


@pytest.mark.parametrize("data", [b"", b"PK\3\4", PHOTO + bytes(limits.MAX_BYTES)])
def test_what_is_seen_from_outside_costs_no_child(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(pool, "ask", lambda request: pytest.fail("a child was asked"))
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
    monkeypatch.setattr(pool, "ask", lambda request: pack({"fault": None}, pieces))
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


def test_a_child_that_said_too_much_is_ended(stand_in: Play) -> None:
    own = stand_in("child._write(b'x' * 9_000_000); import time; time.sleep(60)")
    own.start_ahead()
    [child] = own._idle
    assert reason() == "unsafe_result"
    assert child._process.poll() is not None


def fail_to_start(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError(number, "not started")

    monkeypatch.setattr(subprocess, "Popen", fail)
    monkeypatch.setattr(door, "pool", Pool(1))


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
