"""The progress of a full bake tells pages, rate and time left, also of one that goes on."""

import pytest

from soliday.ops import press


@pytest.fixture
def clock(monkeypatch):
    """The time, in seconds, as the test sets it."""
    now = [100.0]
    monkeypatch.setattr(press.time, "monotonic", lambda: now[0])
    return now


def test_it_tells_pages_rate_and_time_left_now_and_then(clock, capsys):
    progress = press.Progress()
    clock[0] += 30  # to find out what there is to do is no part of the rate
    progress(0, 900)
    for done in range(100, 1000, 100):
        clock[0] += 1
        progress(done, 900)
    assert capsys.readouterr().err.splitlines() == [
        "200 of 900 pages, 100 a second, 7 s left",
        "400 of 900 pages, 100 a second, 5 s left",
        "600 of 900 pages, 100 a second, 3 s left",
        "800 of 900 pages, 100 a second, 1 s left",
        "900 of 900 pages, 100 a second, done",
    ]


def test_of_a_bake_that_goes_on_it_counts_the_rate_of_what_is_new(clock, capsys):
    progress = press.Progress()
    progress(0, 3)  # single keys come first
    progress(3, 3)
    progress(600, 900)
    clock[0] += 2
    progress(620, 900)
    assert capsys.readouterr().err.splitlines() == [
        "3 of 3 pages, 3000 a second, done",
        "600 of 900 pages were done before",
        "620 of 900 pages, 10 a second, 28 s left",
    ]


def test_where_all_was_done_before_it_says_so(clock, capsys):
    progress = press.Progress()
    progress(900, 900)
    assert capsys.readouterr().err == "900 of 900 pages were done before\n"
