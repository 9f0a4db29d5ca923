"""Reports that came sealed by another way: opened, checked like the form, each stored once."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from soliday.campaign.recipients import recipient_files
from soliday.committee.models import AuditEntry
from soliday.desk import sealed_messages
from soliday.reports import queries
from soliday.reports.models import Report
from soliday.sealing.age_write import encrypt_to_recipients
from soliday.sealing.identities import new_identity
from soliday.sealing.receipts import grouped, new_receipt, receipt_for, receipt_hash
from tests.intake.conftest import GOOD, image

ADDRESS = "/desk/reports/sealed/"
TEXT = """# a comment
country: lt
stage: done
title: Vigil at the embassy
place: Vilnius
date: 2026-08-04
people_min: 30
people_max: 40
link: example.org/vigil
language: be
text: We stood there.
country: a second line that looks like a field
"""
pytestmark = pytest.mark.usefixtures("day", "profiles")


def age(folder: Path, *command: str, given: bytes | None = None) -> bytes:
    """Run the stock program as the page says."""
    done = subprocess.run(["age", *command], cwd=folder, input=given, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def sealed(tmp_path: Path, desk_client: Any) -> Any:
    """Seal with stock age and the file that the site offers."""
    [file] = [page for page in recipient_files({}) if page.path.endswith(".age.txt")]
    (tmp_path / "committee.age.txt").write_bytes(file.render())

    def make(content: bytes | str, *flags: str) -> bytes:
        plain = content.encode() if isinstance(content, str) else content
        return age(tmp_path, "-R", "committee.age.txt", *flags, given=plain)

    return make


def upload(*contents: bytes) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("report.age", content) for content in contents]


def only(secret: str) -> queries.OpenReport:
    return queries.opened(Report.objects.get(), secret=secret)


def test_pasted_text_of_stock_age_becomes_a_report(desk_client, sealed, identity):
    answer = desk_client.post(ADDRESS, {"pasted": sealed(TEXT, "-a").decode()})
    assert "1 report taken in" in answer.content.decode()
    fields = only(identity.secret).fields
    assert fields["title"] == "Vigil at the embassy"
    assert fields["text"] == "We stood there.\ncountry: a second line that looks like a field"
    assert (fields["country"], fields["stage"], fields["language"]) == ("LT", "done", "be")
    assert (fields["people_min"], fields["people_max"]) == (30, 40)
    assert (fields["date"], fields["place"]) == ("2026-08-04", "Vilnius")
    assert fields["link"] == "https://example.org/vigil"
    [entry] = AuditEntry.objects.filter(verb="took in sealed message")
    assert entry.subject == f"report {Report.objects.get().pk}"


def test_its_fields_are_those_of_the_form(desk_client, sealed, identity, client, receipt):
    client.post("/send/report", GOOD | {"receipt": receipt, "country": "LT"})
    form = only(identity.secret).fields
    Report.objects.all().delete()
    desk_client.post(ADDRESS, {"pasted": sealed(TEXT, "-a").decode()})
    assert set(only(identity.secret).fields) == set(form)


@pytest.fixture
def receipt() -> str:
    return new_receipt()


def test_the_same_message_again_is_the_same_report(desk_client, sealed, identity):
    message = sealed(TEXT, "-a")
    quoted = b"\r\n".join(b"> " + line for line in message.splitlines())
    answers = [
        desk_client.post(ADDRESS, {"pasted": message.decode()}),
        desk_client.post(ADDRESS, {"pasted": f"Look:\n{quoted.decode()}\nBye"}),
        # Sealed once more: other bytes, the same words.
        desk_client.post(ADDRESS, {"messages": upload(sealed(TEXT))}),
    ]
    assert ["was here already" in answer.content.decode() for answer in answers] == [0, 1, 1]
    assert Report.objects.count() == 1


def test_many_at_once_and_nothing_else_is_lost(desk_client, sealed):
    good = [sealed(f"title: Number {number}", "-a") for number in range(3)]
    pair = good[0] + b"and another\n" + good[1]
    broken = good[2].replace(b"-----END AGE ENCRYPTED FILE-----", b"")
    foreign = encrypt_to_recipients(b"x", [new_identity().recipient])
    files = upload(pair, broken, foreign, sealed("title: Number 4"), b"a letter", sealed(b"\xff\0"))
    page = desk_client.post(ADDRESS, {"messages": files, "pasted": good[2].decode()})
    words = page.content.decode()
    assert "4 reports taken in" in words
    assert "4 not taken in" in words
    assert "cut short" in words and "Your key does not open it" in words
    assert "There is no sealed message in it" in words and "neither text nor an archive" in words
    assert Report.objects.count() == 4


def test_free_text_is_enough_and_its_country_is_filled_in_later(desk_client, sealed, identity):
    desk_client.post(ADDRESS, {"pasted": sealed("We sang.\n\nMany came: forty.", "-a").decode()})
    fields = only(identity.secret).fields
    assert (fields["title"], fields["text"]) == ("We sang.", "We sang.\n\nMany came: forty.")
    assert fields["country"] == ""
    report = Report.objects.get()
    assert desk_client.get("/desk/reports/").status_code == 200
    page = desk_client.get(f"/desk/reports/{report.pk}/")
    assert page.status_code == 200


def test_the_sender_comes_back_with_a_receipt_that_the_message_names(desk_client, sealed, receipt):
    text = f"receipt: {grouped(receipt)}\ntitle: Vigil\ntext: We stood."
    desk_client.post(ADDRESS, {"pasted": sealed(text, "-a").decode()})
    assert queries.by_receipt(receipt) == Report.objects.get()


def test_a_receipt_of_its_own_cannot_be_computed_without_this_server(desk_client, sealed, settings):
    desk_client.post(ADDRESS, {"pasted": sealed(TEXT, "-a").decode()})
    stored = bytes(Report.objects.get().receipt_hash)
    keys = settings.SECRET_KEY.encode(), b"", b"another"
    own, *others = [receipt_hash(receipt_for(TEXT.encode(), key=key)) for key in keys]
    assert stored == own
    assert stored not in others


def tar(**files: bytes) -> bytes:
    """As GNU tar writes it."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.replace("__", "."))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def test_photos_go_through_the_door(desk_client, sealed, identity):
    marker = b"MARKER behind the end of the photo"
    archive = tar(report__txt=TEXT.encode(), IMG_2041__JPG=image() + marker, b__png=image("PNG"))
    desk_client.post(ADDRESS, {"messages": upload(sealed(archive))})
    opened = only(identity.secret)
    assert len(opened.photos) == 2
    assert opened.fields["photo_descriptions"] == ["", ""]
    assert all(each.startswith(b"\xff\xd8") and marker not in each for each in opened.photos)


