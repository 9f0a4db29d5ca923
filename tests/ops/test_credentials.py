"""Credentials are random, printed once, and nowhere readable."""

import io
import re
from datetime import UTC, datetime

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from soliday.committee.audit import chain_faults
from soliday.committee.models import AuditEntry, Keyholder, Member, Unlocking
from soliday.committee.roles import create_roles, may_administer, may_review
from soliday.committee.unlocking import unlock
from soliday.ops import credentials
from soliday.sealing.identities import WrongPassphrase, unwrap

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 4, 12, tzinfo=UTC)


@pytest.fixture
def drawn():
    create_roles()
    return credentials.make_first_member(now=NOW)


@pytest.fixture
def first(drawn):
    return Member.objects.get(username=drawn.user)


@pytest.fixture
def keyholder(first):
    return first.keyholder


def test_a_secret_is_twenty_letters_in_groups():
    drawn = {credentials.draw_secret() for _ in range(200)}
    assert len(drawn) == 200
    assert all(re.fullmatch(r"[a-km-np-z]{5}(-[a-km-np-z]{5}){3}", each) for each in drawn)


def test_the_first_member_administers_reviews_and_holds_a_key(drawn, first):
    assert may_administer(first) and may_review(first)
    assert first.check_password(drawn.password)
    assert unlock(member=first, passphrase=drawn.passphrase, now=NOW)


def test_the_second_factor_is_the_one_that_was_printed(drawn, first):
    code = pyotp.TOTP(drawn.totp).now()
    assert Authenticator.objects.get(user=first).wrap().validate_code(code)


def test_there_is_one_first_member(drawn):
    with pytest.raises(credentials.MemberExists):
        credentials.make_first_member(now=NOW)


def test_nothing_drawn_is_readable_in_the_database(drawn):
    stored = _all_values()
    for secret in (drawn.password, drawn.totp, drawn.passphrase):
        assert secret.encode() not in stored
    assert repr(drawn) == "Credentials(user='committee')"


def _all_values() -> bytes:
    values = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the database's own names
            values += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in values
    )


def test_only_what_was_drawn_is_printed(first):
    out = io.StringIO()
    credentials.draw_sign_in(member=first, now=NOW).print(out)
    assert re.fullmatch(r"user: committee\npassword: \S+\ntotp: [A-Z2-7]{32}\n", out.getvalue())


def test_a_new_sign_in_puts_the_old_one_out(drawn, first, sign_in):
    browser = sign_in(first)
    assert browser.get("/desk/").status_code == 200
    unlock(member=first, passphrase=drawn.passphrase, now=NOW)
    again = credentials.draw_sign_in(member=first, now=NOW)
    first.refresh_from_db()
    assert first.check_password(again.password) and not first.check_password(drawn.password)
    assert browser.get("/desk/").status_code == 302
    assert Authenticator.objects.filter(user=first).count() == 1
    assert not Unlocking.objects.exists()


def test_a_new_passphrase_opens_the_same_key(drawn, keyholder):
    secret = unwrap(bytes(keyholder.wrapped_identity), drawn.passphrase)
    again = credentials.draw_passphrase(keyholder=keyholder, old=drawn.passphrase, now=NOW)
    keyholder.refresh_from_db()
    assert unwrap(bytes(keyholder.wrapped_identity), again.passphrase) == secret
    with pytest.raises(WrongPassphrase):
        unwrap(bytes(keyholder.wrapped_identity), drawn.passphrase)


def test_without_the_old_passphrase_nothing_changes(keyholder):
    before = bytes(keyholder.wrapped_identity)
    with pytest.raises(WrongPassphrase):
        credentials.draw_passphrase(keyholder=keyholder, old="not it", now=NOW)
    assert bytes(Keyholder.objects.get().wrapped_identity) == before


def test_drawing_everything_replaces_the_key(drawn, keyholder):
    before = keyholder.recipient
    again = credentials.draw_everything(keyholder=keyholder, now=NOW)
    keyholder.refresh_from_db()
    assert keyholder.recipient != before
    assert unlock(member=keyholder.member, passphrase=again.passphrase, now=NOW)


def test_each_drawing_is_in_the_audit_log(drawn, first, keyholder):
    credentials.draw_sign_in(member=first, now=NOW)
    credentials.draw_passphrase(keyholder=keyholder, old=drawn.passphrase, now=NOW)
    credentials.draw_everything(keyholder=keyholder, now=NOW)
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs == [
        "made first member", "drew sign-in anew", "drew passphrase anew", "replaced key"
    ]  # fmt: skip
    assert set(AuditEntry.objects.values_list("member", "subject")) == {
        ("host", "member committee")
    }
    assert chain_faults() == []
