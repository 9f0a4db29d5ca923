"""Photos at the form: all of them become safe, or none is taken, with a sentence that helps."""

import io

import pytest
from PIL import Image

from soliday.campaign.picture_faults import SENTENCES
from soliday.core.uploads import MAX_FILE_BYTES
from soliday.desk.picture_forms import PictureForm
from soliday.intake.questions import Questions
from soliday.intake.receipt_forms import MessageForm
from soliday.languages.catalogue import SHIPPED
from soliday.photos.faults import REASONS
from soliday.photos.limits import MAX_BYTES, MAX_PIXELS
from soliday.reports.models import Package
from tests.intake.conftest import image, stored_count, upload

pytestmark = pytest.mark.django_db
LANGUAGES = [each.code for each in SHIPPED]


def noise() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(file, "JPEG")
    return file.getvalue()


HOSTILE = {
    "a ZIP": b"PK\x03\x04" + bytes(400),
    "30 MB": b"\xff\xd8\xff" + bytes(30_000_000),
    "cut short": noise()[:9000],
    "empty": b"",
    "HTML": b"<html><script>alert(1)</script>",
    "a start only": b"\xff\xd8\xff",
}


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == REASONS


def test_the_door_and_the_upload_have_one_limit():
    assert MAX_FILE_BYTES == MAX_BYTES


def test_the_field_names_what_is_taken_before_one_chooses(send):
    page = send(title="").content.decode()
    for kind in ("JPEG", "PNG", "WebP", "HEIC", "AVIF"):
        assert kind in page
        assert f"image/{kind.lower()}" in page
    assert "20 MB" in page


def test_the_script_is_there_only_where_photos_are_asked_for(send):
    assert "/assets/photos." in send(title="").content.decode()
    assert "/assets/photos." not in send(title="", country="BY").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_safe_photo_is_refused_in_the_language(send, language):
    for kind, data in HOSTILE.items():
        response = send(photos=[upload(image()), upload(data)], language=language)
        page = response.content.decode()
        assert response.status_code == 422, kind
        assert 'id="id_photos_error"' in page and f'<html lang="{language}"' in page
        assert "IMG_2041" not in page
    assert stored_count() == 0


def test_the_sentence_says_which_photo(send):
    page = send(photos=[upload(image()), upload(b"PK")]).content.decode()
    assert "Photo 2: this is no photo" in page


def test_a_bad_photo_is_named_together_with_other_faults(send):
    page = send(photos=[upload(b"PK")], title="").content.decode()
    assert 'id="id_photos_error"' in page and 'id="id_title_error"' in page


def test_five_are_too_many(send):
    response = send(photos=[upload(image())] * 5)
    assert response.status_code == 422
    assert "you chose 5" in response.content.decode()


def test_twenty_one_files_are_refused_before_they_are_kept(send):
    assert send(photos=[upload(image())] * 21).status_code == 413


def test_four_photos_are_stored_and_nothing_of_their_names(send):
    assert send(photos=[upload(image(), f"secret-{n}.jpg") for n in range(4)]).status_code == 201
    assert not any(b"secret" in bytes(each.sealed) for each in Package.objects.all())


@pytest.mark.parametrize(
    "field",
    [
        Questions.base_fields["photos"],
        MessageForm.base_fields["photos"],
        PictureForm.base_fields["picture"],
    ],
)
def test_the_limits_are_said_before_anybody_chooses(field):
    words = str(field.help_text)
    assert f"{MAX_BYTES // 10**6} MB and {MAX_PIXELS // 10**6} megapixels" in words
