import pytest

from soliday.languages.compile import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues():
    compile_catalogues()


@pytest.fixture
def source(tmp_path):
    """A small project with words in a Python file and in a template."""
    folder = tmp_path / "project"
    (folder / "app/templates/app").mkdir(parents=True)
    (folder / "app/views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        'a = _("Hello %(name)s")\n'
        'b = ngettext("%(n)s day", "%(n)s days", 3)\n'
        'c = pgettext("month", "May")\n'
    )
    (folder / "app/templates/app/page.html").write_text(
        "{% load i18n %}\n<p title=\"{% translate 'Read' %}\">\n"
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} letter\n{% plural %}\n"
        "  {{ n }} letters\n{% endblocktranslate %}\n"
        '{% translate "May" context "wish" %}{% include "x.html" with title=_("Wall") %}</p>'
    )
    (folder / "app/notes.html").write_text("{% translate 'not a template of ours' %}")
    return folder


@pytest.fixture
def locale(tmp_path):
    return tmp_path / "locale"
