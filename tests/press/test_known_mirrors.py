"""The list of known mirrors: what a finding changes, and when the page hears of it."""

from datetime import date, timedelta

import pytest

from soliday.core.models import StaleKey
from soliday.press import known_mirrors
from soliday.press.known_mirrors import (
    AddressRefused,
    ListFull,
    add,
    by_trust,
    change,
    cleaned,
    latest_withdrawn,
    mirrors_shown,
    mirrors_to_ask,
    note,
    remove,
)
from soliday.press.mirrors.judging import Finding, State
from soliday.press.models import KnownMirror, TakenDown

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
DAY = timedelta(days=1)
ADDRESS = "https://mirror.example/"


@pytest.fixture
def mirror():
    return add(name="A mirror", address=ADDRESS)


def current(sequence=7, made=TODAY):
    return Finding(State.CURRENT, sequence=sequence, made=made)


def noting(found, today=TODAY):
    """Note it; the row as it is then, and whether the page was put in doubt."""
    StaleKey.objects.all().delete()
    note(mirror=KnownMirror.objects.get(), found=found, today=today)
    keys = set(StaleKey.objects.values_list("key", flat=True))
    assert keys <= {"mirrors"}
    return KnownMirror.objects.get(), bool(keys)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" HTTPS://Mirror.Example ", ADDRESS),
        ("https://mirror.example/Folder/", "https://mirror.example/Folder/"),
        ("http://mirror.example:8080", "http://mirror.example:8080/"),
        ("http://" + "a" * 56 + ".onion/", "http://" + "a" * 56 + ".onion/"),
    ],
)
def test_one_spelling_for_an_address(typed, address):
    assert cleaned(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mirror.example",
        "ftp://mirror.example",
        "javascript:alert(1)",
        "https://user:word@mirror.example/",
        "https://mirror.example/?a=1",
        "https://mirror.example/#a",
        "https://mirror.example/../x",
        'https://mirror.example/"onclick="x',
        "https://mirror.example:99999/",
        "https://mirror.example:0/",
        "https://зеркало.example/",
        "https://mirror.example/" + "a" * 200,
        "https://mirror.example/\nx",
    ],
)
def test_what_is_no_address_of_a_copy(typed):
    with pytest.raises(AddressRefused):
        cleaned(typed)


def test_readers_hear_of_a_mirror_with_its_first_check(mirror):
    assert mirrors_shown() == []
    assert not StaleKey.objects.exists()
    row, is_stale = noting(current())
    assert is_stale
    assert (row.state, row.sequence, row.made_on, row.answered_on) == ("current", 7, TODAY, TODAY)
    assert (row.is_linked, mirrors_shown()) == (True, [row])


def test_the_same_found_again_changes_nothing(mirror):
    first, _ = noting(current())
    again, is_stale = noting(current())
    assert not is_stale
    assert vars(again) | {"_state": 0} == vars(first) | {"_state": 0}


def test_a_newer_release_of_the_same_day_waits_for_the_next_day(mirror):
    noting(current(7))
    row, is_stale = noting(current(8))
    assert (row.sequence, row.highest_sequence, is_stale) == (7, 8, False)
    row, is_stale = noting(current(8, TODAY + DAY), TODAY + DAY)
    assert (row.sequence, row.answered_on, is_stale) == (8, TODAY + DAY, True)


def test_another_state_is_told_at_once(mirror):
    noting(current())
    row, is_stale = noting(Finding(State.WRONG_KEY))
    assert (row.state, row.is_linked, is_stale) == ("wrong key", False, True)
    assert by_trust(mirrors_shown()) == ([], [row])


def test_how_far_behind_is_told_once_a_day(mirror):
    behind = Finding(State.BEHIND, sequence=7, made=TODAY - 3 * DAY, behind=5)
    row, is_stale = noting(behind)
    assert (row.behind, row.is_linked, is_stale) == (5, True, True)
    more = Finding(State.BEHIND, sequence=7, made=TODAY - 3 * DAY, behind=6)
    row, is_stale = noting(more)
    assert (row.behind, is_stale) == (5, False)
    row, is_stale = noting(more, TODAY + DAY)
    assert (row.behind, is_stale) == (6, True)


def test_who_does_not_answer_changes_the_page_once_and_loses_the_link_after_a_week(mirror):
    noting(current())
    told = []
    for days in range(1, 10):
        row, is_stale = noting(Finding(State.NOT_REACHED), TODAY + days * DAY)
        assert (row.sequence, row.answered_on, row.is_linked) == (7, TODAY, days <= 7)
        told.append(is_stale)
    assert [number for number, is_stale in enumerate(told, 1) if is_stale] == [1, 8]


