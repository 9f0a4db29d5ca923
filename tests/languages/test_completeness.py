import pytest
from babel.messages.catalog import Message

from soliday.languages.completeness import faults, message_faults
from soliday.languages.extract import SOURCE, source_words, update_catalogues
from soliday.languages.files import po_path, read_catalogue, write_catalogue

DAYS = ("%(n)s day", "%(n)s days")


def _fill(source, locale):
    update_catalogues(source, locale)
    for code in ("be", "ru"):
        catalogue = read_catalogue(code, locale)
        for word in catalogue:
            if word.id:
                is_plural = isinstance(word.id, tuple)
                word.string = (word.id[1],) * 4 if is_plural else word.id
        write_catalogue(catalogue, code, locale)


def test_a_complete_project_has_no_fault(source, locale):
    _fill(source, locale)
    assert faults(source, locale) == []


def test_a_missing_catalogue_misses_every_word(source, locale):
    assert len(faults(source, locale)) == 2 * 7
    assert "ru: missing: 'May' (wish)" in faults(source, locale)


def test_a_new_word_is_missing_until_it_is_extracted(source, locale):
    _fill(source, locale)
    (source / "app/more.py").write_text('from x import gettext\ngettext("More")\n')
    assert faults(source, locale) == ["be: missing: 'More'", "ru: missing: 'More'"]


def test_a_word_that_is_gone_is_obsolete(source, locale):
    _fill(source, locale)
    (source / "app/views.py").write_text("")
    assert "be: obsolete: 'Hello %(name)s'" in faults(source, locale)


def test_another_plural_rule_than_djangos_is_a_fault(source, locale):
    _fill(source, locale)
    path = po_path("be", locale)
    path.write_text(path.read_text().replace("n%10>=2", "n%10>=3"))
    (fault,) = faults(source, locale)
    assert fault.startswith("be: plural rule is not Django's")


def test_a_catalogue_that_cannot_be_read_is_a_fault(source, locale):
    _fill(source, locale)
    path = po_path("be", locale)
    path.write_text(path.read_text().replace("nplurals=4", "nplurals=3"))
    (fault,) = faults(source, locale)
    assert fault.startswith("be: cannot be read")


@pytest.mark.parametrize(
    ("original", "translated", "fault"),
    [
        ("Read", "", "empty"),
        ("Hello %(name)s", "Вітаем", "placeholders differ"),
        ("Hello %(name)s", "Вітаем, %(nme)s", "placeholders differ"),
        ("Hello {name}", "Вітаем, {імя}", "placeholders differ"),
        ("%s of %d", "%d з %s", "placeholders differ"),
        ("Read ", "Чытаць", "space at the start or end differs"),
        ("<b>Read</b>", "<b>Чытаць<b>", "HTML tags differ"),
        ("Read", "<i>Чытаць</i>", "HTML tags differ"),
        (DAYS, ("%(n)s дзень", "%(n)s дні", "%(n)s дзён"), "3 plural forms"),
        (DAYS, ("%(n)s дзень", "%(n)s дні", "%(n)s дзён", ""), "empty"),
        (DAYS, ("адзін дзень", "%(n)s дні", "%(n)s дзён", "%(n)s дзён"), "placeholders differ"),
        (DAYS, "%(n)s дзён", "1 plural forms"),
    ],
)
def test_a_broken_translation_is_named(original, translated, fault):
    assert fault in list(message_faults(Message(original, translated), 4))


@pytest.mark.parametrize(
    ("original", "translated"),
    [
        ("100%% of %(all)s", "100%% ад %(all)s"),
        ("%(a)s and %(b)s", "%(b)s і %(a)s, і зноў %(a)s"),
        ("100%%safe", "100%% бяспечна"),
        ("100% safe", "100% бяспечна"),
        ("<b>%(a)s</b> {x:.2f}", "{x:.2f} <b>%(a)s</b>"),
        (DAYS, ("%(n)s дзень", "%(n)s дні", "%(n)s дзён", "%(n)s дзён")),
    ],
)
def test_a_whole_translation_has_no_fault(original, translated):
    assert list(message_faults(Message(original, translated), 4)) == []


def test_a_fuzzy_translation_is_a_fault():
    assert list(message_faults(Message("Read", "Чытаць", flags={"fuzzy"}), 4)) == ["fuzzy"]


@pytest.mark.parametrize("app", ["languages", "places"])
def test_the_words_of_the_lowest_apps_are_complete(app):
    assert len(source_words(SOURCE / app)) > 0
    assert [fault for fault in faults(SOURCE / app) if "obsolete" not in fault] == []
