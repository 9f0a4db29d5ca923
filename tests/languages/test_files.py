import gettext
from pathlib import Path

import django.conf
import pytest
from babel.messages.plurals import get_plural

from soliday.languages import files

DJANGO_LOCALE = Path(django.conf.__file__).parent / "locale"


@pytest.mark.parametrize("code", ["be", "ru"])
def test_the_plural_rule_is_the_one_of_django(code):
    theirs = gettext.translation("django", DJANGO_LOCALE, [code])
    ours = files.read_catalogue(code)
    assert ours.num_plurals == 4
    rule = gettext.c2py(ours.plural_expr)
    assert [rule(n) for n in range(300)] == [theirs.plural(n) for n in range(300)]


def test_babels_own_plural_rule_is_another_one():
    assert get_plural("be").num_plurals == 3


def test_a_language_django_does_not_know_is_refused():
    with pytest.raises(files.PluralRuleMissing):
        files.plural_rule("la")


def test_a_new_catalogue_is_empty_and_has_the_rule(locale):
    catalogue = files.read_catalogue("be", locale)
    assert len(catalogue) == 0
    assert catalogue.num_plurals == 4


def test_what_is_written_reads_back(locale):
    catalogue = files.read_catalogue("be", locale)
    catalogue.add("Hello", "Вітаем")
    files.write_catalogue(catalogue, "be", locale)
    assert files.read_catalogue("be", locale).get("Hello").string == "Вітаем"


def test_nothing_but_words_changes_in_a_file(locale):
    for code, text in (("be", "Вітаем"), ("ru", "Привет")):
        catalogue = files.read_catalogue(code, locale)
        catalogue.add("b", text, locations=[("app/views.py", 17)])
        catalogue.add("a", text, locations=[("app/views.py", 18)])
        files.write_catalogue(catalogue, code, locale)
        written = files.po_path(code, locale).read_text()
        assert "17" not in written.split("\n\n", 1)[1]
        assert "Date" not in written
        assert written.index('"a"') < written.index('"b"')


def test_a_file_is_replaced_whole_and_readable_by_all(tmp_path):
    target = tmp_path / "deep" / "file.mo"
    files.write_whole(target, b"one")
    files.write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert target.stat().st_mode & 0o777 == 0o644
    assert list(target.parent.iterdir()) == [target]
