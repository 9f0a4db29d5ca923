"""Actions that wait for a set hour: accepted, shown and counted nowhere before it.

All that became due appear together, in an order drawn by lot and under new numbers, so that
neither the time nor the number tells when the committee decided about which.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, time, timedelta
from secrets import SystemRandom
from typing import Any

from django.conf import settings
from django.db import transaction

from soliday.actions.changes import rewrite_photos, show
from soliday.actions.counting import hold_days
from soliday.actions.models import Action
from soliday.actions.states import State

PHOTO = "page_jpeg wall_jpeg width height wall_width wall_height descriptions".split()


def next_set_hour(now: datetime) -> datetime:
    """The first set hour after now, in UTC; `now` has a time zone."""
    days = (now.date(), now.date() + timedelta(days=1))
    hours = settings.CONFIGURATION.release_hours
    found = [datetime.combine(day, time(hour), now.tzinfo) for day in days for hour in hours]
    return min(each for each in found if each > now)


def due_numbers(*, now: datetime) -> list[int]:
    """The numbers of those whose hour has come."""
    due = Action.objects.filter(state=State.WAITING, appears_at__lte=now)
    return list(due.order_by("id").values_list("pk", flat=True))


def is_waiting(action_number: int | None) -> bool:
    """Whether the action is accepted and waits for its hour."""
    if action_number is None:
        return False
    return Action.objects.filter(pk=action_number, state=State.WAITING).exists()


@transaction.atomic
def show_due(numbers: Iterable[int], *, today: date) -> dict[int, int]:
    """Show these actions, unless they were withdrawn meanwhile; return old number -> new number."""
    hold_days()
    due = Action.objects.filter(pk__in=list(numbers), state=State.WAITING)
    actions = list(due.select_related("edition__day").order_by("id"))
    SystemRandom().shuffle(actions)
    return {action.pk: _shown(action, today).pk for action in actions}


def _shown(waiting: Action, today: date) -> Action:
    """The same under the newest number; its pictures get addresses that the old one is not in."""
    action = copy(waiting)
    action.pk = None
    action.appears_at = None
    action.state = State.DRAFT
    action.save(force_insert=True)
    waiting.texts.all().update(action=action)
    photos = [_plain(photo) for photo in waiting.photos.order_by("position").values(*PHOTO)]
    rewrite_photos(action, photos)
    Action.objects.filter(pk=waiting.pk).delete()
    show(action, today=today)
    return action


def _plain(photo: dict[str, Any]) -> dict[str, Any]:
    # PostgreSQL gives binary columns as memoryview.
    return {
        name: bytes(value) if isinstance(value, memoryview) else value
        for name, value in photo.items()
    }
