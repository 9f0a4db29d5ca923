"""Where the interface catalogues lie, and how they are written so that a diff shows words only."""

import gettext
import io
import os
import tempfile
from pathlib import Path

import django.conf
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parent / "locale"

_DJANGO_LOCALE = Path(django.conf.__file__).parent / "locale"


class PluralRuleMissing(LookupError):
    """Django has no catalogue for this language, so its rule for plurals is unknown."""


def po_path(code: str, locale: Path = LOCALE) -> Path:
    """The catalogue of the language: text, translated by people, committed."""
    return locale / code / "LC_MESSAGES" / "django.po"


def plural_rule(code: str) -> str:
    """Django's own Plural-Forms for the language: its words, Wagtail's and ours follow one rule.

    Russian and Belarusian have four forms there: the last one, for fractions, repeats the third.
    Raises PluralRuleMissing.
    """
    try:
        return gettext.translation("django", _DJANGO_LOCALE, [code]).info()["plural-forms"]
    except FileNotFoundError:
        raise PluralRuleMissing(code) from None


def read_catalogue(code: str, locale: Path = LOCALE) -> Catalog:
    """The language's catalogue, or an empty one with the right plural rule if there is none yet."""
    path = po_path(code, locale)
    text = path.read_bytes() if path.exists() else _header(code).encode()
    return read_po(io.BytesIO(text), locale=code, domain="django", abort_invalid=True)


def write_catalogue(catalogue: Catalog, code: str, locale: Path = LOCALE) -> None:
    """Writes it sorted, without line numbers, times and obsolete words."""
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        omit_header=True,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
        width=98,
    )
    write_whole(
        po_path(code, locale), _header(code).encode() + b"\n" + body.getvalue().strip() + b"\n"
    )


def write_whole(path: Path, content: bytes) -> None:
    """Replaces the file in one step: a server that starts meanwhile never reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as draft:
        draft.write(content)
    os.chmod(name, 0o644)
    os.replace(name, path)


def _header(code: str) -> str:
    fields = (
        ("Language", code),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", plural_rule(code)),
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in fields)
