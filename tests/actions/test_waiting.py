"""What waits for a set hour: shown, counted and marked nowhere before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from soliday.actions import waiting
from soliday.actions.changes import edit, publish, show, withdraw
from soliday.actions.mending import mend_counts, mend_places
from soliday.actions.models import Action, ActionPhoto, Count, CountFrom, CountInBlock
from soliday.actions.states import MoveNotAllowed, State
from soliday.actions.waiting import due_numbers, is_waiting, next_set_hour, show_due
from soliday.campaign.models import Day
from tests.actions.sample import (
    FACTS,
    ON,
    edition_of,
    photo,
    published,
    rendered,
    take_stale,
    text_of,
    texts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]
HOUR = datetime(2026, 8, 4, 18, tzinfo=UTC)
BEFORE = HOUR - timedelta(seconds=1)


def accepted(day: Day, title: str = "Whispered", hour: datetime = HOUR, **facts: object) -> Action:
    return publish(
        edition=edition_of(day),
        facts=FACTS | {"country": "RU", "participant_countries": ["RU"]} | facts,
        texts=texts(title),
        photos=[photo()],
        today=ON,
        appears_at=hour,
    )


def show_all() -> list[Action]:
    numbers = show_due(due_numbers(now=HOUR), today=ON).values()
    return list(Action.objects.filter(pk__in=numbers).order_by("id"))


@pytest.mark.parametrize(
    ("now", "hour"),
    [
        (datetime(2026, 8, 4, 5, 59, tzinfo=UTC), datetime(2026, 8, 4, 6, tzinfo=UTC)),
        (datetime(2026, 8, 4, 6, tzinfo=UTC), datetime(2026, 8, 4, 18, tzinfo=UTC)),
        (datetime(2026, 12, 31, 18, 1, tzinfo=UTC), datetime(2027, 1, 1, 6, tzinfo=UTC)),
    ],
)
def test_the_next_set_hour_tells_nothing_of_the_minute(now: datetime, hour: datetime) -> None:
    assert next_set_hour(now) == hour


def test_the_hours_can_be_set(settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, release_hours=(12,))
    assert next_set_hour(HOUR) == datetime(2026, 8, 5, 12, tzinfo=UTC)


def test_before_its_hour_no_page_no_key_and_no_count_knows_it(day: Day) -> None:
    published(day, title="Loud")
    pages = rendered()
    take_stale()
    action = accepted(day)
    assert take_stale() == frozenset()
    assert rendered() == pages
    assert due_numbers(now=BEFORE) == [] and is_waiting(action.pk)
    assert mend_counts() == mend_places() == []
    assert rendered() == pages


def test_at_the_hour_all_that_is_due_appears_together(day: Day) -> None:
    accepted(day, "One")
    accepted(day, "Two", country="BY")
    accepted(day, "Later", HOUR + timedelta(hours=12))
    take_stale()
    shown = show_all()
    assert {each.texts.get().title for each in shown} == {"One", "Two"}
    assert {(each.state, each.appears_at) for each in shown} == {(State.PUBLISHED, None)}
    wall = text_of("/en/actions/")
    assert "One" in wall and "Two" in wall and "Later" not in wall
    assert {f"action:{each.pk}" for each in shown} < take_stale()
    assert mend_counts() == mend_places() == []
    assert show_all() == []


def test_the_number_tells_neither_when_nor_in_which_order_it_was_accepted(
    day: Day, monkeypatch
) -> None:
    class Reversing:
        def shuffle(self, actions: list[Action]) -> None:
            actions.reverse()

    monkeypatch.setattr(waiting, "SystemRandom", Reversing)
    first, second = accepted(day, "First"), accepted(day, "Second")
    name = first.photos.get().name
    loud = published(day, title="Loud")
    shown = show_all()
    assert [each.texts.get().title for each in shown] == ["Second", "First"]
    assert all(each.pk > loud.pk for each in shown)
    assert not Action.objects.filter(pk__in=[first.pk, second.pk]).exists()
    # The name of a picture is made from the number: the old one could be guessed from it.
    assert not ActionPhoto.objects.filter(name=name).exists()
    assert bytes(shown[1].photos.get().page_jpeg) == b"large red"


def test_withdrawn_before_its_hour_it_never_appears(day: Day) -> None:
    pages = rendered()
    action = accepted(day)
    take_stale()
    withdraw(action_number=action.pk, today=ON)
    assert take_stale() == frozenset()
    assert show_due([action.pk], today=ON) == {} and due_numbers(now=HOUR) == []
    assert not action.texts.exists() and not action.photos.exists()
    assert rendered() == pages
    assert not any(model.objects.exists() for model in (Count, CountFrom, CountInBlock))


def test_edited_before_its_hour_it_goes_on_waiting(day: Day) -> None:
    action = accepted(day)
    take_stale()
    facts = {"country": "KZ", "people_min": 5}
    changed = edit(
        action_number=action.pk,
        edition=action.edition,
        facts=facts,
        texts=texts("Sung"),
        today=date(2026, 8, 5),
    )
    assert (changed.state, changed.appears_at) == (State.WAITING, HOUR)
    assert take_stale() == frozenset()
    [shown] = show_all()
    assert (shown.country, shown.people_min, shown.texts.get().title) == ("KZ", 5, "Sung")
    assert mend_counts() == []


def test_nothing_that_waits_is_shown_by_another_move(day: Day) -> None:
    action = accepted(day)
    with pytest.raises(MoveNotAllowed):
        show(action, today=ON)
