"""When what the desk accepts appears: at once, or at a set hour together with others."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soliday.actions.models import Action
from soliday.actions.states import State
from soliday.actions.waiting import next_set_hour
from soliday.desk.rules import Rules
from soliday.languages.dates import shown_date


def appears_at(rules: Rules, *, now: datetime) -> datetime | None:
    """The set hour at which it appears; None where the rules let it appear at once."""
    return next_set_hour(now) if rules.goes_out_at_set_hours else None


def hour_words(hour: datetime, here: str) -> str:
    """A set hour: "25 November 2026, 18:00 UTC"."""
    at = hour.astimezone(UTC)
    return f"{shown_date(at.date(), language=here)}, {at:%H:%M} UTC"


def accepted_words(action: Action) -> str:
    """What the desk says once it is done. A number that still changes is not told."""
    if action.state != State.WAITING or action.appears_at is None:
        return _("Published as action %(number)s.") % {"number": action.pk}
    hour = hour_words(action.appears_at, get_language() or "en")
    return _("Accepted. It appears on %(hour)s, together with others.") % {"hour": hour}
