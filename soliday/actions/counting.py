"""Counts kept with every change, in its own transaction: totals are never counted anew to be read.

Whoever changes a published action holds the days first, so that two changes never count at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Max

from soliday.actions.models import Action, Count, CountFrom, CountInBlock
from soliday.actions.states import Stage, State
from soliday.campaign.models import Day

BLOCK = 96  # actions whose numbers share a part of the data; four pages of the archive
FEW = 288  # up to so many the data of a day come in one piece
HELD = frozenset({Stage.DONE, Stage.CONFIRMED})


def hold_days() -> None:
    """Let no other change of a published action begin before this transaction has ended."""
    list(Day.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def block_of(number: int) -> int:
    return (number - 1) // BLOCK


def count_in(action: Action) -> None:
    """The action is published now. Call after it is written."""
    _count(action, 1)


def count_out(action: Action) -> None:
    """It no longer is, or no longer with these facts. Call after that is written."""
    _count(action, -1)


def _count(action: Action, sign: int) -> None:
    _count_figures(action, sign)
    for scope in ("", str(action.edition.year), action.country):
        for code in sorted(set(action.participant_countries)):
            _count_from(action, scope, code, sign)
    day = action.edition.day
    block, _ = CountInBlock.objects.get_or_create(day=day, number=block_of(action.pk))
    CountInBlock.objects.filter(pk=block.pk).update(actions=F("actions") + sign)
    CountInBlock.objects.filter(pk=block.pk, actions=0).delete()


def _count_figures(action: Action, sign: int) -> None:
    cell, _ = Count.objects.get_or_create(edition=action.edition, country=action.country)
    changes: dict[str, Any] = {
        name: F(name) + sign * value for name, value in figures_of(action).items() if value
    }
    Count.objects.filter(pk=cell.pk).update(**changes | _largest(action))
    Count.objects.filter(pk=cell.pk, announced=0, done=0, confirmed=0).delete()


def _count_from(action: Action, scope: str, code: str, sign: int) -> None:
    row, _ = CountFrom.objects.get_or_create(day=action.edition.day, scope=scope, code=code)
    held = sign if action.stage in HELD else 0
    CountFrom.objects.filter(pk=row.pk).update(actions=F("actions") + sign, held=F("held") + held)
    CountFrom.objects.filter(pk=row.pk, actions=0).delete()


def figures_of(action: Action) -> dict[str, int]:
    """What one action adds to each figure."""
    lowest, highest = action.people_min, action.people_max
    counted = {str(action.stage): 1}
    if action.stage in HELD:
        counted |= {
            "lowest": lowest or 0,
            "lowest_known": int(lowest is not None),
            "highest": highest or 0,
            "highest_known": int(highest is not None),
            "people_known": int(lowest is not None or highest is not None),
            "people_unknown": int(lowest is None and highest is None),
            "open_ended": int(lowest is not None and highest is None),
        }
    return counted


def _largest(action: Action) -> dict[str, Any]:
    """What cannot be added up is looked up, each at the end of an index."""
    there = Action.objects.filter(
        edition=action.edition, country=action.country, state=State.PUBLISHED
    ).order_by()
    most = [
        there.filter(stage=stage).aggregate(most=Max("participant_countries_count"))["most"]
        for stage in HELD
    ]
    return {
        "latest": there.aggregate(latest=Max("changed_on"))["latest"],
        "most_from": max((each for each in most if each is not None), default=None),
    }


def recounted() -> Iterator[tuple[type[Any], dict[tuple[Any, ...], dict[str, Any]]]]:
    """All counts as they ought to be, from the actions themselves: by model, key and figure."""
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    sources: dict[tuple[Any, ...], dict[str, Any]] = {}
    blocks: dict[tuple[Any, ...], dict[str, Any]] = {}
    actions = Action.objects.filter(state=State.PUBLISHED).select_related("edition")
    for action in actions.order_by("id").iterator(2000):
        _add_cell(cells, action)
        for scope in ("", str(action.edition.year), action.country):
            for code in set(action.participant_countries):
                held = int(action.stage in HELD)
                _add(sources, (action.edition.day_id, scope, code), {"actions": 1, "held": held})
        _add(blocks, (action.edition.day_id, block_of(action.pk)), {"actions": 1})
    yield Count, cells
    yield CountFrom, sources
    yield CountInBlock, blocks


def _add(
    rows: dict[tuple[Any, ...], dict[str, Any]], key: tuple[Any, ...], more: dict[str, int]
) -> dict[str, Any]:
    row = rows.setdefault(key, {})
    for name, value in more.items():
        row[name] = row.get(name, 0) + value
    return row


def _add_cell(cells: dict[tuple[Any, ...], dict[str, Any]], action: Action) -> None:
    row = _add(cells, (action.edition_id, action.country), figures_of(action))
    latest = [each for each in (row.get("latest"), action.changed_on) if each]
    row["latest"] = max(latest, default=None)
    most = [row.get("most_from")]
    if action.stage in HELD:
        most.append(action.participant_countries_count)
    row["most_from"] = max((each for each in most if each is not None), default=None)
