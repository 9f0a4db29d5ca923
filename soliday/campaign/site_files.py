"""Files that belong to the whole site: styles, languages, “not found”, notes for robots."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.conf import settings

from soliday.campaign.frame import Frame
from soliday.campaign.models import Day
from soliday.campaign.recipients import recipient_files
from soliday.campaign.rendering import render
from soliday.core.assets import asset_bytes, asset_names, asset_path
from soliday.core.pages import PublicPage

Frames = dict[Day, dict[str, Frame]]
ROBOTS = "User-agent: *\nDisallow: /desk/\nDisallow: /send/\nDisallow: /receipt/\n\nSitemap: {}\n"


def site_files(by_day: Frames) -> Iterator[PublicPage]:
    """What stands once on a site, however many days it has."""
    for name in asset_names():
        yield PublicPage(asset_path(name), frozenset({"assets"}), partial(asset_bytes, name))
    yield PublicPage("/robots.txt", frozenset({"site"}), _robots)
    main = next((day for day in by_day if day.is_main), None)
    if main and by_day[main]:
        yield from _security(_source(by_day[main]), sorted(by_day[main]))
        yield from recipient_files(by_day[main])


def day_files(day: Day, by_day: Frames) -> Iterator[PublicPage]:
    """A day's choice of language and, at the root of the site, its “not found” pages."""
    in_languages = by_day[day]
    source = _source(in_languages)
    path = source.files
    others = [_source(by_day[each]) for each in by_day if each != day and by_day[each]]
    keys = frozenset(f"day:{each.slug}" for each in by_day)
    listed = list(in_languages.values())
    yield PublicPage(path, keys, partial(_chooser, path, source, listed, others))
    if day.is_main:
        yield PublicPage("/404.html", frozenset({source.key}), partial(_missing, source))
        for language, frame in in_languages.items():
            path = f"/{language}/404.html"
            yield PublicPage(path, frozenset({frame.key}), partial(_missing, frame))


def _source(in_languages: dict[str, Frame]) -> Frame:
    first = next(iter(in_languages.values()))
    return in_languages.get(first.day.source_language, first)


def _chooser(path: str, source: Frame, in_languages: list[Frame], others: list[Frame]) -> bytes:
    context = {"path": path, "frame": source, "frames": in_languages, "others": others}
    return render("campaign/chooser.html", context, language=source.language)


def _missing(frame: Frame) -> bytes:
    context = frame.context(frame.root) | {"choices": frame.alternates(frame.root)}
    return render("campaign/missing.html", context, language=frame.language)


def _robots() -> bytes:
    return ROBOTS.format(f"{settings.CONFIGURATION.site}/sitemap.xml").encode()


def _security(source: Frame, languages: list[str]) -> Iterator[PublicPage]:
    """RFC 9116 wants a date of expiry: the next day after the latest edition, not the clock's.

    Without a contact of its own the site names the way everybody has to the committee, at each of
    the hosts that the file lies on.
    """
    day = source.day
    latest = day.editions.order_by("-year").first()
    if latest is None:
        return
    hosts = [each for each in (settings.CONFIGURATION.site, settings.CONFIGURATION.onion) if each]
    contact = settings.CONFIGURATION.security_contact
    contacts = [contact] if contact else [f"{host}{source.root}report/" for host in hosts]
    path, last = "/.well-known/security.txt", 28 if day.month == 2 else 31
    lines = [
        *(f"Contact: {each if ':' in each else f'mailto:{each}'}" for each in contacts),
        f"Expires: {latest.year + 1}-{day.month:02}-{min(day.day_of_month, last):02}T00:00:00Z",
        f"Preferred-Languages: {', '.join(languages)}",
        *(f"Canonical: {host}{path}" for host in hosts),
    ]
    text = "\n".join(lines) + "\n"
    yield PublicPage(path, frozenset({"site", f"day:{day.slug}", f"days:{day.slug}"}), text.encode)
