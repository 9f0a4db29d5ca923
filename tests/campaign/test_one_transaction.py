"""A page published in Wagtail and its stale mark are written together, or not at all."""

import pytest
from django.urls import reverse

from soliday.campaign import changes
from soliday.campaign.models import TextPage
from soliday.core.models import StaleKey

pytestmark = pytest.mark.django_db


class Died(Exception):
    """Stands for a server that ends at this moment."""


def _publish(browser, page, title):
    fields = {"title": title, "slug": page.slug, "intro": "", "body": "null"}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return browser.post(address, fields | {"action-publish": "publish", "comments-TOTAL_FORMS": 0})


@pytest.fixture
def page(day):
    StaleKey.objects.all().delete()
    return TextPage.objects.get(slug="manifesto", locale__language_code="en")


@pytest.fixture
def browser(owner, sign_in):
    return sign_in(owner, raise_request_exception=False)


def test_both_are_there(browser, page):
    assert _publish(browser, page, "Changed").status_code == 302
    page.refresh_from_db()
    assert page.title == "Changed"
    assert StaleKey.objects.filter(key=f"page:{page.translation_key}").exists()


def test_neither_is_there_when_marking_fails(browser, page, monkeypatch):
    def die(_page):
        raise Died

    monkeypatch.setattr(changes, "page_changed", die)
    assert _publish(browser, page, "Changed").status_code == 500
    page.refresh_from_db()
    assert page.title != "Changed"
    assert not StaleKey.objects.exists()
