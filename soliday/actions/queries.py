"""Published actions: which, where, and the pages they stand on. Drafts are never asked for."""

from __future__ import annotations

from django.db.models import QuerySet

from soliday.actions.counting import BLOCK
from soliday.actions.models import Action
from soliday.actions.states import State
from soliday.campaign.models import Day, Edition

NEWEST = 24  # on the wall, and on each page of the archive and of the long lists
IN_FEED = 48  # in the feed and at the head of the data: not everybody looks every day


def published(day: Day) -> QuerySet[Action]:
    """The day's published actions, the newest first."""
    return Action.objects.filter(day=day, state=State.PUBLISHED).order_by("-id")


def in_block_numbers(actions: QuerySet[Action], number: int) -> QuerySet[Action]:
    """The actions of a part of the data."""
    first = number * BLOCK + 1
    return actions.filter(pk__gte=first, pk__lt=first + BLOCK)


def published_in_year(edition: Edition) -> QuerySet[Action]:
    return Action.objects.filter(edition=edition, state=State.PUBLISHED)


def countries_of(day: Day) -> list[str]:
    """The codes of the countries that have a published action."""
    return sorted(published(day).order_by().values_list("country", flat=True).distinct())


def years_of(day: Day) -> list[int]:
    """The years that have a published action, the latest first."""
    years = published(day).order_by().values_list("edition__year", flat=True).distinct()
    return sorted(years, reverse=True)


def published_in_city(city: int) -> QuerySet[Action]:
    """Published actions in a city, of any day: whether a city is named depends on their number."""
    actions = Action.objects.filter(state=State.PUBLISHED, city=city)
    return actions.select_related("edition__day").order_by("id")


def is_among_newest(action: Action) -> bool:
    """Whether the action stands in the feed, or would if it were published."""
    newer = published(action.edition.day).filter(pk__gt=action.pk)
    return newer[:IN_FEED].count() < IN_FEED


def archive_number(number: int) -> int:
    """The page of the archive that holds this action for ever: ids n*24+1 to (n+1)*24."""
    return (number - 1) // NEWEST


def in_archive(day: Day, number: int) -> QuerySet[Action]:
    first = number * NEWEST + 1
    return published(day).filter(pk__gte=first, pk__lt=first + NEWEST)


def archive_neighbours(day: Day, number: int) -> tuple[int | None, int | None]:
    """The nearest pages of the archive that hold any: the older and the newer one."""
    first = number * NEWEST + 1
    numbers = published(day).values_list("pk", flat=True)
    older = numbers.filter(pk__lt=first).first()
    newer = numbers.filter(pk__gte=first + NEWEST).order_by("id").first()
    return (
        None if older is None else archive_number(older),
        None if newer is None else archive_number(newer),
    )
