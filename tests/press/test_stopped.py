"""Stopped at any step, the press does the same again, and the site is as if nothing had been."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from soliday.core.models import StaleKey
from soliday.core.stale import mark_stale
from soliday.press import build, ledger, release, worker
from soliday.press.models import LedgerPage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
STEPS = [
    (os, "fsync"),
    (release, "flush_disk"),
    (os, "replace"),
    (Path, "unlink"),
    (Path, "rmdir"),
    (ledger, "announce"),
    (ledger, "settle"),
    (ledger, "strike"),
    (build, "release_sums"),
    (worker, "_forget"),
]


ALL_STEPS = 46


class Killed(BaseException):
    """Not an Exception: nothing may catch it and tidy up."""


def stop_after(patch, number):
    """Stop after the step with this number; return the list of steps as it grows."""
    seen = []

    def stopping(real):
        def step(*args, **kwargs):
            result = real(*args, **kwargs)
            seen.append(real)
            if len(seen) == number:
                raise Killed
            return result

        return step

    for owner, name in STEPS:
        patch.setattr(owner, name, stopping(getattr(owner, name)))
    return seen


@pytest.fixture
def changed(offers, site):
    """A site on which an action was edited, one published and one withdrawn, not yet built."""
    offers.offer("/en/", "<p>home: one and two</p>" * 50, "wall")
    offers.offer("/en/actions/1/", "<p>one</p>" * 50, "action:1")
    offers.offer("/en/actions/2/", "<p>two</p>" * 50, "action:2")
    worker.build_everything(today=TODAY)
    offers.offer("/en/", "<p>home: 1 and three</p>" * 50, "wall")
    offers.offer("/en/actions/1/", "<p>one, edited</p>" * 50, "action:1")
    offers.drop("/en/actions/2/")
    offers.offer("/en/actions/3/", "<p>three</p>" * 50, "action:3")
    mark_stale(["action:1", "action:2", "action:3", "wall"])
    return offers


@pytest.mark.parametrize("number", range(1, ALL_STEPS + 1))
def test_stopped_anywhere_it_ends_the_same(changed, site, tree, monkeypatch, number):
    with monkeypatch.context() as patch:
        stop_after(patch, number)
        try:
            worker.work_once(today=TODAY)
        except Killed:
            assert StaleKey.objects.count() in (0, 4)
    worker.work_once(today=TODAY)
    assert StaleKey.objects.count() == 0
    stopped = tree()
    assert not list((site / release.DRAFTS).iterdir())
    assert "en/actions/2/index.html" not in stopped
    assert stopped["withdrawn.txt"] == b"2026-08-04 /en/actions/2/\n"
    assert not LedgerPage.objects.filter(sha256="").exists()
    worker.build_everything(today=TODAY)
    assert tree() == stopped


@pytest.mark.parametrize("number", range(1, ALL_STEPS + 1, 2))
def test_stopped_and_then_withdrawn_it_is_nowhere(changed, tree, monkeypatch, number):
    with monkeypatch.context() as patch:
        stop_after(patch, number)
        with suppress(Killed):
            worker.work_once(today=TODAY)
    changed.drop("/en/actions/3/")
    mark_stale(["action:3"])
    worker.work_once(today=TODAY)
    assert not [name for name in tree() if "actions/3" in name]


@pytest.mark.parametrize("number", range(1, ALL_STEPS + 1, 2))
def test_stopped_and_then_put_back_no_form_is_left_behind(changed, tree, monkeypatch, number):
    with monkeypatch.context() as patch:
        stop_after(patch, number)
        with suppress(Killed):
            worker.work_once(today=TODAY)
    changed.offer("/en/actions/1/", "<p>one</p>" * 50, "action:1")
    mark_stale(["action:1"])
    worker.work_once(today=TODAY)
    after = tree()
    for name, data in after.items():
        for form in (".gz", ".br"):
            if name + form in after:
                assert release.expand(form, after[name + form]) == data


def test_this_is_how_many_steps_there_are(changed, monkeypatch):
    with monkeypatch.context() as patch:
        seen = stop_after(patch, 0)
        worker.work_once(today=TODAY)
    assert len(seen) == ALL_STEPS
