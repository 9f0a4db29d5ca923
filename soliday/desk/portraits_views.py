"""The page “Portraits”: a picture of each defender, through the door for photos."""

from __future__ import annotations

import base64
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from soliday.campaign.models import DefenderPage, Portrait
from soliday.campaign.portraits import portrait_of, put_portrait, take_portrait_away
from soliday.committee import audit
from soliday.committee.roles import may_publish_pages
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.portrait_forms import PortraitForm
from soliday.languages.catalogue import codes


@only_for(may_publish_pages, "GET")
def show_portraits(request: HttpRequest) -> HttpResponse:
    """Every defender, with or without one."""
    pictured = set(Portrait.objects.values_list("of", flat=True))
    first = {page.translation_key: page for page in reversed(_in_order())}
    lines = [{"page": page, "has_portrait": of in pictured} for of, page in first.items()]
    return render(request, "desk/portraits.html", {"lines": lines[::-1]})


@only_for(may_publish_pages, "GET", "POST")
def edit_portrait(request: HttpRequest, of: UUID) -> HttpResponse:
    pages = _pages_of(of)
    portrait = portrait_of(pages[0])
    form = PortraitForm(
        request.POST or None,
        request.FILES or None,
        codes=[page.locale.language_code for page in pages],
        portrait=portrait,
    )
    if request.method == "POST" and form.is_valid():
        _put(request, pages[0], form)
        messages.success(request, _("The portrait is on the site within seconds."))
        return redirect("desk_portraits")
    context = {"form": form, "page": pages[0], "preview": portrait and _preview(portrait)}
    return render(request, "desk/portrait.html", context, status=422 if form.errors else 200)


@only_for(may_publish_pages, "POST")
def remove_portrait(request: HttpRequest, of: UUID) -> HttpResponse:
    page = _pages_of(of)[0]
    with transaction.atomic():
        _record(request, "removed portrait", page)
        take_portrait_away(page)
    messages.success(request, _("The portrait is gone, and off the site within seconds."))
    return redirect("desk_portraits")


@transaction.atomic
def _put(request: HttpRequest, page: DefenderPage, form: PortraitForm) -> None:
    put_portrait(page, picture=form.cleaned_data["picture"], descriptions=form.described)
    _record(request, "put portrait", page)


def _record(request: HttpRequest, verb: str, page: DefenderPage) -> None:
    member, now = signed_in_member(request).get_username(), timezone.now()
    audit.record(member=member, verb=verb, subject=page.slug[:80], now=now)


def _pages_of(of: UUID) -> list[DefenderPage]:
    """The defender's page in each language."""
    pages = [page for page in _in_order() if page.translation_key == of]
    if not pages:
        raise Http404
    return pages


def _in_order() -> list[DefenderPage]:
    """The pages of all defenders in every language, in the order of our languages."""
    pages = DefenderPage.objects.filter(alias_of=None).select_related("locale").order_by("path")
    known = {code: rank for rank, code in enumerate(codes())}
    return sorted(pages, key=lambda page: known.get(page.locale.language_code, len(known)))


def _preview(portrait: Portrait) -> str:
    """As data: the page may not be public, and then its picture is not either."""
    return f"data:image/jpeg;base64,{base64.b64encode(bytes(portrait.wall_jpeg)).decode()}"
