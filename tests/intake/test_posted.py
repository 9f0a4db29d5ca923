"""What cannot be read whole is refused with a page, and nothing of it is kept."""

from io import BytesIO

import pytest
from django.test import Client, RequestFactory

from soliday.intake.posted import MAX_BODY_BYTES, CannotRead, read_posted
from soliday.languages.catalogue import SHIPPED
from tests.intake.conftest import ADDRESS, GOOD, stored_count

pytestmark = pytest.mark.django_db
FORM = "multipart/form-data; boundary=BOUND"
PART = b'--BOUND\r\nContent-Disposition: form-data; name="title"\r\n\r\nVigil\r\n'
FILE = b'--BOUND\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n\xff\xd8'
END = b"--BOUND--\r\n"
BASE64 = b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"


def status_of(body, content_type=FORM, **environ):
    # A stream that ends early, as the server's does; the test client's would not.
    environ["wsgi.input"] = BytesIO(body)
    request = RequestFactory().generic("POST", ADDRESS, body, content_type, **environ)
    with pytest.raises(CannotRead) as fault:
        read_posted(request)
    return fault.value.status


def test_what_is_whole_is_read():
    request = RequestFactory().generic("POST", ADDRESS, PART + FILE + b"\r\n" + END, FORM)
    posted = read_posted(request)
    assert posted.fields["title"] == "Vigil"
    assert posted.files["photos"].read() == b"\xff\xd8"


@pytest.mark.parametrize("body", [PART[:-3], PART + FILE, PART + END])
def test_a_body_that_breaks_off_is_no_shorter_report(body):
    assert status_of(body, CONTENT_LENGTH=str(len(body) + 1)) == 400
    assert status_of(b"title=Vig", "application/x-www-form-urlencoded", CONTENT_LENGTH="20") == 400


@pytest.mark.parametrize(
    ("length", "status"),
    [("", 411), ("x", 400), ("-1", 400), ("9" * 5000, 413), (str(MAX_BODY_BYTES + 1), 413)],
)
def test_lengths(length, status):
    assert status_of(PART + END, CONTENT_LENGTH=length) == status


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 415),
        ("text/plain", 415),
        ("", 415),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=" + "x" * 300, 400),
        ("multipart/mixed; boundary=BOUND", 415),
    ],
)
def test_types(content_type, status):
    assert status_of(PART + END, content_type) == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (PART * 2001 + END, 413),
        (PART.replace(b"Vigil", b"x" * 1_100_000) + END, 413),
        (FILE.replace(b"\xff\xd8", b"x\r\n") * 21 + END, 413),
        (FILE.replace(b"\r\n\r\n", BASE64) + b"!\r\n" + END, 400),
    ],
)
def test_bodies_beyond_the_limits(body, status):
    assert status_of(body) == status


def test_a_claimed_charset_changes_nothing():
    for charset in ("utf-16", "rot13", "no-such", "windows-1251"):
        body = PART.replace(b"Vigil", "Дзень".encode()) + END
        request = RequestFactory().generic("POST", ADDRESS, body, f"{FORM}; charset={charset}")
        assert read_posted(request).fields["title"] == "Дзень"


def test_bytes_that_are_no_utf8_are_a_fault_of_their_field(intake, receipt):
    fields = GOOD | {"receipt": receipt}
    body = b"".join(
        PART.replace(b"title", name.encode()).replace(b"Vigil", value.encode())
        for name, value in fields.items()
    )
    response = Client().generic("POST", ADDRESS, body.replace(b"silence", b"\xff\xfe") + END, FORM)
    assert response.status_code == 422
    assert 'id="id_text_error"' in response.content.decode()


@pytest.mark.parametrize("language", [each.code for each in SHIPPED])
def test_the_page_is_in_the_language_of_the_browser(client, language):
    response = client.post(
        ADDRESS, "{}", content_type="application/json", headers={"accept-language": language}
    )
    assert response.status_code == 415
    assert f'<html lang="{language}"' in response.content.decode()
    assert stored_count() == 0
