"""A report as somebody wrote it far from the form: lines “name: value”, then the text.

Forgiving: what is not understood stays in the text, where a member reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from soliday.core.plain_text import LINE_ENDS, tidied, without_hidden
from soliday.languages.catalogue import codes
from soliday.places.countries import require_country
from soliday.sealing.receipts import parse_receipt

# As in the form; a test holds the two together.
LONGEST = {"title": 120, "text": 5000, "place": 80, "link": 500, "name": 120, "contact": 200}
# Before composing, which takes the square of a long run: three code points may become one letter.
MOST_CHARACTERS = 3 * sum(LONGEST.values())
MOST_PEOPLE = 10_000_000
FIRST_YEAR = 2000
WEB = URLValidator(schemes=["http", "https"])


class TextRefused(Exception):
    """Nothing is written, or more than a report may hold; `reason` says which."""

    def __init__(self, reason: Literal["empty", "too_long"]) -> None:
        super().__init__(reason)
        self.reason: Literal["empty", "too_long"] = reason


@dataclass(frozen=True)
class Written:
    """fields: as the form seals them. receipt: 44 digits, or None when none came whole."""

    fields: dict[str, Any]
    receipt: str | None


def read_report(text: str, *, ideas: frozenset[str], today: date) -> Written:
    """Return what was written, each value checked as the form checks it. Raises TextRefused."""
    if len(text) > MOST_CHARACTERS:
        raise TextRefused("too_long")
    given, body = _parts(LINE_ENDS.sub("\n", text))
    values, not_understood = _values(given, ideas, today)
    whole = _clean("\n".join([*not_understood, body]), is_one_line=False)
    title = values.get("title") or _first_words(_clean(body, is_one_line=False) or whole)
    if not title:
        raise TextRefused("empty")
    if len(whole) > LONGEST["text"]:
        raise TextRefused("too_long")
    receipt = values.pop("receipt", None)
    fields: dict[str, Any] = dict.fromkeys((*READERS, "text"), "") | values
    fields |= {name: values.get(name) for name in ("people_min", "people_max")}
    fields |= {"title": title, "text": whole or title, "photo_descriptions": []}
    del fields["receipt"]
    return Written(fields, receipt)


def _parts(text: str) -> tuple[dict[str, str], str]:
    """The lines at the head, and the text: from “text:” or from the first line that is no field."""
    lines = text.split("\n")
    given: dict[str, str] = {}
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith("# "):
            continue
        match = FIELD.fullmatch(line)
        if match is None:
            return given, "\n".join(lines[number:] if given else lines)
        name, value = match[1].lower(), match[2].strip()
        if name == "text":
            return given, "\n".join([value, *lines[number + 1 :]])
        given.setdefault(name, value)
    return given, ""


def _values(
    given: dict[str, str], ideas: frozenset[str], today: date
) -> tuple[dict[str, Any], list[str]]:
    """What was understood, and as lines what was not."""
    values: dict[str, Any] = {}
    for name, typed in given.items():
        try:
            values[name] = READERS[name](typed) if typed else ""
        except (ValueError, ValidationError):
            values[name] = None
    if values.get("idea") not in ideas:
        values["idea"] = values.get("idea") and None
    if isinstance(day := values.get("date"), str) and day > f"{today.year + 1}-12-31":
        values["date"] = None
    people = values.get("people_min") or 0, values.get("people_max") or MOST_PEOPLE
    if people[0] > people[1]:
        values["people_min"] = values["people_max"] = None
    wrong = [name for name, typed in given.items() if typed and values[name] is None]
    # A mistyped receipt is still somebody's: it goes nowhere, not even into the text.
    lines = [f"{name}: {given[name]}" for name in wrong if name != "receipt"]
    return {name: value for name, value in values.items() if value}, lines


def _clean(text: str, *, is_one_line: bool) -> str:
    return tidied(without_hidden(text, is_one_line=is_one_line))


def _line(name: str) -> Callable[[str], str]:
    def read(typed: str) -> str:
        text = _clean(typed, is_one_line=True)
        if len(text) > LONGEST[name]:
            raise ValueError
        return text

    return read


def _link(typed: str) -> str:
    text = _line("link")(typed)
    address = text if "://" in text else f"https://{text}"
    WEB(address)
    if "@" in urlsplit(address).netloc or len(address) > LONGEST["link"]:
        raise ValueError
    return address


def _people(typed: str) -> int:
    number = int(typed) if len(typed) < 20 and typed.isdecimal() else 0
    if not 0 < number <= MOST_PEOPLE:
        raise ValueError
    return number


def _day(typed: str) -> str:
    day = date(*(int(part) for part in typed.split("-", 2)))
    if day.year < FIRST_YEAR:
        raise ValueError
    return day.isoformat()


def _one_of(*known: str) -> Callable[[str], str]:
    def read(typed: str) -> str:
        if typed.lower() not in known:
            raise ValueError
        return typed.lower()

    return read


def _first_words(text: str) -> str:
    """The first line as a title, cut between words."""
    line = next((line for line in text.split("\n") if line.strip()), "").strip()
    if len(line) <= LONGEST["title"]:
        return line
    head = line[: LONGEST["title"] - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head) + "…"


READERS: dict[str, Callable[[str], Any]] = {
    "stage": _one_of("announced", "done"),
    "idea": str,
    "title": _line("title"),
    "language": _one_of(*codes()),
    "country": lambda typed: require_country(typed.upper()),
    "link": _link,
    "place": _line("place"),
    "name": _line("name"),
    "contact": _line("contact"),
    "date": _day,
    "people_min": _people,
    "people_max": _people,
    "receipt": parse_receipt,
}
FIELD = re.compile(rf"\s*({'|'.join((*READERS, 'text'))})\s*[:：](.*)", re.IGNORECASE)
