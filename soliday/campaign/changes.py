"""What a change of content marks as out of date."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from soliday.campaign.keys import year_key
from soliday.campaign.models import (
    DayPage,
    DefenderPage,
    Edition,
    EditionPage,
    IdeaPage,
    refuse_closed,
)
from soliday.core.stale import EVERYTHING, mark_stale

# What else than itself a page stands on: the list it is in. Every other page is in the menu.
LISTS: dict[type[Page], str] = {IdeaPage: "ideas", DefenderPage: "defenders", EditionPage: "days"}


def page_changed(page: Page) -> None:
    """A page was published, taken back or deleted. Raises EditionClosed."""
    _refuse_closed(page)
    _mark_pages([page])


def pictures_changed(page: Page) -> None:
    """What shows a picture of the page: itself, a defender's also the list."""
    shown_by = ("page:", "defenders:")
    mark_stale(key for key in _keys(page.specific) if key.startswith(shown_by))


def page_moved(page: Page, *, old_parent: Page) -> None:
    """A page stands elsewhere in the tree, and what is below it with it. Raises EditionClosed."""
    _refuse_closed(page)
    _mark_pages([page, *page.get_descendants().specific(), old_parent])


def day_changed() -> None:
    """Paths follow from a day's short name and from which day is the main one."""
    mark_stale([EVERYTHING])


def edition_changed(edition: Edition) -> None:
    """Its figures, its countries, or whether it takes reports. Raises EditionClosed."""
    refuse_closed(edition.pk)
    slug = edition.day.slug
    mark_stale([year_key(slug, edition.year), f"days:{slug}"])


def profiles_changed() -> None:
    """How exactly places and dates are shown has changed, on every page that shows one."""
    mark_stale(["profiles"])


def _refuse_closed(page: Page) -> None:
    if isinstance(page.specific, EditionPage):
        refuse_closed(page.specific.edition_id)


def _mark_pages(pages: Iterable[Page]) -> None:
    keys = {key for page in pages for key in _keys(page.specific)}
    if keys:
        mark_stale(keys)


def _keys(page: Page) -> set[str]:
    home_path = page.path[: 2 * Page.steplen]
    home = DayPage.objects.filter(path=home_path).select_related("day").first()
    if home is None:  # the root of Wagtail's tree, or a page that belongs to no day
        return set()
    keys = {f"page:{page.translation_key}", f"{LISTS.get(type(page), 'day')}:{home.day.slug}"}
    if isinstance(page, IdeaPage):
        keys.add(f"idea:{page.slug[:80]}")  # the actions that name it, see Action.idea
    return keys
