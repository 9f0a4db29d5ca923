"""How a sender can be reached: for few, behind a button of its own, and each look is logged."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from soliday.committee.models import AuditEntry
from soliday.committee.roles import CONTACT_READER
from soliday.reports.queries import proposal

pytestmark = pytest.mark.django_db
CONTACT = "jonas@example.org"


def address(report, more=""):
    return f"/desk/reports/{report.pk}/{more}"


def test_it_is_on_no_page_but_its_own(desk_client, reviewer, send, filled_in):
    report = send()
    for browser in (desk_client, reviewer):
        assert CONTACT not in browser.get("/desk/reports/").content.decode()
        page = browser.get(address(report)).content.decode()
        assert CONTACT not in page and "The sender left a contact" in page
        preview = browser.post(address(report), filled_in(preview="1")).content.decode()
        assert "As it will be published" in preview and CONTACT not in preview


def test_no_template_of_a_report_is_given_it(desk_client, send):
    page = desk_client.get(address(send())).context["page"]
    assert page.has_contact and CONTACT not in str((page.fields, page.versions))


def test_an_administrator_sees_it_and_the_log_says_so(desk_client, send):
    report = send()
    answer = desk_client.post(address(report, "contact/"))
    assert CONTACT in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.order_by("-id").first()
    assert (entry.member, entry.verb) == ("owner", "saw contact")
    assert entry.subject == f"report {report.pk}"


def test_a_reviewer_does_not(reviewer, send):
    report = send()
    answer = reviewer.post(address(report, "contact/"), follow=True)
    assert CONTACT not in answer.content.decode()
    assert "contact/" not in reviewer.get(address(report)).content.decode()
    assert not AuditEntry.objects.filter(verb="saw contact").exists()


def test_a_reviewer_who_also_reads_contacts_does(reviewer, teammate, send):
    teammate.groups.add(Group.objects.get(name=CONTACT_READER))
    assert CONTACT in reviewer.post(address(send(), "contact/")).content.decode()


def test_reading_contacts_alone_opens_nothing(committee_member, sign_in, send):
    report = send()
    member = committee_member("reader", CONTACT_READER, is_keyholder=True)
    browser = sign_in(member, unlocked=True)
    for answer in (browser.post(address(report, "contact/")), browser.get(address(report))):
        assert answer.status_code == 302 and answer["Location"] == "/desk/"


def test_where_none_was_left_there_is_none(desk_client, send):
    report = send(contact="")
    assert "left a contact" not in desk_client.get(address(report)).content.decode()
    assert desk_client.post(address(report, "contact/")).status_code == 404


def test_a_proposal_holds_no_contact(desk_client, send, filled_in, identity):
    report = send(country="BY")
    desk_client.post(address(report, "accept/"), filled_in(country="BY", place="", city=""))
    report.refresh_from_db()
    stored = proposal(report, secret=identity.secret)
    assert stored is not None and CONTACT not in str(stored)
