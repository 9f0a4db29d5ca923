"""Days in detention and their tally, and the counts of prisoners over time as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from soliday.campaign.chart import Chart, chart_of
from soliday.campaign.detention import Detention, days_counted, detentions
from soliday.campaign.models.blocks import CONDITION_STATES, EVENT_KINDS, MATERIAL_KINDS
from soliday.campaign.tally import tally_svg

register = template.Library()


@dataclass(frozen=True)
class Event:
    """One event of a timeline; is_inside: it happened while the person was detained."""

    value: Any
    kind_name: str | Promise
    is_inside: bool
    day_count: int | None

    @property
    def kind(self) -> str:
        return self.value["kind"]


@dataclass(frozen=True)
class Counted:
    """total: the days of all times in prison that have ended."""

    total: int
    detentions: list[Detention]
    events: list[Event]


@register.simple_tag
def counted_days(page: Any) -> Counted:
    values = sorted((block.value for block in page.timeline), key=lambda value: value["on"])
    found = detentions(values)
    return Counted(days_counted(found), found, [_event(value, found) for value in values])


@register.simple_tag
def tally(day_count: int) -> SafeString:
    return mark_safe(tally_svg(day_count))  # noqa: S308  built from numbers only


@register.simple_tag
def prisoner_chart(page: Any) -> Chart | None:
    return chart_of([block.value for block in page.prisoner_counts])


@register.simple_tag
def condition_state(state: str) -> str | Promise:
    return dict(CONDITION_STATES).get(state, "")


@register.simple_tag
def material_kind(kind: str) -> str | Promise:
    return dict(MATERIAL_KINDS).get(kind, "")


def _event(value: Any, found: list[Detention]) -> Event:
    inside = any(
        each.arrested_on <= value["on"] and (not each.freed_on or value["on"] < each.freed_on)
        for each in found
    )
    ended = [each for each in found if value["kind"] == "freed" and each.freed_on == value["on"]]
    return Event(
        value=value,
        kind_name=dict(EVENT_KINDS)[value["kind"]],
        is_inside=inside,
        day_count=ended[0].day_count if ended else None,
    )
