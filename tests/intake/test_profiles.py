"""What a country's safety profile asks, warns of and refuses."""

import pytest

from soliday.reports.queries import by_receipt, opened
from tests.intake.conftest import ADDRESS, image, stored_count, upload

pytestmark = pytest.mark.django_db
UNASKED = {
    "BY": ("photos", "photo_description_1", "place", "name", "contact"),
    "RU": ("name", "contact"),
    "PL": (),
}
EMPTY = {"place": "", "name": "", "contact": ""}


@pytest.mark.parametrize("country", UNASKED)
def test_the_form_asks_only_what_the_profile_allows(intake, client, country):
    page = client.get(ADDRESS, {"country": country}).content.decode()
    for name in UNASKED["BY"]:
        assert (f'name="{name}"' in page) == (name not in UNASKED[country])


def test_the_affected_read_why_and_that_they_need_not_report(intake, client):
    page = client.get(ADDRESS, {"country": "BY"}).content.decode()
    assert 'class="warning' in page
    assert "You can report later, from a safe place, or not at all" in page.replace("\n", " ")
    assert "do not keep the receipt" in page


@pytest.mark.parametrize(("country", "is_warned"), [("BY", True), ("PL", False)])
def test_an_idea_that_does_not_suit_the_affected_is_warned_of(intake, client, country, is_warned):
    page = client.get(ADDRESS, {"country": country, "idea": "postcard"}).content.decode()
    assert ('id="unsuited"' in page) == is_warned


@pytest.mark.parametrize("name", ["place", "name", "contact", "photo_description_1"])
def test_what_must_not_be_asked_is_refused_and_not_shown_again(send, name):
    response = send(country="BY", **EMPTY | {name: "Babrujsk"})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{name}"' in page and f'href="#id_{name}"' in page
    assert f'name="{name}"' not in page and "Babrujsk" not in page
    assert stored_count() == 0


def test_a_photo_from_an_affected_country_is_refused(send):
    response = send(country="BY", **EMPTY, photos=[upload(image())])
    assert response.status_code == 422
    assert 'href="#id_photos"' in response.content.decode()
    assert stored_count() == 0


def test_without_them_the_affected_are_received(send, receipt, identity):
    assert send(country="BY", **EMPTY).status_code == 201
    fields = opened(by_receipt(receipt), secret=identity.secret).fields
    assert fields["place"] == fields["name"] == fields["contact"] == ""


def test_changing_the_country_takes_out_what_is_no_longer_asked(send):
    response = send(**{"continue": "1"}, country="BY")
    page = response.content.decode()
    assert response.status_code == 200
    assert "A group" not in page and "has not been kept" in page
    assert "Vigil at the embassy" in page


def test_a_country_in_small_letters_is_the_same_country(send):
    assert send(country="by").status_code == 422
    assert send(country="by", **EMPTY).status_code == 201
