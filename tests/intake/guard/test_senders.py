"""Senders are told apart in memory only; from the whole disk no address can be computed."""

import hashlib
import hmac
import ipaddress
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from soliday.intake.guard.senders import sender_name
from tests.intake.guard.conftest import changed

DAY = date(2026, 8, 4)
CANARY = "198.51.100.77"
PIECE = 6  # bytes; chance alone would hit one in hundreds of millions
HEX = rb"(?:[0-9a-f]{2}){12,}"


def name(remote="198.51.100.7", forwarded=None, day=DAY):
    meta = {"REMOTE_ADDR": remote}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    return sender_name(meta, day=day)


@pytest.fixture
def one_proxy(settings):
    settings.CONFIGURATION = changed(proxies=1)


def test_two_addresses_are_two_senders_and_one_is_one():
    assert name("198.51.100.7") == name("198.51.100.7") == name("::ffff:198.51.100.7")
    assert name("198.51.100.7") != name("198.51.100.8")


def test_one_household_is_one_sender():
    assert name("2001:db8:1:2::1") == name("2001:db8:1:2:ffff::9")
    assert name("2001:db8:1:2::1") != name("2001:db8:1:3::1")


def test_the_name_is_another_one_each_day_and_after_each_start(settings):
    today = name()
    assert name(day=DAY + timedelta(days=1)) != today
    settings.MEMORY_SEED = b"the next start"
    assert name() != today


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "unix:", "x"])
def test_where_addresses_tell_nothing_there_is_no_name(address):
    assert name(address) is None


def test_without_a_proxy_what_a_sender_claims_counts_for_nothing():
    assert name("127.0.0.1", forwarded="203.0.113.9") is None
    assert name("198.51.100.7", forwarded="203.0.113.9") == name("198.51.100.7")


def test_behind_a_proxy_its_word_counts_and_not_what_stood_before(one_proxy):
    seen = name("127.0.0.1", forwarded="203.0.113.9")
    assert seen is not None
    assert name("127.0.0.1", forwarded="6.6.6.6, 203.0.113.9") == seen
    assert name("127.0.0.1") is None
    assert name("127.0.0.1", forwarded="nonsense") is None


@pytest.mark.django_db
def test_from_the_whole_disk_no_address_can_be_computed(send, one_proxy):
    for _ in range(30):
        send(headers={"X-Forwarded-For": CANARY, "X-Real-IP": CANARY})
        send(headers={"X-Forwarded-For": CANARY}, title="")
    disk = _disk()
    packed = ipaddress.ip_address(CANARY).packed
    for written in (CANARY.encode(), packed, CANARY.encode("utf-16le")):
        assert written not in disk
    stored = _pieces(disk)
    for digest in _digests([django_settings.SECRET_KEY.encode(), b"", *_keys()]):
        assert digest[:PIECE] not in stored


def _digests(keys):
    """What somebody who has the disk can try: every address of the network around the canary."""
    for address in ipaddress.ip_network("198.51.0.0/16"):
        text, named = str(address).encode(), f"{DAY} {address}".encode()
        yield hashlib.sha256(text).digest()
        for key in keys:
            yield hmac.digest(key, text, "sha256")
            yield hmac.digest(key, named, "sha256")


def _pieces(disk):
    """Everything on the disk that a digest could begin with, as bytes or written in hex."""
    texts = [disk, *(bytes.fromhex(each.decode()) for each in re.findall(HEX, disk))]
    return {text[at : at + PIECE] for text in texts for at in range(len(text) - PIECE + 1)}


def _keys():
    folder = Path(django_settings.DATA) / "keys"
    return [path.read_bytes().strip() for path in sorted(folder.glob("*"))]


def _disk():
    """The data folder and the database as it is now."""
    files = [path.read_bytes() for path in Path(django_settings.DATA).rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        files.append(connection.connection.serialize())
    return b"\n".join(files)
