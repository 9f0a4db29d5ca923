"""The states of an action and the moves allowed between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How sure it is that it happened. The three are counted apart, never summed."""

    ANNOUNCED = "announced", _("announced")
    DONE = "done", _("done")
    CONFIRMED = "confirmed", _("confirmed")


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waits for its hour")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Origin(models.TextChoices):
    REPORT = "report", _("reported by those who took part")
    PUBLIC = "public", _("from public sources")


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.WAITING, State.PUBLISHED, State.WITHDRAWN}),
    State.WAITING: frozenset({State.WAITING, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.PUBLISHED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


# On the site, or to be at its set hour: what can still be edited and withdrawn as an action.
ACCEPTED = (State.WAITING, State.PUBLISHED)


class MoveNotAllowed(Exception):
    """The action is no longer in a state from which this can be done."""


def sources(target: State) -> list[State]:
    """The states from which an action may become `target`, for the filter of an update."""
    return [state for state, targets in MOVES.items() if target in targets]
