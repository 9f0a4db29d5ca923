import pytest

from soliday.places.changes import load_defaults, set_country_profile
from soliday.places.countries import CountryNotKnown
from soliday.places.defaults import COUNTRY_DEFAULTS
from soliday.places.models import CountryProfile, SafetyProfile

pytestmark = pytest.mark.django_db


def test_defaults_make_three_profiles_and_the_countries():
    load_defaults()
    assert list(SafetyProfile.objects.values_list("slug", flat=True)) == [
        "affected",
        "careful",
        "open",
    ]
    stored = dict(CountryProfile.objects.values_list("country", "profile"))
    assert stored == COUNTRY_DEFAULTS
    assert stored["BY"] == "affected"


def test_defaults_never_overwrite_what_the_committee_changed():
    load_defaults()
    careful = SafetyProfile.objects.get(slug="careful")
    SafetyProfile.objects.filter(slug="affected").update(delay_days=30)
    set_country_profile(country="BY", profile=careful)
    load_defaults()
    assert SafetyProfile.objects.get(slug="affected").delay_days == 30
    assert CountryProfile.objects.get(country="BY").profile == careful


def test_defaults_bring_back_what_is_missing():
    load_defaults()
    CountryProfile.objects.filter(country="RU").delete()
    load_defaults()
    assert CountryProfile.objects.get(country="RU").profile_id == "careful"


def test_a_country_gets_and_changes_its_profile():
    load_defaults()
    for slug in ("careful", "open"):
        set_country_profile(country="GE", profile=SafetyProfile.objects.get(slug=slug))
        assert CountryProfile.objects.get(country="GE").profile_id == slug


def test_what_is_no_country_gets_no_profile():
    load_defaults()
    with pytest.raises(CountryNotKnown):
        set_country_profile(country="ge", profile=SafetyProfile.objects.get(slug="open"))
