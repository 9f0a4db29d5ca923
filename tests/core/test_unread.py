"""An answer says that the connection ends with it if, and only if, the body was not read."""

from io import BytesIO

import pytest

from soliday.core.unread import telling_unread

BODY = b"a line\nand another"
CLOSE = ("Connection", "close")
ALL = [lambda body: body.read(), lambda body: (body.readline(), body.read(1000))]
NOT_ALL = [lambda _body: None, lambda body: body.read(5), lambda body: body.readline()]


def headers_after(read, **environ):
    told = []

    def view(given, start_response):
        read(given["wsgi.input"])
        start_response("200 OK", [("Content-Type", "text/plain")])
        return []

    given = {"wsgi.input": BytesIO(BODY), "CONTENT_LENGTH": str(len(BODY))} | environ
    telling_unread(view)(given, lambda _status, headers: told.extend(headers))
    assert told[0] == ("Content-Type", "text/plain")
    return told[1:]


@pytest.mark.parametrize("read", ALL)
def test_a_body_that_was_read(read):
    assert headers_after(read) == []


@pytest.mark.parametrize("read", NOT_ALL)
def test_a_body_that_was_not_read_to_its_end(read):
    assert headers_after(read) == [CLOSE]


@pytest.mark.parametrize("length", ["", "0"])
def test_no_body(length):
    assert headers_after(lambda _body: None, CONTENT_LENGTH=length) == []


@pytest.mark.parametrize("length", ["-1", "twelve", "١٢", "9" * 5000])
def test_a_length_that_nobody_can_read(length):
    assert headers_after(lambda body: body.read(), CONTENT_LENGTH=length) == [CLOSE]


def test_a_body_in_parts_of_unknown_length():
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    assert headers_after(lambda body: body.read(), **chunked) == [CLOSE]
