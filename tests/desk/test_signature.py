"""A signature made elsewhere is taken at the desk, if it is one over the current sums."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from inspect import getsource
from io import BytesIO

import pytest

from soliday.committee.models import AuditEntry
from soliday.desk import signature_views
from soliday.press import release, signers, signing
from soliday.press.signing import press_key

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/signature/"
SUMS = b"""# Soliday sums 1
# day: Solidarity
# sequence: 12
# made: 2026-08-04
# valid-until: 2026-09-03
00  index.html
"""
COMMENT = "day: Solidarity; sequence: 12"


@pytest.fixture
def key(tmp_path):
    """The key of a keyholder elsewhere."""
    return press_key(tmp_path / "elsewhere")


@pytest.fixture
def site(settings, tmp_path, key):
    """A site with sums and no signature, whose press knows only the public key."""
    public = signing.public_key_file(key).decode().splitlines()[1]
    configuration = settings.CONFIGURATION
    settings.CONFIGURATION = replace(configuration, signing="elsewhere", signing_key=public)
    settings.SITE_FOLDER = tmp_path / "site"
    release.open_site(settings.SITE_FOLDER)
    (settings.SITE_FOLDER / "SHA256SUMS").write_bytes(SUMS)
    return settings.SITE_FOLDER


def minisig(key, sums=SUMS):
    return signing.sign(key, sums, trusted_comment=COMMENT)


def test_the_page_shows_what_is_to_be_signed(site, desk_client):
    page = desk_client.get(ADDRESS).content.decode()
    for each in ("Solidarity", "12", "2026-09-03", "not signed", 'href="/SHA256SUMS"'):
        assert each in page
    assert ADDRESS in desk_client.get("/desk/").content.decode()


def test_without_sums_it_says_so(site, desk_client):
    (site / "SHA256SUMS").unlink()
    assert "There are no sums yet" in desk_client.get(ADDRESS).content.decode()
    answer = desk_client.post(ADDRESS, {"pasted": "x"})
    assert answer.status_code == 422


@pytest.mark.parametrize("is_file", [False, True])
def test_a_signature_is_taken_and_logged(site, key, desk_client, is_file):
    signature = minisig(key)
    pasted = signature.replace(b"\n", b"\r\n").decode()
    data = {"file": BytesIO(signature)} if is_file else {"pasted": pasted}
    assert desk_client.post(ADDRESS, data).status_code == 302
    assert (site / "SHA256SUMS.minisig").read_bytes() == signature
    [entry] = AuditEntry.objects.filter(verb="signed sums")
    assert (entry.member, entry.subject) == ("owner", "sums 12")
    assert "not signed" not in desk_client.get(ADDRESS).content.decode()


def test_stock_minisign_made_it(site, key, desk_client, tmp_path):
    sums = tmp_path / "SHA256SUMS"
    sums.write_bytes(SUMS)
    secret = tmp_path / "elsewhere" / "press.key"
    command = ["/usr/bin/minisign", "-S", "-W", "-s", secret, "-m", sums]
    subprocess.run(command, check=True, capture_output=True)
    signature = (tmp_path / "SHA256SUMS.minisig").read_text()
    assert desk_client.post(ADDRESS, {"pasted": signature}).status_code == 302
    assert (site / "SHA256SUMS.minisig").read_text() == signature


def test_any_other_is_refused_and_leaves_nothing(site, key, desk_client, tmp_path):
    other = press_key(tmp_path / "other")
    changed = minisig(key).replace(b"sequence: 12", b"sequence: 99")
    for given, words in (
        (b"", "no signature of minisign"),
        (b"x" * 5000, "no signature of minisign"),
        (minisig(other), "another key"),
        (minisig(key, SUMS + b"x"), "not over the current sums"),
        (changed, "trusted comment was changed"),
    ):
        answer = desk_client.post(ADDRESS, {"pasted": given.decode()})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not (site / "SHA256SUMS.minisig").exists()
    assert not AuditEntry.objects.filter(verb="signed sums").exists()


def test_every_reason_of_the_press_can_be_translated():
    for fault in signature_views.FAULTS:
        assert f'"{fault}"' in getsource(signers)


def test_where_the_press_signs_there_is_no_such_page(desk_client):
    assert desk_client.get(ADDRESS).status_code == 404
    assert desk_client.post(ADDRESS, {"pasted": "x"}).status_code == 404
    assert ADDRESS not in desk_client.get("/desk/").content.decode()


def test_only_administrators_hand_it_in(site, key, teammate, sign_in):
    browser = sign_in(teammate)
    assert browser.post(ADDRESS, {"pasted": minisig(key).decode()}).status_code == 302
    assert not (site / "SHA256SUMS.minisig").exists()
    assert ADDRESS not in browser.get("/desk/").content.decode()
