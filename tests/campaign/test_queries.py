"""What is public, in which language, and where."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, PageViewRestriction

from soliday.campaign.models import Day, DayPage, EditionPage, IdeaPage, TextPage
from soliday.campaign.paths import public_path
from soliday.campaign.queries import (
    day_page,
    ideas,
    languages_of,
    live_in,
    main_day,
    open_edition,
    translations,
)
from soliday.campaign.written import Written

pytestmark = pytest.mark.django_db


def page(day: Day, slug: str, language: str = "en") -> TextPage:
    return TextPage.objects.get(slug=slug, locale__language_code=language)


def test_the_main_day_and_its_open_edition(day: Day) -> None:
    assert main_day() == day
    edition = open_edition(day)
    assert edition is not None
    assert edition.year == 2026
    day.editions.create(year=2025, is_open=True)
    assert open_edition(day) == edition
    day.editions.update(is_open=False)
    assert open_edition(day) is None


def test_a_day_is_shown_in_the_languages_that_have_its_home_page(day: Day) -> None:
    assert languages_of(day) == ["en", "be", "ru"]
    day_page(day, "be").unpublish()
    assert languages_of(day) == ["en", "ru"]


def test_the_home_page_falls_back_to_the_source_language(day: Day) -> None:
    assert day_page(day, "ru").locale.language_code == "ru"
    day_page(day, "ru").unpublish()
    assert day_page(day, "ru").locale.language_code == "en"
    assert day_page(day, "de").locale.language_code == "en"
    day_page(day, "en").unpublish()
    assert day_page(day, "en").locale.language_code == "be"
    day_page(day, "be").unpublish()
    with pytest.raises(DayPage.DoesNotExist):
        day_page(day, "en")


def test_a_page_missing_in_a_language_is_shown_in_the_source_language(day: Day) -> None:
    page(day, "safety", "be").unpublish()
    versions = next(
        each for each in translations(day, TextPage) if each["en"].page.slug == "safety"
    )
    assert (versions["be"].path, versions["be"].is_fallback) == ("/be/safety/", True)
    assert versions["be"].page == versions["en"].page
    assert (versions["ru"].path, versions["ru"].is_fallback) == ("/ru/safety/", False)
    assert live_in(versions["en"].page, "be") == (versions["en"].page, True)
    assert live_in(versions["en"].page, "ru") == (versions["ru"].page, False)


def test_a_page_that_only_a_translation_has_is_shown_everywhere(day: Day) -> None:
    page(day, "safety", "en").unpublish()
    page(day, "safety", "ru").unpublish()
    slugs = {each["en"].page.slug: each for each in translations(day, TextPage)}
    assert slugs["safety"]["ru"].page.locale.language_code == "be"
    assert list(slugs)[-1] == "safety"  # what the source language lacks comes last


def test_a_page_of_its_own_is_never_hidden_by_a_fallback(day: Day) -> None:
    """Somebody wrote the page anew in one language, instead of translating it."""
    own = page(day, "safety", "be")
    own.translation_key = uuid.uuid4()
    own.save(update_fields=["translation_key"])
    found = translations(day, TextPage)
    paths = [shown.path for versions in found for shown in versions.values()]
    assert len(paths) == len(set(paths))
    in_place = next(v["be"] for v in found if "be" in v and v["be"].path == "/be/safety/")
    assert in_place.page == own
    assert not in_place.is_fallback


def test_names_that_would_stop_the_press_are_refused(day: Day) -> None:
    for slug in ("actions", "countries"):
        taken = page(day, "safety")
        taken.slug = slug
        with pytest.raises(ValidationError):
            taken.full_clean()
    for slug in ("en", "data", "photos"):
        with pytest.raises(ValidationError):
            Day(slug=slug, month=1, day_of_month=1, first_year=2020).full_clean()
    with pytest.raises(ValidationError):
        Day(slug="second", month=1, day_of_month=1, first_year=2020, is_main=True).full_clean()
    day.full_clean()


def test_drafts_and_private_pages_are_not_public(day: Day) -> None:
    for language in ("en", "be", "ru"):
        restriction = {"restriction_type": PageViewRestriction.LOGIN}
        PageViewRestriction.objects.create(page=page(day, "safety", language), **restriction)
        page(day, "manifesto", language).unpublish()
    assert [each["en"].page.slug for each in translations(day, TextPage)] == ["report"]


def test_an_alias_is_no_translation(day: Day) -> None:
    russian = page(day, "safety", "ru")
    russian.alias_of = page(day, "safety", "en")
    russian.save(update_fields=["alias_of"])
    versions = next(
        each for each in translations(day, TextPage) if each["en"].page.slug == "safety"
    )
    assert versions["ru"].is_fallback


def test_paths_are_those_of_wagtails_view_live(day: Day) -> None:
    for model in (IdeaPage, EditionPage, TextPage):
        for versions in translations(day, model):
            assert all(public_path(shown.page) == shown.path for shown in versions.values())


def test_ideas_and_editions_by_language(day: Day) -> None:
    assert [idea.title for idea in ideas(day, "be")] == ["Тэст postcard"]
    assert Written(day).editions[2026]["ru"].page.theme == "Тест theme"


def test_what_belongs_to_another_day_is_not_ours(day: Day) -> None:
    other = Day.objects.create(slug="other", month=1, day_of_month=1, first_year=2020)
    assert languages_of(other) == []
    assert translations(other, TextPage) == []
    assert ideas(other, "en") == []


def test_reading_a_tree_costs_a_fixed_number_of_queries(
    day: Day, django_assert_max_num_queries
) -> None:
    Locale.objects.get(language_code="be")
    with django_assert_max_num_queries(6):
        versions = translations(day, IdeaPage)
        assert [shown.page.locale.language_code for shown in versions[0].values()]
