"""What is written in Wagtail and the pages it marks as out of date: both happen, or neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def in_one_transaction(view: View) -> View:
    """Wrap one of Wagtail's views. It publishes outside of a transaction, and a server that died
    just then would leave a changed page that nobody builds."""

    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapped
