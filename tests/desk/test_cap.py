"""The cap at the desk: whoever copies everything they reach gets few reports and no contact."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from soliday.committee.desk_rules import change_rules
from soliday.committee.models import Opening
from soliday.reports.models import Report

pytestmark = pytest.mark.django_db
QUEUE = "/desk/reports/"


@pytest.fixture
def three_an_hour():
    change_rules(reports_an_hour=3, keep_decided_days=30, keep_undecided_days=180)


def test_who_scrapes_for_an_hour_reads_as_many_as_the_rules_allow(
    three_an_hour, reviewer, send, photo, filled_in
):
    words = {}
    for number in range(9):
        marks = [f"title-{number}-mark", f"text-{number}-mark", f"contact-{number}-mark"]
        report = send(title=marks[0], text=marks[1], contact=marks[2], photos=(photo,))
        words[report.pk] = marks
    taken, photos = "", 0
    for _ in range(2):
        taken += "".join(reviewer.get(f"{QUEUE}?p={n}&country=LT").content.decode() for n in (1, 2))
        for report in words:
            place = f"{QUEUE}{report}/"
            taken += reviewer.get(place).content.decode()
            taken += reviewer.post(place, filled_in(preview="1")).content.decode()
            taken += reviewer.post(f"{place}decline/", {}).content.decode()
            taken += reviewer.post(f"{place}contact/", follow=True).content.decode()
            taken += reviewer.get(f"{place}erase/").content.decode()
            photos += reviewer.get(f"{place}photos/0/").status_code == 200
    read = [report for report, marks in words.items() if marks[0] in taken or marks[1] in taken]
    assert len(read) == 3
    assert photos == 2 * 3
    assert not [marks for marks in words.values() if marks[2] in taken]


def test_past_the_cap_a_page_says_when_it_goes_on(three_an_hour, reviewer, send):
    now = timezone.now()
    opened = [send() for _ in range(3)]
    for report in opened:
        reviewer.get(f"{QUEUE}{report.pk}/")
    Opening.objects.update(opened_at=now - timedelta(minutes=50))
    answer = reviewer.get(f"{QUEUE}{send().pk}/")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "opened 3 reports within an hour" in page
    assert "in 10 minutes" in page
    assert "ask an administrator" in page
    assert 590 <= int(answer["Retry-After"]) <= 601
    assert reviewer.get(f"{QUEUE}{opened[0].pk}/").status_code == 200


def test_an_administrator_has_ten_times_as_many_and_is_led_to_the_rules(
    three_an_hour, desk_client, send
):
    for _ in range(30):
        assert desk_client.get(f"{QUEUE}{send().pk}/").status_code == 200
    answer = desk_client.get(f"{QUEUE}{send().pk}/")
    assert answer.status_code == 429
    assert 'href="/desk/rules/"' in answer.content.decode()


def test_what_was_typed_past_the_cap_is_carried_on(three_an_hour, reviewer, send, filled_in):
    report = send()
    reviewer.get(f"{QUEUE}{report.pk}/")
    Opening.objects.update(opened_at=timezone.now() - timedelta(minutes=61))
    for _ in range(3):
        reviewer.get(f"{QUEUE}{send().pk}/")
    typed = filled_in(text_en="Typed with “care” & <patience>")
    answer = reviewer.post(f"{QUEUE}{report.pk}/accept/", typed)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Typed with “care” &amp; &lt;patience&gt;" in page
    assert f'action="{QUEUE}{report.pk}/accept/"' in page
    Opening.objects.update(opened_at=timezone.now() - timedelta(minutes=61))
    assert reviewer.post(f"{QUEUE}{report.pk}/accept/", typed).status_code == 302
    assert Report.objects.get(pk=report.pk).state == "accepted"


def test_what_cannot_be_opened_costs_nothing(three_an_hour, reviewer, send):
    report = send()
    report.packages.all().delete()
    reviewer.get(f"{QUEUE}{report.pk}/")
    assert Opening.objects.count() == 0
