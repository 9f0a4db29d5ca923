"""Canaries: who opens one notices nothing, and administrators know at once."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from soliday.actions.models import Action
from soliday.committee.canaries import is_canary
from soliday.committee.models import Alarm, AuditEntry, Canary
from soliday.committee.roles import ADMINISTRATOR
from soliday.reports.models import Report
from soliday.reports.queries import opened_fields
from soliday.sealing.receipts import new_receipt
from tests.desk.conftest import FIELDS
from tests.intake.conftest import GOOD

pytestmark = pytest.mark.django_db
CANARIES = "/desk/canaries/"
MADE_UP = {
    name: str(FIELDS[name])
    for name in "stage idea language country title text place date people_min people_max".split()
} | {"link": FIELDS["link"], "name": FIELDS["name"], "contact": FIELDS["contact"]}


@pytest.fixture
def canary(desk_client, send) -> Report:
    answer = desk_client.post(CANARIES, MADE_UP)
    assert answer.status_code == 302
    return Report.objects.get()


def page_of(report):
    return f"/desk/reports/{report.pk}/"


def test_opening_one_raises_the_alarm_at_once(canary, reviewer):
    reviewer.get(page_of(canary))
    alarm = Alarm.objects.get()
    assert (alarm.member, alarm.report) == ("teammate", canary.pk)
    entry = AuditEntry.objects.order_by("-id").first()
    assert (entry.member, entry.verb) == ("teammate", "opened canary")
    reviewer.get(page_of(canary))
    assert Alarm.objects.count() == 1


@pytest.mark.parametrize("more", ["photos/0/", "erase/"])
def test_every_way_of_opening_counts(canary, reviewer, more):
    reviewer.get(page_of(canary) + more)
    assert Alarm.objects.count() == 1


def test_the_queue_opens_nothing(canary, reviewer):
    reviewer.get("/desk/reports/")
    assert not Alarm.objects.exists()


def test_administrators_see_it_until_one_looked_into_it(canary, reviewer, desk_client):
    reviewer.get(page_of(canary))
    for place in ("/desk/", "/desk/members/", "/desk/rules/", "/desk/audit/", CANARIES):
        assert "a canary report was opened" in desk_client.get(place).content.decode(), place
    for place in ("/desk/", "/desk/reports/", page_of(canary)):
        assert "canary" not in reviewer.get(place).content.decode().lower(), place
    number = Alarm.objects.get().pk
    assert reviewer.post(f"/desk/alarms/{number}/acknowledge/")["Location"] == "/desk/"
    assert Alarm.objects.get().acknowledged_at is None
    desk_client.post(f"/desk/alarms/{number}/acknowledge/")
    assert "canary report was opened" not in desk_client.get("/desk/").content.decode()
    assert Alarm.objects.get().acknowledged_by == "owner"
    assert "teammate" in desk_client.get(CANARIES).content.decode()


def test_who_raised_it_does_not_put_it_away(canary, desk_client, committee_member, sign_in):
    other = sign_in(committee_member("other", ADMINISTRATOR, is_keyholder=True), unlocked=True)
    other.get(page_of(canary))
    number = Alarm.objects.get().pk
    assert "canary report was opened" not in other.get("/desk/").content.decode()
    other.post(f"/desk/alarms/{number}/acknowledge/")
    assert Alarm.objects.get().acknowledged_at is None
    assert "canary report was opened" in desk_client.get("/desk/").content.decode()


def test_the_only_administrator_sees_their_own(canary, desk_client):
    desk_client.get(page_of(canary))
    assert "canary report was opened" in desk_client.get("/desk/").content.decode()


def test_to_who_opens_it_it_is_like_any_other(canary, reviewer, send, desk_client):
    honest = send(photo_descriptions=[])
    pages = []
    for report in (canary, honest):
        answer = reviewer.get(page_of(report))
        pages.append((answer.status_code, dict(answer.headers), _even(answer, report)))
    assert pages[0] == pages[1]
    lines = reviewer.get("/desk/reports/").context["lines"]
    told = [{k: v for k, v in line.items() if k not in ("report", "name")} for line in lines]
    assert told[0] == told[1]


def _even(answer, report):
    page = answer.content.decode().replace(str(report.pk), "ID")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    page = re.sub(r'name="token" value="[^"]*"', "", page)
    return re.sub(r'"(csrfToken|CSRF_TOKEN)": "\w+"', "", page)


def test_the_tables_of_reports_do_not_tell(canary, send, identity):
    honest = send(photo_descriptions=[])
    rows = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_report")
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            drawn = ("id", "receipt_hash", "sender_recipient")
            rows.append({n: v for n, v in zip(names, row, strict=True) if n not in drawn})
    assert rows[0] == rows[1]
    packages = [
        [(each.kind, each.position, len(each.sealed), each.keyholders_digest) for each in found]
        for found in (canary.packages.all(), honest.packages.all())
    ]
    assert packages[0] == packages[1]
    assert opened_fields(canary, secret=identity.secret) == opened_fields(
        honest, secret=identity.secret
    )
    assert canary.pk.bytes not in bytes(Canary.objects.get().mark)
    assert str(canary.pk) not in "".join(AuditEntry.objects.values_list("subject", flat=True))


def test_a_canary_has_the_fields_of_the_public_form(canary, client, identity):
    sent = GOOD | {"receipt": new_receipt(), "country": "LT"}
    assert client.post("/send/report", sent).status_code == 201
    honest = Report.objects.exclude(pk=canary.pk).get()
    opened = [opened_fields(each, secret=identity.secret) for each in (canary, honest)]
    assert [*opened[0]] == [*opened[1]]
    assert [type(value) for value in opened[0].values()] == [
        type(value) for value in opened[1].values()
    ]


def test_it_is_never_published(canary, reviewer, filled_in):
    answer = reviewer.post(page_of(canary) + "accept/", filled_in())
    assert answer.status_code == 409
    assert "Another member was faster" in answer.content.decode()
    assert not Action.objects.exists()
    assert Report.objects.get().state == "waiting"


def test_all_can_be_taken_away(canary, desk_client, send):
    honest = send()
    assert "1 canary waits" in desk_client.get(CANARIES).content.decode()
    desk_client.post(f"{CANARIES}take-away/")
    assert not is_canary(canary.pk)
    canary.refresh_from_db()
    honest.refresh_from_db()
    assert (canary.state, honest.state) == ("erased", "waiting")
    assert not Alarm.objects.exists()


def test_a_wrong_one_is_refused(desk_client, send):
    answer = desk_client.post(CANARIES, MADE_UP | {"country": "nonsense", "title": ""})
    assert answer.status_code == 422
    assert not Report.objects.exists() and not Canary.objects.exists()
