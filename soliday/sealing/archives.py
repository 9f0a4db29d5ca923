"""A handful of small files as one plain tar, and back.

Source of the format: POSIX.1-1988 "ustar". Times, owners, names of owners and modes are always
the same, so that an archive says nothing but what is in its files.
"""

import re
from collections.abc import Mapping
from tarfile import (
    AREGTYPE,
    BLOCKSIZE,
    DIRTYPE,
    GNUTYPE_LONGNAME,
    REGTYPE,
    USTAR_FORMAT,
    XGLTYPE,
    XHDTYPE,
    TarError,
    TarInfo,
)

END = bytes(2 * BLOCKSIZE)
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)

PASSED_OVER = (DIRTYPE, GNUTYPE_LONGNAME, XHDTYPE, XGLTYPE)


class NotAnArchive(Exception):
    """The bytes are not an archive as `pack` writes it."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the files, in their order, as a tar; any number of zero bytes may follow it.

    A name is lower-case ASCII letters, digits, ".", "_" and "-", at most 64 of them; raises
    ValueError for any other.
    """
    for name in files:
        if not FILE_NAME.fullmatch(name):
            raise ValueError("a file in an archive needs a short, plain name")
    return b"".join(_member(name, content) for name, content in files.items()) + END


def unpack(archive: bytes) -> dict[str, bytes]:
    """Return what `pack` was given; raises NotAnArchive for links, paths, doubles or lies."""
    files: dict[str, bytes] = {}
    at = 0
    while any(header := archive[at : at + BLOCKSIZE]):
        name, size = _name_and_size(header)
        at += BLOCKSIZE
        if name in files or not 0 <= size <= len(archive) - at:
            raise NotAnArchive("a file is there twice or longer than the archive")
        files[name] = archive[at : at + size]
        at += size + _gap_after(size)
    return files


def unpack_foreign(archive: bytes) -> list[tuple[str, bytes]]:
    """Return names and contents of a tar that somebody made with a program of their own.

    Folders and notes about the next file are passed over; names are not to be trusted. Nothing is
    ever larger than the archive. Raises NotAnArchive for links, sparse files, or lies.
    """
    files: list[tuple[str, bytes]] = []
    at = 0
    while any(header := archive[at : at + BLOCKSIZE]):
        entry = _entry(header, "utf-8", "replace")
        at += BLOCKSIZE
        if entry.type not in PASSED_OVER and entry.type not in (REGTYPE, AREGTYPE):
            raise NotAnArchive("something else than a plain file")
        if not 0 <= entry.size <= len(archive) - at:
            raise NotAnArchive("a file is longer than the archive")
        if entry.type not in PASSED_OVER:
            files.append((entry.name, archive[at : at + entry.size]))
        at += entry.size + _gap_after(entry.size)
    return files


def _member(name: str, content: bytes) -> bytes:
    entry = TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    header = entry.tobuf(USTAR_FORMAT, "ascii", "strict")
    return header + content + bytes(_gap_after(len(content)))


def _name_and_size(header: bytes) -> tuple[str, int]:
    entry = _entry(header, "ascii", "strict")
    if entry.type != REGTYPE or not FILE_NAME.fullmatch(entry.name):
        raise NotAnArchive("something else than a plain file")
    return entry.name, entry.size


def _entry(header: bytes, encoding: str, errors: str) -> TarInfo:
    try:
        return TarInfo.frombuf(header, encoding, errors)
    except (TarError, ValueError) as error:
        raise NotAnArchive("a header cannot be read") from error


def _gap_after(size: int) -> int:
    return -size % BLOCKSIZE
