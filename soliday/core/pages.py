"""What a part of the public site offers to the press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PublicPage:
    """One public file: its path, what it depends on, and how its bytes are made.

    path: absolute, `/` at the end for an HTML page (`/en/ideas/`), a file name otherwise.
    keys: what it is made from (`action:12`, `country:PL`); it is rebuilt when one goes stale.
    render: called once per build; the same data gives the same bytes.
    near: the number of an action that it shows. A full build goes by it, so that what one page
    has read is at hand for the next.
    """

    path: str
    keys: frozenset[str]
    render: Callable[[], bytes] = field(compare=False)
    near: int = field(default=0, compare=False)

    @property
    def file_name(self) -> str:
        """The file's path below the site's folder, without a leading slash."""
        return file_name_of(self.path)


def file_name_of(path: str) -> str:
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def touched(page_keys: frozenset[str], stale: frozenset[str] | None) -> bool:
    """Whether a page with these keys belongs to a build of `stale`; None builds everything."""
    return stale is None or not page_keys.isdisjoint(stale)
