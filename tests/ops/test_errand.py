"""An errand: once in a while, never two at once, and its failing is only said."""

from __future__ import annotations

import os
import time

import pytest

from soliday.ops.errand import Errand


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def errand(clock, code):
    return Errand(
        "errand", ("-c", code), dict(os.environ), first_after=60, every=86400, clock=clock
    )


def come_back(sent):
    for _ in range(600):
        if sent.process is None:
            return
        sent.look()
        time.sleep(0.02)
    raise AssertionError("it did not come back")


def test_it_goes_after_a_minute_and_then_once_a_day(clock, tmp_path):
    sent = errand(clock, f"open({str(tmp_path / 'done')!r}, 'a').write('x')")
    for moment, times in ((0, 0), (59, 0), (60, 1), (61, 1), (86459, 1), (86460, 2), (86461, 2)):
        clock.now = moment
        sent.look()
        come_back(sent)
        done = tmp_path / "done"
        assert len(done.read_text() if done.exists() else "") == times, moment


def test_never_two_at_once(clock):
    sent = errand(clock, "import time; time.sleep(60)")
    clock.now = 60
    sent.look()
    first = sent.process
    clock.now = 10 * 86400
    sent.look()
    assert sent.process is first
    first.kill()
    first.wait()


def test_a_fault_is_said_and_tried_again_when_due(clock, capsys):
    sent = errand(clock, "raise SystemExit(3)")
    clock.now = 60
    sent.look()
    come_back(sent)
    assert "The errand ended with a fault (code 3)" in capsys.readouterr().err
    clock.now = 86460
    sent.look()
    assert sent.process is not None
    come_back(sent)


def test_what_cannot_be_started_stops_nobody(clock, capsys):
    sent = errand(clock, "")
    sent.command = ("/no/such/program",)
    clock.now = 60
    sent.look()
    assert sent.process is None
    assert "could not be started" in capsys.readouterr().err
