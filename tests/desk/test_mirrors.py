"""The page “Mirrors”: administrators keep the list, and each change is told in the audit log."""

from __future__ import annotations

from datetime import date

import pytest

from soliday.committee.models import AuditEntry
from soliday.core.models import StaleKey
from soliday.press import known_mirrors
from soliday.press.known_mirrors import note
from soliday.press.mirrors.judging import Finding, State
from soliday.press.models import KnownMirror

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/mirrors/", "/desk/mirrors/add/"
GOOD = {"name": "A university", "address": "HTTPS://Mirror.example/ours"}
TODAY = date(2026, 8, 4)


@pytest.fixture
def mirror(desk_client):
    assert desk_client.post(ADD, GOOD)["Location"] == LIST
    return KnownMirror.objects.get()


def told():
    entry = AuditEntry.objects.order_by("-id").first()
    return entry.member, entry.verb, entry.subject


def test_adding_one(mirror, desk_client):
    assert (mirror.name, mirror.address) == ("A university", "https://mirror.example/ours/")
    assert told() == ("owner", "added mirror", "https://mirror.example/ours/")
    text = desk_client.get(LIST).content.decode()
    assert "not asked yet" in text and "are not told" in text
    assert not StaleKey.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"address": "ftp://mirror.example"}, "no address of a copy"),
        ({"address": "https://user:word@mirror.example"}, "no address of a copy"),
        ({"address": ""}, "required"),
        ({"name": ""}, "required"),
        ({"name": "x" * 81}, "80"),
        ({"address": "https://mirror.example/ours/"}, "on the list already"),
    ],
)
def test_what_is_not_taken(mirror, desk_client, given, words):
    answer = desk_client.post(ADD, {"name": "B", "address": "https://b.example"} | given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert KnownMirror.objects.count() == 1


def test_the_list_has_an_end(mirror, desk_client, monkeypatch):
    monkeypatch.setattr(known_mirrors, "MOST", 1)
    answer = desk_client.post(ADD, GOOD | {"address": "https://b.example"}, follow=True)
    assert "The list is full" in answer.content.decode()
    assert KnownMirror.objects.count() == 1


def test_what_was_found_is_shown_also_what_readers_are_not_told(mirror, desk_client):
    found = Finding(State.CURRENT, sequence=1234, made=TODAY, withdrawn=("/en/actions/1/",))
    note(mirror=mirror, found=found, today=TODAY)
    text = desk_client.get(LIST).content.decode()
    for words in ("up to date", "1,234", "4 August 2026", "still shows what was withdrawn"):
        assert words in text
    assert "are not told" in text
    note(mirror=mirror, found=Finding(State.CURRENT, sequence=1234, made=TODAY), today=TODAY)
    assert "are led there" in desk_client.get(LIST).content.decode()


def test_changing_one(mirror, desk_client):
    place = f"{LIST}{mirror.pk}/"
    assert 'value="A university"' in desk_client.get(place).content.decode()
    before = AuditEntry.objects.count()
    desk_client.post(place, {"name": mirror.name, "address": mirror.address})
    assert AuditEntry.objects.count() == before  # nothing was changed
    desk_client.post(place, {"name": "B", "address": "https://b.example"})
    mirror.refresh_from_db()
    assert (mirror.name, mirror.address) == ("B", "https://b.example/")
    assert told() == ("owner", "changed mirror", "https://b.example/")
    assert desk_client.post(place, {"name": "B", "address": "b"}).status_code == 422


def test_removing_one(mirror, desk_client):
    answer = desk_client.post(f"{LIST}{mirror.pk}/remove/")
    assert answer["Location"] == LIST
    assert not KnownMirror.objects.exists()
    assert told() == ("owner", "removed mirror", "https://mirror.example/ours/")
    assert StaleKey.objects.get().key == "mirrors"


def test_a_long_address_fits_into_the_audit_log(desk_client):
    desk_client.post(ADD, GOOD | {"address": "https://mirror.example/" + "a" * 170})
    assert len(told()[2]) == 80


def test_a_reviewer_is_not_let_in(mirror, reviewer):
    for path in (LIST, ADD, f"{LIST}{mirror.pk}/"):
        assert reviewer.get(path).status_code == 302
    reviewer.post(f"{LIST}{mirror.pk}/remove/")
    assert KnownMirror.objects.exists()


def test_only_administrators_find_it_in_the_menu(mirror, desk_client, reviewer):
    assert LIST in desk_client.get("/desk/").content.decode()
    assert LIST not in reviewer.get("/desk/").content.decode()


def test_nothing_is_asked_of_a_mirror_at_the_desk(desk_client, monkeypatch):
    def fail(*_, **__):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.create_connection", fail)
    monkeypatch.setattr("socket.getaddrinfo", fail)
    desk_client.post(ADD, {"name": "Here", "address": "http://127.0.0.1:1/"})
    assert desk_client.get(LIST).status_code == 200
    assert KnownMirror.objects.exists()
