"""Who may see which page of the desk: every view of ours passes through `only_for`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access

from soliday.committee.models import Member

View = Callable[..., HttpResponse]
Judge = Callable[[Member | AnonymousUser], bool]


def only_for(may: Judge, *methods: str) -> Callable[[View], View]:
    """Let members in who may; others go to the home page of the desk with a message.

    Wagtail's own check around it asks for signing in and shows the page in the member's language.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except Http404:
                return render(request, "wagtailadmin/404.html", status=404)

        guarded = require_admin_access(sensitive_post_parameters()(judged))
        checked: View = require_http_methods(list(methods))(guarded)
        return checked

    return decorate


def signed_in_member(request: HttpRequest) -> Member:
    """The member behind a request that `only_for` let in."""
    assert isinstance(request.user, Member)  # noqa: S101 - for the type checker; only_for has judged
    return request.user
