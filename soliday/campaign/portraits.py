"""Portraits of defenders: pictures from the door, on the site for as long as the page is."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from functools import partial

from django.db import transaction

from soliday.campaign.changes import page_changed
from soliday.campaign.models import Day, DefenderPage, Portrait
from soliday.campaign.pictures import photo_paths
from soliday.campaign.queries import translations
from soliday.core.pages import PublicPage
from soliday.photos.door import Derived


def portrait_of(page: DefenderPage) -> Portrait | None:
    """The portrait of the defender whom the page is about, without its bytes."""
    return Portrait.objects.filter(of=page.translation_key).defer("page_jpeg", "wall_jpeg").first()


@transaction.atomic
def put_portrait(
    page: DefenderPage, *, picture: Derived | None, descriptions: Mapping[str, str]
) -> None:
    """Show this picture on the defender's pages; None: the one that is there, described anew.

    descriptions: what it shows, by language code.
    """
    if picture is None:
        Portrait.objects.filter(of=page.translation_key).update(descriptions=dict(descriptions))
    else:
        Portrait.objects.filter(of=page.translation_key).delete()
        Portrait.objects.create(
            of=page.translation_key,
            name=secrets.token_hex(16),
            page_jpeg=picture.page.jpeg,
            wall_jpeg=picture.wall.jpeg,
            width=picture.page.width,
            height=picture.page.height,
            wall_width=picture.wall.width,
            wall_height=picture.wall.height,
            descriptions=dict(descriptions),
        )
    page_changed(page)


@transaction.atomic
def take_portrait_away(page: DefenderPage) -> None:
    """Off the site and out of the database."""
    Portrait.objects.filter(of=page.translation_key).delete()
    page_changed(page)


def forget_portrait(page: DefenderPage) -> None:
    """The page is deleted: its portrait goes with the last of its languages."""
    pages = DefenderPage.objects.filter(translation_key=page.translation_key)
    if not pages.exclude(pk=page.pk).exists():
        Portrait.objects.filter(of=page.translation_key).delete()


def portrait_files(day: Day) -> Iterator[PublicPage]:
    """Of defenders who have a public page."""
    shown = [next(iter(versions.values())) for versions in translations(day, DefenderPage)]
    keys = {each.page.translation_key: each.key for each in shown}
    portraits = Portrait.objects.filter(of__in=keys).order_by("pk").values_list("of", "pk", "name")
    for of, number, name in portraits:
        own = frozenset({f"day:{day.slug}", keys[of]})
        for path, field in zip(photo_paths(name), ("page_jpeg", "wall_jpeg"), strict=True):
            yield PublicPage(path, own, partial(_bytes, number, field))


def _bytes(number: int, field: str) -> bytes:
    return bytes(Portrait.objects.values_list(field, flat=True).get(pk=number))
