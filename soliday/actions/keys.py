"""What on the public site depends on an action. One change marks exactly these."""

from __future__ import annotations

from soliday.actions.models import Action
from soliday.actions.queries import (
    archive_neighbours,
    archive_number,
    is_among_newest,
    published_in_city,
)
from soliday.actions.states import Stage
from soliday.places.queries import profile_for


def keys_of(action: Action) -> set[str]:
    """The pages that show this action or count it. Ask before and after a change."""
    day = action.edition.day
    keys = own_keys(action) | {
        f"countries:{day.slug}",
        f"totals:{day.slug}",
        _data_key(action),
    }
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
        f"edition:{day.slug}:{year}",
    }
    if is_among_newest(action):
        keys.add(f"wall:{day.slug}")
    return keys


def appeared(action: Action) -> set[str]:
    """What else changes because this action is now there: call after it was published."""
    return _first_or_last(action, of_archive=1) | city_crossed(action)


def vanished(action: Action) -> set[str]:
    """What else changes because this action is gone: call after it was withdrawn."""
    return _first_or_last(action, of_archive=0) | city_crossed(action)


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
    return set().union(*(own_keys(each) | {_data_key(each)} for each in others))


def _first_or_last(action: Action, *, of_archive: int) -> set[str]:
    """An archive page that is new or empty: its neighbours link to it."""
    day = action.edition.day
    count, neighbours = archive_neighbours(day, archive_number(action.pk))
    keys = {"sitemap"}
    if count == of_archive:
        keys |= {f"archive:{day.slug}:{number}" for number in neighbours}
    return keys


def _data_key(action: Action) -> str:
    return f"data:{action.edition.day.slug}"
