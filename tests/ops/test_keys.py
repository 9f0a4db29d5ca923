"""Whoever sits at the machine draws credentials anew, and is told plainly what cannot be done."""

import io
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from soliday.committee.models import Member
from soliday.committee.roles import create_roles
from soliday.ops import keys
from soliday.ops.command_line import parse
from soliday.ops.credentials import make_first_member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 4, 12, tzinfo=UTC)


@pytest.fixture
def first():
    create_roles()
    return make_first_member(now=NOW)


@pytest.fixture
def ask(monkeypatch, capsys):
    """Run the command with this typed into it; return its exit code and what it printed."""

    def make(*arguments, typed=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = keys.run(parse(["keys", *arguments]))
        return code, *capsys.readouterr()

    return make


def test_a_sign_in_is_drawn_and_works(first, ask):
    code, out, _ = ask("sign-in", first.user)
    printed = dict(line.split(": ") for line in out.splitlines())
    assert (code, list(printed)) == (0, ["user", "password", "totp"])
    assert Member.objects.get().check_password(printed["password"])


def test_a_stranger_has_no_sign_in(first, ask):
    code, out, err = ask("sign-in", "nobody")
    assert (code, out) == (1, "")
    assert "no member named “nobody”" in err


def test_a_passphrase_is_drawn_for_the_old_one(first, ask):
    code, out, _ = ask("passphrase", first.user, typed=f"{first.passphrase}\n")
    assert code == 0
    assert "passphrase: " in out and first.passphrase not in out


def test_a_wrong_passphrase_draws_none_and_says_why(first, ask):
    code, out, err = ask("passphrase", first.user, typed="not it\n")
    assert (code, out) == (1, "")
    assert "does not open the key" in err


def test_who_holds_no_key_has_no_passphrase(first, ask):
    Member.objects.create_user("outsider")
    code, _, err = ask("passphrase", "outsider")
    assert code == 1
    assert "holds no key" in err


def test_the_demo_draws_everything_and_says_what_is_lost(first, ask):
    code, out, err = ask("demo")
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        "user", "password", "totp", "passphrase"
    ]  # fmt: skip
    assert code == 0
    assert "can no longer be read" in err


def test_only_the_demo_replaces_a_key(first, ask, settings):
    before = Member.objects.get().keyholder.recipient
    settings.CONFIGURATION = replace(settings.CONFIGURATION, mode="production")
    code, _, err = ask("demo")
    assert code == 1
    assert "no demo" in err
    assert Member.objects.get().keyholder.recipient == before
