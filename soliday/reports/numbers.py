"""The numbers of the actions that reports became, where an action gets its public number late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from soliday.reports.models import Report


def hold_reports_of(action_numbers: Iterable[int]) -> None:
    """Keep others off these reports until the transaction ends: before the days are held."""
    reports = Report.objects.filter(action_number__in=list(action_numbers)).order_by("pk")
    list(reports.select_for_update().values_list("pk"))


def renumber(numbers: Mapping[int, int]) -> None:
    """Let reports follow their actions, old number -> new number; in the actions' transaction."""
    for old, new in numbers.items():
        Report.objects.filter(action_number=old).update(action_number=new)
