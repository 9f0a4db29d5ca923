"""`soliday tend`: what is kept long enough goes, and nothing of it stays on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from soliday.committee.canaries import is_canary, mark_canary
from soliday.committee.desk_rules import change_rules, rules_in_force
from soliday.committee.models import AuditEntry, Opening
from soliday.committee.unlocking import unlock
from soliday.ops.tend import tend
from soliday.reports.changes import receive
from soliday.reports.models import Package, Report
from soliday.reports.queries import by_receipt
from soliday.reports.states import State
from soliday.sealing.receipts import new_receipt
from tests.conftest import PASSPHRASE
from tests.run_postgres import NoPostgres, private_postgres

SCRIPT = Path(__file__).with_name("tending_alone.py")
NOW = timezone.datetime(2026, 8, 4, 3, tzinfo=timezone.get_default_timezone())


def alone(folder, left_out, url="", searched=None):
    environ = os.environ | {
        "SOLIDAY_MODE": "demo",
        "SOLIDAY_DATA": str(folder),
        "DATABASE_URL": url or f"sqlite:///{folder}/soliday.sqlite3",
        "DJANGO_SETTINGS_MODULE": "soliday.settings",
        "PYTHONPATH": os.pathsep.join([str(SCRIPT.parents[2]), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, SCRIPT, left_out, searched or folder]
    told = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return [int(number) for number in told.stdout.split()]


def test_of_fifty_erased_reports_the_disk_holds_nothing(tmp_path):
    erased, before, after = alone(tmp_path, "nothing")
    assert (erased, after) == (50, 0)
    assert before > 130  # a slice across two pages is not found


@pytest.mark.parametrize("left_out", ["checkpoint", "secure_delete"])
def test_without_this_the_disk_would_hold_them(tmp_path, left_out):
    erased, before, after = alone(tmp_path, left_out)
    assert erased == 50 and before > 130
    assert after > 0


@pytest.mark.parametrize("left_out", ["nothing", "cluster"])
def test_on_postgresql_the_tables_hold_nothing(tmp_path, left_out):
    try:
        with private_postgres() as url:
            tables = Path(unquote(url).split("@")[1].rsplit("/", 1)[0]) / "data" / "base"
            erased, _before, after = alone(tmp_path, left_out, url, tables)
    except NoPostgres:
        pytest.skip("PostgreSQL's server is not installed")
    assert erased == 50
    assert (after == 0) == (left_out == "nothing")


def made(state: State, *, received_on: date, decided_on: date | None = None, **more) -> Report:
    report = Report.objects.create(
        receipt_hash=os.urandom(32),
        sender_recipient="age1",
        state=state,
        received_on=received_on,
        decided_on=decided_on,
        **more,
    )
    Package.objects.create(report=report, kind="text", sealed=b"sealed")
    return report


def days_ago(days: int) -> date:
    return NOW.date() - timedelta(days=days)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.ERASED])
def test_the_decided_go_after_their_days(state):
    kept = made(state, received_on=days_ago(400), decided_on=days_ago(180))
    made(state, received_on=days_ago(181), decided_on=days_ago(181))
    assert tend(now=NOW)["reports"] == 1
    assert list(Report.objects.all()) == [kept]
    assert Package.objects.count() == 1


@pytest.mark.django_db
def test_the_undecided_stay_longer():
    kept = made(State.WAITING, received_on=days_ago(365))
    made(State.WAITING, received_on=days_ago(366))
    proposed = made(State.PROPOSED, received_on=days_ago(300), decided_on=days_ago(100))
    corrected = made(State.CORRECTED, received_on=days_ago(300), decided_on=days_ago(100))
    assert tend(now=NOW)["reports"] == 1
    assert set(Report.objects.all()) == {kept, proposed, corrected}


@pytest.mark.django_db
def test_administrators_decide_how_long():
    made(State.DECLINED, received_on=days_ago(9), decided_on=days_ago(8))
    made(State.WAITING, received_on=days_ago(8))
    change_rules(reports_an_hour=30, keep_decided_days=7, keep_undecided_days=7)
    assert tend(now=NOW)["reports"] == 2


@pytest.mark.django_db
def test_the_receipt_goes_with_the_report(owner):
    receipt = new_receipt()
    receive(receipt=receipt, fields={"title": "A vigil"}, photos=[], today=days_ago(366))
    assert by_receipt(receipt) is not None
    tend(now=NOW)
    assert by_receipt(receipt) is None


@pytest.mark.django_db
def test_more_than_one_portion_goes_and_each_is_logged():
    for _ in range(52):
        made(State.WAITING, received_on=days_ago(366))
    assert tend(now=NOW)["reports"] == 52
    rows = AuditEntry.objects.filter(verb="erased by retention").order_by("id")
    assert [(row.member, row.subject) for row in rows] == [
        ("soliday", "50 reports"),
        ("soliday", "2 reports"),
    ]


@pytest.mark.django_db
def test_a_canary_goes_with_its_mark():
    report = made(State.WAITING, received_on=days_ago(366))
    mark_canary(report=report.pk)
    tend(now=NOW)
    assert not is_canary(report.pk)


@pytest.mark.django_db
def test_what_has_expired_is_forgotten(teammate):
    unlock(member=teammate, passphrase=PASSPHRASE, now=NOW - timedelta(minutes=31))
    Opening.objects.create(
        member=teammate, report=os.urandom(16).hex(), opened_at=NOW - timedelta(minutes=60)
    )
    Session.objects.create(session_key="old", session_data="", expire_date=NOW)
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(1))
    cache.set("old", 1, timeout=60)
    counts = tend(now=timezone.now() + timedelta(hours=13) if timezone.now() > NOW else NOW)
    assert (counts["unlockings"], counts["openings"], counts["cached"]) == (1, 1, 1)
    assert counts["sessions"] >= 1


@pytest.mark.django_db
def test_the_desk_learns_what_it_did():
    made(State.WAITING, received_on=days_ago(366))
    tend(now=NOW)
    rules = rules_in_force()
    assert rules.tended_on == NOW.date()
    assert rules.tended_counts["reports"] == 1
    assert rules.reports_an_hour == 30