def test_who_never_answered_is_not_linked(mirror):
    row, _ = noting(Finding(State.NOT_REACHED))
    assert (row.is_linked, row.answered_on, mirrors_shown()) == (False, None, [row])
    row, is_stale = noting(Finding(State.NOT_REACHED), TODAY + DAY)
    assert not is_stale


@pytest.mark.parametrize("state", [State.EXPIRED, State.ROLLED_BACK, State.CHANGED])
def test_only_what_is_true_and_followed_is_linked(mirror, state):
    noting(current())
    row, is_stale = noting(Finding(state, sequence=6, made=TODAY))
    assert (row.is_linked, is_stale) == (False, True)


def test_what_was_false_stays_so_until_it_is_found_true(mirror):
    noting(Finding(State.WRONG_KEY))
    row, is_stale = noting(Finding(State.NOT_REACHED), TODAY + DAY)
    assert (row.state, row.checked_on, is_stale) == ("wrong key", TODAY + DAY, False)
    row, _ = noting(current(), TODAY + DAY)
    assert (row.state, row.is_linked) == ("current", True)


def test_nobody_is_led_to_what_was_withdrawn(mirror):
    noting(current())
    shows = Finding(State.CURRENT, sequence=7, made=TODAY, withdrawn=("/en/actions/1/",))
    row, is_stale = noting(shows)
    assert (row.is_linked, mirrors_shown(), is_stale) == (False, [], True)
    row, is_stale = noting(Finding(State.NOT_REACHED), TODAY + DAY)
    assert (row.shows_withdrawn, mirrors_shown(), is_stale) == (True, [], False)
    row, is_stale = noting(current(), TODAY + DAY)
    assert (row.is_linked, mirrors_shown(), is_stale) == (True, [row], True)


def test_the_highest_sequence_never_falls(mirror):
    noting(current(9))
    row, _ = noting(Finding(State.ROLLED_BACK, sequence=7, made=TODAY))
    assert (row.highest_sequence, row.state) == (9, "rolled back")


def test_another_address_is_another_mirror(mirror):
    noting(current())
    StaleKey.objects.all().delete()
    row = KnownMirror.objects.get()
    change(mirror=row, name="A mirror", address="https://other.example")
    row.refresh_from_db()
    assert (row.state, row.highest_sequence, row.is_linked, row.sequence) == ("", 0, False, None)
    assert StaleKey.objects.get().key == "mirrors"


def test_a_name_is_told_only_of_what_is_shown(mirror):
    change(mirror=mirror, name="Another", address=ADDRESS)
    assert not StaleKey.objects.exists()
    noting(current())
    StaleKey.objects.all().delete()
    change(mirror=KnownMirror.objects.get(), name="A third", address=ADDRESS)
    assert StaleKey.objects.exists()


def test_what_is_found_of_an_address_that_was_changed_meanwhile_is_dropped(mirror):
    asked = KnownMirror.objects.get()
    change(mirror=mirror, name="A mirror", address="https://other.example")
    note(mirror=asked, found=current(), today=TODAY)
    assert KnownMirror.objects.get().state == ""
    remove(mirror=KnownMirror.objects.get())
    note(mirror=asked, found=current(), today=TODAY)
    assert not KnownMirror.objects.exists()


def test_those_that_were_asked_today_are_not_due(mirror):
    other = add(name="Another", address="https://other.example")
    note(mirror=mirror, found=current(), today=TODAY)
    assert [each.pk for each in mirrors_to_ask(not_on=TODAY)] == [other.pk]
    assert len(mirrors_to_ask(not_on=TODAY + DAY)) == len(mirrors_to_ask()) == 2


def test_the_list_has_an_end(mirror, monkeypatch):
    monkeypatch.setattr(known_mirrors, "MOST", 1)
    with pytest.raises(ListFull):
        add(name="One more", address="https://other.example")


def test_the_latest_withdrawn_first_of_today_and_of_before():
    for days in range(5):
        for letter in "ba":
            TakenDown.objects.create(path=f"/{letter}{days}/", on=TODAY - days * DAY)
    assert latest_withdrawn(TODAY, 3) == (
        (TODAY, "/a0/"),
        (TODAY, "/b0/"),
        (TODAY - DAY, "/a1/"),
        (TODAY - DAY, "/b1/"),
        (TODAY - 2 * DAY, "/a2/"),
    )
