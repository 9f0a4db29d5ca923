"""What on the public site depends on an action. One change marks exactly these."""

from __future__ import annotations

from soliday.actions.counting import FEW, block_of
from soliday.actions.listings import places_of
from soliday.actions.models import Action, CountInBlock
from soliday.actions.queries import (
    archive_neighbours,
    archive_number,
    in_archive,
    in_block_numbers,
    is_among_newest,
    published,
    published_in_city,
)
from soliday.actions.states import Stage
from soliday.campaign.keys import figures_key, year_key
from soliday.places.queries import profile_for


def keys_of(action: Action) -> set[str]:
    """The pages that show this action or count it. Ask before and after a change."""
    day = action.edition.day
    keys = (
        own_keys(action)
        | {
            f"countries:{day.slug}",
            f"totals:{day.slug}",
            figures_key(day.slug, action.edition.year),
        }
        | _data_keys(action)
    )
    if action.stage == Stage.ANNOUNCED:
        keys.add(f"calendar:{day.slug}")
    return keys


def own_keys(action: Action) -> set[str]:
    """The pages that show this action, whatever else they count."""
    day, year = action.edition.day, action.edition.year
    keys = {
        f"action:{action.pk}",
        f"archive:{day.slug}:{archive_number(action.pk)}",
        f"country:{day.slug}:{action.country}",
        year_key(day.slug, year),
    }
    keys |= {listing.key(number) for listing, number in places_of(action)}
    if is_among_newest(action):
        keys.add(f"wall:{day.slug}")
    return keys


def appeared(action: Action) -> set[str]:
    """What else changes because this action is now there: call after it was published."""
    return _first_or_last(action, left=1) | list_ends(action, left=1) | city_crossed(action)


def vanished(action: Action) -> set[str]:
    """What else changes because this action is gone: call after it was withdrawn."""
    return _first_or_last(action, left=0) | list_ends(action, left=0) | city_crossed(action)


def city_crossed(action: Action) -> set[str]:
    """The others in the city, where this action's coming or going decides whether it is named.

    A city is named only from so many actions on; the profile of the country says how many.
    """
    if action.city is None:
        return set()
    others = published_in_city(action.city).exclude(pk=action.pk)
    before = profile_for(action.country).minimum_shown - 1
    if others[: before + 1].count() != before:
        return set()
    return set().union(*(own_keys(each) | _data_keys(each) for each in others))


def list_ends(action: Action, *, left: int) -> set[str]:
    """A page of a long list that is new (one is left) or empty: its neighbours link to it."""
    keys: set[str] = set()
    for listing, number in places_of(action):
        if listing.on_page(number)[: left + 1].count() == left:
            near = [each for each in listing.neighbours(number) if each is not None]
            keys |= {listing.key(each) for each in near}
    return keys


def _first_or_last(action: Action, *, left: int) -> set[str]:
    """The same for the archive, and for the parts of data and sitemap."""
    day, page = action.edition.day, archive_number(action.pk)
    keys = {f"sitemap:{day.slug}:{block_of(action.pk)}"}
    if in_archive(day, page)[: left + 1].count() == left:
        near = [each for each in archive_neighbours(day, page) if each is not None]
        keys |= {f"archive:{day.slug}:{number}" for number in near}
    return keys | where_new(action, left=left) | _few_or_many(action, left=left)


def where_new(action: Action, *, left: int) -> set[str]:
    """The first or last action of its block, country or year: the sitemap names it, or not."""
    day = action.edition.day
    there = published(day)
    found = [
        in_block_numbers(there, block_of(action.pk)),
        there.filter(country=action.country),
        there.filter(edition=action.edition),
    ]
    return {"sitemap"} if any(each[: left + 1].count() == left for each in found) else set()


def _few_or_many(action: Action, *, left: int) -> set[str]:
    """Where a day's data come in one piece from now on, or no longer: all parts come or go."""
    day, block = action.edition.day, block_of(action.pk)
    rows = CountInBlock.objects.order_by("day", "number")
    parts = list(rows.values_list("day__slug", "number", "actions"))
    if sum(count for slug, _, count in parts if slug == day.slug) != FEW + left:
        return set()
    numbers = {(slug, number) for slug, number, _ in parts} | {(day.slug, block)}
    kinds = ("data", "sitemap")
    return {"sitemap"} | {f"{kind}:{slug}:{number}" for kind in kinds for slug, number in numbers}


def _data_keys(action: Action) -> set[str]:
    slug = action.edition.day.slug
    return {f"data:{slug}", f"data:{slug}:{block_of(action.pk)}"}
