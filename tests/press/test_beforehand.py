"""What is loaded before the first page is made, so that no page and no forked process does it."""

import gc

import pytest
from django.template.base import Template
from jinja2 import Environment
from wagtail import hooks, rich_text

from soliday.press import beforehand
from soliday.press.contents import gather
from tests.actions.sample import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


def test_after_it_no_page_compiles_a_template(day, monkeypatch):
    published(day)
    beforehand.load()
    compiled = []
    for kind, how in ((Template, "__init__"), (Environment, "compile")):
        real = getattr(kind, how)

        def told(self, source, *args, real=real, **named):
            compiled.append(str(source)[:80])
            return real(self, source, *args, **named)

        monkeypatch.setattr(kind, how, told)
    pages = gather(None)
    assert len(pages) > 50
    for page in pages.values():
        page.render()
    assert compiled == []


def test_no_page_asks_for_the_hooks_of_all_apps(day, monkeypatch):
    published(day)

    def asked():
        raise AssertionError("asked")

    for where, name in ((hooks, "search_for_hooks"), (rich_text, "get_rewriter")):
        monkeypatch.setattr(where, name, asked)
    for page in gather(None).values():
        page.render()


def test_what_is_loaded_by_then_is_not_looked_through_again():
    gc.unfreeze()
    beforehand.load.cache_clear()
    beforehand.load()
    assert gc.get_freeze_count() > 10_000