@pytest.mark.parametrize(
    ("archive", "sentence"),
    [
        (tar(report__txt=b"x", a__jpg=b"no photo"), "could not be made safe"),
        (tar(a__jpg=b"x"), "must hold one text file"),
        (tar(report__txt=b"x")[:512], "must hold one text file"),
        (tar(report__txt=b"x", **{f"{n}__jpg": b"x" for n in "abcde"}), "more than 4 photos"),
    ],
)
def test_an_archive_that_is_not_right_is_refused(desk_client, sealed, archive, sentence):
    page = desk_client.post(ADDRESS, {"messages": upload(sealed(archive))})
    assert sentence in page.content.decode()
    assert not Report.objects.exists()


def test_what_a_country_is_not_asked_for_is_left_out(desk_client, sealed, identity):
    text = "country: BY\nname: Jonas\ncontact: a@b.example\nplace: Minsk\ntext: We met."
    archive = tar(report__txt=text.encode(), a__jpg=image())
    page = desk_client.post(ADDRESS, {"messages": upload(sealed(archive))})
    assert "contact, name, photos, place" in page.content.decode()
    opened = only(identity.secret)
    assert [opened.fields[name] for name in ("name", "contact", "place")] == ["", "", ""]
    assert opened.photos == []


def test_size_is_bounded_before_and_after_opening(desk_client, sealed, monkeypatch):
    long = sealed("text: " + "x" * 5001)
    assert (
        "longer than 5000" in desk_client.post(ADDRESS, {"messages": upload(long)}).content.decode()
    )
    monkeypatch.setattr(sealed_messages, "MOST_BYTES", 100)
    page = desk_client.post(ADDRESS, {"messages": upload(sealed("x"))})
    assert "larger than 8 MB" in page.content.decode()
    monkeypatch.setattr("soliday.desk.sealed_views.MOST_AT_ONCE", 1)
    page = desk_client.post(ADDRESS, {"messages": upload(b"a", b"b")})
    assert "Only the first 1 were looked at" in page.content.decode()
    assert not Report.objects.exists()


def test_nothing_given_is_said(desk_client):
    page = desk_client.post(ADDRESS, {"pasted": "  "})
    assert page.status_code == 422
    assert "there was nothing to open" in page.content.decode()


def test_where_the_desk_is_locked_the_passphrase_is_asked_for(owner, sign_in, sealed):
    page = sign_in(owner).post(ADDRESS, {"pasted": sealed(TEXT, "-a").decode()})
    assert page.status_code == 403
    assert "BEGIN AGE ENCRYPTED FILE" in page.content.decode()
    assert not Report.objects.exists()
