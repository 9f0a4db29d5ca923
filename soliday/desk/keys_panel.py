"""The panel for administrators on the desk's home page: what has to be done about keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from soliday.committee import recovery_keys
from soliday.committee.keys import NoKeyholder
from soliday.committee.two_persons import waiting
from soliday.desk.panel import OwnPanel
from soliday.reports.resealing import out_of_date


class KeysPanel(OwnPanel):
    """Nothing to do: nothing is shown."""

    order = 60
    template_name = "desk/keys_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        today, key = timezone.now().date(), recovery_keys.in_force()
        return {
            "request": self.request,
            "has_recovery": key is not None,
            "is_drill_due": key is not None and recovery_keys.is_drill_due(key, today=today),
            "waiting": waiting(today=today).count(),
            "out_of_date": _out_of_date(),
        }


def _out_of_date() -> int:
    try:
        return out_of_date()
    except NoKeyholder:
        return 0
