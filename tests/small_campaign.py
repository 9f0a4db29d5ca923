"""A small day: what most tests need of the default one, in a fraction of its time."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from wagtail.models import Locale, Page, Site

from soliday.campaign.models import (
    Day,
    DayPage,
    DaysPage,
    DefenderPage,
    DefendersPage,
    Edition,
    EditionPage,
    IdeaPage,
    IdeasPage,
    MaterialsPage,
    TextPage,
)
from soliday.languages.catalogue import codes

NAMES = {"en": "Test", "be": "Тэст", "ru": "Тест"}
IDEA = {"minutes_min": 10, "minutes_max": 20, "risk": "low", "affected_ok": False}


def small_campaign(*, today: date) -> Day:
    """Create day `test`, its open edition of this year, and its pages in every language."""
    day = Day.objects.create(
        slug="test", month=8, day_of_month=4, first_year=2012, hashtag="test", is_main=True
    )
    edition = Edition.objects.create(day=day, year=today.year, is_open=True)
    Page.objects.filter(depth=2).delete()
    keys: dict[str, uuid.UUID] = {}
    for code in codes():
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = _language(day, edition, locale, NAMES[code], keys)
        if code == day.source_language:
            Site.objects.update_or_create(
                is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
            )
    return day


def _language(
    day: Day, edition: Edition, locale: Locale, name: str, keys: dict[str, uuid.UUID]
) -> DayPage:
    def add(parent: Page, model: type[Page], slug: str, **fields: Any) -> Any:
        place = f"{model.__name__} {slug.removesuffix(f'-{locale.language_code}')}"
        key = keys.setdefault(place, uuid.uuid4())
        page = model(title=f"{name} {slug}", slug=slug, translation_key=key, **fields)
        page.locale = locale
        return parent.add_child(instance=page)

    home = add(
        Page.get_first_root_node(),
        DayPage,
        f"test-{locale.language_code}",
        day=day,
        slogan=f"{name} slogan",
        summary=f"{name} summary",
        why_date=f"{name} why",
        what_now=f"{name} now",
    )
    ideas = add(home, IdeasPage, "ideas")
    add(ideas, IdeaPage, "postcard", summary=f"{name} postcard", **IDEA)
    days = add(home, DaysPage, "days")
    add(days, EditionPage, str(edition.year), edition=edition, theme=f"{name} theme")
    defenders = add(home, DefendersPage, "defenders")
    fields = {"role": f"{name} role", "summary": f"{name} life"}
    add(defenders, DefenderPage, "somebody", **fields)
    for slug in ("manifesto", "safety", "report"):
        add(home, TextPage, slug, intro=f"{name} intro", body=f"<p>{name} {slug} text</p>")
    add(home, MaterialsPage, "materials")
    return home
