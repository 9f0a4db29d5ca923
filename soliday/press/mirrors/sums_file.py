"""SHA256SUMS as anybody reads it: a head in comments, then lines that `sha256sum -c` checks.

    # Soliday sums 1
    # day: <name>
    # sequence: <integer>
    # made: YYYY-MM-DD
    # valid-until: YYYY-MM-DD
    # copy: relative                      only in a copy whose links were made relative
    <sha256>  <name below the site's root>

A large site lists parts instead, `sums/<name>.sha256`: the same lines without the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice

SUMS, SIGNATURE, PUBLIC_KEY = "SHA256SUMS", "SHA256SUMS.minisig", "minisign.pub"
KIND, COPY = "Soliday sums 1", "relative"
LINE = re.compile(r"([0-9a-f]{64})  (?!/)([^\0\n\r\\]{1,400})")
PART = re.compile(r"sums/[^/]+\.sha256")
MOST_IN_ONE = 10_000


class SumsUnreadable(Exception):
    """This is no list of sums that we know."""


@dataclass(frozen=True)
class Head:
    """What a release says of itself. `is_copy`: its links are relative, its bytes its own."""

    day: str
    sequence: int
    made: date
    valid_until: date
    is_copy: bool = False

    def text(self) -> str:
        lines = [
            KIND,
            f"day: {self.day}",
            f"sequence: {self.sequence}",
            f"made: {self.made.isoformat()}",
            f"valid-until: {self.valid_until.isoformat()}",
            *([f"copy: {COPY}"] if self.is_copy else []),
        ]
        return "".join(f"# {line}\n" for line in lines)


@dataclass(frozen=True)
class Root:
    """The signed file: its head, and the sum of each file or part it lists, by name."""

    head: Head
    listed: Mapping[str, str]

    @property
    def parts(self) -> list[str]:
        return [name for name in self.listed if PART.fullmatch(name)]


def read_root(data: bytes) -> Root:
    """Read SHA256SUMS; raise SumsUnreadable."""
    text = _text(data)
    told = dict(re.findall(r"^# ([a-z-]+): (.*)$", text, re.MULTILINE))
    if not text.startswith(f"# {KIND}\n"):
        raise SumsUnreadable("no head")
    try:
        head = Head(
            told["day"],
            int(told["sequence"]),
            date.fromisoformat(told["made"]),
            date.fromisoformat(told["valid-until"]),
            told.get("copy") == COPY,
        )
    except (KeyError, ValueError) as error:
        raise SumsUnreadable("no head") from error
    return Root(head, _read(text))


def read_part(data: bytes) -> dict[str, str]:
    """Read a part: the sum of each file, by name; raise SumsUnreadable."""
    return _read(_text(data))


def written(head: Head, sums: Mapping[str, str]) -> dict[str, bytes]:
    """The files that hold these sums, parts first and SHA256SUMS last."""
    lines = iter(f"{sums[name]}  {name}\n" for name in sorted(sums))
    if len(sums) <= MOST_IN_ONE:
        return {SUMS: (head.text() + "".join(lines)).encode()}
    return _in_parts(head, lines)


def _in_parts(head: Head, lines: Iterable[str]) -> dict[str, bytes]:
    lines = iter(lines)
    parts: dict[str, bytes] = {}
    while part := list(islice(lines, MOST_IN_ONE)):
        parts[f"sums/{len(parts):04}.sha256"] = "".join(part).encode()
    listed = {name: sha256(data).hexdigest() for name, data in parts.items()}
    return parts | written(head, listed)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SumsUnreadable("not text") from error


def _read(text: str) -> dict[str, str]:
    """Each line as we write it or none at all: a name twice or out of the folder is no name."""
    sums: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        read = LINE.fullmatch(line)
        if read is None or read[2] in sums or not _is_below(read[2]):
            raise SumsUnreadable(f"a line that says nothing: {line[:80]!r}")
        sums[read[2]] = read[1]
    return sums


def _is_below(name: str) -> bool:
    return all(piece not in ("", ".", "..") for piece in name.split("/"))
