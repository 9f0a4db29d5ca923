"""What only a browser shows: drawing boxes, and a policy that nothing on the desk runs into."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from soliday.committee.unlocking import COOKIE

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    # Playwright keeps an event loop in this thread; the database is used by this test alone.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium, live_server, desk_client) -> Any:
    """A page of the unlocked desk; `faults` collects what the console complains about."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1400})
    for name in (settings.SESSION_COOKIE_NAME, COOKIE):
        cookie = {"name": name, "value": desk_client.cookies[name].value, "path": "/desk/"}
        context.add_cookies([cookie | {"domain": "localhost"}])
    page = context.new_page()
    page.faults = []
    page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.site = live_server.url
    return page


def test_boxes_are_drawn_by_mouse_and_keys(desk, send, photo):
    report = send(photos=(photo,))
    desk.goto(f"{desk.site}/desk/reports/{report.pk}/")
    frame = desk.locator("[data-desk-frame]")
    frame.scroll_into_view_if_needed()
    area = frame.bounding_box()
    desk.mouse.move(area["x"] + area["width"] * 0.1, area["y"] + area["height"] * 0.1)
    desk.mouse.down()
    desk.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.5, steps=4)
    desk.mouse.up()
    desk.locator("[data-desk-add]").click()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowDown")
    sides = [f"photo-0-{side}" for side in ("x", "y", "width", "height")]
    rows = [
        [float(desk.locator(f"[name={side}]").nth(row).input_value()) for side in sides]
        for row in (0, 1)
    ]
    assert rows[0] == pytest.approx([10, 10, 20, 40], abs=1)
    assert rows[1] == [41, 40, 20, 21]
    desk.keyboard.press("Delete")
    assert desk.locator(".desk-box").count() == 1
    assert desk.faults == []


def test_nothing_on_the_desk_runs_into_the_policy(desk, day, profiles):
    home = day.pages.get(locale__language_code="en")
    below = home.get_children().first()
    for path in (
        "/desk/",
        "/desk/reports/",
        "/desk/actions/add/",
        "/desk/account/",
        "/desk/account/2fa/",
        f"/desk/pages/{home.pk}/",
        f"/desk/pages/{home.pk}/edit/",
        f"/desk/pages/{below.pk}/edit/",
        f"/desk/pages/{below.pk}/copy/",
        f"/desk/pages/{below.pk}/history/",
    ):
        desk.goto(desk.site + path)
        desk.wait_for_load_state("networkidle")
        refused = [fault for fault in desk.faults if "Content Security Policy" in fault]
        assert refused == [], path


def test_wagtails_choosers_start_without_inline_script(desk, day, profiles):
    home = day.pages.get(locale__language_code="en")
    desk.goto(f"{desk.site}/desk/pages/{home.get_children().first().pk}/copy/")
    desk.wait_for_load_state("networkidle")
    desk.evaluate("document.querySelector('[data-chooser-action-choose]').click()")
    desk.locator(".modal-body").wait_for()
