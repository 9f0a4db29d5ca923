"""The panel on the desk's home page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.forms import Media
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.admin.ui.components import Component

from soliday.committee.audit import begun_on
from soliday.committee.desk_rules import rules_in_force
from soliday.core.room import is_room_left
from soliday.desk.menu import unlocked_here, waiting_count
from soliday.languages.dates import shown_date
from soliday.reports.queries import counts_by_state
from soliday.reports.states import State


def _is_untended(tended_on: date | None, today: date) -> bool:
    """Whether it is more than a day ago; an installation of today has not been tended yet."""
    since = tended_on or begun_on()
    return since is not None and (today - since).days > 1


class OwnPanel(Component):
    """A panel of ours: it knows who asks, and needs no styles or scripts of its own."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    @property
    def media(self) -> Media:
        return Media()


class AlarmsPanel(OwnPanel):
    """Canaries that were opened, above everything else."""

    order = 1
    template_name = "desk/_alarms.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        around = parent_context or {}
        return {name: around[name] for name in ("open_alarms", "csrf_token") if name in around}


class DeskPanel(OwnPanel):
    """What waits, by state and without opening anything, and whether the desk is unlocked."""

    order = 50
    template_name = "desk/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request, counts = self.request, counts_by_state()
        rules, today, here = rules_in_force(), timezone.now().date(), get_language() or "en"
        return {
            "tended_on": rules.tended_on and shown_date(rules.tended_on, language=here),
            "tended_reports": rules.tended_counts.get("reports", 0),
            "is_untended": _is_untended(rules.tended_on, today),
            "is_full": not is_room_left(),
            "is_unguarded": not settings.CONFIGURATION.is_flood_guarded,
            "request": request,
            "counts": [(State(state).label, count) for state, count in counts.items()],
            "waiting": waiting_count(),
            "proposed": counts[State.PROPOSED],
            "is_unlocked": unlocked_here(request),
        }
