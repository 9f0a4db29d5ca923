"""With script the report is sent from within the page: progress, new tries, proof of work."""

from __future__ import annotations

import time
from typing import Any

import pytest

from soliday.core.assets import asset_bytes, asset_names
from soliday.core.headers import POLICY
from soliday.intake import taking
from soliday.intake.guard.load import FLOOD, MANY_POSTS, load
from soliday.reports.models import Report
from tests.desk.test_in_chromium import CHROMIUM, chromium
from tests.intake.test_in_chromium import camera_file, chosen

__all__ = ["chromium"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture
def form(chromium: Any, live_server: Any, intake: Any) -> Any:
    """`opened()` gives the form, filled in; `faults` is what the console complains about."""
    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda line: "Policy" in line.text and page.faults.append(line.text))
    for name in asset_names():
        stem, _, kind = name.rpartition(".")
        body = asset_bytes(name) if kind == "js" else b""
        types = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
        answer = {"body": body, "content_type": types[kind]}
        _bake(page, f"**/assets/{stem}.*", answer)
    page.opened = lambda: _open(page, live_server.url)
    return page


def _bake(page: Any, address: str, answer: dict[str, Any]) -> None:
    page.route(address, lambda route: route.fulfill(**answer))


def _open(page: Any, site: str) -> Any:
    answer = page.goto(f"{site}/send/report?country=PL")
    assert answer.headers["content-security-policy"] == POLICY
    page.get_by_label("It has taken place").check()
    page.locator("[name=title]").fill("Vigil at the embassy")
    page.locator("[name=text]").fill("We stood there in silence.")
    return page


def press_send(page: Any) -> None:
    page.get_by_role("button", name="Send the report").click()


def wait_for_received(page: Any) -> None:
    page.get_by_role("heading", name="Received").wait_for()


def many(count: float) -> None:
    for _ in range(int(count)):
        load.note(None, now=time.time())


def test_it_leaves_no_address_and_no_entry_in_the_history(form):
    page = form.opened()
    address, entries = page.url, page.evaluate("history.length")
    receipt = page.locator("#receipt").inner_text()
    press_send(page)
    wait_for_received(page)
    assert page.url == address
    assert page.evaluate("history.length") == entries
    assert page.locator("#receipt").inner_text() == receipt
    assert page.title().startswith("Received")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.context.cookies() == []
    assert page.faults == []


def test_a_photo_shows_how_far_it_is(form):
    page = form.opened()
    page.evaluate(
        """() => { window.shares = [];
        const place = document.querySelector('[data-sending]');
        new MutationObserver(() => window.shares.push(place.innerText)).observe(
            place, { childList: true, subtree: true, characterData: true, attributes: true }); }"""
    )
    page.locator("[name=photos]").set_input_files([chosen(camera_file())])
    page.get_by_text("Drawn anew on your device").wait_for()
    press_send(page)
    wait_for_received(page)
    told = page.evaluate("window.shares")
    assert any("Sending" in each and "%" in each for each in told)
    assert any("made safe" in each for each in told)
    assert page.faults == []


def test_a_broken_connection_is_tried_again_and_stored_once(form):
    page, broken = form.opened(), []

    def break_two(route: Any) -> None:
        if route.request.method != "POST" or len(broken) == 2:
            return route.fallback()
        broken.append(route)
        return route.abort("connectionreset")

    page.route("**/send/report", break_two)
    page.clock.install()
    press_send(page)
    page.get_by_text("The connection broke").wait_for()
    page.clock.run_for(3_000)
    page.clock.run_for(6_000)
    wait_for_received(page)
    assert len(broken) == 2
    assert Report.objects.count() == 1


def test_an_answer_that_was_lost_is_asked_for_again(form):
    """The report arrived, but not our answer."""
    page, lost = form.opened(), []

    def lose_first(route: Any) -> None:
        if route.request.method != "POST" or lost:
            return route.fallback()
        lost.append(route.fetch().status)
        return route.abort("connectionreset")

    page.route("**/send/report", lose_first)
    page.clock.install()
    press_send(page)
    page.get_by_text("The connection broke").wait_for()
    page.clock.run_for(3_000)
    wait_for_received(page)
    assert lost == [201]
    assert Report.objects.count() == 1


def test_a_form_with_a_fault_comes_back_with_its_scripts(form):
    page = form.opened()
    page.locator("[name=title]").fill("")
    page.locator("form.form").evaluate("it => it.noValidate = true")
    press_send(page)
    page.locator("#id_title_error").wait_for()
    assert page.evaluate("document.activeElement.id") == "faults"
    page.locator("[name=title]").fill("Vigil")
    page.locator("[name=photos]").set_input_files([chosen(camera_file())])
    page.get_by_text("Drawn anew on your device").wait_for()
    entries = page.evaluate("history.length")
    press_send(page)
    wait_for_received(page)
    assert page.evaluate("history.length") == entries
    assert page.faults == []


def test_under_load_the_device_does_the_work_and_nobody_is_asked(form):
    many(MANY_POSTS * 2)
    page = form.opened()
    assert page.locator("[name=answer]").is_hidden()
    press_send(page)
    wait_for_received(page)
    assert not Report.objects.get().is_in_slow_lane
    assert page.faults == []


def test_a_flood_after_the_form_was_opened_costs_a_moment_and_no_photo(form, monkeypatch):
    page, kept = form.opened(), []
    monkeypatch.setattr(taking, "receive", lambda **given: kept.append(given))
    page.locator("[name=photos]").set_input_files([chosen(camera_file())])
    page.get_by_text("Drawn anew on your device").wait_for()
    many(MANY_POSTS * FLOOD)
    press_send(page)
    wait_for_received(page)
    [given] = kept
    assert len(given["photos"]) == 1
    assert not given["is_in_slow_lane"]
    assert page.faults == []


def test_without_a_crypto_engine_the_question_is_asked(form):
    form.add_init_script("Object.defineProperty(globalThis, 'crypto', { value: undefined })")
    many(MANY_POSTS)
    page = form.opened()
    assert page.locator("[name=answer]").is_visible()
