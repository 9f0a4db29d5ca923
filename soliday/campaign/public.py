"""The campaign's part of the public site. Home, editions and actions are actions/public's."""

from __future__ import annotations

from collections.abc import Iterator

from soliday.campaign.documents import document_pages
from soliday.campaign.frame import frames
from soliday.campaign.page_pictures import picture_files
from soliday.campaign.queries import days
from soliday.campaign.site_files import day_files, site_files
from soliday.core.pages import PublicPage, touched

# No page of ours depends on any other kind of key.
KINDS_OF_KEYS = {"assets", "site", "day", "days", "page", "ideas", "defenders", "recipients"}


def pages(stale: frozenset[str] | None) -> Iterator[PublicPage]:
    """Every page that a stale key touches; all of them for None."""
    if stale is not None and not any(key.partition(":")[0] in KINDS_OF_KEYS for key in stale):
        return
    for page in _offered():
        if touched(page.keys, stale):
            yield page


def _offered() -> Iterator[PublicPage]:
    by_day = {day: frames(day) for day in days()}
    yield from site_files(by_day)
    for day, in_languages in by_day.items():
        if in_languages:
            yield from day_files(day, by_day)
            yield from document_pages(day, in_languages)
            yield from picture_files(day)
