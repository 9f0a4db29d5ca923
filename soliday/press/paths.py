"""Which paths a public file may have: what the press writes and what the server looks up."""

from __future__ import annotations

import re

LONGEST = 200
SUMS, SIGNATURE = "/SHA256SUMS", "/SHA256SUMS.minisig"
SUMS_FOLDER = "/sums/"  # the parts of the sums of a large site
WITHDRAWN, PUBLIC_KEY, KEY_PICTURE = "/withdrawn.txt", "/minisign.pub", "/minisign.svg"
# These lead to Django, and to the desk's static files: no page may stand in their way.
LIVE = ("/send/", "/receipt/", "/desk/", "/health/")
STATIC = "/static/"
# No segment begins with a dot, so neither `..` nor a draft is ever named.
PATH = re.compile(
    r"/(?:\.well-known/)?(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?"
)
FORMS = (".gz", ".br")


class PathUnsafe(Exception):
    """A page asks for a path that the press never writes."""


def is_safe(path: str) -> bool:
    """Whether a public file may lie here; its compressed forms have no path of their own."""
    return (
        len(path) <= LONGEST
        and PATH.fullmatch(path) is not None
        and not path.endswith((*FORMS, "/index.html"))
    )


def is_live(path: str) -> bool:
    """Whether this path leads to Django."""
    return f"{path}/".startswith(LIVE)


def checked(path: str) -> str:
    """Return `path`, or raise PathUnsafe."""
    if not is_safe(path) or is_live(path) or path.startswith(STATIC):
        raise PathUnsafe(path)
    return path
