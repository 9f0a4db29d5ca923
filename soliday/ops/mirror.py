"""`soliday mirror`: copies of the public site, and the proof that one is true."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from soliday.configuration import read_configuration
from soliday.press.mirrors.doors import doors
from soliday.press.mirrors.fetch import CURRENT, AnotherFetch, fetch
from soliday.press.mirrors.make import LiteTooLarge, Made, make
from soliday.press.mirrors.make import Site as Original
from soliday.press.mirrors.minisig import KeyUnreadable, PublicKey, read_public_key
from soliday.press.mirrors.packing import NotACopy
from soliday.press.mirrors.push import NotPushed, push
from soliday.press.mirrors.s3 import StoreRefused
from soliday.press.mirrors.snapshot import NotTaken, Release
from soliday.press.mirrors.sums_file import PUBLIC_KEY, SUMS, SumsUnreadable, read_root
from soliday.press.mirrors.trees import Archive, Folder, Site
from soliday.press.mirrors.verify import Fault, Kind, Tree, verify
from soliday.press.mirrors.web import NotReached, NotThere, Web
from soliday.press.signing import press_key

# One code for each kind, so that a script can tell them apart; the gravest decides.
CODES = {kind: code for code, kind in enumerate(Kind, start=10)}
WRONG = (
    KeyUnreadable,
    NotReached,
    NotThere,
    AnotherFetch,
    LiteTooLarge,
    NotACopy,
    NotPushed,
    StoreRefused,
    OSError,
)
SHOWN = 20  # faults of one kind that are named one by one


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for; the exit code says how it went."""
    try:
        return int(COMMANDS[asked.action](asked))
    except NotTaken as not_taken:
        return _tell([*not_taken.faults], "")
    except WRONG as wrong:
        print(f"{type(wrong).__name__}: {wrong}", file=sys.stderr)
        return 1


def _verify(asked: argparse.Namespace) -> int:
    faults = verify(
        _tree(asked.copy),
        key=_key(asked.key),
        today=datetime.now(UTC).date(),
        known_sequence=_known_sequence(asked),
    )
    return _tell(faults, asked.copy)


def _fetch(asked: argparse.Namespace) -> int:
    release = fetch(
        Web(asked.address),
        asked.folder,
        key=_key(asked.key),
        today=datetime.now(UTC).date(),
        known_sequence=_known_sequence(asked),
    )
    print("Nothing is new." if release is None else _about(release), asked.folder / CURRENT)
    return 0


def _make(asked: argparse.Namespace) -> int:
    return _tell_made(_making(lite=asked.lite)(asked.target), str(asked.target))


def _push(asked: argparse.Namespace) -> int:
    return _tell_made(push(_making(lite=asked.lite), asked.target), asked.target)


def _making(*, lite: bool) -> Callable[[Path], Made]:
    configuration = read_configuration()
    origins = tuple(each for each in (configuration.site, configuration.onion) if each)
    site = Original(_own_site(), _key(None), origins, doors(origins))
    # Where the press does not sign itself there is no key of its own, and none is drawn for this.
    has_key = (configuration.data / "keys" / "press.key").exists()
    key = press_key(configuration.data / "keys") if has_key else None
    return partial(make, site, press_key=key, lite=lite)


def _tell_made(made: Made, where: str) -> int:
    print(f"{where}: release {made.sequence}, {made.files} files, {made.size:,} bytes")
    for url in sorted(made.dead):
        print(f"This link leads to nothing, here and on the site: {url}", file=sys.stderr)
    if not made.is_signed:
        print(f"Not signed yet: minisign -Sm {SUMS}, with the key of the site.", file=sys.stderr)
    return 0


def _about(release: Release) -> str:
    return f"Release {release.root.head.sequence}, {len(release.listed)} files:"


def _tell(faults: list[Fault], where: str) -> int:
    if not faults:
        print(f"This copy is true: {where}")
        return 0
    for kind in Kind:
        about = [fault.about for fault in faults if fault.kind == kind]
        for each in about[:SHOWN]:
            print(f"{kind}: {each}", file=sys.stderr)
        if len(about) > SHOWN:
            print(f"{kind}: and {len(about) - SHOWN} more", file=sys.stderr)
    return min(CODES[fault.kind] for fault in faults)


def _tree(copy: str) -> Tree:
    if copy.startswith(("http://", "https://")):
        return Site(Web(copy))
    if copy.endswith(".zip"):
        return Archive(Path(copy))
    if not Path(copy).is_dir():
        raise NotADirectoryError(copy)
    return Folder(Path(copy))


def _key(given: str | None) -> PublicKey:
    """The key that was given, or the one of the site of this installation."""
    if given:
        return read_public_key(given)
    return read_public_key((_own_site() / PUBLIC_KEY).read_text())


def _known_sequence(asked: argparse.Namespace) -> int | None:
    """What was given; with our own key, what our own site has reached."""
    if asked.known_sequence is not None or asked.key:
        return int(asked.known_sequence) if asked.known_sequence is not None else None
    try:
        return read_root((_own_site() / SUMS).read_bytes()).head.sequence
    except (OSError, SumsUnreadable):
        return None


def _own_site() -> Path:
    return read_configuration().data / "site"


COMMANDS = {"verify": _verify, "fetch": _fetch, "make": _make, "push": _push}
