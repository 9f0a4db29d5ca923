"""Whatever is posted, the answer is a page and never a crash, and only a good report is stored."""

from io import BytesIO

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soliday.sealing.receipts import new_receipt
from tests.intake.conftest import ADDRESS, GOOD, image, stored_count, upload

pytestmark = pytest.mark.django_db
NAMES = [*GOOD, "receipt", "proof", "photos", "continue", "withdraw", "confirm", "", "\x00"]
VALUES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    ),
    st.binary(max_size=60),
    st.sampled_from([value.encode() for value in GOOD.values()]),
    st.builds(lambda: new_receipt().encode()),
)
PARTS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES, st.booleans()), max_size=14)
OFTEN = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANSWERS = {200, 201, 400, 411, 413, 415, 422, 429}


def multipart(parts) -> bytes:
    pieces = []
    for name, value, is_file in parts:
        more = b'; filename="a.jpg"' if is_file else b""
        head = b'Content-Disposition: form-data; name="' + name.encode() + b'"' + more
        pieces += [b"--BOUND\r\n", head, b"\r\n\r\n", value, b"\r\n"]
    return b"".join([*pieces, b"--BOUND--\r\n"])


def answer(path, body, content_type):
    response = Client().generic("POST", path, body, content_type)
    assert response.status_code in ANSWERS, response.status_code
    assert "Set-Cookie" not in response
    response.content.decode()
    return response


@OFTEN
@given(parts=PARTS, path=st.sampled_from([ADDRESS, "/receipt/"]))
def test_junk_in_any_field(intake, parts, path):
    before = stored_count()
    response = answer(path, multipart(parts), "multipart/form-data; boundary=BOUND")
    assert stored_count() - before <= (response.status_code == 201)


@OFTEN
@given(changes=st.dictionaries(st.sampled_from(list(GOOD)), VALUES, min_size=1, max_size=2))
def test_junk_in_a_report_that_is_good_otherwise(intake, changes):
    fields = {name: value.encode() for name, value in GOOD.items()} | changes
    fields["receipt"] = new_receipt().encode()
    before = stored_count()
    parts = [(name, value, False) for name, value in fields.items()]
    response = answer(ADDRESS, multipart(parts), "multipart/form-data; boundary=BOUND")
    assert stored_count() - before == (response.status_code == 201)


@OFTEN
@given(body=st.binary(max_size=300), path=st.sampled_from([ADDRESS, "/receipt/"]))
@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=BOUND",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/json",
    ],
)
def test_junk_for_a_body(intake, body, path, content_type):
    answer(path, body, content_type)
    answer(path, b"--BOUND\r\n" + body + b"\r\n--BOUND--\r\n", content_type)


@OFTEN
@given(header=st.binary(max_size=120).filter(lambda text: b"\r\n\r\n" not in text))
def test_junk_for_the_header_of_a_part(intake, header):
    body = b"--BOUND\r\nContent-Disposition: form-data; " + header + b"\r\n\r\nx\r\n--BOUND--\r\n"
    answer(ADDRESS, body, "multipart/form-data; boundary=BOUND")


@OFTEN
@given(query=st.dictionaries(st.sampled_from(["language", "country", "idea", "x"]), st.text()))
def test_junk_in_the_address(intake, query):
    for path in (ADDRESS, "/receipt/"):
        assert Client().get(path, query).status_code == 200


def test_a_report_cut_at_any_place_is_refused_or_whole(intake):
    parts = [(name, value.encode(), False) for name, value in GOOD.items()]
    parts += [("receipt", new_receipt().encode(), False), ("photos", image(), True)]
    body = multipart(parts)
    for end in range(1, len(body) - 1, 97):
        environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body[:end])}
        response = Client().generic(
            "POST", ADDRESS, body[:end], "multipart/form-data; boundary=BOUND", **environ
        )
        assert response.status_code == 400
    assert stored_count() == 0


def test_one_good_photo_report_after_all_that(send):
    assert send(photos=[upload(image())]).status_code == 201
