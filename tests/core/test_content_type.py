"""A Content-Type that cannot be parsed is dropped; any other is passed on untouched."""

import pytest

from soliday.core.content_type import without_unreadable_type


def passed_on(content_type):
    seen = []
    without_unreadable_type(lambda environ, _start: seen.append(environ) or [])(
        {"CONTENT_TYPE": content_type}, lambda *_: None
    )
    return seen[0]["CONTENT_TYPE"]


@pytest.mark.parametrize("header", ["", "text/plain", "multipart/form-data; boundary=x", ";;"])
def test_readable(header):
    assert passed_on(header) == header


def test_unreadable():
    assert passed_on("multipart/form-data; boundary*=no-such''x") == ""
