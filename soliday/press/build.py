"""From stale keys to files.

Safe to stop anywhere: entries are announced before their files are touched and settled after,
and what is asked for is compared with what lies on disk, not with what ought to.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

from django.conf import settings

from soliday.core.pages import PublicPage, file_name_of, touched
from soliday.core.stale import mark_stale
from soliday.press import ledger, release, turns
from soliday.press.bakes import Bake, Interrupted
from soliday.press.compression import is_text
from soliday.press.contents import OWN, gather
from soliday.press.drafts import drafting
from soliday.press.known_mirrors import KEY as MIRRORS
from soliday.press.ledger import Announced, Made
from soliday.press.parallel import each_done, is_worth_it
from soliday.press.paths import PUBLIC_KEY, SUMS_FOLDER
from soliday.press.release import Draft
from soliday.press.signers import Signer, signer
from soliday.press.sums import own_pages, release_sums
from soliday.press.threads import beside

log = logging.getLogger(__name__)
BATCH, BATCH_OF_FILES = 200, 10
LARGE, SMALL, PAGE = range(3)
TOLD = 5  # paths in one line of the log


@dataclass(frozen=True)
class Built:
    """What a build did; `failed` are the paths of pages that could not be rendered."""

    written: int = 0
    unchanged: int = 0
    taken_down: int = 0
    failed: tuple[str, ...] = ()


class PagesNotRendered(Exception):
    """Some pages failed; `args` are their paths. All others are written, and what was to be taken
    down is down."""

    def __str__(self) -> str:
        """The first of them: the log holds a line for each."""
        more = f" and {len(self.args) - TOLD} more" if len(self.args) > TOLD else ""
        return f"not rendered: {', '.join(self.args[:TOLD])}{more}"


Tell = Callable[[int, int], None]
Looked = tuple[PublicPage, bytes, Made]
Drafted = tuple[list[tuple[PublicPage, Made]], list[Draft]]
NO_BAKE = Bake()


def build(
    *, stale: frozenset[str] | None, today: date, bake: Bake = NO_BAKE, tell: Tell | None = None
) -> Built:
    """Bring the site up to date for these keys; None: all of it, mending what is not as it was.

    New pages come first, pages that were there second, what is to go last: what a page links to
    exists. A page that cannot be rendered never holds up a take-down. bake: the full bake that is
    on, which goes on where it stopped. `tell` hears how many pages are done, of how many; first of
    all, how many were done before. Raises Interrupted if the bake is to make way.
    """
    release.open_site(settings.SITE_FOLDER)
    with drafting(settings.SITE_FOLDER, turns.word() or "alone", turns.ask):
        return _build(stale, today, bake, tell)


def _build(stale: frozenset[str] | None, today: date, bake: Bake, tell: Tell | None) -> Built:
    signing = signer()
    offered = gather(stale)
    depending = ledger.depending_on(stale) - OWN
    pages = [p for p in offered.values() if touched(p.keys, stale) or p.path in depending]
    if bake.name and stale is not None:
        ledger.unsettle(page.path for page in pages)
    strays = _unknown(depending, bake) if stale is None else []
    built = _write_all(pages, _at_work(bake, stale), tell)
    gone = sorted(depending - offered.keys())
    _take_down(gone, today=today)
    _remove_strays(strays)
    _release_own(signing, today=today, is_whole=stale is None)
    if built.failed:
        raise PagesNotRendered(*built.failed)
    return replace(built, taken_down=len(gone))


def _at_work(bake: Bake, stale: frozenset[str] | None) -> Bake:
    """A build of some keys is for the bake, but does not go on with it and makes no way."""
    if stale is not None:
        return Bake(bake.name)
    return replace(bake, settled=ledger.settled_in(bake.name)) if bake.name else bake


def _write_all(pages: Sequence[PublicPage], bake: Bake, tell: Tell | None = None) -> Built:
    """What the bake has settled is looked after only; then new before known."""
    own = [bake.own[page.path] for page in pages if bake.is_done(page)]
    before = [page for page in pages if page.path in bake.settled and not bake.is_done(page)]
    rest = [page for page in pages if page.path not in bake.settled]
    built = Built(written=sum(own), unchanged=len(own) - sum(own))
    built = _write_groups([before], bake, built, lambda _: None)

    def told(built: Built) -> None:
        if tell:
            tell(built.written + built.unchanged + len(built.failed), len(pages))

    told(built)
    return _write_groups(_ordered(rest), bake, built, told)


def _write_groups(
    groups: Sequence[Sequence[PublicPage]], bake: Bake, built: Built, told: Callable[[Built], None]
) -> Built:
    """No page of a group is put in its place before all of the groups before are."""
    left = sum(len(group) for group in groups)
    for batch, announced, made in _written(groups, bake, is_worth_it(left)):
        built = _settled(batch, made, built, bake, announced)
        left -= len(batch)
        told(built)
    if left:
        raise Interrupted
    return built


def _ordered(pages: Sequence[PublicPage]) -> list[list[PublicPage]]:
    """New before known; files before the pages that show them."""
    known = ledger.known(page.path for page in pages)
    groups: dict[tuple[bool, int], list[PublicPage]] = {}
    for page in pages:
        groups.setdefault((page.path in known, _kind(page)), []).append(page)
    ordered = [sorted(groups[order], key=lambda page: page.near) for order in sorted(groups)]
    if len(pages) <= BATCH:  # one action: announced, flushed and settled in one go
        return [[page for group in ordered for page in group]]
    return ordered


def _written(
    groups: Sequence[Sequence[PublicPage]], bake: Bake, is_shared: bool
) -> Iterator[tuple[Sequence[PublicPage], Announced | None, list[Made]]]:
    batches = [_batches(group, is_shared) for group in groups]
    if is_shared:
        work = partial(_write_elsewhere, bake)
        yield from each_done(batches, ledger.announce, work, go_on=bake.go_on)
        return
    for batch in chain.from_iterable(batches):
        yield batch, None, _write_batch(batch, bake, ledger.announce)
        if not bake.go_on():
            return


def _batches(pages: Sequence[PublicPage], is_shared: bool) -> list[Sequence[PublicPage]]:
    """Fewer files in each than pages: a process would be at a hundred files for seconds."""
    size = BATCH_OF_FILES if is_shared and pages and _kind(pages[0]) == LARGE else BATCH
    return [pages[start : start + size] for start in range(0, len(pages), size)]


def _kind(page: PublicPage) -> int:
    """Files that pages show or lead to come before pages; data hold hundreds of actions each."""
    if page.path.endswith("/"):
        return PAGE
    return LARGE if is_text(page.path) else SMALL


def _looked_after(pages: Sequence[PublicPage], bake: Bake) -> Iterator[Looked]:
    """Each page as it is rendered: its bytes, and what the ledger is to know; no database.

    Not beside: each look at the disk would wait for the rendering to pause.
    """
    for page in pages:
        data = _bytes_of(page, bake)
        if data is not None:
            is_new = not release.is_in_place(settings.SITE_FOLDER, page.file_name, data)
            yield page, data, Made(page.path, hashlib.sha256(data).hexdigest(), len(data), is_new)


def _beside(looked: Iterator[Looked]) -> Drafted:
    """Each page is compressed and written by threads while the next is rendered."""
    made_of: list[tuple[PublicPage, Made]] = []
    drafts: list[Callable[[], list[Draft]]] = []
    with beside() as begin:
        for page, data, made in looked:
            made_of.append((page, made))
            if made.is_new:
                drafts.append(begin(release.drafted, settings.SITE_FOLDER, page.file_name, data))
        return made_of, [each for written in drafts for each in written()]


def _together(looked: Iterator[Looked]) -> Drafted:
    """Where other processes have the cores in use: all are rendered, then all compressed."""
    every = list(looked)
    new = [(page.file_name, data) for page, data, made in every if made.is_new]
    made_of = [(page, made) for page, _, made in every]
    return made_of, release.all_drafted(settings.SITE_FOLDER, new)


def _write_elsewhere(
    bake: Bake, pages: Sequence[PublicPage], announced: Callable[[], object]
) -> list[Made]:
    """In another process than the ledger's, which announces all of them meanwhile."""
    return _write_batch(pages, bake, lambda _: announced(), _together)


