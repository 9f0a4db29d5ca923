"""The page “Pictures”: those of each page, through the door for photos."""

from __future__ import annotations

import base64
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from soliday.campaign.models import PagePicture
from soliday.campaign.page_pictures import (
    MOST,
    add_picture,
    change_picture,
    pictures_of,
    take_picture_away,
)
from soliday.committee import audit
from soliday.committee.roles import may_publish_pages
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.picture_forms import PictureForm
from soliday.languages.catalogue import codes, language


@only_for(may_publish_pages, "GET")
def show_pages(request: HttpRequest) -> HttpResponse:
    """Every page that may have pictures, defenders first, and how many it has."""
    counts = PagePicture.objects.order_by().values_list("of").annotate(Count("pk"))
    counted: dict[UUID, int] = dict(counts)
    first: dict[UUID, Any] = {}
    for page in chain.from_iterable(_in_order(kind) for kind in MOST):
        first.setdefault(page.translation_key, page)
    lines = [
        {"page": page, "kind": page.get_verbose_name(), "count": counted.get(of, 0)}
        for of, page in first.items()
    ]
    return render(request, "desk/pictures.html", {"lines": lines})


@only_for(may_publish_pages, "GET", "POST")
def show_pictures(request: HttpRequest, of: UUID) -> HttpResponse:
    """The pictures of a page, and a form for one more where there is room."""
    pages = _pages_of(of)
    shown = [_line(each, pages) for each in PagePicture.objects.filter(of=of)]
    form = _form(request, pages) if len(shown) < MOST[type(pages[0])] else None
    if form and request.method == "POST" and form.is_valid():
        with transaction.atomic():
            add_picture(pages[0], picture=form.cleaned_data["picture"], descriptions=form.described)
            _record(request, "put picture", pages[0])
        return _saved(request, pages[0])
    context = {"form": form, "page": pages[0], "shown": shown}
    status = 422 if form and form.errors else 200
    return render(request, "desk/page_pictures.html", context, status=status)


@only_for(may_publish_pages, "GET", "POST")
def edit_picture(request: HttpRequest, of: UUID, name: str) -> HttpResponse:
    """Describe a picture anew, or put another in its place."""
    pages = _pages_of(of)
    present = _picture(pages[0], name)
    form = _form(request, pages, present)
    if request.method == "POST" and form.is_valid():
        picture = form.cleaned_data["picture"]
        with transaction.atomic():
            change_picture(pages[0], name=name, picture=picture, descriptions=form.described)
            _record(request, "put picture", pages[0])
        return _saved(request, pages[0])
    preview = _as_data(present.wall_jpeg)
    context = {"form": form, "page": pages[0], "present": present, "preview": preview}
    return render(request, "desk/picture.html", context, status=422 if form.errors else 200)


@only_for(may_publish_pages, "POST")
def remove_picture(request: HttpRequest, of: UUID, name: str) -> HttpResponse:
    page = _pages_of(of)[0]
    _picture(page, name)
    with transaction.atomic():
        _record(request, "removed picture", page)
        take_picture_away(page, name=name)
    messages.success(request, _("The picture is gone, and off the site within seconds."))
    return redirect("desk_page_pictures", of)


def _line(picture: PagePicture, pages: list[Page]) -> dict[str, Any]:
    """A picture, and in which languages its page goes without it."""
    needed = [page.locale.language_code for page in pages]
    missing = [code for code in needed if not picture.descriptions.get(code)]
    return {
        "picture": picture,
        "data": _as_data(picture.wall_jpeg),
        "missing": ", ".join(language(code).native_name for code in missing),
    }


def _form(
    request: HttpRequest, pages: list[Page], present: PagePicture | None = None
) -> PictureForm:
    languages = [page.locale.language_code for page in pages]
    data, files = request.POST or None, request.FILES or None
    return PictureForm(data, files, codes=languages, present=present)


def _saved(request: HttpRequest, page: Page) -> HttpResponse:
    if page.live:
        messages.success(request, _("The picture is on the site within seconds."))
    else:
        messages.success(request, _("The picture is kept, and on the site when its page is."))
    return redirect("desk_page_pictures", page.translation_key)


def _record(request: HttpRequest, verb: str, page: Page) -> None:
    member, now = signed_in_member(request).get_username(), timezone.now()
    audit.record(member=member, verb=verb, subject=page.slug[:80], now=now)


def _pages_of(of: UUID) -> list[Any]:
    """The page in each language, the first of ours first."""
    for kind in MOST:
        if pages := [page for page in _in_order(kind) if page.translation_key == of]:
            return pages
    raise Http404


def _picture(page: Page, name: str) -> PagePicture:
    picture = pictures_of(page).filter(name=name).first()
    if picture is None:
        raise Http404
    return picture


def _in_order(kind: type[Page]) -> list[Any]:
    """The pages of a kind in every language, in the order of our languages."""
    pages = kind.objects.filter(alias_of=None).select_related("locale").order_by("path")
    known = {code: rank for rank, code in enumerate(codes())}
    return sorted(pages, key=lambda page: known.get(page.locale.language_code, len(known)))


def _as_data(jpeg: bytes | memoryview) -> str:
    """The page may not be public, and then its pictures have no address either."""
    return f"data:image/jpeg;base64,{base64.b64encode(bytes(jpeg)).decode()}"
