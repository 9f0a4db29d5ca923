"""What a live page could leave in a browser: it asks for nothing to be kept, and leads away."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from soliday.core.assets import FOLDER
from soliday.intake import answers
from soliday.reports.changes import decline
from soliday.reports.models import Report
from tests.architecture.test_files import ROOT

TEMPLATES = sorted(Path(answers.__file__).with_name("templates").rglob("*.html"))
GUARD = '{% include "intake/unkept.html" %}'
FIELD = re.compile(r"<(?:input|textarea|select)\b(?:[^>{]|\{%.*?%\}|\{\{.*?\}\})*>", re.DOTALL)
FORM = re.compile(r"<form\b(?:[^>{]|\{%.*?%\}|\{\{.*?\}\})*>", re.DOTALL)
KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|serviceWorker|caches\.|document\.cookie")
CHOSEN = ("hidden", "radio", "file")  # HTML knows no autocomplete="off" for these
LEAVE = "https://www.wikipedia.org/"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_each_form_and_field_asks_to_be_forgotten(path):
    source = path.read_text("utf-8")
    for form in FORM.finditer(source):
        assert 'method="post"' in form[0] and 'autocomplete="off"' in form[0]
        # Else Chromium writes what was sent into its file of open tabs.
        assert source[form.end() :].startswith(GUARD), form[0]
    if path.name != "unkept.html":
        typed = [each for each in FIELD.findall(source) if 'type="hidden"' not in each]
        assert [each for each in typed if 'autocomplete="off"' not in each] == []


def test_the_field_against_keeping_is_never_sent_and_never_offered_to_be_saved():
    source = (TEMPLATES[0].parent / "unkept.html").read_text("utf-8")
    [guard] = BeautifulSoup(source, "html.parser").select("input")
    assert guard["type"] == "password" and guard["value"]
    assert "name" not in guard.attrs and "hidden" in guard.attrs
    assert guard["autocomplete"] == "one-time-code"


def test_no_script_of_the_public_site_keeps_anything():
    scripts = [*FOLDER.glob("*.js"), *(ROOT / "soliday/intake").rglob("*.js")]
    assert [path.name for path in scripts if KEEPS.search(path.read_text("utf-8"))] == []


@pytest.fixture
def pages(send: Any, client: Any, receipt: str) -> list[Any]:
    """Every live page that a sender walks through."""
    first = client.get("/send/report?language=en")
    whole = client.get("/send/report?country=PL&language=en")
    again = send(title=None)
    received = send()
    asked = client.get("/receipt/?language=en")
    typed = {"receipt": receipt, "language": "en"}
    state = client.post("/receipt/", typed)
    sure = client.post("/receipt/", typed | {"withdraw": "1"})
    unknown = client.post("/receipt/", {"receipt": "1", "language": "en"})
    stopped = client.post("/send/report", typed, headers={"Origin": "https://evil.example"})
    decline(
        report=Report.objects.get(), reason="Thank you.", today=Report.objects.get().received_on
    )
    declined = client.post("/receipt/", typed)
    return [first, whole, again, received, asked, state, sure, unknown, stopped, declined]


def test_each_live_page_may_not_be_stored_and_leads_away(pages):
    for page in pages:
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "same-origin"
        assert not page.cookies
        [leave] = BeautifulSoup(page.content, "html.parser").select("a[data-leave]")
        assert leave["href"] == LEAVE and leave["rel"] == ["noreferrer"]
        assert leave.get_text(" ", strip=True).startswith("Leave this page")


def test_each_field_of_each_live_page_asks_to_be_forgotten(pages):
    for page in pages:
        soup = BeautifulSoup(page.content, "html.parser")
        for form in soup.select("form"):
            assert form["autocomplete"] == "off"
            assert form.select_one("input[type=password][hidden]")
        fields = soup.select("input[name], textarea, select")
        typed = [each for each in fields if each.get("type") not in CHOSEN]
        assert [each["name"] for each in typed if each.get("autocomplete") != "off"] == []
        # What HTML has no such word for hears it from its form alone.
        assert [each for each in fields if each.find_parent("form") is None] == []


def test_the_host_chooses_where_it_leads(client, intake, settings):
    elsewhere = "https://example.org/weather"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, leave_to=elsewhere)
    assert f'href="{elsewhere}"' in client.get("/receipt/").content.decode()
