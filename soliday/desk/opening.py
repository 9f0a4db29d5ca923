"""With the key: views that open sealed reports get the secret, or the member is asked to unlock."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from soliday.committee import audit, unlocking
from soliday.committee.reading import CapReached
from soliday.desk.access import View, signed_in_member
from soliday.desk.cap import enough_for_now
from soliday.desk.unlock_forms import PassphraseForm
from soliday.sealing.identities import WrongPassphrase

ASKED_AGAIN = "desk-passphrase"


def with_key(view: View) -> View:
    """Call `view(request, secret, …)`; when the desk is locked, unlock first and come back.

    A form sent after the desk has locked is not lost: the page that asks for the passphrase
    carries what was typed, and sends it on together with the passphrase. So does the page that
    says that enough reports were opened for this hour.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = signed_in_member(request)
        try:
            token = request.COOKIES.get(unlocking.COOKIE, "")
            secret = unlocking.opened_secret(member=member, token=token, now=timezone.now())
        except unlocking.Locked:
            return _unlock_first(view, request, *args, **kwargs)
        return _within_cap(view, request, secret, *args, **kwargs)

    return opened


def _within_cap(
    view: View, request: HttpRequest, secret: str, *args: Any, **kwargs: Any
) -> HttpResponse:
    try:
        return view(request, secret, *args, **kwargs)
    except CapReached as reached:
        return enough_for_now(request, reached, carried=_carried(request), now=timezone.now())


def _unlock_first(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method != "POST":
        address = reverse("desk_unlock")
        return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
    asked_before = ASKED_AGAIN in request.POST
    form = PassphraseForm(request.POST if asked_before else None, prefix="desk")
    token = try_passphrase(request, form) if asked_before else None
    if token is None:
        return _ask(request, form)
    member = signed_in_member(request)
    secret = unlocking.opened_secret(member=member, token=token, now=timezone.now())
    return set_unlock_cookie(_within_cap(view, request, secret, *args, **kwargs), token)


def _ask(request: HttpRequest, form: PassphraseForm) -> HttpResponse:
    action = request.get_full_path()
    context = {"form": form, "carried": _carried(request), "action": action}
    return render(request, "desk/unlock.html", context, status=403)


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the form that could not be taken now."""
    dropped = {"csrfmiddlewaretoken", ASKED_AGAIN}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in dropped
        for value in values
    ]


def try_passphrase(request: HttpRequest, form: PassphraseForm) -> str | None:
    """The token for the cookie, or None with the fault in the form.

    Ten tries an hour and member: one who guesses stops nobody else.
    """
    if not form.is_valid():
        return None
    member, now = signed_in_member(request), timezone.now()
    if not ratelimit.consume(request, action="desk_unlock", key=f"unlock-{member.pk}"):
        form.refuse_for_a_while()
        return None
    try:
        token = unlocking.unlock(member=member, passphrase=form.cleaned_data["passphrase"], now=now)
    except WrongPassphrase:
        form.refuse()
        return None
    except unlocking.NotKeyholder:
        form.refuse_without_key()
        return None
    ratelimit.clear(request, action="desk_unlock", key=f"unlock-{member.pk}")
    audit.record(member=member.get_username(), verb="unlocked", subject="desk", now=now)
    return token


def set_unlock_cookie(response: HttpResponse, token: str) -> HttpResponse:
    """Half of the open lock; it ends with the browser and never leaves the desk."""
    response.set_cookie(
        unlocking.COOKIE,
        token,
        path="/desk/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def drop_unlock_cookie(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lock this browser: the row goes from the database, the cookie from the browser."""
    unlocking.lock(token=request.COOKIES.get(unlocking.COOKIE, ""))
    response.delete_cookie(unlocking.COOKIE, path="/desk/", samesite="Strict")
    return response
