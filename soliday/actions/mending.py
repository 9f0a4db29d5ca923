"""Counts and places compared with the actions themselves, and put right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from soliday.actions.counting import hold_days, recounted
from soliday.actions.models import Action
from soliday.actions.states import State
from soliday.core.stale import EVERYTHING, mark_stale

KEYS = {
    "Count": ("edition_id", "country"),
    "CountFrom": ("day_id", "scope", "code"),
    "CountInBlock": ("day_id", "number"),
}
CHUNK = 2000


@transaction.atomic
def mend_counts() -> list[str]:
    """Put every count right; return what was wrong, in words for the host."""
    hold_days()
    faults: list[str] = []
    for model, right in recounted():
        names = KEYS[model.__name__]
        stored = {tuple(getattr(row, each) for each in names): row for row in model.objects.all()}
        wrong = [key for key, row in stored.items() if not _is_right(row, right.get(key))]
        missing = [key for key in right if key not in stored]
        model.objects.filter(pk__in=[stored[key].pk for key in wrong]).delete()
        again = [key for key in (*wrong, *missing) if key in right]
        model.objects.bulk_create(
            [model(**dict(zip(names, key, strict=True)), **right[key]) for key in again], CHUNK
        )
        faults += [f"{model.__name__} {key}" for key in (*wrong, *missing)]
    if faults:
        mark_stale([EVERYTHING])
    return faults


def _is_right(row: Any, values: dict[str, Any] | None) -> bool:
    fields = {field.name for field in row._meta.local_concrete_fields}
    counted = fields - {"id", "edition", "day", "country", "scope", "code", "number"}
    return values is not None and all(
        (getattr(row, name) or 0) == (values.get(name) or 0) for name in counted
    )


@transaction.atomic
def mend_places() -> list[str]:
    """Give each published action its day and its places, where it has none."""
    hold_days()
    lost = Action.objects.filter(state=State.PUBLISHED).filter(
        Q(day=None) | Q(nth_in_country=None) | Q(nth_in_year=None)
    )
    actions = list(lost.select_related("edition").order_by("id"))
    ends: dict[tuple[Any, ...], int] = {}
    for action in actions:
        action.day_id = action.edition.day_id
        there = Action.objects.filter(day=action.edition.day_id, country=action.country)
        own = Action.objects.filter(edition=action.edition)
        if action.nth_in_country is None:
            key = (action.edition.day_id, action.country)
            action.nth_in_country = _next(ends, key, there, "nth_in_country")
        if action.nth_in_year is None:
            action.nth_in_year = _next(ends, (action.edition_id,), own, "nth_in_year")
    Action.objects.bulk_update(actions, ["day", "nth_in_country", "nth_in_year"], CHUNK)
    if actions:
        mark_stale([EVERYTHING])
    return [f"place of action {action.pk}" for action in actions]


def _next(ends: dict[tuple[Any, ...], int], key: tuple[Any, ...], there: Any, name: str) -> int:
    if key not in ends:
        ends[key] = there.order_by().aggregate(end=Max(name))["end"] or 0
    ends[key] += 1
    return ends[key]
