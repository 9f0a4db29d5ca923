"""The texts and the sources' figures of a closed year cannot be changed in Wagtail either."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Revision

from soliday.campaign.models import Closing, Day, Edition, EditionClosed, EditionPage, IdeasPage
from soliday.core.models import StaleKey

pytestmark = pytest.mark.django_db
ON = date(2026, 8, 4)


@pytest.fixture
def edition(day):
    return Edition.objects.get(day=day)


@pytest.fixture
def page(edition):
    return EditionPage.objects.get(edition=edition, locale__language_code="en")


@pytest.fixture
def closed(edition, page):
    Edition.objects.filter(pk=edition.pk).update(is_open=False)
    StaleKey.objects.all().delete()
    return Closing.objects.create(edition=edition, closed_on=ON)


def said(answer):
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


def _fields(page, theme):
    return {
        "title": page.title, "slug": page.slug, "edition": page.edition_id, "theme": theme,
        "body": "null", "people_words": "", "sources-count": 0, "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }  # fmt: skip


def _save(browser, page, theme, **more):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return browser.post(address, _fields(page, theme) | more)


def test_before_it_is_closed_a_text_is_published(desk_client, page):
    assert _save(desk_client, page, "Other", **{"action-publish": "1"}).status_code == 302
    page.refresh_from_db()
    assert page.theme == "Other"


def test_publishing_its_text_is_refused_in_words(desk_client, page, closed):
    answer = _save(desk_client, page, "Other", **{"action-publish": "1"})
    assert answer.status_code == 302
    assert "2026 is closed" in said(answer)
    page.refresh_from_db()
    assert page.theme == "Test theme"
    assert not StaleKey.objects.exists()
    assert not Revision.objects.filter(object_id=str(page.pk)).exists()


def test_a_draft_can_still_be_written(desk_client, page, closed):
    assert "is closed" not in said(_save(desk_client, page, "Other"))
    assert Revision.objects.filter(object_id=str(page.pk)).exists()
    assert EditionPage.objects.get(pk=page.pk).theme == "Test theme"
    assert not StaleKey.objects.exists()


@pytest.mark.parametrize("verb", ["unpublish", "delete"])
def test_taking_its_page_back_is_refused_in_words(desk_client, page, closed, verb):
    answer = desk_client.post(reverse(f"wagtailadmin_pages:{verb}", args=[page.pk]))
    assert "2026 is closed" in said(answer)
    assert EditionPage.objects.get(pk=page.pk).live


def test_a_move_is_refused(page, closed, day):
    with pytest.raises(EditionClosed):
        page.move(IdeasPage.objects.get(locale__language_code="en"), pos="last-child")


def test_no_other_way_leads_around_it(page, closed):
    revision = page.save_revision()
    for change in (revision.publish, page.unpublish, page.save):
        with pytest.raises(EditionClosed):
            change()
    page.edition = Edition.objects.create(day=page.edition.day, year=2027)
    with pytest.raises(EditionClosed):
        page.save()


def test_its_figures_stay(desk_client, edition, closed):
    fields = {"day": edition.day_id, "year": edition.year, "people_min": 9, "is_open": "on"}
    address = reverse("wagtailsnippets_campaign_edition:edit", args=[edition.pk])
    answer = desk_client.post(address, fields)
    assert answer.status_code == 200
    assert "2026 is closed" in answer.content.decode()
    edition.refresh_from_db()
    assert (edition.people_min, edition.is_open) == (None, False)
    edition.people_min = 9
    with pytest.raises(EditionClosed):
        edition.save()


def test_an_older_version_of_the_figures_does_not_open_it(edition, closed):
    edition.refresh_from_db()
    Closing.objects.all().update(reopened_on=ON)
    revision = edition.save_revision()
    Closing.objects.all().update(reopened_on=None)
    with pytest.raises(EditionClosed):
        revision.as_object().save()


def test_opened_again_all_of_it_can_be_changed(page, edition, closed):
    Closing.objects.update(reopened_on=ON)
    page.save_revision().publish()
    edition.people_min = 9
    edition.save()


def test_the_day_keeps_the_address_that_its_files_were_frozen_at(day, closed):
    day.slug = "other"
    with pytest.raises(ValidationError):
        day.full_clean()
    day.slug, day.day_of_month = "test", 5
    day.full_clean()
    Day.objects.filter(pk=day.pk).update(day_of_month=5)


def test_who_changes_a_safety_profile_is_told_that_closed_years_keep_their_places(
    desk_client, closed, profiles
):
    fields = {"country": "GE", "profile": "careful"}
    address = reverse("wagtailsnippets_places_countryprofile:add")
    Closing.objects.update(reopened_on=ON)
    assert "closed years" not in said(desk_client.post(address, fields))
    Closing.objects.update(reopened_on=None)
    answer = desk_client.post(address, fields | {"country": "AM"})
    assert "closed years keep the places" in said(answer)
