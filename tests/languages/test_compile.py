import gettext
import os

from soliday.languages.compile import compile_catalogues
from soliday.languages.files import po_path, read_catalogue, write_catalogue


def _catalogue(locale, code="be"):
    catalogue = read_catalogue(code, locale)
    catalogue.add("Read", "Чытаць")
    catalogue.add(("%(n)s day", "%(n)s days"), ("дзень", "дні", "дзён", "дзён"))
    catalogue.add("Wall", "")
    write_catalogue(catalogue, code, locale)
    return po_path(code, locale)


def test_what_is_compiled_translates(locale):
    _catalogue(locale)
    compile_catalogues(locale)
    be = gettext.translation("django", locale, ["be"])
    assert be.gettext("Read") == "Чытаць"
    forms = [be.ngettext("%(n)s day", "%(n)s days", n) for n in (1, 2, 5, 21)]
    assert forms == ["дзень", "дні", "дзён", "дзень"]


def test_a_word_without_translation_falls_back_to_the_source(locale):
    _catalogue(locale)
    compile_catalogues(locale)
    assert gettext.translation("django", locale, ["be"]).gettext("Wall") == "Wall"


def test_only_what_is_newer_is_compiled(locale):
    be, ru = _catalogue(locale, "be"), _catalogue(locale, "ru")
    assert compile_catalogues(locale) == [be.with_suffix(".mo"), ru.with_suffix(".mo")]
    assert compile_catalogues(locale) == []
    later = ru.with_suffix(".mo").stat().st_mtime + 1
    os.utime(ru, (later, later))
    assert compile_catalogues(locale) == [ru.with_suffix(".mo")]
