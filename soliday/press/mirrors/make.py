"""A copy that works from any folder, any host and a telephone: one folder, or one zip file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from soliday.press.mirrors.minisig import PublicKey, read_signature
from soliday.press.mirrors.packing import FolderOut, Out, ZipOut
from soliday.press.mirrors.relative import Copy, relative_page, relative_style
from soliday.press.mirrors.snapshot import Release, Store, take
from soliday.press.mirrors.sums_file import PUBLIC_KEY, SIGNATURE, SUMS, written
from soliday.press.mirrors.trees import Folder
from soliday.press.signing import PressKey, public_key_file, sign

LITE_MOST = 25 * 1024 * 1024
PICTURES = re.compile(r".*\.(jpe?g|png|webp|avif|gif|pdf|zip)")
# Over bytes of the original: in a copy with relative links they would fit nothing.
SUMS_OF_YEARS = re.compile(r"(?:[^/]+/)?days/[0-9]+/SHA256SUMS")
SINGLE_ACTIONS = re.compile(r"(?:[^/]+/)?[a-z-]{2,8}/actions/[0-9]+/index\.html")
# What a lite copy goes without, until it is small enough: lists of actions stay in any case.
LITE_WITHOUT: tuple[tuple[re.Pattern[str], ...], ...] = (
    (PICTURES,),
    (PICTURES, SINGLE_ACTIONS),
)
COMMENT_OF_COPY = "; copy: relative"


@dataclass(frozen=True)
class Made:
    """What was made. `dead`: links of the site that lead to nothing, copied or not."""

    sequence: int
    files: int
    size: int
    is_signed: bool
    dead: frozenset[str]


class LiteTooLarge(Exception):
    """Even without pictures and single actions it is larger than a lite copy may be."""


@dataclass(frozen=True)
class Site:
    """The site that is copied, and the addresses and words that belong to it."""

    folder: Path
    key: PublicKey
    origins: tuple[str, ...]
    doors: Mapping[str, str]


def make(site: Site, target: Path, *, press_key: PressKey | None, lite: bool) -> Made:
    """Make a copy; what was at `target` is replaced when all of it is there.

    Signed if the press's key is the one the site is signed with. Raises NotTaken, LiteTooLarge,
    NotACopy (the folder holds something else).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    kind: Callable[[Path], Out] = ZipOut if target.suffix == ".zip" else FolderOut
    with tempfile.TemporaryDirectory(prefix=".copying-", dir=target.parent) as folder:
        store = Store(Path(folder, "taken"))
        store.folder.mkdir()
        release = take(Folder(site.folder), store, site.key)
        is_ours = press_key is not None and _is_key_of(press_key, store.folder)
        signer = press_key if is_ours else None
        for without in LITE_WITHOUT if lite else ((),):
            out = kind(Path(folder, "made"))
            made = _write(site, store.folder, release, out, signer, without)
            if not lite or made.size <= LITE_MOST:
                out.put_in_place(target)
                return made
            out.remove()
    raise LiteTooLarge(str(made.size))


def _write(
    site: Site,
    taken: Path,
    release: Release,
    out: Out,
    signer: PressKey | None,
    without: tuple[re.Pattern[str], ...],
) -> Made:
    parts = set(release.root.parts)
    names = frozenset(name for name in release.listed if not _is_left_out(name, without)) - parts
    copy = Copy(names, site.origins, site.doors)
    sums = {}
    for name, data in _converted(taken, copy):
        sums[name] = sha256(data).hexdigest()
        out.add(name, data)
    for name, data in _sealed(sums, release, signer):
        out.add(name, data)
    dead = {url for url in copy.dead if copy.file(url) not in release.listed}
    size = out.close()
    return Made(release.root.head.sequence, len(sums), size, signer is not None, frozenset(dead))


def _converted(taken: Path, copy: Copy) -> Iterator[tuple[str, bytes]]:
    for name in sorted(copy.names):
        data = (taken / name).read_bytes()
        if name.endswith(".html"):
            data = relative_page(data.decode(), name, copy).encode()
        elif name.endswith(".css"):
            data = relative_style(data.decode(), name, copy).encode()
        yield name, data


def _sealed(
    sums: Mapping[str, str], release: Release, signer: PressKey | None
) -> Iterator[tuple[str, bytes]]:
    """The copy's own sums, of the same release, and their signature if the key is at hand."""
    lists = written(replace(release.root.head, is_copy=True), sums)
    yield from sorted(lists.items(), key=lambda each: each[0] == SUMS)
    original = read_signature(release.signature)
    if signer and original:
        comment = original.comment + COMMENT_OF_COPY
        yield SIGNATURE, sign(signer, lists[SUMS], trusted_comment=comment)


def _is_left_out(name: str, without: tuple[re.Pattern[str], ...]) -> bool:
    return any(pattern.fullmatch(name) for pattern in (SUMS_OF_YEARS, *without))


def _is_key_of(press_key: PressKey, site: Path) -> bool:
    path = site / PUBLIC_KEY
    return path.is_file() and path.read_bytes() == public_key_file(press_key)