def _write_batch(
    pages: Sequence[PublicPage],
    bake: Bake,
    announce: Callable[[Sequence[PublicPage]], object],
    draft: Callable[[Iterator[Looked]], Drafted] = _beside,
) -> list[Made]:
    """Render, announce what is not in place, and put it there."""
    looked, drafts = draft(_looked_after(pages, bake))
    if drafts:
        announce([page for page, made in looked if made.is_new])
        release.put(settings.SITE_FOLDER, drafts)
    return [made for _, made in looked]


def _settled(
    pages: Sequence[PublicPage],
    made: list[Made],
    built: Built,
    bake: Bake,
    announced: Announced | None,
) -> Built:
    by_path = {each.path: each for each in made}
    done = [(page, by_path[page.path]) for page in pages if page.path in by_path]
    ledger.settle(done, bake=bake.name, announced=announced)
    if bake.name:
        bake.own.update((each.path, each.is_new) for each in made)
    written = sum(each.is_new for each in made)
    return replace(
        built,
        written=built.written + written,
        unchanged=built.unchanged + len(made) - written,
        failed=built.failed + tuple(page.path for page in pages if page.path not in by_path),
    )


def _bytes_of(page: PublicPage, bake: Bake) -> bytes | None:
    found = bake.found(page)
    return _rendered(page) if found is None else found


def _rendered(page: PublicPage) -> bytes | None:
    try:
        return page.render()
    except Exception:  # anything at all: one page must not keep another from being taken down
        log.exception("page not rendered: %s", page.path)
        return None


def _take_down(paths: Sequence[str], *, today: date) -> None:
    release.take_down(settings.SITE_FOLDER, _file_names(paths))
    ledger.strike(paths, today=today)


def _unknown(paths: set[str], bake: Bake) -> list[str]:
    """Files on disk that are not of these paths. Looked for before the build writes, while there
    is least to look at: what appears later is its own."""
    if bake.own:
        return bake.strays
    found = release.strays(settings.SITE_FOLDER, _file_names(paths | OWN))
    strays = [each for each in found if not f"/{each}".startswith(SUMS_FOLDER)]
    if bake.name:
        bake.strays[:] = strays
    return strays


def _remove_strays(names: Sequence[str]) -> None:
    """Of these files, those that the ledger does not know by now either."""
    if names:
        known = release.in_all_forms(_file_names(ledger.depending_on(None)))
        for name in [each for each in names if each not in known]:
            release.remove_stray(settings.SITE_FOLDER, name)


def _release_own(signing: Signer, *, today: date, is_whole: bool) -> None:
    old_key = release.read_page(settings.SITE_FOLDER, PUBLIC_KEY.lstrip("/"))
    if not is_whole and old_key not in (b"", signing.public_key_file()):
        mark_stale([MIRRORS])  # the page on copies names the key
    _write_all(own_pages(signing), NO_BAKE)
    release_sums(settings.SITE_FOLDER, signing, today=today, is_whole=is_whole)


def _file_names(paths: Iterable[str]) -> list[str]:
    return [file_name_of(path) for path in paths]
