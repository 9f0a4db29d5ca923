"""A real Chromium without script, on the window of a cheap phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.conftest import installation
from tests.journeys.installation import Installation

__all__ = ["installation"]
PHONE = {"width": 360, "height": 740}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        reason = "chromium is not installed"
        if os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Seen:
    """What a page tried that it must not: foreign requests, console errors, cookies."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.foreign, self.complaints = context, [], []
        context.on("request", lambda request: self._note(request.url, site))
        context.on("console", lambda message: self._complain(message))

    def _note(self, url: str, site: str) -> None:
        if not url.startswith(site):
            self.foreign.append(url)

    def _complain(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture
def phone(chromium: Browser, installation: Installation) -> Iterator[Page]:
    """A phone without script; when it is put down it must have no cookie and no foreign request."""
    context = chromium.new_context(
        base_url=installation.site, viewport=PHONE, java_script_enabled=False
    )
    seen = Seen(context, installation.site)
    yield context.new_page()
    assert seen.foreign == []
    assert [text for text in seen.complaints if "404" not in text] == []
    assert context.cookies() == []
    context.close()


@pytest.fixture
def desk(chromium: Browser, installation: Installation) -> Iterator[Page]:
    """The committee's browser, without script too."""
    context = chromium.new_context(
        base_url=installation.site,
        viewport={"width": 1280, "height": 900},
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()
