"""Children are ready before they are needed, replaced in time, and gone with their server."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from soliday.photos import limits, pool, process
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import pack, unpack
from soliday.photos.pool import Pool
from soliday.photos.process import Child
from tests.photos.carriers import photo, saved

Play = Callable[[str], Pool]
PHOTO = saved(photo(), "JPEG")
REQUEST = pack({}, [b"request"])
SOURCE = Path(__file__).resolve().parents[2]


def children(pool: Pool) -> list[Child]:
    return list(pool._idle)


def test_the_same_child_takes_the_next_photo(fresh_pool: Pool) -> None:
    clean(PHOTO)
    [first] = children(fresh_pool)
    clean(PHOTO)
    assert children(fresh_pool) == [first]


def test_each_photo_has_a_process_of_its_own(stand_in: Play) -> None:
    pool = stand_in("answer({'keeper': os.getppid(), 'worker': os.getpid()})")
    heard = [unpack(pool.ask(REQUEST))[0] for _ in range(3)]
    assert len({str(one["worker"]) for one in heard}) == 3
    assert len({str(one["keeper"]) for one in heard}) == 1


def test_no_photo_meets_what_an_earlier_one_left_in_memory(stand_in: Play) -> None:
    program = (
        "import PIL\n"
        "seen = getattr(PIL, 'earlier', None)\n"
        "PIL.earlier = request[1][0].decode()\n"
        "answer({'seen': seen})"
    )
    pool = stand_in(program)
    for text in (b"one", b"two"):
        assert unpack(pool.ask(pack({}, [text])))[0] == {"seen": None}


@pytest.mark.parametrize("program", ["sys.exit(1)", "os.abort()", "os.kill(os.getpid(), 9)"])
def test_a_child_is_replaced_after_a_fault(stand_in: Play, program: str) -> None:
    pool = stand_in(program)
    pool.start_ahead()
    [before] = children(pool)
    with pytest.raises(PhotoRefused):
        pool.ask(REQUEST)
    [after] = children(pool)
    assert after is not before and after.is_fit()
    assert before._process.poll() is not None


def test_a_child_is_replaced_after_so_many_photos(
    monkeypatch: pytest.MonkeyPatch, fresh_pool: Pool
) -> None:
    monkeypatch.setattr(limits, "PHOTOS_A_CHILD", 2)
    seen = []
    for _ in range(4):
        clean(PHOTO)
        seen += children(fresh_pool)
    # The one seen after its second photo is the new one already.
    assert [seen.index(child) for child in seen] == [0, 1, 1, 3]
    assert limits.PHOTOS_A_CHILD == 2


def test_a_child_that_ended_while_it_waited_is_replaced(fresh_pool: Pool) -> None:
    clean(PHOTO)
    [child] = children(fresh_pool)
    child._process.kill()
    child._process.wait()
    assert clean(PHOTO).width == 64


def test_what_a_worker_left_unread_is_seen_by_nobody(stand_in: Play) -> None:
    pool = stand_in("answer({'rest': os.read(0, 100).decode()})")
    with pytest.raises(PhotoRefused) as caught:
        # It reads one frame; behind it stands more than it takes.
        pool.ask(REQUEST + b"x" * 200)
    assert caught.value.reason == "broken"
    assert unpack(pool.ask(REQUEST + b"y"))[0] == {"rest": "y"}


def test_what_a_worker_says_too_late_is_heard_by_nobody(stand_in: Play) -> None:
    """A copy of it that lives on, were there one, would speak into the next answer."""
    program = (
        "if request[0].get('first'):\n"
        "    if not os.fork():\n"
        "        import time; time.sleep(0.3)\n"
        "        answer({'late': True})\n"
        "        os._exit(0)\n"
        "    sys.exit(1)\n"
        "import time; time.sleep(0.6)\n"
        "answer({'late': False})"
    )
    pool = stand_in(program)
    with pytest.raises(PhotoRefused):
        pool.ask(pack({"first": True}, [b""]))
    assert unpack(pool.ask(REQUEST))[0] == {"late": False}


def test_no_more_than_the_limit_work_at_once(stand_in: Play) -> None:
    program = "import time; a = time.time(); time.sleep(0.15); answer({'at': [a, time.time()]})"
    pool = stand_in(program)
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(pool.ask, [REQUEST] * 12))
    spans = [cast(list[float], unpack(answer)[0]["at"]) for answer in answers]
    most = max(sum(start <= now < end for start, end in spans) for now, _ in spans)
    assert 2 <= most <= limits.JOBS_AT_ONCE
    assert len(children(pool)) <= limits.JOBS_AT_ONCE


def test_one_too_many_waits_a_while_and_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch, fresh_pool: Pool
) -> None:
    monkeypatch.setattr(limits, "WAIT_SECONDS", 0.1)
    for _ in range(limits.JOBS_AT_ONCE):
        fresh_pool._turns.acquire()
    with pytest.raises(PhotoRefused) as caught:
        clean(PHOTO)
    assert caught.value.reason == "busy"
    fresh_pool._turns.release(limits.JOBS_AT_ONCE)
    assert clean(PHOTO).width == 64


def test_a_failed_job_gives_its_turn_back(stand_in: Play) -> None:
    pool = stand_in("sys.exit(1)")
    for _ in range(limits.JOBS_AT_ONCE + 1):
        with pytest.raises(PhotoRefused) as caught:
            pool.ask(REQUEST)
        assert caught.value.reason == "broken"


@pytest.mark.parametrize("when", ["idle", "at work"])
def test_no_process_outlives_a_server_that_was_killed(when: str, tmp_path: Path) -> None:
    program = (
        "import sys, threading\n"
        f"sys.path.append({str(SOURCE)!r})\n"
        "from soliday.photos import pool, process\n"
        "from soliday.photos.frames import pack\n"
    )
    if when == "at work":
        endless = "; child.main(lambda: [child._read(9), [0 for _ in iter(int, 1)]])"
        program += (
            "process.START = ('import sys; sys.path.append(sys.argv[1]); '"
            f"'from soliday.photos import child{endless}')\n"
        )
    program += (
        "pool.pool.start_ahead()\n"
        "print(pool.pool._idle[0]._process.pid, flush=True)\n"
        "threading.Thread(target=pool.pool.ask, args=(pack({'task': 'held'}, [b'']),)).start()\n"
        "threading.Event().wait()\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    keeper = int(server.stdout.readline())
    wait_until(lambda: len(family(keeper)) == 2)
    started = family(keeper)
    time.sleep(0.2)
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()
    wait_until(lambda: not any(map(is_alive, started)))


def family(keeper: int) -> list[int]:
    workers = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
    return [keeper, *map(int, workers)]


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not is_so() and time.monotonic() < until:
        time.sleep(0.01)
    assert is_so()


def test_a_server_that_forks_shares_no_child_with_its_copy(fresh_pool: Pool) -> None:
    clean(PHOTO)
    own = children(fresh_pool)
    copy = os.fork()
    if not copy:
        clean(PHOTO)
        os._exit(own[0] in children(fresh_pool))
    assert os.waitpid(copy, 0)[1] == 0
    assert children(fresh_pool) == own


def test_threads_are_not_needed(fresh_pool: Pool) -> None:
    before = threading.active_count()
    clean(PHOTO)
    assert threading.active_count() == before


def test_the_pool_ends_with_its_process() -> None:
    program = (
        "from soliday.photos import pool\n"
        "pool.pool.start_ahead()\n"
        "print(pool.pool._idle[0]._process.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=SOURCE, capture_output=True, check=True, text=True
    )
    assert not is_alive(int(done.stdout))
    assert done.stderr == ""


def test_the_shared_pool_is_as_large_as_the_limit() -> None:
    assert pool.pool._turns._initial_value == limits.JOBS_AT_ONCE  # type: ignore[attr-defined]
    assert 2 <= limits.JOBS_AT_ONCE <= 4
    assert process.START.endswith("main()")
