"""The rules of the desk as a form, each with what it means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soliday.committee.desk_rules import BOUNDS
from soliday.committee.models import DeskRules


def _number(name: str, label: Any, help_text: Any) -> forms.IntegerField:
    smallest, largest = BOUNDS[name]
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=smallest, max_value=largest
    )


class LimitsForm(forms.Form):
    """How many reports a member opens an hour, and how long reports are kept."""

    reports_an_hour = _number(
        "reports_an_hour",
        _("Reports a member opens within an hour"),
        _(
            "So many different reports a member can open within any hour, an administrator ten "
            "times as many; the same one again costs nothing. Low: whoever gets into the desk "
            "carries off little. High: quicker reading when much comes in. From 1 to 1000."
        ),
    )
    keep_decided_days = _number(
        "keep_decided_days",
        _("Days a report is kept after its decision"),
        _(
            "Then it is erased with its receipt, messages and photos. Until then its sender can "
            "read your answer, correct and withdraw; what is published stays published. "
            "From 1 to 365."
        ),
    )
    keep_undecided_days = _number(
        "keep_undecided_days",
        _("Days a report is kept that nobody decides on"),
        _("Then it is erased unread. From 7 to 730."),
    )


def limits_of(rules: DeskRules) -> dict[str, int]:
    """The three numbers in force."""
    return {name: getattr(rules, name) for name in BOUNDS}
