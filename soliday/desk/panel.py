"""The panel on the desk's home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from soliday.desk.menu import unlocked_here
from soliday.reports.queries import counts_by_state
from soliday.reports.states import State


class DeskPanel(Component):
    """What waits, by state and without opening anything, and whether the desk is unlocked."""

    order = 50
    template_name = "desk/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    @property
    def media(self) -> Media:
        return Media()

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request, counts = self.request, counts_by_state()
        return {
            "request": request,
            "counts": [(State(state).label, count) for state, count in counts.items()],
            "waiting": counts[State.WAITING] + counts[State.PROPOSED],
            "proposed": counts[State.PROPOSED],
            "is_unlocked": unlocked_here(request),
        }
