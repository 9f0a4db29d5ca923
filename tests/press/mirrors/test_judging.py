"""In what state a mirror is, from what it showed; nothing is asked here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from soliday.press.mirrors.judging import State, judge
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS
from tests.press.mirrors.copies import HEAD, KEY, OTHER_KEY, PUBLIC, TODAY, pages, release, sign

DAY = timedelta(days=1)


def judged(tree, *, own=7, known=0, today=TODAY):
    given = {"key": PUBLIC, "own_sequence": own, "known_sequence": known, "today": today}
    return judge(tree[SUMS], tree.get(SIGNATURE), **given)


def made_on(day, sequence=7):
    return release(pages(), sequence=sequence, head=replace(HEAD, made=day))


def test_our_own_release_is_current():
    found = judged(release(pages()))
    assert (found.state, found.sequence, found.made, found.behind) == (State.CURRENT, 7, TODAY, 0)


@pytest.mark.parametrize(("days", "state"), [(0, State.CURRENT), (1, State.CURRENT)])
def test_what_came_out_since_yesterday_is_allowed_for(days, state):
    assert judged(made_on(TODAY - days * DAY), own=90).state == state


def test_older_than_yesterday_is_behind_by_as_many_releases():
    found = judged(made_on(TODAY - 2 * DAY), own=10)
    assert (found.state, found.behind) == (State.BEHIND, 3)


def test_an_old_release_that_is_still_ours_is_current():
    assert judged(made_on(TODAY - 9 * DAY), own=7).state == State.CURRENT
    assert judged(made_on(TODAY - 9 * DAY), own=6).state == State.CURRENT


def test_past_its_last_day_it_is_expired():
    assert judged(release(pages()), today=HEAD.valid_until).state == State.CURRENT
    assert judged(release(pages()), today=HEAD.valid_until + DAY).state == State.EXPIRED


def test_less_than_it_showed_before_is_rolled_back():
    assert judged(release(pages()), known=7).state == State.CURRENT
    found = judged(release(pages()), known=8, today=HEAD.valid_until + DAY)
    assert (found.state, found.sequence) == (State.ROLLED_BACK, 7)


SUMS_7 = release(pages())[SUMS]


@pytest.mark.parametrize(
    ("tree", "state"),
    [
        ({SUMS: SUMS_7}, State.UNSIGNED),
        ({SUMS: SUMS_7, SIGNATURE: b""}, State.UNSIGNED),
        ({SUMS: b"<html>parked</html>"}, State.UNSIGNED),
        (release(pages(), key=OTHER_KEY), State.WRONG_KEY),
        ({SUMS: SUMS_7, SIGNATURE: b"<html>not found</html>"}, State.CHANGED),
        ({SUMS: SUMS_7 + b"# \n", SIGNATURE: sign(SUMS_7, 7)}, State.CHANGED),
        ({SUMS: SUMS_7, SIGNATURE: sign(b"other", 6)}, State.CHANGED),
        ({SUMS: b"ours?", SIGNATURE: sign(b"ours?", 7, KEY)}, State.CHANGED),
    ],
)
def test_what_does_not_prove_true_tells_no_release(tree, state):
    found = judged(tree)
    assert (found.state, found.sequence, found.made) == (state, None, None)
