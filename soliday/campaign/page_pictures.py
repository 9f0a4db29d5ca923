"""Pictures of pages: from the door, on the site for as long as the page is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from soliday.campaign.changes import pictures_changed
from soliday.campaign.models import (
    DefenderPage,
    IdeaPage,
    MaterialsPage,
    PagePicture,
    TextPage,
)
from soliday.photos.door import Derived

# How many a page of each kind may have. A defender has one portrait.
MOST: dict[type[Page], int] = {DefenderPage: 1, TextPage: 8, IdeaPage: 8, MaterialsPage: 24}


def pictures_of(page: Page) -> QuerySet[PagePicture]:
    """The pictures of the page in all its languages, without their bytes."""
    return without_bytes(PagePicture.objects.filter(of=page.translation_key))


def without_bytes(pictures: QuerySet[PagePicture]) -> QuerySet[PagePicture]:
    return pictures.defer("page_jpeg", "wall_jpeg")


@transaction.atomic
def add_picture(page: Page, *, picture: Derived, descriptions: Mapping[str, str]) -> None:
    """Show one more picture. descriptions: what it shows, by language code."""
    values = _columns(picture) | {"descriptions": dict(descriptions)}
    PagePicture.objects.create(of=page.translation_key, **values)
    pictures_changed(page)


@transaction.atomic
def change_picture(
    page: Page, *, name: str, picture: Derived | None, descriptions: Mapping[str, str]
) -> None:
    """Another picture in its place; None: the same one, described anew."""
    values = (_columns(picture) if picture else {}) | {"descriptions": dict(descriptions)}
    pictures_of(page).filter(name=name).update(**values)
    pictures_changed(page)


@transaction.atomic
def take_picture_away(page: Page, *, name: str) -> None:
    """Off the site and out of the database."""
    pictures_of(page).filter(name=name).delete()
    pictures_changed(page)


def forget_pictures(page: Page) -> None:
    """The page is deleted: its pictures go with the last of its languages."""
    pages = Page.objects.filter(translation_key=page.translation_key)
    if not pages.exclude(pk=page.pk).exists():
        pictures_of(page).delete()


def _columns(picture: Derived) -> dict[str, Any]:
    """A new name with every new picture, so that copies may keep it for ever."""
    return {
        "name": secrets.token_hex(16),
        "page_jpeg": picture.page.jpeg,
        "wall_jpeg": picture.wall.jpeg,
        "width": picture.page.width,
        "height": picture.page.height,
        "wall_width": picture.wall.width,
        "wall_height": picture.wall.height,
    }
