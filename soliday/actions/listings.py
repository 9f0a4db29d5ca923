"""The long lists of a country and of a year: pages of 24 that never renumber.

An action keeps the place it got when it was published there, so what stands on a page stays
there; a place that is left is not filled. Up to 24 actions the country's own page has them all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from soliday.actions.models import Action
from soliday.actions.queries import NEWEST, published
from soliday.actions.states import State
from soliday.campaign.models import Day


@dataclass(frozen=True)
class Listing:
    """kind: "country" or "year"; name: "PL" or "2026"."""

    day: Day
    kind: str
    name: str

    @property
    def place(self) -> str:
        return f"nth_in_{self.kind}"

    def key(self, number: int) -> str:
        return f"{self.kind}list:{self.day.slug}:{self.name}:{number}"

    def actions(self) -> QuerySet[Action]:
        """What is published there, the newest first."""
        if self.kind == "country":
            return published(self.day).filter(country=self.name)
        # By the edition's number and nothing else: so the index of its places is used.
        year = Action.objects.filter(edition=self.edition, state=State.PUBLISHED)
        return year.order_by("-id")

    @cached_property
    def edition(self) -> int | None:
        editions = self.day.editions.filter(year=int(self.name))
        return editions.values_list("pk", flat=True).first()

    def on_page(self, number: int) -> QuerySet[Action]:
        first = number * NEWEST + 1
        within = {f"{self.place}__gte": first, f"{self.place}__lt": first + NEWEST}
        return self.actions().filter(**within).order_by(f"-{self.place}")

    def next_place(self) -> int:
        """One behind the last; call while the days are held."""
        return self.end() + 1

    def pages(self) -> dict[int, list[int]]:
        """The actions of each page by their numbers, both the newest last; none where the first 24
        places are enough. All in one question: a page for itself asks with `on_page`."""
        placed = self.actions().exclude(**{self.place: None}).order_by(self.place)
        return _long_enough(placed.values_list("pk", self.place))

    def end(self) -> int:
        """The last place that is taken; 0 where none is."""
        return self._end(self.actions(), "-") or 0

    def neighbours(self, number: int) -> tuple[int | None, int | None]:
        """The nearest pages that hold any: the older and the newer one."""
        first = number * NEWEST + 1
        older = self._end(self.actions().filter(**{f"{self.place}__lt": first}), "-")
        newer = self._end(self.actions().filter(**{f"{self.place}__gte": first + NEWEST}), "")
        return older and page_of(older), newer and page_of(newer)

    def _end(self, actions: QuerySet[Action], sign: str) -> int | None:
        known = actions.exclude(**{self.place: None}).order_by(f"{sign}{self.place}")
        return known.values_list(self.place, flat=True).first()


def pages_by_name(day: Day, kind: str) -> dict[str, dict[int, list[int]]]:
    """The `pages` of all lists of a kind by their names, in one question for all of them."""
    place, named = f"nth_in_{kind}", {"country": "country", "year": "edition__year"}[kind]
    lists: dict[str, list[tuple[int, int]]] = {}
    placed = published(day).exclude(**{place: None}).order_by(place)
    for name, action, nth in placed.values_list(named, "pk", place):
        lists.setdefault(str(name), []).append((action, nth))
    return {name: _long_enough(actions) for name, actions in lists.items()}


def _long_enough(placed: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found = in_pages(placed)
    return found if max(found, default=0) > 0 else {}


def neighbours_among(numbers: Sequence[int], number: int) -> tuple[int | None, int | None]:
    """The nearest of these rising numbers: the one before and the one after."""
    before, after = bisect_left(numbers, number), bisect_right(numbers, number)
    return (
        numbers[before - 1] if before else None,
        numbers[after] if after < len(numbers) else None,
    )


def page_of(place: int) -> int:
    return (place - 1) // NEWEST


def in_pages(placed: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """The numbers of actions by the page that holds their place, in the order given."""
    pages: dict[int, list[int]] = {}
    for action, place in placed:
        pages.setdefault(page_of(place), []).append(action)
    return pages


def listings_of(action: Action) -> tuple[Listing, Listing]:
    """The two lists that an action stands in."""
    day = action.edition.day
    return Listing(day, "country", action.country), Listing(day, "year", str(action.edition.year))


def places_of(action: Action) -> list[tuple[Listing, int]]:
    """Each list with the number of its page that holds the action."""
    found = [(each, getattr(action, each.place)) for each in listings_of(action)]
    return [(listing, page_of(place)) for listing, place in found if place]
