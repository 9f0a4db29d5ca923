"""Place and date are never shown more exactly than the country's profile allows."""

import json
from datetime import date

import pytest

from soliday.actions.places import Profiles
from soliday.campaign.models import Day
from soliday.places.models import SafetyProfile
from soliday.places.queries import ProfilesNotLoaded
from tests.actions.sample import city, published, rendered, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


def test_an_affected_country_is_shown_without_city_and_with_the_week(day: Day) -> None:
    minsk = city("BY", "Minsk")
    action = published(
        day, country="BY", city=minsk, happened_on=date(2026, 8, 5), title="A quiet evening"
    )
    html = text_of(f"/en/actions/{action.pk}/")
    assert "Belarus" in html
    assert "3–9 August 2026" in html.replace(" – ", "–")
    for path, data in rendered().items():
        assert b"Minsk" not in data, path
        assert str(minsk).encode() not in data, path
        assert b"5 August 2026" not in data, path
        assert b"2026-08-05" not in data, path


def test_data_obey_as_well(day: Day) -> None:
    published(day, country="BY", city=city("BY", "Minsk"), happened_on=date(2026, 8, 5))
    published(day, country="PL", city=city("PL", "Warsaw"), happened_on=date(2026, 8, 5))
    belarus, poland = json.loads(text_of("/data/actions.geojson"))["features"]
    assert belarus["geometry"] is None
    assert belarus["properties"]["first_day"] == "2026-08-03"
    assert belarus["properties"]["last_day"] == "2026-08-09"
    assert poland["geometry"]["type"] == "Point"
    assert poland["properties"]["first_day"] == poland["properties"]["last_day"] == "2026-08-05"


def test_the_coarser_of_two_precisions_counts(day: Day) -> None:
    action = published(day, country="BY", happened_on=date(2026, 8, 5), date_precision="month")
    when = Profiles.read().when(action)
    assert (when.first, when.last) == (date(2026, 8, 1), date(2026, 8, 31))
    assert when.words("en") == "August 2026"


def test_several_days_and_no_day(day: Day) -> None:
    profiles = Profiles.read()
    days = published(day, happened_on=date(2026, 7, 31), happened_to=date(2026, 8, 4))
    assert profiles.when(days).words("en").replace(" – ", "–") == "31 July–4 August 2026"
    unknown = profiles.when(published(day, year=2015))
    assert (unknown.first, unknown.words("en")) == (None, "2015")


def test_months_and_years_across_their_ends(day: Day) -> None:
    action = published(
        day,
        happened_on=date(2026, 7, 31),
        happened_to=date(2026, 8, 4),
        date_precision="month",
    )
    assert Profiles.read().when(action).words("en") == "July 2026 – August 2026"


def test_without_profiles_nothing_is_shown(day: Day) -> None:
    action = published(day)
    SafetyProfile.objects.exclude(countries=None).first()
    for profile in SafetyProfile.objects.all():
        profile.countries.all().delete()
        profile.delete()
    with pytest.raises(ProfilesNotLoaded):
        Profiles.read().city_of(published_again(action))


def published_again(action: object) -> object:
    action.city = city("PL", "Warsaw")  # type: ignore[attr-defined]
    return action
