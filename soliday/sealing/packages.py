"""Packages: files sealed together, at one of eight sizes, for one place only.

A package is a zero-padded tar in an age file, so the key and stock tools are enough:
`age -d -i key report.age | tar x`. Its first file, about.json, names the context (which report,
which field) it was sealed for, so that a package moved elsewhere is noticed.
"""

import json
from collections.abc import Mapping, Sequence

from soliday.sealing.age_read import NotOpened, decrypt_with_secret
from soliday.sealing.age_write import encrypt_to_recipients, room_for_plaintext
from soliday.sealing.archives import NotAnArchive, pack, unpack

FORMAT = "soliday-package-1"
ABOUT = "about.json"
# Sealed sizes in bytes. A report's text (up to 30 KB) takes one of the first two.
BUCKETS = tuple(kibibytes * 1024 for kibibytes in (16, 64, 256, 512, 1024, 2048, 4096, 8192))
# Up to here every bucket can be hit exactly, whatever the number of recipients.
MAX_RECIPIENTS = 50


class PackageTooLarge(Exception):
    """The files do not fit into the largest bucket."""


class CannotOpen(Exception):
    """Wrong key, or the bytes are not a whole, untouched package."""


class WrongPackage(Exception):
    """A whole package, but sealed for another context."""


def seal(files: Mapping[str, bytes], *, context: str, recipients: Sequence[str]) -> bytes:
    """Return `files` sealed for `context`, readable by each of `recipients` ("age1…").

    The result is exactly as long as one of BUCKETS. Raises PackageTooLarge, NotARecipient, and
    ValueError for a file name that `archives.pack` refuses, "about.json", or a number of
    recipients outside 1 to 50.
    """
    if ABOUT in files or not 1 <= len(recipients) <= MAX_RECIPIENTS:
        raise ValueError("about.json is ours, and recipients are 1 to 50")
    archive = pack({ABOUT: _about(context), **files})
    for bucket in BUCKETS:
        room = room_for_plaintext(bucket, recipient_count=len(recipients))
        if len(archive) <= room:
            return encrypt_to_recipients(archive.ljust(room, b"\0"), recipients)
    raise PackageTooLarge("more than the largest bucket holds")


def open_package(sealed: bytes, *, secret: str, context: str) -> dict[str, bytes]:
    """Return the files of a package, in order; raises CannotOpen, WrongPackage, NotASecret.

    A package proves that nobody changed it, not who sealed it: recipients are public.
    """
    try:
        files = unpack(decrypt_with_secret(sealed, secret))
    except (NotOpened, NotAnArchive) as error:
        raise CannotOpen("wrong key, or not a whole package") from error
    if files.pop(ABOUT, None) != _about(context):
        raise WrongPackage("sealed for another place")
    return files


def _about(context: str) -> bytes:
    return json.dumps({"format": FORMAT, "context": context}).encode("ascii")
