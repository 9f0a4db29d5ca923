"""The named cast and a small campaign, for every test."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from soliday.campaign.models import Day
from soliday.committee.models import Keyholder, Member
from soliday.committee.roles import ADMINISTRATOR, REVIEWER, create_roles
from soliday.committee.unlocking import COOKIE, unlock
from soliday.core import room
from soliday.intake import surroundings
from soliday.intake.guard.guesses import guesses
from soliday.intake.guard.load import load
from soliday.places.changes import load_defaults
from soliday.sealing import age_write
from soliday.sealing.identities import Identity, new_identity, wrap
from tests.small_campaign import small_campaign

PASSWORD = "correct horse battery"
PASSPHRASE = "seven quiet rivers under snow"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# A test may be left out only because it belongs to the other database.
FINE_TO_SKIP = re.compile(r"on (SQLite|PostgreSQL) only")


@pytest.fixture(autouse=True)
def calm() -> None:
    """No test feels what another has sent."""
    for memory in (load, guesses, room, surroundings):
        memory.forget()


@pytest.fixture
def today() -> date:
    return date(2026, 8, 4)


@pytest.fixture(scope="session")
def identity() -> Identity:
    """The age identity of every keyholder of the cast."""
    return new_identity()


@pytest.fixture(scope="session")
def wrapped_identity(identity: Identity) -> bytes:
    """A real age file with a cheap work factor, so that unlocking costs a test nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 8)
        return wrap(identity.secret, PASSPHRASE)


@pytest.fixture
def committee_member(db: None, wrapped_identity: bytes, identity: Identity, today: date) -> Any:
    """Make a member with a password, a second factor, a role and, if wanted, the key."""

    def make(username: str, role: str | None = None, *, is_keyholder: bool = False) -> Member:
        create_roles()
        member = Member.objects.create_user(username, password=PASSWORD)
        if role:
            member.groups.add(Group.objects.get(name=role))
        data = {"secret": encrypt(TOTP_SECRET)}
        Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data=data)
        if is_keyholder:
            Keyholder.objects.create(
                member=member,
                recipient=identity.recipient,
                wrapped_identity=wrapped_identity,
                granted_on=today,
            )
        return member

    return make


@pytest.fixture
def owner(committee_member: Callable[..., Member]) -> Member:
    """Administers the committee and holds a key."""
    return committee_member("owner", ADMINISTRATOR, is_keyholder=True)


@pytest.fixture
def teammate(committee_member: Callable[..., Member]) -> Member:
    """A reviewer who holds a key."""
    return committee_member("teammate", REVIEWER, is_keyholder=True)


@pytest.fixture
def outsider(committee_member: Callable[..., Member]) -> Member:
    """Can sign in, and may do nothing."""
    return committee_member("outsider")


@pytest.fixture
def day(db: None, today: date) -> Day:
    """A small day in three languages: home, one idea, one defender, three years, the texts."""
    return small_campaign(today=today)


@pytest.fixture
def profiles(db: None) -> None:
    """The default safety profiles."""
    load_defaults()


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """Sign a member in with both factors; `unlocked` gives the passphrase as well."""

    def make(member: Member, *, unlocked: bool = False, **client: Any) -> Client:
        browser = Client(**client)
        browser.force_login(member)
        session = browser.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "username": member.username},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(member.pk)
        session.save()
        if unlocked:
            token = unlock(member=member, passphrase=PASSPHRASE, now=timezone.now())
            browser.cookies[COOKIE] = token
        return browser

    return make


@pytest.fixture
def desk_client(owner: Member, sign_in: Callable[..., Client]) -> Client:
    """The owner's browser, signed in and unlocked."""
    return sign_in(owner, unlocked=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With SOLIDAY_TEST_REQUIRE_ALL=1 a test left out is a fault: the machine has it all."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") != "1" or reporter is None or exitstatus:
        return
    skipped = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    if unexplained := [reason for reason in skipped if not FINE_TO_SKIP.search(reason)]:
        reporter.write_line(
            f"\nEverything was required, but {len(unexplained)} tests were skipped."
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
