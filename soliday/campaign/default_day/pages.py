"""The pages of the default day in its source language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

from soliday.campaign.default_day.rich_text import rich_text
from soliday.campaign.models import (
    Day,
    DayPage,
    DaysPage,
    DefenderPage,
    DefendersPage,
    Edition,
    EditionPage,
    IdeaPage,
    IdeasPage,
    MaterialsPage,
    TextPage,
)

Children = Iterator[tuple[Page, list[Page]]]


def home_page(content: dict[str, Any], day: Day) -> DayPage:
    """The home page, still without a place in the tree."""
    fields = dict(content["home"])
    conditions, counts = fields.pop("conditions"), fields.pop("prisoner_counts")
    return DayPage(
        day=day,
        slug=day.slug,
        conditions=_blocks("condition", conditions),
        prisoner_counts=_blocks("count", counts),
        **fields,
    )


def pages_below(content: dict[str, Any], editions: list[Edition]) -> Children:
    """Each page below the home page, in the order of the menu, with the pages below it."""
    lists, by_year = content["lists"], {edition.year: edition for edition in editions}
    yield IdeasPage(slug="ideas", **lists["ideas"]), [_idea(i) for i in content["ideas"]]
    yield (
        DaysPage(slug="days", **lists["days"]),
        [_edition(each, by_year[each["year"]]) for each in content["editions"]],
    )
    yield (
        DefendersPage(slug="defenders", **lists["defenders"]),
        [_defender(each) for each in content["defenders"]],
    )
    for text in content["texts"]:
        yield TextPage(**text | {"body": rich_text(text["body"])}), []
    materials = dict(content["materials"])
    blocks = _blocks("material", materials.pop("items"))
    yield MaterialsPage(slug="materials", materials=blocks, **materials), []


def _idea(idea: dict[str, Any]) -> IdeaPage:
    return IdeaPage(**idea | {"how_to": rich_text(idea["how_to"])})


def _edition(content: dict[str, Any], edition: Edition) -> EditionPage:
    year = str(edition.year)
    return EditionPage(
        title=year,
        slug=year,
        edition=edition,
        theme=content["theme"] or "",
        body=rich_text(content["body"]),
        people_words=content["people_words"] or "",
        sources=_blocks("source", content["sources"]),
    )


def _defender(content: dict[str, Any]) -> DefenderPage:
    fields = dict(content)
    timeline = _blocks("event", fields.pop("timeline"))
    return DefenderPage(
        title=fields.pop("name"),
        body=rich_text(fields.pop("body")),
        timeline=timeline,
        **fields,
    )


def _blocks(kind: str, values: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """A block's texts are never null: Wagtail's own forms leave them empty."""
    return [
        (kind, {name: "" if field is None else field for name, field in value.items()})
        for value in values
    ]
