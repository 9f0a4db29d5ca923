"""What was sent, in words: label and value of each field, and what a correction changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from soliday.actions.states import Stage
from soliday.campaign.queries import days, ideas
from soliday.languages.catalogue import SHIPPED
from soliday.languages.dates import shown_date
from soliday.languages.numbers import RangeUpsideDown, shown_people
from soliday.places.countries import country_name, is_country
from soliday.reports.queries import Version

STAGES = dict(Stage.choices)
LANGUAGES = {each.code: each.native_name for each in SHIPPED}


class Change(NamedTuple):
    """A field that a correction changed, in words; empty where there was or is nothing."""

    label: str
    before: str
    after: str


class ShownVersion(NamedTuple):
    """A correction: its day and what it changed."""

    day: str
    changes: list[Change]


def idea_titles(here: str) -> dict[str, str]:
    """Titles of the catalogue's ideas by short name, in the member's language."""
    return {page.slug: page.title for day in days() for page in ideas(day, here)}


def sent_facts(fields: dict[str, Any], here: str) -> list[tuple[str, str]]:
    """What was sent besides title and text, as label and words; what is empty is left out."""
    return [(label, words) for label, words in _facts(fields, here) if words]


def corrections(versions: Sequence[Version], here: str) -> list[ShownVersion]:
    """Each correction, the newest first, with what it changed."""
    shown = [
        ShownVersion(
            shown_date(after.sent_on, language=here), _changes(before.fields, after.fields, here)
        )
        for before, after in pairwise(versions)
    ]
    return shown[::-1]


def _changes(before: dict[str, Any], after: dict[str, Any], here: str) -> list[Change]:
    pairs = zip(_words(before, here), _words(after, here), strict=True)
    return [Change(label, old, new) for (label, old), (_label, new) in pairs if old != new]


def _words(fields: dict[str, Any], here: str) -> list[tuple[str, str]]:
    told = [(_("Title"), fields.get("title", "")), (_("Text"), fields.get("text", ""))]
    return [*told, *_facts(fields, here)]


def _facts(fields: dict[str, Any], here: str) -> list[tuple[str, str]]:
    country = fields.get("country", "")
    facts = [
        (_("Stage"), STAGES.get(fields.get("stage", ""), "")),
        (_("Idea"), idea_titles(here).get(fields.get("idea", ""), "")),
        (_("Language"), LANGUAGES.get(fields.get("language", ""), fields.get("language", ""))),
        (_("Country"), country_name(country, here) if is_country(country) else country),
        (_("Place"), fields.get("place")),
        (_("Date"), _sent_date(fields.get("date"), here)),
        (_("People"), _sent_people(fields, here)),
        (_("Link"), fields.get("link")),
        (_("Name"), fields.get("name")),
    ]
    return [(label, str(words or "")) for label, words in facts]


def _sent_date(sent: Any, here: str) -> str:
    try:
        return shown_date(date.fromisoformat(str(sent)), language=here)
    except ValueError:
        return str(sent or "")


def _sent_people(fields: dict[str, Any], here: str) -> str:
    smallest, largest = fields.get("people_min") or None, fields.get("people_max") or None
    try:
        return shown_people(smallest, largest, here)
    except (RangeUpsideDown, TypeError):
        return f"{smallest}–{largest}"
