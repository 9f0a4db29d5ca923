import pytest

from soliday.places.changes import load_defaults, set_country_profile
from soliday.places.countries import CountryNotKnown
from soliday.places.models import SafetyProfile
from soliday.places.queries import (
    ProfilesNotLoaded,
    country_profiles,
    is_affected,
    profile_for,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "slug"), [("BY", "affected"), ("RU", "careful"), ("PL", "open"), ("XK", "open")]
)
def test_a_country_has_its_profile_and_is_open_otherwise(country, slug, django_assert_num_queries):
    load_defaults()
    with django_assert_num_queries(1):
        assert profile_for(country).slug == slug
    assert is_affected(country) is (slug == "affected")


def test_the_affected_country_is_asked_for_nothing_that_could_betray():
    load_defaults()
    affected = profile_for("BY")
    asked = (affected.asks_photos, affected.asks_name, affected.asks_contact, affected.asks_town)
    assert not any(asked)
    assert affected.place_precision == "country"
    assert affected.date_precision != "day"
    assert affected.reviewers_needed == 2
    assert affected.delay_days == 7


def test_a_country_set_to_open_is_open():
    load_defaults()
    set_country_profile(country="BY", profile=SafetyProfile.objects.get(slug="open"))
    assert profile_for("BY").slug == "open"


@pytest.mark.parametrize("country", ["by", "", "EU", "Belarus"])
def test_a_code_that_is_no_country_never_passes_for_an_open_one(country):
    load_defaults()
    with pytest.raises(CountryNotKnown):
        profile_for(country)


def test_without_profiles_nothing_passes_for_open():
    with pytest.raises(ProfilesNotLoaded):
        profile_for("BY")


def test_country_profiles_come_by_code_in_one_query(django_assert_num_queries):
    load_defaults()
    with django_assert_num_queries(1):
        found = [(each.country, each.profile.reviewers_needed) for each in country_profiles()]
    assert [country for country, _ in found] == sorted(country for country, _ in found)
    assert ("BY", 2) in found
