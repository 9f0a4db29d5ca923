"""Rows of the ledger that are written together."""

import pytest

from soliday.press.models import LedgerPage
from soliday.press.rows import add, replacing

pytestmark = pytest.mark.django_db
COLUMNS = ("path", "sha256", "size", "part", "bake")


def rows() -> list[tuple[str, ...]]:
    return list(LedgerPage.objects.order_by("path").values_list(*COLUMNS))


def test_rows_are_written_as_they_are_however_many() -> None:
    told = [(f"/{number:04}%s/'\"", "a" * 64, 2**40, "", "") for number in range(1500)]
    assert add(LedgerPage, COLUMNS, told) == 1500
    assert rows() == told


def test_no_rows_ask_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert add(LedgerPage, COLUMNS, []) == 0


def test_a_row_that_is_there_stays_or_is_replaced() -> None:
    add(LedgerPage, COLUMNS, [("/a/", "1", 1, "x", "")])
    number = LedgerPage.objects.get().pk
    new = [("/a/", "2", 2, "y", "z"), ("/b/", "3", 3, "", "")]
    assert add(LedgerPage, COLUMNS, new, "ON CONFLICT DO NOTHING") == 1
    assert rows() == [("/a/", "1", 1, "x", ""), new[1]]
    add(LedgerPage, COLUMNS, new[:1], replacing("path", ("sha256", "size")))
    assert rows() == [("/a/", "2", 2, "x", ""), new[1]]
    assert LedgerPage.objects.get(path="/a/").pk == number
