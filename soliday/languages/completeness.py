"""Says what is wrong with the catalogues: each shipped language must have every word, unbroken.

python -m soliday.languages.completeness     prints the faults; exit code 1 if there is one
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from soliday.languages.catalogue import translated_codes
from soliday.languages.extract import SOURCE, source_words
from soliday.languages.files import LOCALE, plural_rule, read_catalogue

_NAMED = re.compile(r"%\(\w+\)[sdif]|\{\w+(?:[.:!][^{}]*)?\}")
_UNNAMED = re.compile(r"%[sdif]|\{\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def faults(source: Path = SOURCE, locale: Path = LOCALE) -> list[str]:
    """One line for each fault, by language and then by word; empty when all is well."""
    words = source_words(source)
    return [
        f"{code}: {fault}"
        for code in translated_codes()
        for fault in _language_faults(code, words, locale)
    ]


def _language_faults(code: str, words: Catalog, locale: Path) -> Iterator[str]:
    try:
        catalogue = read_catalogue(code, locale)
    except PoFileError as error:
        yield f"cannot be read: {error}"
    else:
        yield from _catalogue_faults(catalogue, words, code)


def _catalogue_faults(catalogue: Catalog, words: Catalog, code: str) -> Iterator[str]:
    if _squeezed(catalogue.plural_forms) != _squeezed(plural_rule(code)):
        yield f"plural rule is not Django's: {catalogue.plural_forms}"
    for word in _sorted(words):
        translated = catalogue.get(word.id, word.context)
        if translated is None:
            yield f"missing: {_named(word)}"
        else:
            yield from (
                f"{fault}: {_named(word)}"
                for fault in message_faults(translated, catalogue.num_plurals)
            )
    gone = [word for word in _sorted(catalogue) if words.get(word.id, word.context) is None]
    yield from (f"obsolete: {_named(word)}" for word in [*gone, *catalogue.obsolete.values()])


def message_faults(message: Message, plural_count: int) -> Iterator[str]:
    """What is wrong with one translation; plural_count: forms that the language's rule asks for."""
    is_plural = isinstance(message.id, tuple)
    forms = tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy:
        yield "fuzzy"
    if len(forms) != (plural_count if is_plural else 1):
        yield f"{len(forms)} plural forms"
    if not all(forms):
        yield "empty"
        return
    # A plural is measured by the form with the number: Russian uses its first form for 21 too.
    original = message.id[1] if is_plural else message.id
    yield from dict.fromkeys(
        fault for form in forms for fault in _form_faults(str(original), str(form))
    )


def _form_faults(original: str, form: str) -> Iterator[str]:
    if _placeholders(original) != _placeholders(form):
        yield "placeholders differ"
    if _edges(original) != _edges(form):
        yield "space at the start or end differs"
    if sorted(_TAG.findall(original)) != sorted(_TAG.findall(form)):
        yield "HTML tags differ"


def _placeholders(text: str) -> tuple[set[str], list[str]]:
    """Named ones may move and repeat, unnamed ones must keep their order."""
    bare = text.replace("%%", "")
    return set(_NAMED.findall(bare)), _UNNAMED.findall(bare)


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _sorted(catalogue: Catalog) -> list[Message]:
    return sorted(message for message in catalogue if message.id)


def _named(word: Message) -> str:
    original = word.id[0] if isinstance(word.id, tuple) else word.id
    return f"{original!r}" + (f" ({word.context})" if word.context else "")


def _squeezed(rule: str) -> str:
    return re.sub(r"[\s;]", "", rule)


if __name__ == "__main__":
    found = faults()
    print("\n".join(found) or "All catalogues are complete.")
    sys.exit(1 if found else 0)
