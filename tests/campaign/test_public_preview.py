"""The desk's preview shows a draft as its page will look."""

import pytest
from django.test import Client
from wagtail.models import Page

from soliday.campaign.models import Day, DayPage, DefenderPage, EditionPage, IdeaPage, TextPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


@pytest.mark.parametrize("model", [DayPage, IdeaPage, DefenderPage, EditionPage, TextPage])
def test_a_draft_is_shown_in_its_own_language(
    day: Day, desk_client: Client, model: type[Page]
) -> None:
    page = model.objects.filter(locale__language_code="be").first()
    page.title = "Чарнавік"
    page.save_revision()
    response = desk_client.get(f"/desk/pages/{page.pk}/view_draft/")
    html = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="be" dir="ltr">' in html
    assert "Чарнавік" in html or model is EditionPage
    assert 'class="site-head"' in html
