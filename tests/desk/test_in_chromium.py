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


def drag(desk, start, end):
    """With the mouse, in fractions of the picture as it is seen."""
    frame = desk.locator("[data-desk-frame]")
    frame.scroll_into_view_if_needed()
    area = frame.bounding_box()
    points = [
        (area["x"] + area["width"] * x, area["y"] + area["height"] * y) for x, y in (start, end)
    ]
    desk.mouse.move(*points[0])
    desk.mouse.down()
    desk.mouse.move(*points[1], steps=4)
    desk.mouse.up()


def numbers(desk, prefix=""):
    names = [f"photo-0-{prefix}{side}" for side in ("x", "y", "width", "height")]
    values = [desk.locator(f"[name={name}]").first.input_value() for name in names]
    return [float(value) for value in values if value]


def seen_box(desk):
    """Where the box is on the screen, in percent of the frame."""
    frame, box = (desk.locator(each).bounding_box() for each in ("[data-desk-frame]", ".desk-box"))
    x, y = (box["x"] - frame["x"]) / frame["width"], (box["y"] - frame["y"]) / frame["height"]
    return [
        100 * each
        for each in (x, y, box["width"] / frame["width"], box["height"] / frame["height"])
    ]


def test_a_photo_is_turned_and_cropped_and_each_step_undone(desk, send, photo):
    report = send(photos=(photo,))
    desk.goto(f"{desk.site}/desk/reports/{report.pk}/")
    undo = desk.locator("[data-desk-undo]")
    assert undo.is_disabled()
    drag(desk, (0.1, 0.1), (0.3, 0.5))
    assert numbers(desk) == pytest.approx([10, 10, 20, 40], abs=1)
    desk.locator("[data-desk-turn='90']").click()
    # The picture stands; the box lies where it did on the photo: the form's numbers are the same.
    frame = desk.locator("[data-desk-frame]").bounding_box()
    assert frame["height"] > frame["width"]
    assert desk.locator("[data-desk-frame] canvas").is_visible()
    assert numbers(desk) == pytest.approx([10, 10, 20, 40], abs=1)
    assert seen_box(desk) == pytest.approx([50, 10, 40, 20], abs=2)
    desk.locator("[data-desk-crop]").click()
    drag(desk, (0, 0), (1, 0.5))
    assert desk.locator(".desk-crop").count() == 1
    # The upper half of what is seen is the left half of the photo.
    assert numbers(desk, "crop_") == pytest.approx([0, 0, 50, 100], abs=1)
    assert desk.locator(".desk-box").count() == 1
    undo.click()
    assert numbers(desk, "crop_") == []
    assert desk.locator(".desk-crop").count() == 0
    undo.click()
    assert desk.locator("[name=photo-0-turn]").input_value() == "0"
    assert desk.locator("[data-desk-frame] img").is_visible()
    undo.click()
    assert numbers(desk) == []
    assert desk.locator(".desk-box").count() == 0
    assert undo.is_disabled()
    assert desk.faults == []


def test_keys_and_mouse_follow_what_is_seen_of_a_turned_photo(desk, send, photo):
    report = send(photos=(photo,))
    desk.goto(f"{desk.site}/desk/reports/{report.pk}/")
    desk.locator("[data-desk-turn='270']").click()
    desk.locator("[data-desk-add]").click()
    desk.keyboard.press("ArrowDown")
    # Down on the turned picture is to the left on the photo.
    assert numbers(desk) == pytest.approx([39, 40, 20, 20])
    drag(desk, (0.5, 0.5), (0.7, 0.5))
    assert numbers(desk) == pytest.approx([39, 60, 20, 20], abs=1)
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
