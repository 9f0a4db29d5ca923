import pytest
from django.utils import translation

from soliday.places.models import Profile
from soliday.places.warnings import warning


@pytest.mark.parametrize("slug", Profile.values)
def test_each_profile_warns_in_the_readers_language(slug):
    shown = set()
    for language in ("en", "be", "ru"):
        with translation.override(language):
            shown.add(str(warning(slug)))
    assert len(shown) == 3


def test_people_abroad_are_told_of_relatives():
    with translation.override("en"):
        assert "relatives" in str(warning("open"))


@pytest.mark.parametrize("said", ["offence", "no photo", "report later", "not at all"])
def test_the_affected_are_told_what_is_not_asked_and_that_they_need_not_report(said):
    with translation.override("en"):
        assert said in str(warning("affected"))


def test_an_unknown_profile_is_refused():
    with pytest.raises(KeyError):
        warning("lax")
