"""Pages whose links to ourselves are relative: they work from any folder, host or telephone.

Only the tags that have to change are touched; every other byte stays as it was baked. Addresses
that say who we are, not where to go (`rel=canonical`, `og:`), stay too, or are given the official
host where the site names none (beside an onion service: docs/decisions/onion.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape
from html.parser import HTMLParser
from posixpath import dirname, relpath
from urllib.parse import parse_qs, urlsplit

from soliday.press.paths import is_live

Target = Callable[[str], str | None]  # another address for one; None if it leads nowhere
ATTRIBUTE = re.compile(r"""(\s)([a-zA-Z:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
TARGETS = frozenset({"href", "src", "poster", "data", "xlink:href"})
# What says something about a target is wrong without one.
ABOUT_TARGET = frozenset({"href", "hreflang", "rel", "type", "download", "target", "srcset", "src"})
CSS_URL = re.compile(r"""url\(\s*(["']?)(/[^"')]*)\1\s*\)""")
GOES_WITH_ITS_TARGET = frozenset({"link", "source", "script", "img"})
DOOR = "to-form"  # the class of what leads to the form, campaign/to_the_form.html


@dataclass(frozen=True)
class Copy:
    """What a copy holds. `doors`: what stands in place of the way to the form, by language.

    origins: the addresses of the official site, first the one it is known by; dead: links that led
    nowhere, filled on the way.
    """

    names: Set[str]
    origins: tuple[str, ...]
    doors: Mapping[str, str]
    dead: set[str] = field(default_factory=set)

    def target(self, url: str, at: str) -> str | None:
        """The address as seen from the file `at`; None if the copy does not have what it names."""
        path = self._own_path(url)
        if path is None:
            return url
        name = self._report_page(path, at) if is_live(urlsplit(path).path) else self.file(url)
        if name not in self.names:
            self.dead.add(url)
            return None
        fragment = urlsplit(path).fragment
        return relpath(name, dirname(at) or ".") + (f"#{fragment}" if fragment else "")

    def official(self, url: str) -> str:
        """The same address on the official site, whatever this copy holds."""
        return self.origins[0] + url if url.startswith("/") and url[:2] != "//" else url

    def file(self, url: str) -> str:
        """The name of the file at one of our own addresses."""
        path = urlsplit(self._own_path(url) or "").path
        return path.lstrip("/") + ("index.html" if path.endswith("/") else "")

    def _own_path(self, url: str) -> str | None:
        for origin in self.origins:
            if url == origin or url.startswith((f"{origin}/", f"{origin}?", f"{origin}#")):
                return "/" + url.removeprefix(origin).lstrip("/")
        return url if url.startswith("/") and not url.startswith("//") else None

    def _report_page(self, path: str, at: str) -> str:
        """Where a copy says that it has no form: the page on reporting beside this one."""
        folders = at.split("/")[:-1]
        for count in range(len(folders), 0, -1):
            name = "/".join([*folders[:count], "report", "index.html"])
            if name in self.names:
                return name
        asked = parse_qs(urlsplit(path).query).get("language", [""])
        return f"{asked[0]}/report/index.html"


def relative_page(html: str, at: str, copy: Copy) -> str:
    """The page at `at` with relative links, without forms, saying where the form is."""
    page = _Page(html, at, copy)
    page.feed(html)
    page.close()
    return page.result()


def relative_style(css: str, at: str, copy: Copy) -> str:
    """The style sheet with relative addresses."""
    return CSS_URL.sub(lambda found: f"url({copy.target(found[2], at) or 'data:,'})", css)


class _Page(HTMLParser):
    """Notes which pieces of the source have to be something else."""

    def __init__(self, html: str, at: str, copy: Copy) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.at, self.copy = html, at, copy
        self.lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.edits: list[tuple[int, int, str]] = []
        self.language = "en"
        # The element that is being replaced: its tag, how deep we are, where it began, by what.
        self.leaving: tuple[str, int, int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self.leaving:
            self._deeper(tag, 1)
            return
        if tag == "html":
            self.language = given.get("lang", self.language)
        if tag == "form" or DOOR in given.get("class", "").split():
            instead = "" if tag == "form" else self.copy.doors.get(self.language, "")
            self.leaving = (tag, 1, self._place(), instead)
        else:
            self._rewrite(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.leaving:
            self._rewrite(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self._deeper(tag, -1)

    def result(self) -> str:
        """The source with the edits made."""
        pieces, at = [], 0
        for start, end, instead in self.edits:
            pieces += [self.html[at:start], instead]
            at = end
        return "".join([*pieces, self.html[at:]])

    def _place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def _deeper(self, tag: str, by: int) -> None:
        if self.leaving is None:
            return
        leaving, depth, start, instead = self.leaving
        depth += by if tag == leaving else 0
        self.leaving = (leaving, depth, start, instead) if depth else None
        if not depth:
            self.edits.append((start, self.html.index(">", self._place()) + 1, instead))

    def _rewrite(self, tag: str, given: Mapping[str, str]) -> None:
        is_name = tag == "link" and given.get("rel") == "canonical"
        target: Target = self.copy.official if is_name else partial(self.copy.target, at=self.at)
        raw, start = self.get_starttag_text() or "", self._place()
        changed = _with_targets(raw, target)
        if changed is None:
            changed = _without_target(tag, raw, given)
        if changed != raw:
            self.edits.append((start, start + len(raw), changed))


def _with_targets(raw: str, target: Target) -> str | None:
    """The tag with other addresses; None if one of them leads nowhere."""
    is_dead = False

    def other(found: re.Match[str]) -> str:
        nonlocal is_dead
        space, name, value = found[1], found[2], found[3] or found[4] or found[5] or ""
        if name.lower() == "srcset":
            new = _srcset(unescape(value), target)
        elif name.lower() in TARGETS:
            new = target(unescape(value))
        else:
            return found[0]
        is_dead = is_dead or new is None
        return f'{space}{name}="{escape(new or "")}"'

    changed = ATTRIBUTE.sub(other, raw)
    return None if is_dead else changed


def _srcset(value: str, target: Target) -> str | None:
    choices = []
    for choice in value.split(","):
        url, *width = choice.split()
        if (new := target(url)) is not None:
            choices.append(" ".join([new, *width]))
    return ", ".join(choices) or None


def _without_target(tag: str, raw: str, given: Mapping[str, str]) -> str:
    """A link is a word then, a picture its description, a hint to the browser nothing."""
    if tag in GOES_WITH_ITS_TARGET:
        return escape(given.get("alt", "")) if tag == "img" else ""
    return ATTRIBUTE.sub(lambda found: "" if found[2].lower() in ABOUT_TARGET else found[0], raw)
