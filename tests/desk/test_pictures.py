"""The page “Pictures”: nothing but pixels comes in, and each picture is described."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from soliday.campaign.models import DefenderPage, MaterialsPage, PagePicture
from soliday.committee.models import AuditEntry
from tests.photos.carriers import MARK

pytestmark = pytest.mark.django_db
LIST = "/desk/pictures/"
WORDS = {
    "description_en": "A woman by a window",
    "description_be": "Жанчына ля акна",
    "description_ru": "Женщина у окна",
}


@pytest.fixture
def place(day: Any) -> str:
    page = DefenderPage.objects.first()
    assert page is not None
    return f"{LIST}{page.translation_key}/"


def upload(data: bytes) -> dict[str, Any]:
    return WORDS | {"picture": SimpleUploadedFile("IMG_1234.JPG", data, "image/jpeg")}


def from_a_camera() -> bytes:
    picture = Image.new("RGB", (900, 1200), (120, 90, 60))
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = MARK.decode(), 6
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, comment=MARK)
    assert MARK in file.getvalue()
    return file.getvalue()


@pytest.fixture
def portrait(desk_client, place):
    assert desk_client.post(place, upload(from_a_camera()))["Location"] == place
    return PagePicture.objects.get()


def test_only_pixels_are_kept_upright_and_in_two_sizes(portrait):
    assert (portrait.width, portrait.height) == (1200, 900)
    assert (portrait.wall_width, portrait.wall_height) == (640, 480)
    for jpeg in (bytes(portrait.page_jpeg), bytes(portrait.wall_jpeg)):
        assert Image.open(io.BytesIO(jpeg)).format == "JPEG"
        assert MARK not in jpeg and b"Exif" not in jpeg
    assert portrait.descriptions["be"] == "Жанчына ля акна"
    if connection.vendor == "sqlite":
        assert MARK not in b"".join(line.encode() for line in connection.connection.iterdump())


def test_it_is_told_in_the_audit_log(portrait, desk_client, place):
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.member, entry.verb, entry.subject) == ("owner", "put picture", "somebody")
    desk_client.post(f"{place}{portrait.name}/remove/")
    assert AuditEntry.objects.order_by("-id")[0].verb == "removed picture"
    assert not PagePicture.objects.exists()


def test_the_list_says_how_many_a_page_has(desk_client, place, portrait):
    lines = desk_client.get(LIST).context["lines"]
    counted = {line["page"].slug: line["count"] for line in lines}
    assert counted.pop("somebody") == 1
    assert set(counted.values()) == {0}
    assert "data:image/jpeg;base64," in desk_client.get(place).content.decode()


def test_a_defender_has_one_portrait_and_no_second_is_taken(desk_client, place, portrait):
    page = desk_client.get(place)
    assert page.context["form"] is None
    desk_client.post(place, upload(from_a_camera()))
    assert PagePicture.objects.count() == 1


def test_materials_have_several_in_the_order_they_came(desk_client, day):
    page = MaterialsPage.objects.first()
    assert page is not None
    address = f"{LIST}{page.translation_key}/"
    for words in ("A poster", "A placard"):
        desk_client.post(address, upload(from_a_camera()) | {"description_en": words})
    shown = PagePicture.objects.filter(of=page.translation_key)
    assert [each.descriptions["en"] for each in shown] == ["A poster", "A placard"]


def test_another_picture_comes_in_its_place(desk_client, place, portrait):
    answer = desk_client.post(f"{place}{portrait.name}/", upload(from_a_camera()))
    assert answer["Location"] == place
    now = PagePicture.objects.get()
    assert now.pk == portrait.pk
    assert now.name != portrait.name


def test_a_picture_of_another_page_is_not_changed_from_here(desk_client, portrait):
    other = MaterialsPage.objects.first()
    assert other is not None
    address = f"{LIST}{other.translation_key}/{portrait.name}/"
    assert desk_client.get(address).status_code == 404
    assert desk_client.post(f"{address}remove/").status_code == 404
    assert PagePicture.objects.get().name == portrait.name


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 this is no picture", "no photo that we can take"),
        (b"\xff\xd8\xff\xe0 cut short", "damaged or cut short"),
        (b"", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(desk_client, place, data, words):
    answer = desk_client.post(place, upload(data))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text and "Жанчына ля акна" in text
    assert not PagePicture.objects.exists()


@pytest.mark.parametrize("code", ["en", "be", "ru"])
def test_it_is_described_in_every_language_of_the_page(desk_client, place, code):
    answer = desk_client.post(place, upload(from_a_camera()) | {f"description_{code}": " "})
    assert answer.status_code == 422
    assert not PagePicture.objects.exists()


def test_words_change_without_a_new_picture(desk_client, place, portrait):
    desk_client.post(f"{place}{portrait.name}/", WORDS | {"description_en": "By a window"})
    now = PagePicture.objects.get()
    assert now.name == portrait.name
    assert now.descriptions["en"] == "By a window"


def test_a_first_picture_is_asked_for(desk_client, place):
    assert desk_client.post(place, WORDS).status_code == 422


def test_a_language_that_is_missing_is_named(desk_client, place, portrait):
    assert "data-desk-undescribed" not in desk_client.get(place).content.decode()
    PagePicture.objects.update(descriptions={"en": "A woman", "be": "Жанчына"})
    assert "not shown, in: Русский." in desk_client.get(place).content.decode()
