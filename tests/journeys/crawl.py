"""Reads baked pages as a strict reader would: where they lead, and what is wrong in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SAYS_WHO_WE_ARE = {("link", "canonical"), ("link", "alternate")}
TAKES_URL = ("href", "src", "poster", "action")
LOADED = {"img": "src", "script": "src", "source": "src", "link": "href", "iframe": "src"}
# Elements of SVG close themselves; what may stand in <p> is phrasing.
BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table ul".split()
)


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
        self.page, self.open, self.count = Page(), [], {}

    def handle_starttag(self, tag, attrs):
        self._look(tag, attrs)
        if tag in BLOCKS and "p" in self.open and not {"svg", "button"} & set(self.open):
            self.page.faults.append(f"<{tag}> in <p>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._look(tag, attrs)
        if tag not in VOID and "svg" not in (*self.open, tag):
            self.page.faults.append(f"<{tag}/> closes nothing")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.page.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        if self.open[-1:] in (["script"], ["style"]) and data.strip():
            self.page.faults.append(f"inline {self.open[-1]}")

    def _look(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if "svg" not in self.open:  # a drawing has a <title> of its own
            self.count[tag] = self.count.get(tag, 0) + 1
        if len(given) != len(attrs):
            self.page.faults.append(f"an attribute twice in <{tag}>")
        self._look_inline(tag, given)
        if name := given.get("id"):
            if name in self.page.ids:
                self.page.faults.append(f"id {name} twice")
            self.page.ids.add(name)
        if tag == "html":
            self.page.language = given.get("lang", "")
        if tag == "img" and "alt" not in given:
            self.page.faults.append("a picture without a description")
        self._look_links(tag, given)

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
    page.faults += [f"<{tag}> is not closed" for tag in reader.open]
    for tag in ("html", "head", "title", "body", "main", "h1"):
        if reader.count.get(tag) != 1:
            page.faults.append(f"{reader.count.get(tag, 0)} of <{tag}>")
    if not html.lower().startswith("<!doctype html>"):
        page.faults.append("no doctype")
    if re.search(r"\{[{%]|\bNone\b</|&amp;(?:amp|lt|gt|quot);", html):
        page.faults.append("a piece of a template, or escaped twice")
    return page


def place(base: str, url: str) -> tuple[str, str]:
    """The absolute address without its fragment, and the fragment."""
    return urldefrag(urljoin(base, url))[0], urldefrag(url)[1]
