"""The key of the site as a picture, read back by a program that did not make it."""

import re

import cv2
import numpy as np
import pytest
from defusedxml import ElementTree

from soliday.press.key_picture import key_picture
from soliday.press.signing import press_key, public_key_file

SVG = "{http://www.w3.org/2000/svg}"
SCALE = 8
STEP = re.compile(r"(M|m|h)(-?[0-9.]+)(?: ?(-?[0-9.]+))?")


@pytest.fixture
def key_file(tmp_path):
    return public_key_file(press_key(tmp_path))


def drawn(path: str, width: int) -> np.ndarray:
    """What a browser makes of the path: black lines of one module on white."""
    image, x, y = np.full((width, width), 255, np.uint8), 0, 0
    for kind, first, second in STEP.findall(path):
        if kind == "h":
            image[y, x : x + int(first)] = 0
            x += int(first)
        else:
            x = int(first) + (x if kind == "m" else 0)
            y = int(float(second)) + (y if kind == "m" else 0)
    return image.repeat(SCALE, axis=0).repeat(SCALE, axis=1)


def test_the_code_holds_the_key_and_the_letters_are_the_same(key_file):
    key = key_file.decode().splitlines()[1]
    picture = ElementTree.fromstring(key_picture(key_file))
    code = next(each for each in picture.iter() if each.tag == f"{SVG}path")
    assert cv2.QRCodeDetector().detectAndDecode(drawn(code.attrib["d"], 41))[0] == key
    assert "".join(each.text for each in picture.iter(f"{SVG}text")) == key


def test_it_is_the_same_each_time_and_loads_nothing(key_file):
    picture = key_picture(key_file)
    assert picture == key_picture(key_file)
    text = picture.decode().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"http|href|script|style|@|url", text)


def test_another_key_gives_another_picture(key_file, tmp_path):
    other = public_key_file(press_key(tmp_path / "other"))
    assert key_picture(other) != key_picture(key_file)
