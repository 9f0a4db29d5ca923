"""The door of every live page: who is foreign stays out, the rest is read and answered in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.timezone import localdate
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from soliday.campaign.models import Day, DayPage
from soliday.committee.keys import NoKeyholder
from soliday.intake.answers import asked_language, stopped
from soliday.intake.guard.senders import sender_name
from soliday.intake.origin import is_foreign
from soliday.intake.posted import CannotRead, Posted, read_posted
from soliday.places.queries import ProfilesNotLoaded

NOT_READY = (
    NoKeyholder,
    ProfilesNotLoaded,
    Day.DoesNotExist,
    DayPage.DoesNotExist,
    DatabaseError,
)


@dataclass(frozen=True)
class Visit:
    """All that a live page may know of who is there. posted: None when the page is only read.

    sender: a name in memory for the flood guard, never kept. now: seconds since 1970.
    """

    query: QueryDict
    posted: Posted | None
    language: str
    today: date
    now: float
    sender: str | None

    @property
    def fields(self) -> QueryDict:
        return self.posted.fields if self.posted else QueryDict()


def door(view: Callable[[Visit], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let a view answer a visit. No token against forgery: see origin.py."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        posted = None
        if request.method == "POST":
            if is_foreign(request):
                return stopped(asked_language(request), HTTPStatus.FORBIDDEN)
            try:
                posted = read_posted(request)
            except CannotRead as fault:
                return stopped(asked_language(request), fault.status)
        return _answered(view, request, posted)

    return opened


def _answered(
    view: Callable[[Visit], HttpResponse], request: HttpRequest, posted: Posted | None
) -> HttpResponse:
    language = asked_language(request, posted.fields if posted else None)
    with override(language):
        try:
            return view(_visit(request, posted, language))
        except NOT_READY:
            return stopped(language, HTTPStatus.SERVICE_UNAVAILABLE)


def _visit(request: HttpRequest, posted: Posted | None, language: str) -> Visit:
    today = localdate()
    sender = sender_name(request.META, day=today)
    return Visit(request.GET, posted, language, today, now=time.time(), sender=sender)
