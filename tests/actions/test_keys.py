"""What else changes with an action: the archive around it, the city it is in."""

import pytest

from soliday.actions.changes import withdraw
from soliday.actions.models import Action
from soliday.actions.queries import IN_FEED
from soliday.campaign.models import Day
from tests.actions.sample import ON, city, published, take_stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


def numbered(day: Day, number: int, **facts: object) -> Action:
    """Publish an action under a number of our choice, as if others had been before it."""
    Action.objects.create(
        pk=number - 1, edition=day.editions.get(year=2026), language="en"
    ).delete()
    action = published(day, **facts)
    if action.pk != number:  # PostgreSQL draws from a sequence
        pytest.skip("numbers can be chosen on SQLite only")
    return action


def test_the_first_action_of_an_archive_page_changes_its_neighbours(day: Day) -> None:
    numbered(day, 40)
    take_stale()
    numbered(day, 200)
    assert take_stale() >= {"archive:test:1", "archive:test:8"}
    published(day)
    assert "archive:test:1" not in take_stale()


def test_the_last_action_of_an_archive_page_changes_its_neighbours(day: Day) -> None:
    numbered(day, 40)
    lonely = numbered(day, 200)
    numbered(day, 400)
    take_stale()
    withdraw(action_number=lonely.pk, today=ON)
    assert take_stale() >= {"archive:test:1", "archive:test:8", "archive:test:16"}


def test_an_old_action_is_neither_in_the_feed_nor_on_the_wall(day: Day) -> None:
    first = published(day)
    for _ in range(IN_FEED):
        published(day)
    take_stale()
    withdraw(action_number=first.pk, today=ON)
    assert "wall:test" not in take_stale()


def test_a_city_is_named_from_its_minimum_on_and_the_others_are_made_anew(day: Day) -> None:
    tashkent = city("UZ", "Tashkent")  # careful: a city is named from three actions on
    first, second = (published(day, country="UZ", city=tashkent) for _ in range(2))
    take_stale()
    third = published(day, country="UZ", city=tashkent)
    others = {f"action:{first.pk}", f"action:{second.pk}"}
    assert take_stale() >= others
    fourth = published(day, country="UZ", city=tashkent)
    assert not take_stale() & others
    withdraw(action_number=fourth.pk, today=ON)
    assert not take_stale() & others
    withdraw(action_number=third.pk, today=ON)
    assert take_stale() >= others
