import pytest

from soliday.languages import catalogue


def test_english_belarusian_and_russian_ship_in_this_order():
    assert catalogue.codes() == ("en", "be", "ru")
    assert [each.native_name for each in catalogue.SHIPPED] == ["English", "Беларуская", "Русский"]


def test_the_source_language_needs_no_catalogue():
    assert catalogue.translated_codes() == ("be", "ru")


def test_language_by_code():
    assert catalogue.language("be") == catalogue.Language("be", "Беларуская", "ltr")


def test_a_language_we_do_not_ship_is_refused():
    with pytest.raises(catalogue.LanguageNotShipped):
        catalogue.language("ar")


@pytest.mark.parametrize(
    ("code", "expected"),
    [("be", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("he", "rtl"), ("zh-hant", "ltr")],
)
def test_direction_is_known_for_languages_we_do_not_ship_yet(code, expected):
    assert catalogue.direction(code) == expected
