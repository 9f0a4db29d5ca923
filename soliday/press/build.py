"""From stale keys to files.

Safe to stop anywhere: entries are announced before their files are touched and settled after,
and what is asked for is compared with what lies on disk, not with what ought to.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.conf import settings

from soliday.core.pages import PublicPage, touched
from soliday.press import ledger, release
from soliday.press.contents import OWN, gather
from soliday.press.signing import PressKey, press_key
from soliday.press.sums import own_pages, release_sums

log = logging.getLogger(__name__)
BATCH = 100


@dataclass(frozen=True)
class Built:
    """What a build did; `failed` are the paths of pages that could not be rendered."""

    written: int = 0
    unchanged: int = 0
    taken_down: int = 0
    failed: tuple[str, ...] = ()


class PagesNotRendered(Exception):
    """Some pages failed. All others are written, and what was to be taken down is down."""


def build(*, stale: frozenset[str] | None, today: date) -> Built:
    """Bring the site up to date for these keys; None: all of it, mending what is not as it was.

    New pages come first, pages that were there second, what is to go last: what a page links to
    exists. A page that cannot be rendered never holds up a take-down.
    """
    release.open_site(settings.SITE_FOLDER)
    key = press_key(settings.DATA / "keys")
    offered = gather(stale)
    depending = ledger.depending_on(stale) - OWN
    pages = [p for p in offered.values() if touched(p.keys, stale) or p.path in depending]
    built = _write_all(_in_order(pages))
    gone = sorted(depending - offered.keys())
    _take_down(gone, today=today)
    if stale is None:
        _remove_strays()
    _release_own(key, today=today)
    if built.failed:
        raise PagesNotRendered(*built.failed)
    return replace(built, taken_down=len(gone))


def _in_order(pages: Sequence[PublicPage]) -> list[PublicPage]:
    """New before known; among the new, files that pages show before pages."""
    known = ledger.known(page.path for page in pages)
    return sorted(pages, key=lambda page: (page.path in known, page.path.endswith("/")))


def _write_all(pages: Sequence[PublicPage]) -> Built:
    built = Built()
    for start in range(0, len(pages), BATCH):
        built = _write_batch(pages[start : start + BATCH], built)
    return built


def _write_batch(pages: Sequence[PublicPage], built: Built) -> Built:
    rendered = [(page, data) for page in pages if (data := _rendered(page)) is not None]
    changed = [(page, data) for page, data in rendered if not _is_in_place(page, data)]
    if changed:
        ledger.announce([page for page, _ in changed])
        files = [(page.file_name, data) for page, data in changed]
        release.write_pages(settings.SITE_FOLDER, files)
    ledger.settle(rendered)
    done = {page.path for page, _ in rendered}
    return replace(
        built,
        written=built.written + len(changed),
        unchanged=built.unchanged + len(rendered) - len(changed),
        failed=built.failed + tuple(page.path for page in pages if page.path not in done),
    )


def _rendered(page: PublicPage) -> bytes | None:
    try:
        return page.render()
    except Exception:  # anything at all: one page must not keep another from being taken down
        log.exception("page not rendered: %s", page.path)
        return None


def _is_in_place(page: PublicPage, data: bytes) -> bool:
    return release.is_in_place(settings.SITE_FOLDER, page.file_name, data)


def _take_down(paths: Sequence[str], *, today: date) -> None:
    release.take_down(settings.SITE_FOLDER, _file_names(paths))
    ledger.strike(paths, today=today)


def _remove_strays() -> None:
    kept = _file_names(ledger.depending_on(None) | OWN)
    for name in release.strays(settings.SITE_FOLDER, kept):
        release.remove_stray(settings.SITE_FOLDER, name)


def _release_own(key: PressKey, *, today: date) -> None:
    _write_all(own_pages(key))
    release_sums(settings.SITE_FOLDER, key, today=today)


_as_page = partial(PublicPage, keys=frozenset(), render=bytes)


def _file_names(paths: Iterable[str]) -> list[str]:
    return [_as_page(path).file_name for path in paths]
