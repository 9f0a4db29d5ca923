"""Asking for a change that takes two persons, and saying what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from soliday.committee.kinds import State
from soliday.committee.models import PendingChange
from soliday.committee.two_persons import ask
from soliday.desk.access import signed_in_member


def ask_for(
    request: HttpRequest, *, kind: str, subject: str, payload: dict[str, Any]
) -> PendingChange:
    """Ask for it, and tell whether it is done or waits. Raises CannotBeDone."""
    change = ask(
        kind=kind,
        subject=subject,
        payload=payload,
        member=signed_in_member(request),
        now=timezone.now(),
    )
    if change.state == State.WAITING:
        messages.info(request, _("Asked. It happens when another administrator agrees."))
    else:
        messages.success(request, _("Done."))
    return change
