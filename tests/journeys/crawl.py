"""Reads pages for what the Nu checker does not ask: where they lead, and what runs in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

SAYS_WHO_WE_ARE = {("link", "canonical"), ("link", "alternate")}
TAKES_URL = ("href", "src", "poster", "action")
LOADED = {"img": "src", "script": "src", "source": "src", "link": "href", "iframe": "src"}
# Left over from a template, or escaped twice: valid, and wrong all the same.
LEFT_OVER = re.compile(r"\{[{%]|\bNone\b</|&amp;(?:amp|lt|gt|quot);")


@dataclass
class Page:
    """links: addresses as written, with the tag and its rel; ids; loaded; faults in words."""

    links: list[tuple[str, str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    loaded: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    language: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.count, self.at = Page(), {"main": 0, "h1": 0}, ""

    def handle_starttag(self, tag, attrs):
        self.at = tag
        given = {name: value or "" for name, value in attrs}
        if tag in self.count:
            self.count[tag] += 1
        if tag == "html":
            self.page.language = given.get("lang", "")
        if name := given.get("id"):
            self.page.ids.add(name)
        self._look_inline(tag, given)
        self._look_links(tag, given)

    def handle_endtag(self, tag):
        self.at = ""

    def handle_data(self, data):
        if self.at in ("script", "style") and data.strip():
            self.page.faults.append(f"inline {self.at}")

    def _look_inline(self, tag, given):
        for name, value in given.items():
            if name == "style" or name.startswith("on") or value.startswith("javascript:"):
                self.page.faults.append(f"inline {name} in <{tag}>")

    def _look_links(self, tag, given):
        rel = given.get("rel", "")
        for name in TAKES_URL:
            if name in given and tag != "meta":
                self.page.links.append((tag, rel, given[name]))
        urls = [
            choice.split()[0] for choice in given.get("srcset", "").split(",") if choice.strip()
        ]
        self.page.links += [(tag, rel, url) for url in urls]
        if tag in LOADED and rel not in ("canonical", "alternate"):
            self.page.loaded += [*urls, *filter(None, [given.get(LOADED[tag])])]


def read(html: str) -> Page:
    """Read one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = reader.page
    page.faults += [f"{count} of <{tag}>" for tag, count in reader.count.items() if count != 1]
    if LEFT_OVER.search(html):
        page.faults.append("a piece of a template, or escaped twice")
    return page


def place(base: str, url: str) -> tuple[str, str]:
    """The absolute address without its fragment, and the fragment."""
    return urldefrag(urljoin(base, url))[0], urldefrag(url)[1]
