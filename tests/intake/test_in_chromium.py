"""With script a photo is drawn anew on the sender's device; the server trusts none of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from soliday.core.assets import asset_bytes
from soliday.intake import photo_door
from soliday.reports import queries
from soliday.reports.models import Report
from tests.desk.test_in_chromium import CHROMIUM, chromium

__all__ = ["chromium"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
MARKER = b"MARKER-behind-the-pixels"
# What Tor Browser and others do: other pixels come out of a canvas than were drawn.
HIDES = """
const read = CanvasRenderingContext2D.prototype.getImageData;
CanvasRenderingContext2D.prototype.getImageData = function (...area) {
  const image = read.apply(this, area);
  image.data.fill(255);
  return image;
};
"""


def camera_file(size: tuple[int, int] = (3000, 2000)) -> bytes:
    """A photo on its side, as cameras store it, with words in its metadata and behind its end."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    exif[0x010F] = MARKER.decode()
    file = io.BytesIO()
    Image.new("RGB", size, (30, 160, 60)).save(file, "JPEG", exif=exif)
    return file.getvalue() + MARKER


def chosen(data: bytes, name: str = "IMG_2041.jpg") -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


@pytest.fixture
def came_in(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What reaches the door for photos."""
    seen: list[bytes] = []
    clean = photo_door.clean

    def look(data: bytes) -> Any:
        seen.append(data)
        return clean(data)

    monkeypatch.setattr(photo_door, "clean", look)
    return seen


@pytest.fixture
def form(chromium: Any, live_server: Any, intake: Any) -> Any:
    """The form, filled in but for photos; `faults` collects what the console complains about."""
    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.faults = []
    page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    # Baked files, which this server does not serve.
    page.route("**/assets/*.js", lambda route: route.fulfill(**_script()))
    page.route("**/assets/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.route(
        "**/assets/*.svg", lambda route: route.fulfill(body="", content_type="image/svg+xml")
    )
    page.opened = lambda: _open(page, live_server.url)
    return page


def _script() -> dict[str, Any]:
    return {"body": asset_bytes("photos.js"), "content_type": "text/javascript"}


def _open(page: Any, site: str) -> Any:
    page.goto(f"{site}/send/report?country=PL")
    page.get_by_label("It has taken place").check()
    page.locator("[name=title]").fill("Vigil at the embassy")
    page.locator("[name=text]").fill("We stood there in silence.")
    return page


def send(page: Any) -> None:
    page.get_by_role("button", name="Send the report").click()
    page.get_by_role("heading", name="Received").wait_for()


def test_a_photo_is_drawn_anew_smaller_and_shown_before_it_is_sent(form, came_in, identity):
    page = form.opened()
    page.locator("[name=photos]").set_input_files([chosen(camera_file()), chosen(camera_file())])
    page.locator("[data-photos] canvas").nth(1).wait_for()
    page.get_by_text("Drawn anew on your device").wait_for()
    thumb = page.locator("[data-photos] canvas").first
    assert thumb.get_attribute("aria-label") == "Photo 1"
    assert thumb.evaluate("it => [it.width, it.height]") == [107, 160]
    send(page)
    assert len(came_in) == 2
    for data in came_in:
        assert MARKER not in data
        assert Image.open(io.BytesIO(data)).size == (1333, 2000)
    # And the server did the same again.
    photos = queries.opened(Report.objects.get(), secret=identity.secret).photos
    assert [Image.open(io.BytesIO(each)).size for each in photos] == [(1066, 1600)] * 2
    assert page.faults == []


def test_sending_at_once_waits_until_the_photos_are_drawn(form, came_in):
    page = form.opened()
    page.locator("[name=photos]").set_input_files([chosen(camera_file((5000, 4000)))])
    send(page)
    [data] = came_in
    assert max(Image.open(io.BytesIO(data)).size) == 2000


def test_what_the_browser_cannot_open_goes_as_it_is(form, came_in):
    page = form.opened()
    page.locator("[name=photos]").set_input_files([chosen(b"no photo at all")])
    page.get_by_text("your browser cannot open it").wait_for()
    page.get_by_role("button", name="Send the report").click()
    page.locator("#id_photos_error").get_by_text("this is no photo").wait_for()
    assert not Report.objects.exists()


def test_a_browser_that_gives_back_other_pixels_leaves_the_photo_alone(form, came_in):
    form.add_init_script(HIDES)
    page = form.opened()
    data = camera_file()
    page.locator("[name=photos]").set_input_files([chosen(data)])
    assert page.locator("[data-photos]").is_hidden()
    send(page)
    assert came_in == [data]
