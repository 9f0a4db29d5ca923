"""The live form: shown with a receipt, taken once, given back with each fault beside its field."""

import re
from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils.html import escape

from soliday.campaign.models import Edition
from soliday.committee.models import Keyholder
from soliday.languages.catalogue import SHIPPED
from soliday.reports.models import Kind, Package, Report
from soliday.reports.queries import by_receipt, opened
from soliday.sealing.receipts import grouped, new_receipt
from tests.intake.conftest import (
    ADDRESS,
    GOOD,
    image,
    is_faulty,
    shown_receipt,
    stored_count,
    upload,
)

pytestmark = pytest.mark.django_db
LANGUAGES = [each.code for each in SHIPPED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_brings_a_fresh_receipt_in_the_language(intake, client, language):
    first, second = (client.get(ADDRESS, {"language": language}) for _ in range(2))
    assert first.status_code == 200
    assert f'<html lang="{language}" dir="ltr">' in first.content.decode()
    assert f'value="{shown_receipt(first)}"' in first.content.decode()
    assert shown_receipt(first) != shown_receipt(second)
    assert stored_count() == 0


def test_with_a_country_the_whole_form_is_shown(intake, client):
    page = client.get(ADDRESS, {"country": "pl", "idea": "postcard"}).content.decode()
    for name in (*GOOD, "photos", "receipt", "proof"):
        assert f'name="{name}"' in page
    assert '<option value="postcard" selected>' in page


def test_nothing_on_the_page_may_be_remembered(intake, client):
    page = client.get(ADDRESS, {"country": "PL"}).content.decode()
    assert '<form class="form" method="post" action="/send/report"' in page
    for element in re.findall(r"<(?:input|textarea|select|form)[^>]*>", page):
        if not re.search('type="(hidden|radio|file)"', element):  # these hear it from the form
            # The one without a name is never sent, see test_nothing_kept.py.
            assert 'autocomplete="off"' in element or 'value="-" hidden' in element


def test_a_good_report_is_received_sealed(send, receipt, identity, today):
    response = send(photos=[upload(image()), upload(image("PNG"))], photo_description_1="A square")
    assert response.status_code == 201
    assert f'id="receipt">{grouped(receipt)}<' in response.content.decode()
    report = opened(by_receipt(receipt), secret=identity.secret)
    expected = GOOD | {"people_min": 5, "people_max": 10}
    assert report.fields == expected | {"photo_descriptions": ["A square", ""]}
    assert [photo[:2] for photo in report.photos] == [b"\xff\xd8"] * 2


def test_the_receipt_stands_in_no_address(send, receipt):
    page = send().content.decode()
    for address in re.findall(r'(?:href|action|src)="([^"]*)"', page):
        assert receipt not in address and grouped(receipt) not in address
    assert receipt not in re.search(r"<title>(.*?)</title>", page, re.S)[1]


def test_fifty_times_stores_one_report(send):
    statuses = {send(text=f"try {number}").status_code for number in range(50)}
    assert (statuses, stored_count()) == ({201}, 1)


def test_sent_again_is_answered_before_anything_is_checked(send):
    send()
    again = send(title="", photos=[upload(b"PK")])
    assert again.status_code == 201
    assert "not been changed" in again.content.decode()


def test_the_answer_can_be_read_in_another_language(send, client, receipt):
    send()
    response = client.post(ADDRESS, {"receipt": receipt, "language": "be"})
    assert response.status_code == 201
    assert '<html lang="be"' in response.content.decode()


def test_a_mangled_receipt_is_replaced_and_said_to_be(send):
    for mangled in ("", "1234", "x" * 44, "0" * 44, None, "\x00", "９" * 44):
        response = send(receipt=mangled)
        assert response.status_code == 422
        assert "Below stands a new one" in response.content.decode()
        assert GOOD["title"] in response.content.decode()
    fresh = shown_receipt(response)
    assert send(receipt=fresh).status_code == 201
    assert by_receipt(fresh)


def test_a_receipt_typed_in_groups_is_the_same(send, receipt):
    assert send(receipt=grouped(receipt)).status_code == 201
    assert by_receipt(receipt)


BAD = {
    "stage": ["", "confirmed", "\x00"],
    "idea": ["no-such-idea"],
    "title": ["", "  \n ", "x" * 121, "a\x00b", "a\nb", "a\u202eb", "\u200b", "x" * 500_000],
    "text": ["", "x" * 5001, "a\x07b", "a\u2066b", "a\ufffdb", "́" * 400_000],
    "language": ["", "xx", "en-GB"],
    "country": ["", "XX", "EU", "Poland", "\x00"],
    "place": ["x" * 81, "a\nb", "a\u202db"],
    "date": ["tomorrow", "04.08.2026", "2026-02-30", "1999-01-01", "2099-01-01", "0000-00-00"],
    "people_min": ["many", "-1", "1.5", "0", "10000001", "9" * 5000, "1_0"],
    "people_max": ["4", "x"],
    "link": ["javascript:alert(1)", "ftp://example.org", "http://a b", "https://a@b.example", "x"],
    "name": ["x" * 121, "a\u2067b"],
    "contact": ["x" * 201, "a\x1bb"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BAD)
def test_each_fault_stands_beside_its_field(send, receipt, name, language):
    for value in BAD[name]:
        response = send(**({"language": language} | {name: value}))
        assert response.status_code == 422, (name, value[:20])
        assert is_faulty(response, name), (name, value[:20])
        assert shown_receipt(response) == receipt
        if name != "language":
            assert f'<html lang="{language}"' in response.content.decode()
    assert stored_count() == 0


def test_nothing_typed_is_lost(send):
    page = send(title="", country="XX").content.decode()
    for name in ("text", "place", "date", "people_min", "people_max", "link", "name", "contact"):
        for line in GOOD[name].splitlines():
            assert escape(line) in page
    assert "id_stage_1" in page and re.search(r'value="done"[^>]*checked', page)


def test_what_hides_in_a_text_is_taken_out_before_it_comes_back(send):
    page = send(text="from left\u202eto right\x00").content.decode()
    assert "from leftto right" in page
    assert "\u202e" not in page and "\x00" not in page


@pytest.mark.parametrize("typed", ["٣٠", " 30 ", "३०"])
def test_the_digits_of_any_script_are_numbers(send, receipt, identity, typed):
    assert send(people_min=typed, people_max="").status_code == 201
    fields = opened(by_receipt(receipt), secret=identity.secret).fields
    assert (fields["people_min"], fields["people_max"]) == (30, None)


def test_unknown_is_stored_as_unknown(send, receipt, identity):
    empty = dict.fromkeys(("idea", "place", "date", "people_min", "people_max", "link"), "")
    assert send(**empty, name="", contact="").status_code == 201
    fields = opened(by_receipt(receipt), secret=identity.secret).fields
    assert fields["people_min"] is None
    assert fields["date"] == fields["link"] == ""


def test_texts_are_composed_and_line_ends_are_one_kind(send, receipt, identity):
    send(title="Śpiew", text="one\r\ntwo")
    fields = opened(by_receipt(receipt), secret=identity.secret).fields
    assert (fields["title"], fields["text"]) == ("Śpiew", "one\ntwo")


def test_what_is_done_cannot_lie_ahead_but_a_plan_may(send):
    ahead = date(date.today().year + 1, 8, 4).isoformat()  # noqa: DTZ011 - either side of midnight
    assert is_faulty(send(date=ahead), "date")
    assert send(date=ahead, stage="announced").status_code == 201


@pytest.mark.parametrize("photos", [[], [upload(image())]])
def test_photos_must_be_chosen_again_and_the_page_says_so(send, photos):
    page = send(title="", photos=photos).content.decode()
    assert ("choose them again" in page) == bool(photos)


def test_a_description_without_its_photo_is_a_fault(send):
    assert is_faulty(send(photo_description_2="A square"), "photo_description_2")


def test_text_in_the_place_of_a_file_and_the_other_way_round(send):
    assert is_faulty(send(photos="photo.jpg"), "photos")
    assert is_faulty(send(name=upload(b"A group")), "name")
    assert send(another=upload(b"x")).status_code == 422
    assert stored_count() == 0


def test_without_an_open_edition_the_page_says_so(send, client, receipt):
    send()
    Edition.objects.update(is_open=False)
    assert client.get(ADDRESS).status_code == 200
    assert 'name="receipt"' not in client.get(ADDRESS).content.decode()
    assert send(receipt=new_receipt()).status_code == 403
    assert send().status_code == 201  # what was received stays received
    assert stored_count() == 1


def test_without_a_keyholder_nothing_is_taken(send, client):
    Keyholder.objects.all().delete()
    assert client.get(ADDRESS).status_code == 503
    assert send().status_code == 503
    assert stored_count() == 0


@pytest.mark.parametrize("typed", ["4 August", "2026-8-40", "2026-02-30"])
def test_what_is_no_day_stands_there_to_be_corrected(send, typed):
    """In a calendar to choose from it could not be seen, and would be no valid HTML."""
    page = send(date=typed).content.decode()
    assert re.search(f'<input type="text" name="date" value="{typed}"', page)
    assert (
        '<input type="date" name="date" value="2026-08-04"'
        in send(date="2026-08-04", title=None).content.decode()
    )


def test_without_a_day_there_is_a_page_nevertheless(client, db):
    response = client.get(ADDRESS, {"language": "be"})
    assert response.status_code == 503
    assert '<html lang="be"' in response.content.decode()


def test_no_answer_sets_a_cookie_or_may_be_stored(send, client, receipt):
    answers = [client.get(ADDRESS), send(title=""), send(), send(), client.put(ADDRESS)]
    answers += [client.get("/receipt/"), client.post("/receipt/", {"receipt": receipt})]
    answers += [client.get("/health"), client.post(ADDRESS, "x", content_type="text/plain")]
    for answer in answers:
        assert "Set-Cookie" not in answer and not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert "Cookie" not in answer.get("Vary", "")


def test_a_browser_without_csrf_token_is_served(intake, receipt):
    client = Client(enforce_csrf_checks=True)
    assert client.post(ADDRESS, GOOD | {"receipt": receipt}).status_code == 201


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(client, method):
    for path in (ADDRESS, "/receipt/"):
        response = getattr(client, method)(path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_head_is_answered(intake, client):
    response = client.head(ADDRESS)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("address", ["/send/report/", "/send/", "/send/reports"])
def test_there_is_one_address(client, address):
    assert client.get(address).status_code == 404


def test_the_language_follows_the_browser_when_nothing_is_said(intake, client):
    page = client.get(ADDRESS, headers={"accept-language": "ru-RU, en;q=0.5"}).content.decode()
    assert '<html lang="ru"' in page


def test_language_links_keep_what_the_address_has_chosen(intake, client):
    page = client.get(ADDRESS, {"country": "PL", "idea": "postcard"}).content.decode()
    assert "/send/report?language=be&amp;country=PL&amp;idea=postcard" in page


def test_the_queries_do_not_grow_with_photos(send, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        send(photos=[upload(image()) for _ in range(4)])
    assert Package.objects.filter(kind=Kind.PHOTO).count() == 4
    assert Report.objects.get().received_on


def test_when_it_cannot_be_stored_everything_typed_comes_back(send, receipt, monkeypatch):
    def fail(**_fields):
        raise OperationalError

    monkeypatch.setattr("soliday.intake.taking.receive", fail)
    response = send(photos=[upload(image())])
    page = response.content.decode()
    assert response.status_code == 503
    assert shown_receipt(response) == receipt
    assert "could not store it" in page and GOOD["title"] in page and "choose them again" in page
    monkeypatch.undo()
    assert send().status_code == 201
