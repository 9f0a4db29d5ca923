"""The same journey as a person makes it: a phone without script, and a member at the desk."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys.disk import found_on_disk
from tests.journeys.installation import Installation, until
from tests.journeys.photos import screenshot

TITLE, TEXT = "Vyšyvanka picnic Umbra", "Thirty plates, one song, Zorrilla played the flute."
SECRET = "MARKER-behind-the-pixels-5519"
PUBLISHED = "A picnic with songs"


def test_a_report_becomes_a_page_and_is_taken_back(
    phone: Page, desk: Page, installation: Installation
) -> None:
    receipt = _send(phone)
    words = [TITLE, "Zorrilla", SECRET, receipt]
    assert found_on_disk(installation.folder, words) == []
    _sign_in(desk, installation)
    _publish(desk, installation)
    address = _find_on_wall(phone, installation)
    assert found_on_disk(installation.folder, words) == []
    _withdraw(phone, receipt)
    until(lambda: installation.is_gone(address), what="the page is gone")
    phone.goto("/en/actions/")
    expect(phone.get_by_text(PUBLISHED)).to_have_count(0)


def _send(phone: Page) -> str:
    phone.goto("/en/")
    phone.get_by_role("link", name=re.compile("Choose what you will do|All .* ideas")).first.click()
    phone.get_by_role("link", name="Take a photo with the slogan").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Take a photo with the slogan")
    phone.goto("/en/report/")
    phone.locator('a[href*="/send/report"]').first.click()
    receipt = phone.locator("#receipt").inner_text()
    phone.get_by_label("It has taken place").check()
    phone.locator("[name=country]").select_option("LT")
    phone.get_by_role("button", name="Continue").click()
    phone.locator("[name=title]").fill(TITLE)
    phone.locator("[name=text]").fill(TEXT)
    photo = {"name": "IMG.png", "mimeType": "image/png", "buffer": screenshot(SECRET)}
    phone.locator("[name=photos]").set_input_files([photo])
    phone.get_by_role("button", name=re.compile("Send")).click()
    shown = phone.locator("#receipt").inner_text()
    assert _digits(shown) == _digits(receipt)
    assert _digits(receipt) not in phone.url
    return _digits(receipt)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _sign_in(desk: Page, installation: Installation) -> None:
    printed = installation.printed
    desk.goto("/desk/")
    desk.locator("[name=login]").fill(printed["user"])
    desk.locator("[name=password]").fill(printed["password"])
    desk.locator("main button[type=submit], form button").first.click()
    desk.locator("[name=code]").fill(pyotp.TOTP(printed["totp"]).now())
    desk.locator("form button[type=submit]").first.click()
    desk.goto("/desk/unlock/")
    desk.locator("[name=passphrase]").fill(printed["passphrase"])
    desk.locator("form button[type=submit]").last.click()


def _publish(desk: Page, installation: Installation) -> None:
    desk.goto("/desk/reports/")
    desk.get_by_role("link", name=TITLE).click()
    expect(desk.get_by_text(TEXT).first).to_be_visible()
    assert found_on_disk(installation.folder, [TITLE, "Zorrilla", SECRET]) == []
    desk.locator("[name=title_en]").fill(PUBLISHED)
    desk.locator("[name=text_en]").fill("Plates, songs and a flute.")
    desk.locator("[name=photo-0-publish]").check()
    desk.locator("[name=photo-0-looked]").check()
    desk.locator("[name=photo-0-description_en]").fill("Plates on a long table")
    desk.get_by_role("button", name="Publish", exact=True).click()
    assert desk.url.endswith("/desk/reports/"), desk.locator(
        ".messages, .error-message, .help-critical"
    ).all_inner_texts()


def _find_on_wall(phone: Page, installation: Installation) -> str:
    until(lambda: PUBLISHED in installation.get("/en/actions/").text, what="it is on the wall")
    phone.goto("/en/actions/")
    phone.get_by_role("link", name=PUBLISHED).first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(PUBLISHED)
    expect(phone.get_by_role("img", name="Plates on a long table")).to_be_visible()
    return phone.url.removeprefix(installation.site)


def _withdraw(phone: Page, receipt: str) -> None:
    phone.goto("/receipt/?language=en")
    phone.locator("[name=receipt]").fill(receipt)
    phone.locator("form button").first.click()
    phone.get_by_role("button", name=re.compile("Withdraw")).click()
    phone.locator("[name=confirm]").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("It is withdrawn")
