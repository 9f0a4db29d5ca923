from soliday.languages.extract import source_words, update_catalogues
from soliday.languages.files import po_path, read_catalogue, write_catalogue


def _translate(locale, code, original, translated, context=None):
    catalogue = read_catalogue(code, locale)
    catalogue.get(original, context).string = translated
    write_catalogue(catalogue, code, locale)


def test_words_are_found_in_python_and_in_templates(source):
    words = {(word.id, word.context) for word in source_words(source) if word.id}
    assert words == {
        ("Hello %(name)s", None),
        (("%(n)s day", "%(n)s days"), None),
        ("May", "month"),
        ("Read", None),
        (("%(n)s letter", "%(n)s letters"), None),
        ("May", "wish"),
        ("Wall", None),
    }


def test_a_template_may_be_indented_as_no_python_is(source):
    page = source / "app/templates/app/page.html"
    page.write_text(
        "{% load i18n %}\n    {% if many %}\n  {% blocktranslate count n=n %}{{ n }} day"
        "{% plural %}{{ n }} days{% endblocktranslate %}\n   {% endif %}\n"
    )
    assert source_words(source).get(("%(n)s day", "%(n)s days"))


def test_words_are_found_in_jinja_templates(source):
    page = source / "app/jinja2/app/card.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        '{{ _("Where") }} {{ pgettext("who", "By") }}'
        "{% trans range=people %}\n people: {{ range }}{% endtrans %}"
        "{% trans n=many %}{{ n }} leaf{% pluralize %}{{ n }} leaves{% endtrans %}"
    )
    words = source_words(source)
    assert words.get("Where") and words.get("By", "who") and words.get("people: %(range)s")
    assert words.get(("%(n)s leaf", "%(n)s leaves"))


def test_each_word_names_its_file(source):
    assert source_words(source).get("Read").locations == [
        ("project/app/templates/app/page.html", 0)
    ]


def test_new_words_wait_empty_in_every_language(source, locale):
    assert update_catalogues(source, locale) == {"be": 7, "ru": 7}
    assert read_catalogue("be", locale).get("Read").string == ""
    assert len(read_catalogue("be", locale).get("%(n)s day").string) == 4


def test_translations_stay(source, locale):
    update_catalogues(source, locale)
    _translate(locale, "be", "Read", "Чытаць")
    _translate(locale, "be", "May", "Май", context="month")
    assert update_catalogues(source, locale) == {"be": 5, "ru": 7}
    assert read_catalogue("be", locale).get("Read").string == "Чытаць"
    assert read_catalogue("be", locale).get("May", "month").string == "Май"


def test_a_word_that_is_gone_is_dropped_and_a_like_one_not_guessed(source, locale):
    update_catalogues(source, locale)
    _translate(locale, "be", "Hello %(name)s", "Вітаем, %(name)s")
    views = source / "app/views.py"
    views.write_text(views.read_text().replace("Hello %(name)s", "Hello, %(name)s"))
    update_catalogues(source, locale)
    written = po_path("be", locale).read_text()
    assert "Вітаем" not in written
    assert "fuzzy" not in written
    assert "#~" not in written


def test_a_second_run_changes_no_byte(source, locale):
    update_catalogues(source, locale)
    first = po_path("ru", locale).read_bytes()
    views = source / "app/views.py"
    views.write_text("\n\n\n" + views.read_text())
    update_catalogues(source, locale)
    assert po_path("ru", locale).read_bytes() == first
