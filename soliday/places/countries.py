"""Countries: which codes there are, their names in a language, in the order readers expect."""

import functools
import unicodedata

from babel import Locale

# ISO 3166-1 alpha-2 and XK for Kosovo. A fixed list: Babel's has regions and unions too (EU, UN).
_TABLE = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS XK YE YT ZA ZM ZW
"""
_CODES = tuple(_TABLE.split())
_KNOWN = frozenset(_CODES)

# Unicode puts ё, і and ў behind я. Russian readers look for ё among е, so it has no place there.
_ALPHABETS = {
    "be": "абвгґдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
_GAP = (-1, "")  # between words: before every letter


class CountryNotKnown(ValueError):
    """A code that is no country of the list: wrong, in lower case, or a union such as EU."""


def country_codes() -> frozenset[str]:
    """The 250 two-letter codes, in capitals."""
    return _KNOWN


def is_country(code: str) -> bool:
    """Whether the code, in capitals, is one of the list."""
    return code in _KNOWN


def require_country(code: str) -> str:
    """Returns the code itself, or raises CountryNotKnown."""
    if not is_country(code):
        raise CountryNotKnown(code)
    return code


def country_name(code: str, language: str) -> str:
    """The country's CLDR name in the language ("PL", "be" -> "Польшча"). Raises CountryNotKnown."""
    return _names(language)[require_country(code)]


@functools.lru_cache(maxsize=32)
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of all countries in the order in which readers of the language look for them."""
    return tuple(
        sorted(_names(language).items(), key=lambda pair: (sort_key(pair[1], language), pair[0]))
    )


def sort_key(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """Orders names by the language's alphabet; accents, case and signs between do not count."""
    places = {letter: place for place, letter in enumerate(_ALPHABETS.get(language, ""))}
    key: list[tuple[int, str]] = []
    for sign in text.casefold():
        base = sign if sign in places else unicodedata.normalize("NFKD", sign)[0]
        if base.isalnum():
            key.append((places.get(base, -1), base))
        elif base.isspace() and key[-1:] != [_GAP]:
            key.append(_GAP)
    return tuple(key)


@functools.lru_cache(maxsize=32)
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language, sep="-").territories
    return {code: territories[code] for code in _CODES}
