"""The campaign's part of the public site. Home, editions and actions are actions/public's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from soliday.campaign.documents import document_pages, picture_files
from soliday.campaign.site_files import day_files, site_files
from soliday.campaign.written import Written
from soliday.core.pages import PublicPage, touched

# No page of ours depends on any other kind of key.
KINDS_OF_KEYS = {"assets", "site", "day", "days", "page", "ideas", "defenders", "recipients"}


def pages(stale: frozenset[str] | None, days: Sequence[Written]) -> Iterator[PublicPage]:
    """Every page that a stale key touches; all of them for None."""
    if stale is not None and not any(key.partition(":")[0] in KINDS_OF_KEYS for key in stale):
        return
    for page in _offered(days):
        if touched(page.keys, stale):
            yield page


def _offered(days: Sequence[Written]) -> Iterator[PublicPage]:
    by_day = {written.day: written.frames for written in days}
    yield from site_files(by_day)
    for written in days:
        if written.frames:
            yield from day_files(written.day, by_day)
            yield from document_pages(written)
            yield from picture_files(written)
