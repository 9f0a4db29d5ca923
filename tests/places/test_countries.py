import pytest
from babel import Locale

from soliday.places.countries import (
    CountryNotKnown,
    country_choices,
    country_codes,
    country_name,
    is_country,
    require_country,
    sort_key,
)

NO_COUNTRIES = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]


def test_the_list_is_iso_with_kosovo():
    assert len(country_codes()) == 250
    known = {code for code in Locale("en").territories if len(code) == 2}
    assert sorted(known - country_codes()) == NO_COUNTRIES


@pytest.mark.parametrize("code", ["BY", "XK", "TW", "PS"])
def test_a_country_is_one(code):
    assert is_country(code)
    assert require_country(code) == code


@pytest.mark.parametrize("code", ["by", "EU", "", "ZZ", "BLR", "Б"])
def test_anything_else_is_refused(code):
    assert not is_country(code)
    with pytest.raises(CountryNotKnown):
        require_country(code)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("PL", "be", "Польшча"),
        ("PL", "ru", "Польша"),
        ("TW", "en", "Taiwan"),
        ("XK", "be", "Косава"),
        ("BY", "ru", "Беларусь"),
    ],
)
def test_a_country_has_its_name_in_the_language(code, language, name):
    assert country_name(code, language) == name


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_every_country_is_offered_once(language):
    choices = country_choices(language)
    assert {code for code, _ in choices} == country_codes()
    assert len(choices) == 250


def _names(language):
    return [name for _, name in country_choices(language)]


def test_english_readers_find_a_ring_among_the_a():
    names = _names("en")
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zimbabwe")


def test_belarusian_readers_find_i_where_their_alphabet_has_it():
    names = _names("be")
    assert names.index("Зімбабвэ") < names.index("Італія") < names.index("Канада")
    assert names[-1] == "Японія"


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("be", ["Аўстрыя", "Афганістан"]),
        ("be", ["Літва", "Ліхтэнштэйн", "Люксембург"]),
        ("be", ["Венесуэла", "В’етнам", "Востраў"]),
        ("be", ["ежа", "ёлка", "жыта"]),
        ("ru", ["Тайвань", "Тёркс", "Того"]),
        ("ru", ["ёж", "еж2"]),
        ("en", ["Congo A", "Congo - B", "Côte", "Croatia"]),
        ("en", ["North Korea", "Norway"]),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(language, ordered):
    mixed = list(reversed(ordered))
    assert sorted(mixed, key=lambda name: sort_key(name, language)) == ordered
