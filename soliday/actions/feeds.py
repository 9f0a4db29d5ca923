"""The newest actions as an Atom feed for each language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext
from django.utils.xmlutils import SimplerXMLGenerator

from soliday.actions.day_site import DaySite, absolute, address
from soliday.actions.shown import ShownAction
from soliday.campaign.frame import Frame
from soliday.core.pages import PublicPage

MOST = 5_000  # entries kept in memory, of two kilobytes
_made: dict[tuple[Any, ...], str] = {}
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class DatedByItsActions(Atom1Feed):
    """Django would date an empty feed by the clock; two builds would differ."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=self.feed["began_at"])

    def write_items(self, handler: Any) -> None:
        """An entry is made once, and found again by everything it tells."""
        for item in self.items:
            if item["told"] not in _made:
                if len(_made) >= MOST:
                    _made.clear()
                _made[item["told"]] = self._entry(item)
            handler.ignorableWhitespace(_made[item["told"]])  # writes as it is

    def _entry(self, item: dict[str, Any]) -> str:
        text = io.StringIO()
        handler = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
        handler.startElement("entry", self.item_attributes(item))  # type: ignore[arg-type]
        self.add_item_elements(handler, item)
        handler.endElement("entry")
        return text.getvalue()


def feeds(site: DaySite) -> Iterator[PublicPage]:
    for frame in site.frames.values():
        path = f"{site.files}feeds/{frame.language}/actions.atom"
        yield PublicPage(path, site.keys("wall"), partial(_feed, site, frame, path))


def _feed(site: DaySite, frame: Frame, path: str) -> bytes:
    with translation.override(frame.language):
        feed = DatedByItsActions(
            title=f"{frame.home.title}: {gettext('Actions')}",
            link=address(f"{frame.root}actions/", path),
            description=frame.home.slogan,
            language=frame.language,
            author_name=frame.home.title,
            feed_url=address(path, path),
            feed_guid=absolute(path),
            began_at=_midnight(date(site.day.first_year, 1, 1)),
        )
        for action in site.shown(site.latest().actions, frame):
            _add(feed, action, path)
        return feed.writeString("utf-8").encode()


def _add(feed: DatedByItsActions, shown: ShownAction, path: str) -> None:
    action, name, link = shown.action, absolute(shown.path), address(shown.path, path)
    dates = (action.published_on, action.changed_on)
    told = (shown.language, name, link, *dates, *shown.card_facts)
    published_on = action.published_on or date(action.edition.year, 1, 1)
    changed_on = _midnight(action.changed_on or published_on)
    if told in _made:
        feed.items.append({"told": told, "updateddate": changed_on, "pubdate": changed_on})
        return
    facts = f"{shown.stage} · {shown.place} · {shown.when_words}"
    feed.add_item(
        told=told,
        title=_clean(shown.version.title),
        link=link,
        unique_id=name,
        description=_clean(f"<p>{facts}</p>{linebreaks(shown.version.text, autoescape=True)}"),
        pubdate=_midnight(published_on),
        updateddate=changed_on,
        categories=[shown.stage, shown.country],
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _clean(text: str) -> str:
    """Without the signs that XML forbids: one of them would stop the whole feed."""
    return NOT_IN_XML.sub("", text)
