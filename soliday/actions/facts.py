"""One action as data: every fact that a page may show, and no other."""

from __future__ import annotations

from datetime import date
from typing import Any

from soliday.actions.day_site import address
from soliday.actions.shown import ShownAction
from soliday.campaign.pictures import ShownPhoto


def facts_of(shown: ShownAction, at: str) -> dict[str, Any]:
    """Null means unknown, or not told for the safety of those who took part. Links as from `at`."""
    action, when = shown.action, shown.when
    return {
        "id": action.pk,
        "url": address(shown.path, at),
        "year": action.edition.year,
        "stage": action.stage,
        "origin": action.origin,
        "idea": action.idea or None,
        "country": action.country,
        "city": _city(shown),
        "first_day": _iso(when.first),
        "last_day": _iso(when.last),
        "date_precision": when.precision,
        "people_min": action.people_min,
        "people_max": action.people_max,
        "participant_countries": sorted(action.participant_countries),
        "participant_countries_count": action.participant_countries_count,
        "name": action.name or None,
        "link": action.link or None,
        "source_label": action.source_label or None,
        "source_url": action.source_url or None,
        "language": action.language,
        "published_on": _iso(action.published_on),
        "changed_on": _iso(action.changed_on),
        "texts": [
            {
                "language": text.language,
                "title": text.title,
                "text": text.text,
                "made_by": text.made_by,
            }
            for text in action.all_texts
        ],
        "photos": [_photo(photo, at) for photo in shown.photos],
    }


def _city(shown: ShownAction) -> dict[str, Any] | None:
    city = shown.city
    if city is None:
        return None
    return {
        "geonames": city.id,
        "name": city.name,
        "latitude": city.lat,
        "longitude": city.lon,
    }


def _photo(photo: ShownPhoto, at: str) -> dict[str, Any]:
    return {
        "url": address(photo.page_path, at),
        "width": photo.photo.width,
        "height": photo.photo.height,
        "descriptions": dict(sorted(photo.photo.descriptions.items())),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
