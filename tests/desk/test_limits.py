"""The page “Rules”."""

from __future__ import annotations

import pytest

from soliday.committee.desk_rules import rules_in_force
from soliday.committee.models import AuditEntry

pytestmark = pytest.mark.django_db
RULES = "/desk/rules/"
GOOD = {"reports_an_hour": "12", "keep_decided_days": "20", "keep_undecided_days": "90"}


def test_it_shows_what_is_in_force(desk_client):
    page = desk_client.get(RULES).content.decode()
    assert all(f'value="{number}"' in page for number in (30, 180))


def test_a_change_holds_and_stands_in_the_log(desk_client):
    assert desk_client.post(RULES, GOOD).status_code == 302
    rules = rules_in_force()
    assert (rules.reports_an_hour, rules.keep_decided_days, rules.keep_undecided_days) == (
        12,
        20,
        90,
    )
    rows = AuditEntry.objects.filter(verb="changed rules").order_by("id")
    assert [row.subject for row in rows] == [
        "reports_an_hour: 30 to 12",
        "keep_decided_days: 180 to 20",
        "keep_undecided_days: 365 to 90",
    ]
    desk_client.post(RULES, GOOD)
    assert rows.count() == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reports_an_hour", "0"),
        ("reports_an_hour", "1001"),
        ("keep_decided_days", "366"),
        ("keep_undecided_days", "6"),
        ("keep_undecided_days", "never"),
        ("keep_decided_days", ""),
    ],
)
def test_what_would_hurt_is_refused(desk_client, name, value):
    answer = desk_client.post(RULES, GOOD | {name: value})
    assert answer.status_code == 422
    assert rules_in_force().reports_an_hour == 30
