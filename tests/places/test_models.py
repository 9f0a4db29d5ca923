import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import translation

from soliday.places.changes import load_defaults
from soliday.places.countries import country_codes
from soliday.places.defaults import COUNTRY_DEFAULTS, DEFAULTS
from soliday.places.models import CountryProfile, Profile, SafetyProfile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changed",
    [
        {"place_precision": "region"},
        {"date_precision": "hour"},
        {"reviewers_needed": 3},
        {"reviewers_needed": 0},
        {"minimum_shown": 0},
    ],
)
def test_a_profile_holds_known_values_only(profile, changed):
    wrong = profile("open", **changed)
    with pytest.raises(ValidationError):
        wrong.full_clean()
    with pytest.raises(IntegrityError):
        wrong.save()


def test_a_fourth_profile_is_refused():
    with pytest.raises(IntegrityError):
        SafetyProfile.objects.create(slug="lax", **DEFAULTS["open"])


def test_a_profile_in_use_cannot_be_deleted():
    load_defaults()
    with pytest.raises(ProtectedError):
        SafetyProfile.objects.get(slug="affected").delete()


def test_a_country_has_one_profile():
    load_defaults()
    with pytest.raises(IntegrityError):
        CountryProfile.objects.create(country="BY", profile_id="open")


@pytest.mark.django_db(False)
def test_the_defaults_name_every_profile_and_known_countries():
    assert set(DEFAULTS) == set(Profile.values)
    assert set(COUNTRY_DEFAULTS) <= country_codes()
    assert set(COUNTRY_DEFAULTS.values()) <= set(Profile.values)


@pytest.mark.parametrize(("slug", "name"), [("affected", "пад ударам"), ("open", "адкрыты")])
def test_a_profile_is_called_by_its_name(profile, slug, name):
    with translation.override("be"):
        assert str(profile(slug)) == name
