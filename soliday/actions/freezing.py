"""Freezes closed years: their files as they are now become what they are from then on.

The facts of a year are held by its closing; here its bytes are made and kept, in small steps
between which everything else goes on. Stopped anywhere it goes on with what is missing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction

from soliday.actions.day_site import DaySite
from soliday.actions.editions import year_pages, year_sums_path
from soliday.actions.frozen import ASSETS, Frozen, key_of, pack
from soliday.actions.list_pages import list_path, one_list_page
from soliday.actions.listings import Listing
from soliday.actions.models import FrozenFile
from soliday.actions.places import Profiles
from soliday.campaign.models import Closing
from soliday.campaign.written import Written
from soliday.core.assets import asset_bytes, asset_names, asset_path
from soliday.core.pages import PublicPage, file_name_of
from soliday.core.stale import mark_stale

SLICE = 0.4  # seconds, after which others have their turn
KIND = "# Soliday closed year 1\n"
ASSET = re.compile(rb'(?:href|src)="(/assets/[^"]+)"')


@dataclass(frozen=True)
class Made:
    """A file to be kept, and the key of what it was made from."""

    path: str
    key: str
    data: bytes


def freeze(*, at_most: float | None = SLICE) -> list[str]:
    """Freeze what is missing, for about so many seconds for each year.

    Call before a build, where nobody else builds: what was frozen is marked stale. Returns the keys
    to mark after it, of years that are not done, so that somebody comes again.
    """
    missing = Closing.objects.filter(reopened_on=None, is_frozen=False)
    closings = list(missing.select_related("edition__day").order_by("id"))
    return [key_of(each.edition) for each in closings if not _freeze(each, at_most)]


def _freeze(closing: Closing, at_most: float | None) -> bool:
    until = None if at_most is None else time.monotonic() + at_most
    site, year = _site_of(closing), closing.edition.year
    if not site.frames:
        return True  # nothing of the day is public
    for key, pages in _missing_lists(site, closing):
        if not _keep(closing, _made(pages, key)):
            return False
        if until and time.monotonic() > until:
            return False
    if year not in {*site.editions, *site.counted.by_year}:
        return _keep(closing, [], is_last=True)  # it has no page and no action (left)
    heads = _made(year_pages(site, year), key_of(closing.edition))
    return _keep(closing, heads, is_last=True, sums_path=year_sums_path(site, year))


def _site_of(closing: Closing) -> DaySite:
    """The day as it is now, read afresh; the year's pages say already where its checksums are."""
    content = Written(closing.edition.day)
    closings = Closing.objects.filter(edition=closing.edition).select_related("edition")
    every = list(closings.order_by("id"))
    for each in every:
        each.is_frozen = each.pk == closing.pk
    frozen = Frozen(every)
    stale: frozenset[str] = frozenset()  # one list after the other, not a plan of the whole day
    return DaySite(content.day, content.frames, Profiles.read(), stale, content, frozen=frozen)


def _missing_lists(site: DaySite, closing: Closing) -> Iterator[tuple[str, list[PublicPage]]]:
    listing = Listing(site.day, "year", str(closing.edition.year))
    there = set(closing.files.order_by().values_list("path", flat=True))
    for number in listing.pages():
        if {list_path(frame, listing, number) for frame in site.frames.values()} - there:
            yield listing.key(number), list(one_list_page(site, listing, number))


def _made(pages: Iterable[PublicPage], key: str) -> list[Made]:
    return [Made(page.path, key, page.render()) for page in pages]


@transaction.atomic
def _keep(
    closing: Closing, made: list[Made], *, is_last: bool = False, sums_path: str = ""
) -> bool:
    """Store the files; False when something was withdrawn since the closing was read.

    is_last: the year is frozen then. sums_path: where its list of checksums belongs.
    """
    now = Closing.objects.filter(pk=closing.pk, reopened_on=None, version=closing.version)
    held = now.select_for_update().first()
    if held is None:
        return False
    _store(held, [*made, *_assets_of(held, made)])
    if sums_path:
        _store(held, [Made(sums_path, key_of(closing.edition), _sums(held))])
    if is_last:
        now.update(is_frozen=True)
    return True


def _store(closing: Closing, files: list[Made]) -> None:
    rows = [
        FrozenFile(
            closing=closing,
            path=each.path,
            key=each.key,
            packed=pack(each.data),
            sha256=sha256(each.data).hexdigest(),
        )
        for each in files
    ]
    FrozenFile.objects.bulk_create(rows, ignore_conflicts=True)
    mark_stale({each.key for each in files})


def _assets_of(closing: Closing, made: list[Made]) -> list[Made]:
    """The style sheet, icon and script that these pages link to, unless they are kept already."""
    linked = {path.decode() for each in made for path in ASSET.findall(each.data)}
    there = set(closing.files.filter(key=ASSETS).values_list("path", flat=True))
    names = {asset_path(name): name for name in asset_names()}
    return [Made(path, ASSETS, asset_bytes(names[path])) for path in sorted(linked - there)]


def _sums(closing: Closing) -> bytes:
    """The year's own list, checked by `sha256sum -c days/2024/SHA256SUMS` from the site's root."""
    edition = closing.edition
    closings = list(edition.closings.order_by("id"))
    head = [f"day: {edition.day.slug}", f"year: {edition.year}"]
    head += [line for each in closings for line in _told(each.closed_on, each.reopened_on)]
    head.append(f"withdrawn-since: {closing.withdrawn}")
    rows = closing.files.order_by().values_list("path", "sha256")
    names = sorted((file_name_of(path), digest) for path, digest in rows)
    lines = [f"{digest}  {name}\n" for name, digest in names]
    return (KIND + "".join(f"# {line}\n" for line in head) + "".join(lines)).encode()


def _told(closed_on: date, reopened_on: date | None) -> list[str]:
    told = [f"closed: {closed_on.isoformat()}"]
    return told + ([f"opened-again: {reopened_on.isoformat()}"] if reopened_on else [])
