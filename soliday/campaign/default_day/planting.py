"""Puts pages into Wagtail's tree as published, with a first revision, so that their history begins.

Wagtail's own `publish` and wagtail-localize's `save_target` save each page about six times; for
a whole day that is most of the time of a first start.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationLog, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments


def plant(parent: Page, page: Page, *, today: date) -> None:
    """Add a new page below its parent, live, with its first revision."""
    at = datetime.combine(today, time(), UTC)
    page.first_published_at = page.last_published_at = at
    parent.add_child(instance=page)
    page.live_revision = page.save_revision(changed=False, clean=False)
    Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision)


def plant_translations(
    sources: Iterable[TranslationSource], locale: Locale, *, today: date
) -> None:
    """Add each source's page in this language; parents come before their children."""
    planted: dict[str, Page] = {}
    for source in sources:
        original = source.as_instance()
        parent_path = original.path[: -Page.steplen]
        parent = planted.get(parent_path) or Page.get_first_root_node()
        page = _in_language(source, locale)
        plant(parent, page, today=today)
        planted[original.path] = page
        Translation.objects.create(source=source, target_locale=locale)
        TranslationLog.objects.create(source=source, locale=locale, revision=page.live_revision)


def _in_language(source: TranslationSource, locale: Locale) -> Any:
    """The page made from its source and the strings translated so far, not yet saved."""
    page = source.as_instance()
    page.pk = page.id = None
    page._state.adding = True
    page.numchild = 0
    page.locale = locale
    page.latest_revision = page.live_revision = None
    segments = source._get_segments_for_translation(locale)
    ingest_segments(source.as_instance(), page, source.locale, locale, segments)
    page.draft_title = page.title
    if page.depth == 2:  # beside the source's page, whose slug is taken
        page.slug = f"{page.slug}-{locale.language_code}"
    return page
