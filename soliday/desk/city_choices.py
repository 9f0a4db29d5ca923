"""Which cities a form offers: those that fit what was typed, and the one chosen before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from soliday.places.cities import City, CityNotKnown, city, city_name, find_cities
from soliday.places.countries import is_country

OFFERED = 20


def city_choices(country: str, typed: str, chosen: str, here: str) -> list[tuple[str, Any]]:
    """Choices for a select; `chosen` is the number of the city the form holds now, or nothing."""
    found = find_cities(country, typed, OFFERED) if is_country(country) else []
    now = known_city(chosen)
    if now and now.country == country and now not in found:
        found.insert(0, now)
    named = [(str(each.id), _label(each, here)) for each in found]
    return [("", _("only the country")), *named]


def proposed_city(country: str, typed: str) -> str:
    """The number of the city that fits best what was typed, or nothing."""
    found = find_cities(country, typed, 1) if typed and is_country(country) else []
    return str(found[0].id) if found else ""


def known_city(number: str) -> City | None:
    """The city with this number, if it is one."""
    try:
        return city(int(number))
    except (ValueError, CityNotKnown):
        return None


def _label(found: City, here: str) -> str:
    name = city_name(found.id, here)
    return f"{name}, {found.area}" if found.area else name
