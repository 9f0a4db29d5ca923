"""The page on copies: what one is, how to check one, how to make one, and which we know.

And the README of the day, for whoever finds the files in a folder and knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from textwrap import fill
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from soliday.campaign.frame import Frame
from soliday.campaign.paths import COPIES
from soliday.campaign.rendering import render
from soliday.campaign.written import Written
from soliday.core.pages import PublicPage
from soliday.press.known_mirrors import KEY, by_trust, mirrors_shown
from soliday.press.signers import signer

WIDTH = 72  # letters, of the README
README, RULE = "/README.txt", f"\n{'-' * WIDTH}\n\n"


def pages(stale: frozenset[str] | None, days: Sequence[Written]) -> Iterator[PublicPage]:
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
    for written in days:
        day, in_languages = written.day, written.frames
        for frame in in_languages.values():
            yield PublicPage(
                f"{frame.root}{COPIES}/", frozenset({frame.key, KEY}), partial(_page, frame, shown)
            )
        if day.is_main and in_languages:
            keys = frozenset({f"day:{day.slug}", KEY})
            yield PublicPage(README, keys, partial(_readme, in_languages, shown))


def _readme(in_languages: Mapping[str, Frame], shown: dict[str, Any]) -> bytes:
    """The same in every language, one after the other: nobody knows who will find it."""
    parts = []
    for language, frame in in_languages.items():
        with translation.override(language):
            text = get_template("press/readme.txt").render({"title": frame.home.title} | shown)
        parts.append("\n".join(map(_wrapped, text.splitlines())).strip() + "\n")
    return RULE.join(parts).encode()


def _wrapped(line: str) -> str:
    """A paragraph in lines; a command stays in one."""
    is_command = line.startswith(" ")
    return line if is_command else fill(line, WIDTH, break_on_hyphens=False)


def _origins() -> tuple[str, str]:
    return settings.CONFIGURATION.site, settings.CONFIGURATION.onion


def _page(frame: Frame, shown: dict[str, Any]) -> bytes:
    context = frame.context(f"{frame.root}{COPIES}/", **shown)
    return render("press/copies.html", context, language=frame.language)
