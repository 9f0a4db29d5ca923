"""The doctor finds what is wrong, says what to do, and goes on to the next check."""

import fcntl
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from soliday.committee import recovery_keys
from soliday.committee.audit import record
from soliday.committee.models import AuditEntry, Keyholder
from soliday.ops import doctor
from soliday.ops.command_line import parse
from soliday.press.models import LedgerPage
from soliday.press.signing import press_key
from soliday.reports.changes import receive
from soliday.sealing.identities import new_identity
from soliday.sealing.receipts import new_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path, settings):
    """A data folder in which all is well."""
    tmp_path.chmod(0o700)
    settings.DATA, settings.SITE_FOLDER = tmp_path, tmp_path / "site"
    settings.SITE_FOLDER.mkdir()
    (settings.SITE_FOLDER / "SHA256SUMS.minisig").touch()
    press_key(tmp_path / "keys")
    LedgerPage.objects.create(path="/en/", sha256="0" * 64, size=1)
    return tmp_path


@pytest.fixture
def said(data, owner, capsys):
    """What the doctor says, by check, and its exit code."""

    def ask():
        code = doctor.run(parse(["doctor"]))
        lines = capsys.readouterr().out.splitlines()
        return code, {line[5:].partition(": ")[0]: (line[:4].strip(), line) for line in lines}

    return ask


def _bad(checks):
    # The version is that of the folder of the tests, and their database may lie in memory.
    return {name for name, (verdict, _) in checks.items() if verdict == "bad"} - {
        "version", "database"
    }  # fmt: skip


def test_each_check_says_one_line(said):
    _, checks = said()
    assert list(checks) == list(doctor.CHECKS)


def test_where_all_is_well_nothing_is_bad(said):
    _, checks = said()
    assert _bad(checks) == set()


def test_the_walls_around_the_decoder_are_named(said):
    _, checks = said()
    assert "limits" in checks["photos"][1]


def test_children_without_limits_are_bad(said, monkeypatch):
    monkeypatch.setattr(doctor.confinement, "held", lambda: {"limits": False})
    code, checks = said()
    assert (code, _bad(checks)) == (1, {"photos"})


def test_a_key_that_others_can_read_is_bad(said, data):
    (data / "keys" / "press.key").chmod(0o644)
    code, checks = said()
    assert code == 1
    assert _bad(checks) == {"folders"}
    assert "chmod go=" in checks["folders"][1]


def test_a_full_disk_is_bad(said, monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    assert _bad(said()[1]) == {"disk"}


def test_without_a_keyholder_no_report_can_be_taken_in(said, owner):
    owner.keyholder.delete()
    assert _bad(said()[1]) == {"keyholders"}


def test_a_recovery_key_that_nobody_tried_is_bad(said):
    recovery_keys.make(today=timezone.now().date())
    assert _bad(said()[1]) == {"recovery key"}
    key = recovery_keys.in_force()
    recovery_keys.note_drill(key=key, today=timezone.now().date() - timedelta(days=32))
    assert "the last drill was" in said()[1]["recovery key"][1]
    recovery_keys.note_drill(key=key, today=timezone.now().date())
    assert _bad(said()[1]) == set()


def test_one_keyholder_and_no_recovery_key_is_bad_outside_a_demo(said, settings):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, mode="production")
    checks = said()[1]
    assert {"keyholders", "recovery key"} <= _bad(checks)
    assert "soliday keys recovery make" in checks["recovery key"][1]


def test_what_is_sealed_to_other_keys_is_bad(said):
    receive(receipt=new_receipt(), fields={}, photos=(), today=timezone.now().date())
    assert _bad(said()[1]) == set()
    Keyholder.objects.update(recipient=new_identity().recipient)
    assert _bad(said()[1]) == {"sealed"}


def test_a_changed_row_of_the_audit_log_is_found(said):
    record(member="owner", verb="declined", subject="report 1", now=timezone.now())
    AuditEntry.objects.update(verb="accepted")
    assert _bad(said()[1]) == {"audit log"}


def test_a_clock_that_fell_back_is_found(said):
    later = timezone.now() + timedelta(hours=1)
    record(member="owner", verb="declined", subject="report 1", now=later)
    assert _bad(said()[1]) == {"clock"}


def test_a_site_that_was_never_baked_is_found(said):
    LedgerPage.objects.all().delete()
    _, checks = said()
    assert _bad(checks) == {"press"}
    assert "soliday press --all" in checks["press"][1]


def test_a_press_that_gives_no_sign_of_life_is_found(said, data):
    with open(data / "press.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.utime(data / "press.lock", (1, 1))
        _, checks = said()
    assert _bad(checks) == {"press"}
    assert "kill -9" in checks["press"][1]


def test_a_folder_of_another_version_is_found(said, data):
    assert said()[1]["version"][0] == "bad"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asked on PostgreSQL only")
def test_postgresql_is_named(said):
    assert "PostgreSQL" in said()[1]["database"][1]
