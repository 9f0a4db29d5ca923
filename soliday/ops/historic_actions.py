"""The default day's actions from public sources: each is published once, and never again."""

from __future__ import annotations

from datetime import date
from typing import Any

from soliday.actions.changes import publish
from soliday.actions.models import Action, DatePrecision, MadeBy
from soliday.actions.states import Origin
from soliday.campaign.default_day.content import read_content, translated
from soliday.campaign.models import Closing, Edition
from soliday.languages.catalogue import codes
from soliday.places.cities import find_cities

SAME_IN_BOTH = (
    "stage",
    "country",
    "happened_on",
    "happened_to",
    "people_min",
    "people_max",
    "participant_countries",
    "participant_countries_count",
    "source_label",
)


class CityNotFound(LookupError):
    """The default day names a city that the list of cities does not have."""


def publish_historic_actions(*, today: date) -> int:
    """Publish those never loaded before, withdrawn ones included; return how many.

    A year that the committee has closed meanwhile gets no more.
    """
    content = read_content()
    slug, language = content["day"]["slug"], content["day"]["source_language"]
    closed = Closing.objects.filter(reopened_on=None).values("edition")
    open_ones = Edition.objects.filter(day__slug=slug).exclude(pk__in=closed)
    editions = {each.year: each for each in open_ones}
    loaded = set(Action.objects.exclude(default_key="").values_list("default_key", flat=True))
    new = [
        each
        for each in content["actions"]
        if each["key"] not in loaded and each["year"] in editions
    ]
    for action in new:
        publish(
            edition=editions[action["year"]],
            facts=_facts(action, language),
            texts=[_text(action, code, language) for code in codes()],
            today=today,
        )
    return len(new)


def _facts(action: dict[str, Any], language: str) -> dict[str, Any]:
    is_dated = action["happened_on"] is not None
    return {name: action[name] for name in SAME_IN_BOTH} | {
        "default_key": action["key"],
        "origin": Origin.PUBLIC,
        "idea": action["idea"] or "",
        "city": _city(action),
        "date_precision": DatePrecision.DAY if is_dated else DatePrecision.YEAR,
        "source_url": action["source_url"] or "",
        "language": language,
    }


def _city(action: dict[str, Any]) -> int | None:
    if action["city"] is None:
        return None
    found = find_cities(action["country"], action["city"], limit=1)
    if not found:
        raise CityNotFound(action["city"])
    return found[0].id


def _text(action: dict[str, Any], code: str, source: str) -> dict[str, str]:
    is_original = code == source
    return {
        "language": code,
        "title": action["title"] if is_original else translated(action["title"], code),
        "text": action["text"] if is_original else translated(action["text"], code),
        "made_by": MadeBy.ORIGINAL if is_original else MadeBy.COMMITTEE,
    }
