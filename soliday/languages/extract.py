"""Finds every translatable word in the source and brings the catalogues up to date.

    python -m soliday.languages.extract

Keeps the translations there are, adds new words empty, drops words that are gone, guesses nothing.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from soliday.languages.catalogue import translated_codes
from soliday.languages.files import LOCALE, read_catalogue, write_catalogue

SOURCE = Path(__file__).parent.parent

_TEMPLATE_SUFFIXES = frozenset((".html", ".txt", ".xml"))
_JINJA = "jinja2"
_TEMPLATE_FOLDERS = frozenset(("templates", _JINJA))

_PLAIN, _PLURAL, _CONTEXT, _CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
_KEYWORDS: dict[str, Any] = {
    "_": _PLAIN,
    "gettext": _PLAIN,
    "gettext_lazy": _PLAIN,
    "gettext_noop": _PLAIN,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _CONTEXT_PLURAL,
    "npgettext_lazy": _CONTEXT_PLURAL,
}


def source_words(source: Path = SOURCE) -> Catalog:
    """All translatable words of the Python files and templates in the folder, with their files."""
    words = Catalog(domain="django")
    for path in _files(source):
        place = path.relative_to(source.parent).as_posix()
        for _line, message, comments, context in _words_of(path):
            words.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return words


def update_catalogues(source: Path = SOURCE, locale: Path = LOCALE) -> dict[str, int]:
    """Brings each catalogue up to date; returns by language how many words wait for translation."""
    words = source_words(source)
    waiting = {}
    for code in translated_codes():
        catalogue = read_catalogue(code, locale)
        catalogue.update(words, no_fuzzy_matching=True, update_header_comment=False)
        write_catalogue(catalogue, code, locale)
        waiting[code] = sum(
            1 for message in catalogue if message.id and not any(message.string or ())
        )
    return waiting


def _files(source: Path) -> list[Path]:
    return sorted(
        path
        for path in source.rglob("*")
        if path.suffix == ".py" or _is_template(path.relative_to(source))
    )


def _is_template(path: Path) -> bool:
    return path.suffix in _TEMPLATE_SUFFIXES and not _TEMPLATE_FOLDERS.isdisjoint(path.parts)


def _words_of(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if _JINJA in path.parts:
        with path.open("rb") as template:
            yield from extract(_JINJA, template, _KEYWORDS, options={"trimmed": "true"})
        return
    if path.suffix in _TEMPLATE_SUFFIXES:
        # Django turns its template tags into calls that look like Python to an extractor.
        text = _without_indent(templatize(text, origin=str(path)))
    python = io.BytesIO(text.encode())
    yield from extract(
        "python", python, _KEYWORDS, comment_tags=("Translators",), strip_comment_tags=False
    )


def _without_indent(python: str) -> str:
    """Templatize keeps a template's spaces, which mean something to Babel: it reads Python."""
    return "\n".join(line.lstrip() for line in python.split("\n"))


if __name__ == "__main__":
    for language_code, count in update_catalogues().items():
        print(f"{language_code}: {count} to translate")
