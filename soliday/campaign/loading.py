"""The default day: loaded once into an empty installation, and never over what somebody wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from soliday.campaign.default_day.content import read_content
from soliday.campaign.default_day.pages import home_page, pages_below
from soliday.campaign.default_day.planting import plant
from soliday.campaign.default_day.translations import translate_pages
from soliday.campaign.models import Day, DayPage, Edition
from soliday.core.stale import EVERYTHING, mark_stale
from soliday.languages.catalogue import codes

FIGURES = (
    "announced_countries_min",
    "announced_countries_max",
    "result_countries_min",
    "result_countries_max",
    "people_min",
    "people_max",
    "countries",
)


@transaction.atomic
def load_default_day(*, today: date) -> bool:
    """Create the day, its editions and its pages in every language; False if the day is there.

    Whatever has become of a day once loaded, nothing of it is touched again.
    """
    content = read_content()
    _create_locales()
    if Day.objects.filter(slug=content["day"]["slug"]).exists():
        return False
    is_main = not Day.objects.filter(is_main=True).exists()
    day = Day.objects.create(is_main=is_main, **content["day"])
    with disable_reference_index_auto_update():  # there is nothing yet that somebody could delete
        pages = _plant(content, day, _create_editions(content, day, today), today)
        others = [code for code in codes() if code != day.source_language]
        translate_pages(pages, others, today=today)
    mark_stale([EVERYTHING])
    return True


def _create_locales() -> None:
    for code in codes():
        Locale.objects.get_or_create(language_code=code)


def _create_editions(content: dict[str, Any], day: Day, today: date) -> list[Edition]:
    """The latest year that we know of takes reports, or this one if it is later."""
    years = [each["year"] for each in content["editions"]]
    open_year = max(year for year in years if year <= today.year) if today.year >= min(years) else 0
    return [
        Edition.objects.create(
            day=day,
            year=each["year"],
            is_open=each["year"] == open_year,
            **{figure: each[figure] for figure in FIGURES},
        )
        for each in content["editions"]
    ]


def _plant(content: dict[str, Any], day: Day, editions: list[Edition], today: date) -> list[Page]:
    """Put the pages of the source language into the tree; parents come before their children."""
    home = home_page(content, day)
    plant(Page.get_first_root_node(), home, today=today)
    _make_root_of_site(home)
    pages: list[Page] = [home]
    for page, children in pages_below(content, editions):
        plant(home, page, today=today)
        for child in children:
            plant(page, child, today=today)
        pages += [page, *children]
    return pages


def _make_root_of_site(home: DayPage) -> None:
    """Take the place of Wagtail's welcome page. Another day's home page is left where it is."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = Page.objects.filter(pk=site.root_page_id, numchild=0).first()
    if welcome is not None and welcome.specific_class is not Page:
        return
    site.hostname, site.root_page = "localhost", home
    site.save()
    if welcome is not None:
        welcome.delete()
