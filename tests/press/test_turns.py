"""Real workers, frozen, overtaken and doubled: no page, no ledger and no sums ever go back."""

import fcntl
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from soliday.core.stale import mark_stale
from soliday.press import ledger, turns, worker
from soliday.press.drafts import Overtaken
from soliday.press.models import LedgerPage, Release
from tests.alone import environment_alone
from tests.press.test_killed import files

SCRIPT = Path(__file__).with_name("turns_alone.py")
TODAY = date(2026, 8, 4)


@pytest.fixture
def told(tmp_path):
    """Run the script with a verb; return the lines it told."""
    environ = environment_alone(tmp_path)

    def run(*words):
        command = [sys.executable, SCRIPT, *map(str, words)]
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, timeout=100, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_frozen_at_any_step_and_overtaken_it_changes_nothing_any_more(told, tmp_path):
    *frozen, last = told("overtaken", 1, 100, 3)
    assert last["end"] == "no such step" and len(frozen) > 15
    for each in frozen:
        stopped = {"other": 0, "end": 7, "is_same": True, "is_done": True}
        assert each == {"step": each["step"], **stopped}
    site = tmp_path / "data" / "site"
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=site, check=True)


@pytest.mark.parametrize("lost_locks", [0, 15])
def test_two_at_once_lose_and_tear_nothing_while_somebody_publishes(told, tmp_path, lost_locks):
    """Also where the disk loses the lock again and again, so that both work at a time."""
    assert told("doubled", lost_locks) == [{"torn": 0, "ends": [0, 0], "is_same": True}]
    site = tmp_path / "data" / "site"
    assert [name for name in files(site) if name.startswith("en/actions/")]
    assert not list((site / ".drafts").iterdir())


@pytest.fixture
def small_site(db, offers, site):
    offers.offer("/en/", "<p>home</p>", "day")
    worker.build_everything(today=TODAY)
    mark_stale(["day"])
    return offers


def take_over():
    Release.objects.filter(pk=1).update(turn="another")


@pytest.mark.parametrize(
    "change",
    [
        lambda: ledger.announce([]),
        lambda: ledger.settle([]),
        lambda: ledger.strike(["/en/"], today=TODAY),
        lambda: ledger.unsettle(["/en/"]),
    ],
)
def test_an_overtaken_worker_writes_nothing_to_the_ledger(small_site, change):
    with turns.only_worker(wait=False):
        change()
        take_over()
        before = list(LedgerPage.objects.values())
        with pytest.raises(Overtaken, match="taken over"):
            change()
        assert list(LedgerPage.objects.values()) == before


def test_a_turn_stays_ours_until_somebody_else_has_it(small_site):
    with turns.only_worker(wait=False) as is_alone:
        assert is_alone
        word = turns.word()
    take_over()
    with turns.only_worker(wait=False) as is_alone:
        assert not is_alone
        assert turns.word() not in (word, "another", "")
    assert turns.word() == ""


def test_of_a_holder_who_gives_no_sign_it_is_told_what_to_do(small_site, tmp_path, caplog):
    lock = tmp_path / "press.lock"
    turns._told.clear()
    with open(lock, "a+") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert worker.work_once(today=TODAY) is False
        assert not caplog.records
        long_ago = time.time() - turns.SILENT - 5
        os.utime(lock, (long_ago, long_ago))
        assert worker.work_once(today=TODAY) is False
        assert worker.work_once(today=TODAY) is False
    (record,) = caplog.records
    assert f"process {os.getpid()} on " in record.message and "kill -9" in record.message
    os.utime(lock, (long_ago, long_ago))
    assert turns.silence() == ""  # nobody holds it
    assert worker.work_once(today=TODAY) is True
    assert time.time() - lock.stat().st_mtime < turns.SILENT
