"""The data say what the pages say, and hurt nobody who opens them."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import pytest

from soliday.actions.data_kinds import COLUMNS
from soliday.campaign.models import Day
from soliday.campaign.paths import COPIES
from tests.actions.sample import city, offered, published, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of("/data/actions.csv"))))


def test_json_has_every_published_fact(day: Day) -> None:
    action = published(
        day,
        city=city("PL", "Warsaw"),
        happened_on=date(2026, 8, 4),
        people_min=5,
        people_max=9,
        participant_countries=["UA", "PL"],
        idea="postcard",
        source_label="A newspaper",
        source_url="https://example.org/a",
    )
    content = json.loads(text_of("/data/actions.json"))
    assert (content["day"], content["as_of"]) == ("test", "2026-08-04")
    (facts,) = content["actions"]
    assert facts["url"] == f"http://127.0.0.1:8000/en/actions/{action.pk}/"
    assert facts["city"]["name"] == "Warsaw"
    assert (facts["first_day"], facts["people_min"], facts["people_max"]) == ("2026-08-04", 5, 9)
    assert facts["participant_countries"] == ["PL", "UA"]
    assert facts["texts"][0]["title"] == "A letter evening"


def test_unknown_is_null_and_never_0(day: Day) -> None:
    published(day)
    (facts,) = json.loads(text_of("/data/actions.json"))["actions"]
    for name in ("people_min", "people_max", "first_day", "city", "idea", "source_url"):
        assert facts[name] is None, name
    assert rows()[0]["people_min"] == ""


def test_json_is_whole_without_any_action(day: Day) -> None:
    content = json.loads(text_of("/data/actions.json"))
    assert (content["as_of"], content["actions"]) == (None, [])
    assert json.loads(text_of("/data/actions.geojson"))["features"] == []
    assert rows() == []


def test_csv_has_one_row_an_action_in_order(day: Day) -> None:
    first, second = published(day, title="One"), published(day, title="Two,\nand a line")
    assert [row["id"] for row in rows()] == [str(first.pk), str(second.pk)]
    assert rows()[1]["title"] == "Two,\nand a line"
    assert list(rows()[0]) == COLUMNS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_a_formula(day: Day, start: str) -> None:
    published(day, title=f"{start}1+cmd|' /C calc'!A0", name=f"{start}SUM(A1)")
    (row,) = rows()
    assert row["title"].startswith("'")
    assert row["name"].startswith("'")


def test_totals_carry_definitions_in_every_language_and_as_of(day: Day) -> None:
    published(day, people_min=5, people_max=5)
    published(day, country="DE", stage="announced", year=2025)
    content = json.loads(text_of("/data/totals.json"))
    assert content["as_of"] == "2026-08-04"
    assert set(content["definitions"]) == {"en", "be", "ru"}
    assert "done or confirmed" in content["definitions"]["en"]["countries"]
    totals = content["totals"]
    assert (totals["announced"], totals["done"], totals["confirmed"]) == (1, 1, 0)
    assert (totals["countries"], totals["country_codes"]) == (1, ["PL"])
    assert totals["participant_countries_at_least"] is None
    assert content["by_year"]["2025"]["people_min"] is None
    assert content["by_country"]["PL"]["people_min"] == 5


def test_totals_of_nothing_are_unknown(day: Day) -> None:
    content = json.loads(text_of("/data/totals.json"))
    assert content["as_of"] is None
    assert content["totals"]["countries"] is None
    assert content["totals"]["people_min"] is None


def test_the_sitemap_names_every_page(day: Day) -> None:
    published(day)
    root = ElementTree.fromstring(text_of("/sitemap.xml"))  # noqa: S314  our own text
    named = {each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    pages = {path for path in offered() if path.endswith("/") and path != "/"}
    pages |= {f"/{language}/{COPIES}/" for language in ("en", "be", "ru")}  # the press offers these
    assert named == {f"http://127.0.0.1:8000{path}" for path in pages}


def test_data_cost_a_fixed_number_of_queries(day: Day, django_assert_max_num_queries) -> None:
    for country in ("PL", "DE", "LT", "SE", "CZ"):
        published(day, country=country)
    pages = offered()
    for name in ("actions.json", "actions.csv", "actions.geojson", "totals.json"):
        with django_assert_max_num_queries(12):
            pages[f"/data/{name}"].render()
