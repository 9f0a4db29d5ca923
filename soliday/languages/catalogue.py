"""The languages the interface ships in. To add one: a line here, then extract and translate."""

from dataclasses import dataclass

from babel import Locale


class LanguageNotShipped(LookupError):
    """The interface has no catalogue for this language code."""


@dataclass(frozen=True, slots=True)
class Language:
    """code: as in addresses; native_name: as its readers write it; direction: "ltr" or "rtl"."""

    code: str
    native_name: str
    direction: str


def direction(code: str) -> str:
    """ "ltr" or "rtl" for any language code CLDR knows, shipped or not."""
    return Locale.parse(code, sep="-").text_direction


def _shipped(code: str, native_name: str) -> Language:
    return Language(code, native_name, direction(code))


SHIPPED = (_shipped("en", "English"), _shipped("be", "Беларуская"), _shipped("ru", "Русский"))

# The words in the source are in this language, so it needs no catalogue.
SOURCE_CODE = "en"


def language(code: str) -> Language:
    """The shipped language with this code. Raises LanguageNotShipped."""
    for shipped in SHIPPED:
        if shipped.code == code:
            return shipped
    raise LanguageNotShipped(code)


def codes() -> tuple[str, ...]:
    """The codes of all shipped languages, the source language first."""
    return tuple(shipped.code for shipped in SHIPPED)


def translated_codes() -> tuple[str, ...]:
    """The codes of those that need a catalogue."""
    return tuple(code for code in codes() if code != SOURCE_CODE)
