"""What stands around every page of a day in one language: name, menu, languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from babel.dates import format_skeleton
from wagtail.models import Page

from soliday.campaign.models import (
    Day,
    DayPage,
    DaysPage,
    DefendersPage,
    IdeasPage,
    MaterialsPage,
    TextPage,
)
from soliday.campaign.paths import day_root
from soliday.campaign.queries import Shown, day_page, homes, shown_pages
from soliday.languages.catalogue import language as shipped
from soliday.languages.dates import date_locale

REPORT = "report"  # the text page that explains reporting; its slug is its place


@dataclass(frozen=True)
class Alternate:
    """The same page in another language."""

    code: str
    native_name: str
    path: str


@dataclass(frozen=True)
class Frame:
    """menu: the day's lists by kind; texts: its pages of text but the one on reporting."""

    day: Day
    home: DayPage
    language: str
    languages: tuple[str, ...]
    menu: dict[str, Shown]
    texts: tuple[Shown, ...]
    has_report_page: bool
    # What was rendered of this frame and its pages alone; it goes when they are read anew.
    rendered: dict[tuple[Any, ...], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def root(self) -> str:
        return day_root(self.day, self.language)

    @property
    def files(self) -> str:
        """Below which feeds, calendar and data of the day stand."""
        return "/" if self.day.is_main else f"/{self.day.slug}/"

    @cached_property
    def name(self) -> str:
        """The date as the day's short name: “4 August”."""
        on = date(2012, self.day.month, self.day.day_of_month)  # a leap year, for 29 February
        return format_skeleton("MMMMd", on, locale=date_locale(self.language))

    @cached_property
    def linked(self) -> frozenset[str]:
        """The pages that the menu leads to: there it says that the reader is on one of them."""
        return frozenset(shown.path for shown in (*self.menu.values(), *self.texts))

    @property
    def native_name(self) -> str:
        return shipped(self.language).native_name

    @property
    def report_path(self) -> str:
        """Where the invitation to report leads: the page that explains it, else the form itself."""
        if self.has_report_page:
            return f"{self.root}{REPORT}/"
        return f"/send/report?language={self.language}"

    @property
    def key(self) -> str:
        return f"day:{self.day.slug}"

    def context(self, path: str, **more: Any) -> dict[str, Any]:
        """What campaign/frame.html needs around the page at `path`, and `more` for the page."""
        return {
            "frame": self,
            "home": self.home,
            "path": path,
            "alternates": self.alternates(path),
        } | more

    def alternates(self, path: str) -> list[Alternate]:
        """The page at `path` in every language, where the paths differ in their root only."""
        below = path.removeprefix(self.root)
        return alternates_at({code: day_root(self.day, code) + below for code in self.languages})


def alternates_at(paths: dict[str, str]) -> list[Alternate]:
    """The same page in every language, for one that knows its path in each."""
    return [Alternate(code, shipped(code).native_name, path) for code, path in paths.items()]


KINDS = {
    IdeasPage: "ideas",
    DaysPage: "days",
    DefendersPage: "defenders",
    MaterialsPage: "materials",
}


def frames(day: Day) -> dict[str, Frame]:
    """The frame of a day in each of its languages, in a handful of queries."""
    return frames_below(day, homes(day))


def frames_below(day: Day, roots: dict[str, DayPage]) -> dict[str, Frame]:
    """The same with the day's home pages at hand."""
    top = shown_pages(day, roots, Page.objects.filter(depth=3))
    return {
        language: _frame(
            home, language, tuple(roots), [each[language] for each in top if language in each]
        )
        for language, home in roots.items()
    }


def frame_for(home: DayPage, language: str) -> Frame:
    """The frame around a live page or a draft, in a language that the day may not have."""
    found = frames(home.day)
    if language in found:
        return found[language]
    if found:
        return found[day_page(home.day, language).locale.language_code]
    return _frame(home, language, (language,), [])


def _frame(home: DayPage, language: str, languages: tuple[str, ...], top: list[Shown]) -> Frame:
    texts = [shown for shown in top if shown.page.specific_class is TextPage]
    return Frame(
        day=home.day,
        home=home,
        language=language,
        languages=languages,
        menu={
            KINDS[shown.page.specific_class]: shown
            for shown in top
            if shown.page.specific_class in KINDS
        },
        texts=tuple(shown for shown in texts if shown.page.slug != REPORT),
        has_report_page=len(texts) != len([t for t in texts if t.page.slug != REPORT]),
    )
