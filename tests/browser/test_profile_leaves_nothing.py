"""A seized computer: no word of a report, name or receipt lies in a Chromium profile.

The profile is a folder as every person has one, with the whole page cache for Back that Playwright
otherwise turns off. It is searched raw, as UTF-16, base64 and in compressed streams; what a browser
keeps in SQLite and in LevelDB it keeps uncompressed, for words as short as these.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect, sync_playwright

from tests.browser.conftest import FLAGS, PHONE
from tests.journeys.disk import found_on_disk
from tests.journeys.installation import Installation

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
TITLE, STORY, NAME = "Umbrasong vigil", "Zorrilla played the flute there.", "Quetzalina"
WORDS = ["Umbrasong", "Zorrilla", NAME]
HARMLESS = "https://www.wikipedia.org/"
# Chromium writes its list of open tabs two and a half seconds after a change.
UNTIL_WRITTEN = 3.5


@contextmanager
def profile(folder: Path, *, has_script: bool) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder),
            executable_path=CHROMIUM,
            args=FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
            java_script_enabled=has_script,
            viewport=PHONE,
        )
        context.route(f"{HARMLESS}**", _harmless)
        yield context
        with suppress(Error):  # killed already
            context.close()


def _harmless(route: Route) -> None:
    route.fulfill(body="<p>An encyclopedia", content_type="text/html")


def _type_report(page: Page, site: str) -> str:
    """Walk to the form and fill it in; return the receipt."""
    page.goto(f"{site}/en/report/")
    page.locator('a[href*="/send/report"]').first.click()
    receipt = re.sub(r"\D", "", page.locator("#receipt").inner_text())
    page.get_by_label("It has taken place").check()
    page.locator("[name=country]").select_option("PL")
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=title]").press_sequentially(TITLE)
    page.locator("[name=text]").press_sequentially(STORY)
    page.locator("[name=name]").press_sequentially(NAME)
    return receipt


def _forms(receipt: str) -> list[str]:
    return [*WORDS, receipt, " ".join(re.findall("....", receipt))]


def _addresses(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "Default" / "History") as history:
        rows = history.execute("SELECT url FROM urls").fetchall()
    return {url for (url,) in rows}


def _is_in_profile(process: Path, folder: Path) -> bool:
    try:
        return str(folder).encode() in (process / "cmdline").read_bytes()
    except OSError:
        return False


def _kill(folder: Path) -> None:
    """SIGKILL to every process of the browser with this profile."""
    for process in Path("/proc").glob("[0-9]*"):
        if _is_in_profile(process, folder) and int(process.name) != os.getpid():
            os.kill(int(process.name), signal.SIGKILL)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_sent_and_come_back_for_and_left(
    tmp_path: Path, installation: Installation, has_script: bool
) -> None:
    site = installation.site
    with profile(tmp_path, has_script=has_script) as context:
        page = context.pages[0]
        receipt = _type_report(page, site)
        time.sleep(UNTIL_WRITTEN)
        page.get_by_role("button", name="Send the report").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Received")
        time.sleep(UNTIL_WRITTEN)
        page.goto(f"{site}/receipt/?language=en")
        page.locator("[name=receipt]").fill(receipt)
        time.sleep(UNTIL_WRITTEN)
        page.get_by_role("button", name="Look it up").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("It waits")
        time.sleep(UNTIL_WRITTEN)
        page.get_by_role("link", name="Leave this page").click()
        page.wait_for_url(f"{HARMLESS}**")
        time.sleep(UNTIL_WRITTEN)
    assert found_on_disk(tmp_path, _forms(receipt)) == []
    ours = {url.removeprefix(site) for url in _addresses(tmp_path) if url.startswith(site)}
    assert ours == {
        "/en/report/",
        "/send/report?language=en",
        "/send/report",
        "/receipt/?language=en",
        "/receipt/",
    }


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_killed_in_the_middle_of_typing(
    tmp_path: Path, installation: Installation, has_script: bool
) -> None:
    with profile(tmp_path, has_script=has_script) as context:
        receipt = _type_report(context.pages[0], installation.site)
        time.sleep(2 * UNTIL_WRITTEN)
        _kill(tmp_path)
        time.sleep(1)
    assert found_on_disk(tmp_path, _forms(receipt)) == []


def test_back_after_leaving_shows_nothing_that_was_typed(
    tmp_path: Path, installation: Installation
) -> None:
    with profile(tmp_path, has_script=True) as context:
        page = context.pages[0]
        page.goto(f"{installation.site}/send/report?country=PL&language=en")
        page.locator("[name=title]").fill(TITLE)
        page.get_by_role("link", name="Leave this page").click()
        page.wait_for_url(f"{HARMLESS}**")
        page.go_back(wait_until="commit")
        time.sleep(1)
        assert not _typed(page)


def test_back_after_going_elsewhere_shows_nothing_that_was_typed(
    tmp_path: Path, installation: Installation
) -> None:
    with profile(tmp_path, has_script=True) as context:
        page = context.pages[0]
        page.goto(f"{installation.site}/send/report?country=PL&language=en")
        page.locator("[name=title]").fill(TITLE)
        page.goto(HARMLESS)
        page.go_back(wait_until="commit")
        time.sleep(1)
        assert not _typed(page)


def _typed(page: Page) -> str:
    title = page.locator("[name=title]")
    return title.input_value() if title.count() else ""


def test_escape_leaves_and_closes_first_what_is_open(
    tmp_path: Path, installation: Installation
) -> None:
    with profile(tmp_path, has_script=True) as context:
        page = context.pages[0]
        page.goto(f"{installation.site}/send/report?country=PL&language=en")
        expect(page.locator(".leave-link")).to_have_attribute("aria-keyshortcuts", "Escape")
        for name in ("country", "date"):
            page.locator(f"[name={name}]").focus()
            page.keyboard.press("Escape")
            assert page.url.startswith(installation.site), name
        page.locator("[name=title]").fill(TITLE)
        page.keyboard.press("Escape")
        page.wait_for_url(f"{HARMLESS}**")


def test_where_the_other_page_does_not_answer_the_form_is_gone_all_the_same(
    tmp_path: Path, installation: Installation
) -> None:
    with profile(tmp_path, has_script=True) as context:
        page = context.pages[0]
        page.goto(f"{installation.site}/send/report?country=PL&language=en")
        page.locator("[name=title]").fill(TITLE)
        context.route(f"{HARMLESS}**", lambda route: route.fulfill(status=204))
        page.keyboard.press("Escape")
        expect(page.locator("body > *")).to_have_count(0)
        assert page.title() == ""
