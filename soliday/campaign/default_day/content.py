"""The default day as it lies beside this file: its structure in English, its translations."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polib
import yaml

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same answer, ten times as fast


class TextNotTranslated(LookupError):
    """A text of the default day has no translation: its catalogue is not complete."""


@cache
def read_content() -> dict[str, Any]:
    """The whole of en.yaml."""
    with open(FOLDER / "en.yaml", encoding="utf-8") as file:
        return yaml.load(file, Loader=LOADER)  # noqa: S506 - both loaders are the safe one


@cache
def read_translations(language: str) -> dict[str, str]:
    """English text to its translation."""
    catalogue = polib.pofile(str(FOLDER / f"{language}.po"), encoding="utf-8")
    return {entry.msgid: entry.msgstr for entry in catalogue}


def translated(text: str, language: str) -> str:
    """The text in this language. Raises TextNotTranslated."""
    try:
        return read_translations(language)[text]
    except KeyError as error:
        raise TextNotTranslated(f"{language}: {text}") from error
