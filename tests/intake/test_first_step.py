"""The first step: what is asked before the country is known, and “Continue”."""

import pytest

from tests.intake.conftest import ADDRESS, is_faulty, shown_receipt, stored_count

pytestmark = pytest.mark.django_db


def test_the_first_step_asks_for_country_and_idea_only(intake, client):
    page = client.get(ADDRESS).content.decode()
    for name in ("country", "stage", "idea", "language", "continue", "receipt", "proof"):
        assert f'name="{name}"' in page
    assert 'name="title"' not in page


def test_continue_keeps_everything_and_stores_nothing(send, receipt):
    response = send(**{"continue": "1"}, title="", country="DE", text="a\u202eb typed")
    page = response.content.decode()
    assert response.status_code == 200
    assert shown_receipt(response) == receipt
    assert '<option value="DE" selected>' in page and "ab typed" in page
    assert 'class="fault"' not in page
    assert stored_count() == 0


def test_continue_needs_a_country(send):
    response = send(**{"continue": "1"}, country="", title="", text="")
    assert response.status_code == 422
    assert is_faulty(response, "country") and not is_faulty(response, "title")


def test_continue_changes_the_language(send):
    assert '<html lang="ru"' in send(**{"continue": "1"}, language="ru").content.decode()
