"""The page on copies: what one is, how to check one, how to make one, and which we know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings

from soliday.campaign.frame import Frame, frames
from soliday.campaign.paths import COPIES
from soliday.campaign.queries import days
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage
from soliday.press.known_mirrors import KEY, by_trust, mirrors_shown
from soliday.press.signers import signer


def pages(stale: frozenset[str] | None) -> Iterator[PublicPage]:
    """One in each language of each day; nothing is asked of the database for other keys."""
    if stale is not None and not any(key == KEY or key.startswith("day:") for key in stale):
        return
    mirrors, false = by_trust(mirrors_shown())
    shown: dict[str, Any] = {
        "mirrors": mirrors,
        "false": false,
        "key": signer().public_key_file().decode().splitlines()[-1],
        "origins": [each for each in _origins() if each],
    }
    for day in days():
        for frame in frames(day).values():
            yield PublicPage(
                f"{frame.root}{COPIES}/", frozenset({frame.key, KEY}), partial(_page, frame, shown)
            )


def _origins() -> tuple[str, str]:
    return settings.CONFIGURATION.site, settings.CONFIGURATION.onion


def _page(frame: Frame, shown: dict[str, Any]) -> bytes:
    context = frame.context(f"{frame.root}{COPIES}/", **shown)
    return render("press/copies.html", context, language=frame.language)
