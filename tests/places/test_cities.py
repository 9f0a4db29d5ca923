import time

import pytest

from soliday.places import cities
from soliday.places.cities import City, CityNotKnown, city, city_name, find_cities
from soliday.places.countries import country_codes

MINSK, HOMEL, WARSAW, KYIV = 625144, 627907, 756135, 703448


def _ids(found):
    return [each.id for each in found]


def test_a_city_is_a_centre_point():
    assert city(MINSK) == City(MINSK, "Minsk", "BY", "", 53.9, 27.57, 1742124, "Минск|Мінск|Мінськ")


def test_a_number_that_is_no_city_is_refused():
    with pytest.raises(CityNotKnown):
        city(1)
    with pytest.raises(CityNotKnown):
        city_name(1, "be")


@pytest.mark.parametrize(
    ("language", "name"), [("be", "Варшава"), ("ru", "Варшава"), ("en", "Warsaw"), ("ka", "Warsaw")]
)
def test_a_city_has_one_name_in_each_language(language, name):
    assert city_name(WARSAW, language) == name


def test_a_city_without_spelling_of_ours_has_the_one_of_geonames():
    springfield = find_cities("US", "Springfield")[0]
    assert city_name(springfield.id, "be") == "Springfield"


def test_a_language_without_spelling_of_ours_reads_the_english_one():
    assert city_name(HOMEL, "ka") == "Homel"
    assert city(HOMEL).name == "Homyel'"


@pytest.mark.parametrize("typed", ["Minsk", "minsk", "МІНСК", "Минск", "Mińsk", "mi", "Мін"])
def test_a_city_is_found_in_every_spelling(typed):
    assert MINSK in _ids(find_cities("BY", typed))


@pytest.mark.parametrize(
    ("country", "typed", "expected"),
    [
        ("PL", "warszawa", WARSAW),
        ("UA", "Київ", KYIV),
        ("UA", "Kiev", KYIV),
        ("RU", "Петербург", 498817),
        ("GE", "თბილისი", 611717),
        ("DE", "munchen", 2867714),
        ("UA", "Сімферопаль", 693805),
        ("GB", "лондон", 2643743),
        ("US", "Спрингфилд", 4409896),
    ],
)
def test_local_and_older_spellings_are_found(country, typed, expected):
    assert _ids(find_cities(country, typed))[0] == expected


def test_the_whole_name_comes_before_the_beginning_of_a_larger_one():
    found = find_cities("US", "Spring")
    assert found[0].name == "Spring"
    assert found[0].population < found[1].population


def test_the_largest_comes_first_and_the_limit_holds():
    found = find_cities("US", "spring", 3)
    assert len(found) == 3
    exact_free = [each.population for each in find_cities("PL", "", 5)]
    assert exact_free == sorted(exact_free, reverse=True)


@pytest.mark.parametrize(("country", "typed"), [("PL", "minsk!"), ("LT", "Minsk"), ("XX", "a")])
def test_what_is_not_there_is_not_found(country, typed):
    assert find_cities(country, typed) == []


def test_every_city_lies_in_a_known_country():
    assert {city(number).country for number in cities._lines()} <= country_codes()


def test_every_spelling_belongs_to_a_city_and_is_complete():
    for number, spellings in cities.load_spellings().items():
        assert city(number)
        assert all(spellings[language].strip() for language in ("en", "be", "ru")), number


def test_spellings_hold_letters_of_their_alphabet_only():
    for spellings in cities.load_spellings().values():
        assert not set(spellings["be"].casefold()) & set("ищъ'"), spellings
        assert not set(spellings["ru"].casefold()) & set("іў'"), spellings
        both = (spellings["be"] + spellings["ru"]).casefold()
        assert not set(both) & set("abcdefghijklmnopqrstuvwxyz"), spellings


@pytest.mark.parametrize(
    ("country", "borough"),
    [
        ("PL", "Mokotów"),
        ("DE", "Kreuzberg"),
        ("US", "Brooklyn"),
        ("UA", "Obolon"),
        ("LT", "Šeškinė"),
    ],
)
def test_no_place_is_finer_than_a_city(country, borough):
    assert borough not in [each.name for each in find_cities(country, borough)]


@pytest.mark.parametrize(
    ("country", "name"),
    [("AM", "Yerevan"), ("CZ", "Prague"), ("CH", "Zurich"), ("RU", "Voronezh"), ("KZ", "Shymkent"),
     ("KG", "Bishkek"), ("DE", "Bochum"), ("PL", "Gdynia"), ("LI", "Vaduz"), ("MT", "Valletta")],
)  # fmt: skip
def test_cities_of_the_first_days_and_capitals_are_there(country, name):
    assert find_cities(country, name)


def test_the_table_is_small_and_quickly_read():
    assert cities._CITIES.stat().st_size < 1_000_000
    cities._lines.cache_clear()
    start = time.perf_counter()
    city(MINSK)
    assert time.perf_counter() - start < 0.25  # 0.01 when idle; room for a busy machine
