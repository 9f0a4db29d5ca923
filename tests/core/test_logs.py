"""A log line tells the kind of a fault and where in the code, and nothing that was sent."""

import logging
import sys

from soliday.core.logs import WithoutPrivateText


def _formatted(logger: str, message: str, *, exc_info=None) -> str:
    record = logging.LogRecord(logger, logging.ERROR, "file.py", 1, message, (), exc_info)
    return WithoutPrivateText().format(record)


def test_a_message_of_a_library_is_left_out():
    assert "/receipt/?x=1" not in _formatted("django.request", "Not Found: /receipt/?x=1")


def test_a_message_of_our_own_stays():
    assert "baked 12 pages" in _formatted("soliday.press", "baked 12 pages")


def test_an_exception_shows_its_kind_and_place_but_no_value():
    try:
        raise ValueError("Vigil at the embassy")
    except ValueError:
        line = _formatted("django.request", "Internal Server Error", exc_info=sys.exc_info())
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "Vigil" not in line
