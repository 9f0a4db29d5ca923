"""The counts that are kept are what counting anew finds, whatever was changed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import F

from soliday.actions import queries
from soliday.actions.changes import edit, withdraw
from soliday.actions.counted import Counted
from soliday.actions.counting import BLOCK
from soliday.actions.mending import mend_counts, mend_places
from soliday.actions.models import Action, Count, CountFrom, CountInBlock
from soliday.actions.totals import grouped, participant_countries, totals
from soliday.campaign.models import Day
from soliday.core.models import StaleKey
from tests.actions.sample import ON, edition_of, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]
CHOICES = {
    "country": ["PL", "DE", "LT"],
    "stage": ["announced", "done", "confirmed"],
    "people": [(None, None), (5, 10), (3, None), (None, 8)],
    "participant_countries": [[], ["PL"], ["PL", "UA"]],
    "participant_countries_count": [None, 2, 27],
}


def facts(chance: random.Random) -> dict[str, object]:
    chosen = {name: chance.choice(values) for name, values in CHOICES.items()}
    people = chosen.pop("people")
    return chosen | {"people_min": people[0], "people_max": people[1]}


def assert_exact(day: Day) -> None:
    actions, counted = queries.published(day), Counted(day)
    assert counted.totals == totals(actions)
    assert counted.by_country == grouped(actions, "country")
    assert counted.by_year == grouped(actions, "edition__year")
    assert counted.people_from == participant_countries(actions)
    for year in (2025, 2026):
        assert counted.of_year(year) == totals(actions.filter(edition__year=year))
    for code in CHOICES["country"]:
        assert counted.of_country(code) == totals(actions.filter(country=code))
    assert sum(counted.blocks.values()) == actions.count()


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_the_counts_are_exact(day: Day, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a repeatable test
    for step in range(40):
        today = ON + timedelta(days=step)
        alive = list(queries.published(day))
        verb = chance.choice(["publish", "publish", "edit", "withdraw"]) if alive else "publish"
        year = chance.choice([2025, 2026])
        if verb == "publish":
            published(day, year=year, today=today, **facts(chance))
        elif verb == "edit":
            number = chance.choice(alive).pk
            edit(
                action_number=number,
                edition=edition_of(day, year),
                facts=facts(chance),
                today=today,
            )
        else:
            withdraw(action_number=chance.choice(alive).pk, today=today)
    assert_exact(day)
    assert mend_counts() == []
    for action in list(queries.published(day)):
        withdraw(action_number=action.pk, today=date(2027, 1, 1))
    assert not (Count.objects.exists() or CountFrom.objects.exists())
    assert not CountInBlock.objects.exists()


def test_a_wrong_count_is_told_and_mended(day: Day) -> None:
    published(day, people_min=5, participant_countries=["UA"])
    Count.objects.update(done=7)
    CountFrom.objects.filter(scope="").delete()
    CountInBlock.objects.create(day=day, number=99, actions=3)
    StaleKey.objects.all().delete()
    assert len(mend_counts()) == 3
    assert StaleKey.objects.filter(key="*").exists()
    assert_exact(day)


def test_a_lost_place_is_given_again(day: Day) -> None:
    first, second = published(day), published(day)
    Action.objects.filter(pk=second.pk).update(nth_in_country=None, day=None)
    assert mend_places() == [f"place of action {second.pk}"]
    second.refresh_from_db()
    assert (second.nth_in_country, second.nth_in_year, second.day) == (2, 2, day)
    assert first.nth_in_country == 1


def test_a_place_is_kept_through_edits_and_given_anew_elsewhere(day: Day) -> None:
    first, second = published(day, country="PL"), published(day, country="PL")
    edit(action_number=first.pk, edition=first.edition, facts={"country": "DE"}, today=ON)
    withdraw(action_number=second.pk, today=ON)
    third = published(day, country="PL")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.nth_in_country, first.nth_in_year) == (1, 1)
    assert second.nth_in_country is None
    assert third.nth_in_year == 2
    assert BLOCK % queries.NEWEST == 0


def test_blocks_of_another_size_are_counted_anew(day: Day) -> None:
    for number in (1, 96, 97, 300):
        published(day, id=number)
    right = dict(CountInBlock.objects.values_list("number", "actions"))
    CountInBlock.objects.update(number=F("number") + 7, actions=5)
    import_module("soliday.actions.migrations.0006_smaller_blocks").count(apps, None)
    assert dict(CountInBlock.objects.values_list("number", "actions")) == right
    assert right == {0: 2, 1: 1, 3: 1}
