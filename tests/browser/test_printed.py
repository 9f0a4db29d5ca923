"""Paper: each printed page carries the key of the site; on the screen nobody fetches it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

PICTURE = "/minisign.svg"
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ("/en/", "/be/safety/", "/ru/find/", "/send/report?language=be"))
def test_a_printed_page_carries_the_key(chromium, installation, path):
    key = (installation.data / "site" / "minisign.pub").read_text().splitlines()[1]
    context = chromium.new_context(
        viewport={"width": 900, "height": 900}, java_script_enabled=False
    )
    page, fetched = context.new_page(), []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(installation.site + path)
    assert not page.locator(".on-paper").is_visible()
    assert installation.site + PICTURE not in fetched
    page.pdf(format="A4")
    assert installation.site + PICTURE in fetched
    page.emulate_media(media="print")
    image = np.frombuffer(page.locator(".on-paper").screenshot(), np.uint8)
    context.close()
    found = cv2.QRCodeDetector().detectAndDecode(cv2.imdecode(image, cv2.IMREAD_GRAYSCALE))
    assert found[0] == key
