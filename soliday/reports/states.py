"""The states of a report and the moves allowed between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    PROPOSED = "proposed", _("accepted by one, waiting")
    ACCEPTED = "accepted", _("published")
    CORRECTED = "corrected", _("published, corrected since")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ERASED = "erased", _("erased")


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset(
        {State.PROPOSED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.ERASED}
    ),
    State.PROPOSED: frozenset(
        {State.WAITING, State.PROPOSED, State.ACCEPTED, State.CORRECTED, State.DECLINED}
        | {State.WITHDRAWN, State.ERASED}
    ),
    State.ACCEPTED: frozenset({State.CORRECTED, State.WITHDRAWN, State.ERASED}),
    State.CORRECTED: frozenset(
        {State.CORRECTED, State.PROPOSED, State.ACCEPTED, State.WITHDRAWN, State.ERASED}
    ),
    State.DECLINED: frozenset({State.WAITING, State.WITHDRAWN, State.ERASED}),
    State.WITHDRAWN: frozenset({State.ERASED}),
    State.ERASED: frozenset(),
}

# Where a correction by the sender leads: what is published stays so until the desk decides.
AFTER_CORRECTION: dict[State, State] = {
    State.WAITING: State.WAITING,
    State.PROPOSED: State.WAITING,
    State.ACCEPTED: State.CORRECTED,
    State.CORRECTED: State.CORRECTED,
    State.DECLINED: State.WAITING,
}


class MoveNotAllowed(Exception):
    """The report is no longer in a state from which this can be done."""


def sources(target: State) -> list[State]:
    """The states from which a report may become `target`, for the filter of an update."""
    return [state for state, targets in MOVES.items() if target in targets]
