"""The default day's actions are published once, with their source, and never come back."""

import pytest

from soliday.actions.changes import withdraw
from soliday.actions.models import Action, MadeBy
from soliday.actions.states import Origin, State
from soliday.campaign.default_day.content import read_content
from soliday.campaign.models import Day, Edition
from soliday.ops import historic_actions
from soliday.ops.historic_actions import publish_historic_actions
from soliday.places.cities import city_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions(db, profiles):
    day = Day.objects.create(slug="belarus", month=8, day_of_month=4, first_year=2012)
    return [Edition.objects.create(day=day, year=year) for year in range(2012, 2016)]


def test_all_of_them_are_published_from_public_sources(editions, today):
    count = publish_historic_actions(today=today)
    assert count == len(read_content()["actions"]) >= 20
    actions = Action.objects.filter(origin=Origin.PUBLIC, state=State.PUBLISHED)
    assert actions.exclude(source_label="").count() == count


def test_each_has_its_text_in_three_languages(editions, today):
    publish_historic_actions(today=today)
    for action in Action.objects.prefetch_related("texts"):
        made_by = {text.language: text.made_by for text in action.texts.all()}
        assert made_by == {
            "en": MadeBy.ORIGINAL, "be": MadeBy.COMMITTEE, "ru": MadeBy.COMMITTEE
        }  # fmt: skip


def test_the_place_is_a_city_of_the_list_and_the_unknown_stays_unknown(editions, today):
    publish_historic_actions(today=today)
    berlin = Action.objects.get(default_key="2012-berlin")
    assert city_name(berlin.city, "be") == "Берлін"
    kyiv = Action.objects.get(default_key="2012-kyiv")
    assert (kyiv.people_min, kyiv.happened_on, kyiv.date_precision) == (None, None, "year")


def test_loaded_again_nothing_is_added(editions, today):
    publish_historic_actions(today=today)
    assert publish_historic_actions(today=today) == 0


def test_one_that_was_withdrawn_does_not_come_back(editions, today):
    publish_historic_actions(today=today)
    action = Action.objects.get(default_key="2012-berlin")
    withdraw(action_number=action.pk, today=today)
    assert publish_historic_actions(today=today) == 0
    assert Action.objects.get(pk=action.pk).state == State.WITHDRAWN


def test_a_year_that_the_committee_removed_stays_empty(editions, today):
    Edition.objects.filter(year=2015).delete()
    publish_historic_actions(today=today)
    assert not Action.objects.filter(default_key__startswith="2015").exists()


def test_a_city_that_is_not_in_the_list_stops_the_loading(editions, today, monkeypatch):
    monkeypatch.setattr(historic_actions, "find_cities", lambda *_, **__: [])
    with pytest.raises(historic_actions.CityNotFound):
        publish_historic_actions(today=today)
