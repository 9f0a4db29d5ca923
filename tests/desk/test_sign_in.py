"""Signing in takes two factors, whatever door one tries."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from soliday.committee.models import Unlocking
from soliday.committee.roles import ADMINISTRATOR
from soliday.committee.unlocking import COOKIE
from tests.conftest import PASSWORD, TOTP_SECRET

pytestmark = pytest.mark.django_db
LOGIN = "/desk/account/login/"


def code(secret: str = TOTP_SECRET) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def give_password(client: Client, username: str = "owner") -> object:
    return client.post(LOGIN, {"login": username, "password": PASSWORD})


def plain_desk_paths() -> list[str]:
    """Every address below /desk/ that takes no argument."""
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for each in patterns:
            path = prefix + str(each.pattern).removeprefix("^").removesuffix("$")
            if isinstance(each, URLResolver):
                walk(each.url_patterns, path)
            elif path.startswith("desk/") and not set(path) & set("<(*\\"):
                found.append(f"/{path}")

    walk(get_resolver().url_patterns, "")
    return sorted(set(found))


def test_password_then_code_opens_the_desk(client, owner, day):
    asked = give_password(client)
    assert asked.status_code == 302
    assert asked["Location"] == "/desk/account/2fa/authenticate/"
    signed_in = client.post(asked["Location"], {"code": code()})
    assert signed_in["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_the_password_alone_opens_nothing(client, owner, day):
    give_password(client)
    assert client.get("/desk/")["Location"].startswith(LOGIN)


@pytest.mark.parametrize("wrong", ["000000", "", "12345x"])
def test_a_wrong_code_opens_nothing(client, owner, wrong):
    give_password(client)
    assert client.post("/desk/account/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert client.get("/desk/").status_code == 302


def test_a_session_with_one_factor_reaches_no_page_of_the_desk(client, committee_member, day):
    member = committee_member("owner", ADMINISTRATOR)
    Authenticator.objects.all().delete()
    client.force_login(member)
    open_to_anybody = {"/desk/login/", "/desk/password_reset/"}  # they lead to signing in
    entrance = {LOGIN, "/desk/account/logout/", "/desk/logout/"}
    set_up = {
        "/desk/account/reauthenticate/",
        "/desk/account/2fa/totp/activate/",
        "/desk/account/2fa/webauthn/add/",
    }
    paths = plain_desk_paths()
    assert {"/desk/", "/desk/account/", "/desk/reports/", "/desk/audit/"} <= set(paths)
    for path in paths:
        if path in open_to_anybody | entrance | set_up:
            continue
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"] == "/desk/account/2fa/totp/activate/", path


def test_a_second_factor_set_up_elsewhere_ends_an_older_session(client, owner, day):
    """Who only knows the password cannot remove or add a factor in a session from before."""
    client.force_login(owner)
    for path in ("/desk/", "/desk/account/2fa/totp/activate/", "/desk/account/2fa/webauthn/add/"):
        assert client.get(path)["Location"] == "/desk/account/logout/", path


def test_the_first_authenticator_lets_its_member_in(client, committee_member, day):
    committee_member("owner", ADMINISTRATOR)
    Authenticator.objects.all().delete()
    give_password(client)
    assert client.get("/desk/")["Location"] == "/desk/account/2fa/totp/activate/"
    again = client.get("/desk/account/2fa/totp/activate/")["Location"]
    client.post(again, {"password": PASSWORD})
    page = client.get("/desk/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post("/desk/account/2fa/totp/activate/", {"code": code(secret)})
    assert client.get("/desk/").status_code == 200
    assert client.get("/desk/account/2fa/recovery-codes/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/desk/login/",
        "/desk/password_reset/",
        "/desk/password_reset/confirm/MQ/set-password/",
        "/desk/password_reset/complete/",
    ],
)
def test_the_doors_of_wagtail_lead_to_ours(client, owner, path):
    assert client.get(path)["Location"].startswith(LOGIN)
    answer = client.post(path, {"username": "owner", "password": PASSWORD})
    assert answer.status_code == 302
    assert "sessionid" not in client.cookies or not client.session.get("_auth_user_id")


@pytest.mark.parametrize("path", ["/desk/account/logout/", "/desk/logout/"])
def test_signing_out_locks_the_desk(desk_client, owner, path):
    assert Unlocking.objects.filter(member=owner).exists()
    answer = desk_client.post(path)
    assert answer.status_code == 302
    assert not Unlocking.objects.exists()
    assert desk_client.cookies[COOKIE].value == ""


def test_guessing_is_stopped(client, owner):
    for _try in range(6):
        answer = client.post(LOGIN, {"login": "owner", "password": "wrong"})
    assert answer.status_code in (200, 429)
    assert give_password(client).status_code != 302


def test_the_pages_speak_the_language_of_the_browser(client, owner):
    page = client.get(LOGIN, headers={"accept-language": "be"}).content.decode()
    assert '<html lang="be"' in page


def test_a_demo_says_so_before_signing_in(client, db):
    assert "desk-demo" in client.get(LOGIN).content.decode()
