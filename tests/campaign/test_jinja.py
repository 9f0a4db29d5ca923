"""Jinja templates: their words become text once, when a template is compiled for a language."""

import pytest
from django.utils import translation
from jinja2 import DictLoader, Environment

from soliday.campaign import jinja
from soliday.campaign.jinja import environment


@pytest.fixture
def belarusian() -> Environment:
    made = environment(autoescape=True)
    made.language = "be"  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("source", ('{{ _("Where") }}', "<dt>{{_('Where')}}</dt>"))
def test_words_are_text_of_the_compiled_template(belarusian: Environment, source: str) -> None:
    compiled = belarusian.compile(source, raw=True)
    assert "Дзе" in compiled and "Where" not in compiled
    with translation.override("en"):
        assert "Дзе" in belarusian.from_string(source).render(language="be")


@pytest.mark.parametrize(
    "source",
    (
        '{{ _("Where", 1) }}',
        '{{ _("Where")|upper }}',
        "{{ _(name) }}",
        '{{ pgettext("who did it", "By") }}',
        "{{ other('Where') }}",
        "{{ _ }}",
        '{{ _("Where"',
        "{{ (('Where')) }}",
        '{% if _("Where") %}{% endif %}',
    ),
)
def test_nothing_else_is_touched(belarusian: Environment, source: str) -> None:
    plain = environment(autoescape=True)
    tokens = [
        [(token.type, token.value) for token in each._tokenize(source, None, None)]
        for each in (belarusian, plain)
    ]
    assert tokens[0] == tokens[1]


def test_words_are_escaped_and_those_around_them_stay(
    belarusian: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jinja, "gettext", lambda message: f"<{message}> & {{{{ 1 }}}}")
    jinja._translated.cache_clear()
    text = belarusian.from_string('{{ a }}{{ _("b") }}{{ _("c") }} {{ a }}').render(a="<")
    jinja._translated.cache_clear()
    assert text == "&lt;&lt;b&gt; &amp; {{ 1 }}&lt;c&gt; &amp; {{ 1 }} &lt;"


def test_each_language_has_a_template_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("be", "ru", "en"):
        made = DictLoader({"made": '{{ _("Where") }} {{ _(a) }}'})
        monkeypatch.setattr(jinja._in(language), "loader", made)
    shown = {each: jinja.rendered("made", {"a": "Where"}, each) for each in ("be", "ru", "en")}
    assert shown == {"be": "Дзе Дзе", "ru": "Где Где", "en": "Where Where"}


def test_a_text_in_paragraphs_is_escaped_each_time() -> None:
    made = environment(autoescape=True).from_string("{{ text|linebreaks }}{{ text|linebreaks }}")
    assert made.render(text="<a>\n\nb") == "<p>&lt;a&gt;</p>\n\n<p>b</p>" * 2
