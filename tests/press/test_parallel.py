"""Many processes write the site as one does."""

import os
import subprocess
import time

import pytest

from soliday.press import parallel
from tests.press.test_killed import alone, files, finish

__all__ = ["alone"]


def test_forked_it_gives_the_same_bytes_as_one_process(alone, tmp_path):
    site = tmp_path / "data" / "site"
    finish(alone("set_up"))
    processes = {int(number) for number in finish(alone("forked", 7)).split()}
    forked = files(site)
    assert len(processes) == 2
    finish(alone("built", 7))
    assert files(site) == forked  # one process finds nothing to do, the signature included
    subprocess.run(["rm", "-r", site], check=True)
    finish(alone("built", 7))
    afresh = files(site)
    assert {n: d for n, d in afresh.items() if "SHA256SUMS" not in n} == {
        n: d for n, d in forked.items() if "SHA256SUMS" not in n
    }
    assert body(afresh) == body(forked)


def body(tree):
    return [line for line in tree["SHA256SUMS"].splitlines() if not line.startswith(b"#")]


def test_a_process_that_dies_fails_the_build_and_the_next_mends_it(alone, tmp_path):
    site = tmp_path / "data" / "site"
    finish(alone("set_up"))
    assert finish(alone("forked_and_killed", 7)).split() == ["WorkerDied"]
    finish(alone("forked", 7))
    mended = files(site)
    assert not list((site / ".drafts").iterdir())
    finish(alone("built", 7))
    assert files(site) == mended


def test_interrupted_it_finishes_what_is_begun_and_then_the_rest(alone, tmp_path):
    site = tmp_path / "data" / "site"
    finish(alone("set_up"))
    told = finish(alone("forked_and_interrupted", 7)).split()
    done = int(told[told.index("interrupted") + 1])
    assert told.count("interrupted") == 1
    assert done == 60  # the first two, and the one that was given before the first was settled
    assert len([name for name in files(site) if name.endswith("index.html")]) == 149
    interrupted = files(site)
    finish(alone("built", 7))
    assert files(site) == interrupted


def test_neighbours_go_to_the_same_process_and_each_batch_to_one():
    own = dict(zip("ab", parallel._shares([7], 2), strict=True))
    assert [[list(group) for group in share] for share in own.values()] == [
        [[0, 1, 2]],
        [[3, 4, 5, 6]],
    ]
    assert [parallel._next(own, "a") for _ in range(3)] == [0, 1, 2]
    assert [parallel._next(own, end) for end in "abab"] == [6, 3, 5, 4]  # the rest from behind
    assert parallel._next(own, "a") is None


def test_no_batch_of_a_group_is_given_before_all_of_those_before():
    own = dict(zip("ab", parallel._shares([1, 4, 0, 1], 2), strict=True))
    assert [parallel._next(own, end) for end in "aabaabb"] == [0, 1, 3, 2, 4, 5, None]


@pytest.fixture
def two_processes(monkeypatch):
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    monkeypatch.setattr(parallel.connections, "close_all", lambda: None)


def test_the_work_goes_on_beside_what_is_to_come_before_it_shows(two_processes, tmp_path):
    batches = [[f"{number}"] for number in range(4)]

    def begin(batch):
        time.sleep(0.1)
        (tmp_path / batch[0]).touch()

    def work(batch, begun):
        seen = [(tmp_path / batch[0]).exists()]
        begun()
        return [*seen, (tmp_path / batch[0]).exists(), begun()]

    done = list(parallel.each_done([batches], begin, work, lambda: True))
    assert sorted(batch for batch, _, _ in done) == batches
    assert [answer for _, _, answer in done] == [[False, True, None]] * 4


def test_a_group_is_made_but_does_not_show_while_one_before_is_at_work(two_processes, tmp_path):
    groups = [[["slow"], ["fast"]], [["after"], ["last"]]]

    def there():
        return sorted(os.listdir(tmp_path))

    def work(batch, begun):
        if batch == ["slow"]:
            while not {"after at work", "last at work"} & set(there()):
                time.sleep(0.01)
            time.sleep(0.1)
        (tmp_path / f"{batch[0]} at work").touch()
        begun()
        before = there()
        (tmp_path / batch[0]).touch()
        return before

    done = parallel.each_done(groups, lambda batch: None, work, lambda: True)
    saw = {batch[0]: before for batch, _, before in done}
    assert "slow" not in saw["fast"]
    assert {"slow", "fast"} <= set(saw["after"])
    assert {"slow", "fast"} <= set(saw["last"])


def test_what_was_not_begun_never_shows(two_processes, tmp_path):
    def begin(batch):
        raise ZeroDivisionError

    def work(batch, begun):
        (tmp_path / "at work").touch()
        begun()
        (tmp_path / "shown").touch()

    with pytest.raises(ZeroDivisionError):
        list(parallel.each_done([[["a"], ["b"]]], begin, work, lambda: True))
    assert os.listdir(tmp_path) == ["at work"]


def test_one_that_dies_at_work_is_told_of(two_processes):
    def work(batch, begun):
        os._exit(1)

    with pytest.raises(parallel.WorkerDied):
        list(parallel.each_done([[["a"]]], lambda batch: time.sleep(0.1), work, lambda: True))
