"""Turns the catalogues into the form that Django loads, where that is missing or older.

    python -m soliday.languages.compile

Needs no GNU gettext. Quick when there is nothing to do, so every start may call it.
"""

import io
from pathlib import Path

from babel.messages.mofile import write_mo

from soliday.languages.files import LOCALE, read_catalogue, write_whole


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Writes the .mo beside each .po that is newer than it; returns the files written."""
    return [
        _compiled(po, locale) for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_newer(po)
    ]


def _is_newer(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or po.stat().st_mtime_ns > mo.stat().st_mtime_ns


def _compiled(po: Path, locale: Path) -> Path:
    content = io.BytesIO()
    write_mo(content, read_catalogue(po.parent.parent.name, locale))
    write_whole(po.with_suffix(".mo"), content.getvalue())
    return po.with_suffix(".mo")


if __name__ == "__main__":
    for written in compile_catalogues():
        print(written.relative_to(LOCALE))
