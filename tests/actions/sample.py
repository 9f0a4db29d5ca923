"""Actions, photos and the pages made of them, for the tests of what the public sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

from soliday.actions import public as actions
from soliday.actions.changes import publish
from soliday.actions.models import Action
from soliday.campaign import public as campaign
from soliday.campaign.models import Day, Edition
from soliday.campaign.written import all_written
from soliday.core.models import StaleKey
from soliday.core.pages import PublicPage
from soliday.places.cities import find_cities

ON = date(2026, 8, 4)
FACTS: dict[str, Any] = {"stage": "done", "origin": "report", "country": "PL", "language": "en"}


def texts(title: str = "A letter evening", language: str = "en") -> list[dict[str, str]]:
    text = f"What happened: {title}."
    return [{"language": language, "title": title, "text": text, "made_by": "original"}]


def photo(color: bytes = b"red") -> dict[str, Any]:
    """Not a real picture: what is published is passed on byte for byte."""
    return {
        "page_jpeg": b"large " + color,
        "wall_jpeg": b"small " + color,
        "width": 1600,
        "height": 1200,
        "wall_width": 640,
        "wall_height": 480,
        "descriptions": {"en": "Hands with a sheet"},
    }


def edition_of(day: Day, year: int = 2026) -> Edition:
    return Edition.objects.get_or_create(day=day, year=year)[0]


def published(
    day: Day, *, year: int = 2026, title: str = "A letter evening", today: date = ON, **facts: Any
) -> Action:
    """Publish an action with these facts over FACTS."""
    language = facts.get("language", FACTS["language"])
    return publish(
        edition=edition_of(day, year),
        facts=FACTS | facts,
        texts=texts(title, language),
        today=today,
    )


def city(country: str, name: str) -> int:
    return find_cities(country, name, 1)[0].id


def offered(stale: frozenset[str] | None = None) -> dict[str, PublicPage]:
    """Every page of both parts, by path."""
    found: dict[str, PublicPage] = {}
    for part in (campaign, actions):
        for page in part.pages(stale, all_written()):
            assert page.path not in found, page.path
            found[page.path] = page
    return found


def rendered(stale: frozenset[str] | None = None) -> dict[str, bytes]:
    return {path: page.render() for path, page in offered(stale).items()}


def text_of(path: str) -> str:
    return offered()[path].render().decode()


def take_stale() -> frozenset[str]:
    """The stale keys so far, taken away."""
    keys = frozenset(StaleKey.objects.values_list("key", flat=True))
    StaleKey.objects.all().delete()
    return keys


class Tags(HTMLParser):
    """Collects the start tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def html_pages() -> Iterator[tuple[str, str]]:
    for path, data in rendered().items():
        if path.endswith(("/", ".html")):
            yield path, data.decode()
