"""The page for a member who has opened as many reports this hour as the rules allow."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from soliday.committee.reading import CapReached
from soliday.committee.roles import may_administer


def enough_for_now(
    request: HttpRequest, reached: CapReached, *, carried: list[tuple[str, str]], now: datetime
) -> HttpResponse:
    """How many were opened and when it goes on; what was typed can be sent again from here."""
    seconds = max(1.0, (reached.next_at - now).total_seconds())
    context = {
        "cap": reached.reports_an_hour,
        "minutes": ceil(seconds / 60),
        "carried": carried,
        "action": request.get_full_path(),
        "may_raise": may_administer(request.user),
    }
    answer = render(request, "desk/cap.html", context, status=429)
    answer["Retry-After"] = str(ceil(seconds))
    return answer
