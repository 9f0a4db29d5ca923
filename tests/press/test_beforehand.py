"""What is loaded before the first page is made, so that no page and no forked process does it."""

from datetime import date

import pytest
from django.template.base import Template
from jinja2 import Environment
from wagtail import hooks

from soliday.press import beforehand, worker
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


def test_and_the_hooks_are_there(monkeypatch):
    beforehand.load()
    assert hooks._searched_for_hooks


def test_a_full_bake_leaves_the_hooks_to_the_process_that_needs_them(offers, site, monkeypatch):
    looked = []
    monkeypatch.setattr(beforehand, "search_for_hooks", lambda: looked.append("looked"))
    offers.offer("/en/", "<p>home</p>", "day")
    worker.build_everything(today=date(2026, 8, 4))
    assert not looked
    beforehand.load()
    assert looked
