"""The frozen files of closed years: which there are, what they hold, when they have to go."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from django.db.models import F, Q

from soliday.actions.models import FrozenFile
from soliday.campaign.keys import year_key
from soliday.campaign.models import Closing, Edition
from soliday.core.assets import asset_names, asset_path
from soliday.core.pages import PublicPage

ASSETS = "assets"  # the key of style sheet, icon and script
FEW = 500  # keys; more would be too many for one query


class FrozenFileDamaged(Exception):
    """What is stored is not what was frozen."""


@dataclass(frozen=True)
class Frozen:
    """files: number and key of each file by path, as far as the stale keys touch them."""

    closings: list[Closing] = field(default_factory=list)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def of_year(self, day: int, year: int) -> list[Closing]:
        """How often a year was closed, the latest last."""
        return [
            each
            for each in self.closings
            if (each.edition.day_id, each.edition.year) == (day, year)
        ]

    def instead_of(self, page: PublicPage) -> PublicPage:
        """The frozen page where there is one. Taken away just then, it is made as it is now."""
        if page.path not in self.files:
            return page
        number, key = self.files[page.path]
        return PublicPage(page.path, page.keys | {key}, partial(_bytes_of, number, page.render))

    def others(self, offered: set[str], days: set[str]) -> Iterator[PublicPage]:
        """What these days offer in no other way: former styles, lists of sums, a language that
        has gone."""
        current = {asset_path(name) for name in asset_names()}
        for path, (number, key) in self.files.items():
            day = key.split(":")[1] if key != ASSETS else ""
            if path not in offered and path not in current and (not day or day in days):
                more = {f"day:{day}", f"days:{day}", "profiles"} if day else set()
                yield PublicPage(path, frozenset({key} | more), partial(_bytes_of, number, None))


def read_frozen(stale: frozenset[str] | None) -> Frozen:
    """In one query where no year is closed, else in two."""
    closings = list(Closing.objects.select_related("edition__day").order_by("id"))
    in_force = [each for each in closings if each.reopened_on is None]
    if not in_force:
        return Frozen(closings)
    files = FrozenFile.objects.filter(closing__in=in_force).order_by("id")
    # The heads of closed years are offered with every change, so these are always looked for.
    wanted = {key_of(each.edition) for each in in_force} | {
        key for key in stale or () if key.startswith(("yearlist:", ASSETS))
    }
    if stale is not None and not _is_wide(stale) and len(wanted) <= FEW:
        files = files.filter(key__in=wanted)
    rows = files.values_list("path", "pk", "key")
    return Frozen(closings, {path: (number, key) for path, number, key in rows})


def _is_wide(stale: frozenset[str]) -> bool:
    """Whether all pages of a day are looked at."""
    return any(key == "profiles" or key.startswith("day:") for key in stale)


def key_of(edition: Edition) -> str:
    return year_key(edition.day.slug, edition.year)


def thaw(keys: Iterable[str], *, edition: Edition) -> None:
    """An action of the edition is withdrawn: what showed it is to be made anew, and counted.

    Call in the transaction that withdraws it, while the days are held.
    """
    closings = Closing.objects.filter(reopened_on=None).order_by("id")
    if not list(closings.select_for_update().values_list("pk")):
        return
    files = FrozenFile.objects.filter(closing__reopened_on=None, key__in=sorted(keys))
    touched = set(files.order_by().values_list("closing_id", flat=True))
    again = {"version": F("version") + 1, "is_frozen": False}
    closings.filter(edition=edition).update(withdrawn=F("withdrawn") + 1, **again)
    # One that is only being frozen may have a page in hand that still tells too much.
    others = closings.exclude(edition=edition).filter(Q(pk__in=touched) | Q(is_frozen=False))
    others.update(**again)
    files.only("id").delete()


def pack(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def _bytes_of(number: int, instead: Callable[[], bytes] | None) -> bytes:
    """Raises FrozenFileDamaged; FrozenFile.DoesNotExist where nothing can stand in its place."""
    rows = FrozenFile.objects.filter(pk=number).values_list("packed", "sha256")
    row = rows.first() if instead else rows.get()
    if row is None:
        assert instead is not None  # noqa: S101 - for the type checker
        return instead()
    data = zlib.decompress(bytes(row[0]))
    if sha256(data).hexdigest() != row[1]:
        raise FrozenFileDamaged(str(number))
    return data
