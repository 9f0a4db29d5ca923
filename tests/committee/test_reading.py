"""Reading is bounded: so many different reports an hour, also when all are asked for at once."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from soliday.committee.desk_rules import change_rules
from soliday.committee.models import Opening
from soliday.committee.reading import CapReached, count_opening, forget_old, opened_lately
from tests.run_postgres import NoPostgres, private_postgres

SCRIPT = Path(__file__).with_name("openers_alone.py")
NOON = datetime(2026, 8, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def set_cap(number):
    change_rules(reports_an_hour=number, keep_decided_days=30, keep_undecided_days=180)


def open_one(member, now, report=None):
    report = report or uuid.uuid4()
    count_opening(member=member, report=report, now=now)
    return report


@pytest.mark.django_db
def test_the_same_report_costs_once(teammate):
    set_cap(1)
    report = open_one(teammate, NOON)
    for minutes in (1, 30, 59):
        open_one(teammate, NOON + minutes * MINUTE, report)
    with pytest.raises(CapReached):
        open_one(teammate, NOON + 59 * MINUTE)


@pytest.mark.django_db
def test_the_hour_rolls(teammate):
    set_cap(2)
    open_one(teammate, NOON)
    open_one(teammate, NOON + 20 * MINUTE)
    with pytest.raises(CapReached) as reached:
        open_one(teammate, NOON + 40 * MINUTE)
    assert reached.value.next_at == NOON + 60 * MINUTE
    open_one(teammate, NOON + 60 * MINUTE)
    with pytest.raises(CapReached):
        open_one(teammate, NOON + 61 * MINUTE)


@pytest.mark.django_db
def test_a_lowered_cap_says_when_it_really_goes_on(teammate):
    set_cap(3)
    for minutes in (0, 10, 20):
        open_one(teammate, NOON + minutes * MINUTE)
    set_cap(1)
    with pytest.raises(CapReached) as reached:
        open_one(teammate, NOON + 30 * MINUTE)
    assert reached.value.next_at == NOON + 80 * MINUTE


@pytest.mark.django_db
def test_members_do_not_share_a_cap(teammate, owner):
    set_cap(1)
    open_one(teammate, NOON)
    open_one(owner, NOON)


@pytest.mark.django_db
def test_nothing_is_kept_longer_than_needed(teammate, owner):
    open_one(teammate, NOON)
    report = open_one(owner, NOON + 61 * MINUTE)
    assert [row.report for row in Opening.objects.all()] == [report]
    assert opened_lately(member=owner, now=NOON + 62 * MINUTE) == {report}
    assert forget_old(now=NOON + 121 * MINUTE) == 1


def race(url, folder):
    environ = os.environ | {
        "SOLIDAY_MODE": "demo",
        "SOLIDAY_DATA": str(folder / "data"),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "soliday.settings",
        "PYTHONPATH": os.pathsep.join([str(SCRIPT.parents[2]), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, SCRIPT, "10", "30"]
    told = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return told.stdout.split()


def test_the_cap_holds_when_all_come_at_once(tmp_path):
    assert race(f"sqlite:///{tmp_path}/alone.sqlite3", tmp_path) == ["10", "20", "10"]


def test_the_cap_holds_on_postgresql_too(tmp_path):
    try:
        with private_postgres() as url:
            assert race(url, tmp_path) == ["10", "20", "10"]
    except NoPostgres:
        pytest.skip("PostgreSQL's server is not installed")
