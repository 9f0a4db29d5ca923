"""What somebody does in Wagtail marks exactly the pages that depend on it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Page

from soliday.campaign.models import (
    DaysPage,
    DefenderPage,
    EditionPage,
    IdeaPage,
    IdeasPage,
    TextPage,
)
from soliday.core.models import StaleKey
from soliday.places.models import CountryProfile, SafetyProfile

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(day):
    """The keys marked since the last look."""

    def look():
        found = set(StaleKey.objects.values_list("key", flat=True))
        StaleKey.objects.all().delete()
        return found

    look()
    return look


def english(model: type[Page]) -> Page:
    return model.objects.filter(locale__language_code="en").first()


@pytest.mark.parametrize(
    ("model", "beside"),
    [
        (IdeaPage, {"ideas:test", "idea:postcard"}),
        (DefenderPage, {"defenders:test"}),
        (EditionPage, {"days:test"}),
        (TextPage, {"day:test"}),
        (IdeasPage, {"day:test"}),
    ],
)
def test_publishing_marks_the_page_and_where_it_is_listed(keys, model, beside):
    page = english(model)
    page.save_revision().publish()
    assert keys() == {f"page:{page.translation_key}"} | beside


def test_a_draft_marks_nothing(keys):
    page = english(IdeaPage)
    page.title = "Not yet"
    page.save_revision()
    assert keys() == set()


def test_unpublishing_and_deleting_mark_too(keys):
    page = english(IdeaPage)
    expected = {f"page:{page.translation_key}", "ideas:test", "idea:postcard"}
    page.unpublish()
    assert keys() == expected
    page.save_revision().publish()
    keys()
    page.delete()
    assert keys() == expected


def test_deleting_a_list_marks_what_was_below_it(keys):
    ideas, idea = english(IdeasPage), english(IdeaPage)
    ideas.delete()
    assert {f"page:{ideas.translation_key}", f"page:{idea.translation_key}"} <= keys()


def test_moving_marks_the_page_what_is_below_and_where_it_was(keys):
    ideas, idea, days = english(IdeasPage), english(IdeaPage), english(DaysPage)
    ideas.move(days, pos="last-child")
    assert {f"page:{each.translation_key}" for each in (ideas, idea)} <= keys()


def test_wagtails_own_root_marks_nothing(keys):
    page = Page(title="Elsewhere", slug="elsewhere")
    Page.get_first_root_node().add_child(instance=page)
    page.save_revision().publish()
    assert keys() == set()


def _snippet(name, model, *arguments):
    return reverse(f"wagtailsnippets_{model}:{name}", args=arguments)


def test_editing_an_edition_at_the_desk(keys, desk_client, day):
    edition = day.editions.get()
    fields = {"day": day.pk, "year": edition.year, "people_min": 1000, "countries": ["PL", "LT"]}
    answer = desk_client.post(_snippet("edit", "campaign_edition", edition.pk), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    edition.refresh_from_db()
    assert (edition.people_min, edition.people_max) == (1000, None)
    assert edition.countries == ["PL", "LT"]
    assert keys() == {f"edition:test:{edition.year}", "days:test"}


def test_adding_an_edition_at_the_desk(keys, desk_client, day):
    fields = {"day": day.pk, "year": 2027, "is_open": "on"}
    answer = desk_client.post(_snippet("add", "campaign_edition"), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    assert keys() == {"edition:test:2027", "days:test"}


def test_a_changed_day_marks_everything(keys, desk_client, day):
    fields = {
        "slug": "test", "month": 8, "day_of_month": 5, "first_year": 2012,
        "source_language": "en", "is_main": "on",
    }  # fmt: skip
    answer = desk_client.post(_snippet("edit", "campaign_day", day.pk), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    assert keys() == {"*"}


def test_a_changed_safety_profile_marks_all_that_shows_places(keys, desk_client, profiles):
    profile = SafetyProfile.objects.get(slug="careful")
    fields = {
        "place_precision": "country", "date_precision": "month", "delay_days": 3,
        "reviewers_needed": 2, "minimum_shown": 5,
    }  # fmt: skip
    answer = desk_client.post(_snippet("edit", "places_safetyprofile", profile.pk), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    assert keys() == {"profiles"}


def test_a_country_is_given_a_profile_by_name(keys, desk_client, profiles):
    page = desk_client.get(_snippet("add", "places_countryprofile")).content.decode()
    assert "Georgia" in page
    fields = {"country": "GE", "profile": "careful"}
    answer = desk_client.post(_snippet("add", "places_countryprofile"), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    assert CountryProfile.objects.get(country="GE").profile_id == "careful"
    assert keys() == {"profiles"}


def test_the_menu_has_days_and_not_what_nobody_needs(owner, rf):
    request = rf.get("/desk/")
    request.user = owner
    names = {item.name for item in admin_menu.menu_items_for_request(request)}
    assert {"days", "explorer"} <= names
    assert not names & {"documents", "images", "help"}


def test_who_has_no_role_changes_no_profile(keys, sign_in, teammate, profiles):
    browser = sign_in(teammate)
    address = _snippet("edit", "places_safetyprofile", "careful")
    assert browser.get(address).status_code == 302
    assert browser.post(address, {"delay_days": 0}).status_code == 302
    assert keys() == set()


@pytest.mark.parametrize("model", ["campaign_day", "campaign_edition", "places_safetyprofile"])
def test_each_list_opens(desk_client, day, profiles, model):
    assert desk_client.get(_snippet("list", model)).status_code == 200
