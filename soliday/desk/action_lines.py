"""The list of actions in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from soliday.actions.models import Action
from soliday.actions.states import Origin, Stage, State
from soliday.campaign.models import Edition
from soliday.desk.appearing import hour_words
from soliday.places.countries import country_choices, country_name, is_country

STATE_CLASS = {
    State.DRAFT: "w-status--label",
    State.WAITING: "w-status--label",
    State.PUBLISHED: "w-status--primary",
}


def action_lines(actions: Iterable[Action], here: str) -> list[dict[str, Any]]:
    """One line for each action, titled in the member's language where it has that."""
    return [
        {
            "action": action,
            "title": _title(action, here),
            "country": country_name(action.country, here) if is_country(action.country) else "",
            "stage": Stage(action.stage).label,
            "state": State(action.state).label,
            "state_class": STATE_CLASS.get(State(action.state), ""),
            "origin": Origin(action.origin).label,
            "languages": ", ".join(sorted(text.language for text in action.texts.all())),
            "appears": hour_words(action.appears_at, here) if action.appears_at else "",
            "is_withdrawn": action.state == State.WITHDRAWN,
        }
        for action in actions
    ]


def _title(action: Action, here: str) -> str:
    titles = {text.language: text.title for text in action.texts.all()}
    first = titles.get(here) or titles.get(action.language)
    return first or next(iter(titles.values()), _("nothing is left of it"))


def action_filters(here: str, wanted: dict[str, str]) -> list[dict[str, Any]]:
    """The filters of the list as selects."""
    editions = Edition.objects.select_related("day").order_by("day", "-year")
    every: list[tuple[str, str, Any]] = [
        ("edition", _("Edition"), [(str(each.pk), str(each)) for each in editions]),
        ("country", _("Country"), country_choices(here)),
        ("state", _("State"), State.choices),
    ]
    return [
        {"name": name, "label": label, "choices": choices, "value": wanted.get(name, "")}
        for name, label, choices in every
    ]


def wanted_actions(wanted: dict[str, str]) -> QuerySet[Action]:
    """The actions that pass the filters, the newest first, with their texts."""
    names = {"edition": "edition_id", "country": "country", "state": "state"}
    found = {names[name]: value for name, value in wanted.items() if value}
    if not found.get("edition_id", "0").isdigit():
        return Action.objects.none()
    actions = Action.objects.filter(**found).select_related("edition__day")
    return actions.prefetch_related("texts").order_by("-id")
