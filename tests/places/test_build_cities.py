import json

import pytest

from soliday.places import build_cities
from soliday.places.cities import _table


def _city(number, country="PL", name="Town", population=200_000, lat=52.0, lon=21.0, names=()):
    return {
        "geonameid": number,
        "name": name,
        "countrycode": country,
        "population": population,
        "latitude": lat,
        "longitude": lon,
        "admin1code": "07",
        "alternatenames": list(names),
    }


@pytest.fixture
def built(tmp_path):
    def build(*cities, countries=()):
        (tmp_path / "cities15000.json").write_text(json.dumps({c["geonameid"]: c for c in cities}))
        (tmp_path / "countries.json").write_text(json.dumps({c["iso"]: c for c in countries}))
        build_cities.write_cities(tmp_path, target=tmp_path / "cities.tsv")
        return [line.split("\t") for line in _table(tmp_path / "cities.tsv")[1:]]

    return build


def test_a_row_rounds_the_point_and_keeps_spellings_in_our_letters(built):
    names = ["Варшава", "Варшаваны", "Warszawa", "Ҳаршава", "WAW"]
    rows = built(_city(9, lat=52.22977, lon=21.01178, names=names))
    assert rows == [["9", "Town", "PL", "", "52.23", "21.01", "200000", "Варшава"]]


def test_a_state_is_kept_where_readers_know_its_code(built):
    assert built(_city(9, "US") | {"admin1code": "OH"})[0][3] == "OH"


def test_small_cities_are_left_out_by_the_threshold_of_their_country(built):
    rows = built(_city(1, "PL", population=15_000), _city(2, "JP", population=99_999))
    assert [row[0] for row in rows] == ["1"]


def test_a_small_capital_stays(built):
    capital = {"iso": "LI", "capital": "Vaduz"}
    assert built(_city(1, "LI", "Vaduz", 5_197), countries=[capital])
    assert built(_city(1, "LI", "Fadutz", 5_197, names=["Vaduz"]), countries=[capital])
    assert not built(_city(1, "LI", "Schaan", 5_197), countries=[capital])


def test_a_capital_is_the_city_of_that_name_and_not_a_larger_one_called_so_too():
    capital = {"iso": "LI", "capital": "Vaduz"}
    vaduz, larger = _city(1, "LI", "Vaduz", 5_197), _city(2, "LI", "Other", 9_000, names=["Vaduz"])
    assert build_cities.capital_ids([capital], [larger, vaduz]) == {1}


def test_a_borough_is_left_out(built):
    city, borough = _city(1, population=1_700_000), _city(2, population=200_000, lat=52.05)
    assert [row[0] for row in built(city, borough)] == ["1"]


def test_a_neighbour_of_like_size_or_further_away_stays(built):
    city = _city(1, population=600_000)
    alike, far = _city(2, population=400_000, lat=52.05), _city(3, population=50_000, lat=52.2)
    assert [row[0] for row in built(city, alike, far)] == ["1", "2", "3"]


def test_even_the_largest_city_does_not_reach_far(built):
    city, far = _city(1, population=20_000_000), _city(2, population=50_000, lat=52.2)
    assert [row[0] for row in built(city, far)] == ["1", "2"]


def test_a_city_we_named_by_hand_is_never_a_borough(built):
    sopot = 3085151
    rows = built(_city(1, population=1_700_000), _city(sopot, population=20_000))
    assert [row[0] for row in rows] == ["1", str(sopot)]


def test_what_is_no_country_is_left_out(built):
    assert built(_city(1, "AN")) == []


def test_rows_are_ordered_by_country_and_number(built):
    rows = built(_city(3, "PL"), _city(2, "PL", lat=50.0), _city(9, "DE"))
    assert [row[0] for row in rows] == ["9", "2", "3"]
