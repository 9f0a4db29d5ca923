"""The default day and its translations: complete, true to the rules, and in step."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import polib
import pytest
import yaml

DEFAULT_DAY = Path(__file__).resolve().parents[2] / "soliday" / "campaign" / "default_day"
LANGUAGES = ["be", "ru"]
FIGURES = [
    "announced_countries_min",
    "announced_countries_max",
    "result_countries_min",
    "result_countries_max",
    "people_min",
    "people_max",
    "people_words",
]
YEARS_WITHOUT_FIGURES = [2014, *range(2016, 2027)]

# A field that holds one text, and a field that holds a list of paragraphs.
TEXT_FIELDS = {
    "title", "slogan", "summary", "why_date", "what_now", "until_when", "epigraph",
    "epigraph_source", "text", "source_label", "note", "theme", "people_words", "label", "why",
    "risk_note", "for_whom", "name", "role", "intro",
}  # fmt: skip
PARAGRAPH_FIELDS = {"body", "how_to"}
PARAGRAPH_MARKS = ("## ", "- ", "> ")
OTHER_FIELDS = {
    "slug", "key", "month", "day_of_month", "first_year", "source_language", "hashtag", "account",
    "state", "as_of", "source_url", "count", "more_than", "year", "countries", "url", "kind", "on",
    "announced_countries_min", "announced_countries_max", "result_countries_min",
    "result_countries_max", "people_min", "people_max", "minutes_min", "minutes_max", "risk",
    "affected_ok", "born_on", "stage", "country", "city", "happened_on", "happened_to",
    "participant_countries", "participant_countries_count", "idea",
}  # fmt: skip
BARE_SITE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class UnknownField(Exception):
    pass


def without_mark(paragraph: str) -> str:
    for mark in PARAGRAPH_MARKS:
        if paragraph.startswith(mark):
            return paragraph.removeprefix(mark)
    return paragraph


def translatable_texts(node) -> Iterator[str]:
    """Every text a person reads, in the order of the file; a text that recurs comes each time."""
    if isinstance(node, list):
        for item in node:
            yield from translatable_texts(item)
        return
    for field, value in node.items():
        yield from _texts_of(field, value)


def _texts_of(field: str, value) -> Iterator[str]:
    if field in TEXT_FIELDS:
        yield from [] if value is None else [value]
    elif field in PARAGRAPH_FIELDS:
        yield from map(without_mark, value)
    elif isinstance(value, dict | list) and field not in OTHER_FIELDS:
        yield from translatable_texts(value)
    elif field not in OTHER_FIELDS:
        raise UnknownField(field)


def load_day() -> dict:
    return yaml.safe_load((DEFAULT_DAY / "en.yaml").read_text(encoding="utf-8"))


def load_catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(DEFAULT_DAY / f"{language}.po"), encoding="utf-8")


@pytest.fixture(scope="module")
def day() -> dict:
    return load_day()


@pytest.fixture(scope="module")
def texts(day) -> list[str]:
    return list(dict.fromkeys(translatable_texts(day)))


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request) -> polib.POFile:
    return load_catalogue(request.param)


def test_the_file_has_its_parts_in_order(day):
    parts = "day home lists editions ideas defenders texts materials actions"
    assert list(day) == parts.split()


def test_an_unknown_field_is_not_passed_over():
    with pytest.raises(UnknownField):
        list(translatable_texts({"subtitle": "Nobody would translate this"}))


def test_every_text_is_translated(texts, catalogue):
    translations = {entry.msgid: entry.msgstr for entry in catalogue}
    assert [text for text in texts if not translations.get(text, "").strip()] == []


def test_every_translation_differs_from_the_english(texts, catalogue):
    same = [entry.msgid for entry in catalogue if entry.msgid == entry.msgstr]
    assert [text for text in same if not BARE_SITE.fullmatch(text)] == []


def test_no_entry_is_unused_fuzzy_or_out_of_order(texts, catalogue):
    assert [entry.msgid for entry in catalogue] == texts
    assert catalogue.fuzzy_entries() == []
    assert catalogue.obsolete_entries() == []


def test_the_catalogue_names_its_language():
    for language in LANGUAGES:
        metadata = load_catalogue(language).metadata
        assert metadata["Language"] == language
        assert metadata["Content-Type"] == "text/plain; charset=UTF-8"


def test_a_translation_keeps_the_lines_of_its_text(catalogue):
    for entry in catalogue:
        assert entry.msgstr == entry.msgstr.strip()
        assert entry.msgstr.count("[ ]") == entry.msgid.count("[ ]"), entry.msgid


def test_texts_are_plain(texts, catalogue):
    for text in [*texts, *(entry.msgstr for entry in catalogue)]:
        assert not re.search(r"<[a-z/]|\]\(|\*\*|`|&[a-z]+;|  ", text), text


# A sentence may say where he was at a given time; none may say that he is in prison now.
IN_PRISON_NOW = re.compile(
    r"(Bialiatski|\bhe)(, who)? (is|remains|stays|sits) (still |again |now )*"
    r"(in (prison|jail|custody|detention)|behind bars|imprisoned|jailed|detained|held)"
    r"|(Бяляцкі|\bён)(, які)? (цяпер |зараз |зноў |дагэтуль |усё яшчэ )*"
    r"(за кратамі|[уў] турме|[уў] зняволенні|пад вартай|зняволены|сядзіць|застаецца|знаходзіцца)"
    r"|(Беляцкий|\bон)(, который)? (сейчас |снова |до сих пор |всё ещё )*"
    r"(за решёткой|в тюрьме|в заключении|под стражей|заключён|сидит|остаётся|находится)"
    r"|free (Ales|Bialiatski)|(свабоду|свободу) (Алесю|Бяляцкаму|Беляцкому)",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ales Bialiatski is still in prison.",
        "Алесь Бяляцкі дагэтуль за кратамі.",
        "Алесь Беляцкий до сих пор в тюрьме.",
        "Бяляцкі ў турме.",
        "Free Ales!",
    ],
)
def test_the_search_for_a_false_statement_finds_one(sentence):
    assert IN_PRISON_NOW.search(sentence)


def test_no_text_says_that_bialiatski_is_in_prison_now(texts, catalogue):
    for text in [*texts, *(entry.msgstr for entry in catalogue)]:
        assert not IN_PRISON_NOW.search(text), text


def test_his_last_station_is_freedom(day):
    timeline = day["defenders"][0]["timeline"]
    assert timeline[-1]["kind"] == "freed"
    assert timeline[-1]["on"] == date(2025, 12, 13)
    assert all(before["on"] < after["on"] for before, after in pairwise(timeline))


def test_there_are_enough_ideas(day):
    assert len(day["ideas"]) >= 16
    assert "your-own-idea" in [idea["slug"] for idea in day["ideas"]]


def test_every_idea_is_usable(day):
    for idea in day["ideas"]:
        assert len(idea["summary"]) <= 160, idea["slug"]
        assert 3 <= len(idea["how_to"]) <= 6, idea["slug"]
        assert idea["risk"] in {"low", "some", "high"}
        assert 0 < idea["minutes_min"] <= idea["minutes_max"]
        assert 0 < idea["people_min"] <= (idea["people_max"] or idea["people_min"])
        assert isinstance(idea["affected_ok"], bool)


@pytest.mark.parametrize(
    ("part", "field"),
    [("ideas", "slug"), ("defenders", "slug"), ("texts", "slug"), ("actions", "key")],
)
def test_slugs_are_plain_and_unique(day, part, field):
    slugs = [record[field] for record in day[part]]
    assert len(slugs) == len(set(slugs))
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9-]+", slug)] == []


def test_every_year_has_an_edition(day):
    assert [edition["year"] for edition in day["editions"]] == list(range(2012, 2027))


def test_years_without_facts_have_no_figures(day):
    for edition in day["editions"]:
        if edition["year"] in YEARS_WITHOUT_FIGURES:
            assert [edition[figure] for figure in FIGURES] == [None] * len(FIGURES)
            assert edition["countries"] == []


def test_unknown_is_never_zero(day):
    for record in [*day["editions"], *day["actions"]]:
        assert 0 not in [value for value in record.values() if not isinstance(value, list)]


def test_country_codes_are_two_letters(day):
    countries = [country for edition in day["editions"] for country in edition["countries"]]
    countries += [action["country"] for action in day["actions"]]
    # Unquoted, NO for Norway would be read as false.
    assert [code for code in countries if not re.fullmatch("[A-Z]{2}", str(code))] == []


def test_home_texts_fit_their_places(day, catalogue):
    translations = {entry.msgid: entry.msgstr for entry in catalogue}
    for field, limit in {"summary": 300, "why_date": 300, "what_now": 250}.items():
        text = day["home"][field]
        assert len(text) <= limit
        assert len(translations[text]) <= limit


def test_actions_belong_to_an_edition_and_to_known_ideas(day):
    ideas = {idea["slug"] for idea in day["ideas"]} | {None}
    for action in day["actions"]:
        assert 2012 <= action["year"] <= 2015
        assert action["stage"] in ("announced", "done")
        assert action["idea"] in ideas
        assert action["source_label"]
        if action["happened_on"]:
            assert action["happened_on"].year == action["year"]


def test_every_figure_of_prisoners_has_its_date_and_source(day):
    for figure in day["home"]["prisoner_counts"]:
        assert re.fullmatch(r"\d{4}-\d\d(-\d\d)?", figure["as_of"])
        assert figure["source_label"]
