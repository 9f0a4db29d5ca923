"""Closing a year, and opening one again that was closed by mistake."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from soliday.actions.counting import hold_days
from soliday.actions.frozen import ASSETS, key_of
from soliday.actions.models import Action
from soliday.actions.states import State
from soliday.campaign.keys import figures_key
from soliday.campaign.models import Closing, Edition, refuse_closed
from soliday.campaign.models.days import hold_edition
from soliday.core.stale import mark_stale


class StillTakesReports(Exception):
    """The year is open for reports."""


class StillWaiting(Exception):
    """Accepted actions of the year wait for their set hour; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class NotClosed(Exception):
    """The year is not closed, or no longer."""


@transaction.atomic
def close(*, edition: Edition, today: date) -> Closing:
    """From now on nothing of the edition changes but what is withdrawn.

    Raises StillTakesReports, StillWaiting, EditionClosed. What is being published or edited at
    this moment is there before, or is refused after: both hold the days.
    """
    hold_days()
    hold_edition(edition.pk)
    edition = Edition.objects.select_related("day").get(pk=edition.pk)
    refuse_too_early(edition)
    closing = Closing.objects.create(edition=edition, closed_on=today)
    mark_stale(_heads(edition))
    return closing


def refuse_too_early(edition: Edition) -> None:
    """Raise what stands in the way of closing: EditionClosed, StillTakesReports, StillWaiting."""
    refuse_closed(edition.pk)
    if edition.is_open:
        raise StillTakesReports
    waiting = Action.objects.filter(edition=edition, state=State.WAITING).count()
    if waiting:
        raise StillWaiting(waiting)


@transaction.atomic
def reopen(*, edition: Edition, today: date) -> None:
    """Let the year change again; its page says since when. Raises NotClosed."""
    hold_days()
    hold_edition(edition.pk)
    in_force = Closing.objects.filter(edition=edition, reopened_on=None)
    closing = in_force.select_for_update().first()
    if closing is None:
        raise NotClosed
    keys = set(closing.files.order_by().values_list("key", flat=True).distinct())
    in_force.update(reopened_on=today)
    closing.files.only("id").delete()
    mark_stale(keys | _heads(edition) | {ASSETS})


def _heads(edition: Edition) -> set[str]:
    """The keys of what says whether the year is closed."""
    return {key_of(edition), figures_key(edition.day.slug, edition.year)}
