import pytest
from django.utils import translation

from soliday.languages.numbers import RangeUpsideDown, shown_number, shown_people


@pytest.mark.parametrize(("language", "expected"), [("en", "12,345"), ("be", "12\u00a0345")])
def test_a_number_has_the_separators_of_the_language(language, expected):
    assert shown_number(12345, language) == expected


@pytest.mark.parametrize(
    ("smallest", "largest", "expected"),
    [
        (30, 30, ("30", "30", "30")),
        (5, 10, ("5–10", "5–10", "5–10")),
        (5, None, ("from 5", "ад 5", "от 5")),
        (None, 10, ("up to 10", "да 10", "до 10")),
        (None, None, ("unknown", "невядома", "неизвестно")),
        (0, 0, ("0", "0", "0")),
    ],
)
def test_people_are_a_range_or_unknown_but_never_nought_for_unknown(smallest, largest, expected):
    shown = tuple(shown_people(smallest, largest, language) for language in ("en", "be", "ru"))
    assert shown == expected


def test_the_language_asked_for_counts_and_not_the_active_one():
    with translation.override("ru"):
        assert shown_people(None, None, "be") == "невядома"
        assert translation.get_language() == "ru"


def test_a_range_upside_down_is_refused():
    with pytest.raises(RangeUpsideDown):
        shown_people(10, 5, "en")
