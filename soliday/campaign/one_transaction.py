"""What is written in Wagtail and the pages it marks as out of date: both happen, or neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from soliday.campaign.closed import closed_words
from soliday.campaign.models import EditionClosed

View = Callable[..., HttpResponse]


def in_one_transaction(view: View) -> View:
    """Wrap one of Wagtail's views. It publishes outside of a transaction, and a server that died
    just then would leave a changed page that nobody builds.

    Whatever would change a closed year is undone, and said to whoever tried.
    """

    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except EditionClosed as closed:
            messages.error(request, closed_words(closed.year))
            return HttpResponseRedirect(request.path)

    return wrapped
