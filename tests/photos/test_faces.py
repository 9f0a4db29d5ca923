"""The detector of faces: what its child may say, and one real run of it."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from soliday.photos import faces, limits
from soliday.photos.boxes import Box
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import pack

is_there = pytest.mark.skipif(not faces.is_installed(), reason="OpenCV is not installed")


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(file, "PNG")
    return clean(file.getvalue()).jpeg


@is_there
def test_a_real_run_looks_at_a_large_picture_within_its_limits(jpeg):
    began = time.monotonic()
    found = faces.proposed(jpeg)
    assert time.monotonic() - began < limits.DEADLINE_SECONDS
    assert all(isinstance(box, Box) for box in found)
    assert len(found) <= faces.MOST


@is_there
def test_the_smallest_picture_is_no_fault():
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    assert faces.proposed(clean(file.getvalue()).jpeg) == []


@is_there
def test_a_child_that_cannot_end_is_ended(jpeg, monkeypatch):
    monkeypatch.setattr(faces, "START", "import time; time.sleep(60)")
    monkeypatch.setattr(limits, "DEADLINE_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(PhotoRefused):
        faces.proposed(jpeg)
    assert time.monotonic() - began < 10


@is_there
def test_its_child_can_open_no_file_once_it_looks(jpeg, monkeypatch):
    """A stand-in for a detector that was broken into tries, where the real one decodes."""
    monkeypatch.setattr(faces, "START", BROKEN_INTO)
    assert faces.proposed(jpeg) == [Box(0, 0, 1, 1)]


# It says "one face, the whole picture" only if it was refused.
BROKEN_INTO = """
import sys
sys.path.append(sys.argv[1])
import cv2
from soliday.photos import faces
from soliday.photos.frames import pack

def imdecode(*anything):
    try:
        open("/etc/hostname")
    except OSError:
        sys.stdout.buffer.write(pack({"faces": [[0, 0, 1, 1]]}))
        sys.stdout.flush()
    raise SystemExit

cv2.imdecode = imdecode
faces.main()
"""


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "broken"),
        (b"\0\0\0\2{}", "unsafe_result"),
        (pack({"faces": "all"}), "unsafe_result"),
        (pack({"faces": [[0, 0, 1]]}), "unsafe_result"),
        (pack({"faces": [[0, 0, 0, 0]]}), "unsafe_result"),
        (pack({"faces": [[float("nan"), 0, 1, 1]]}), "unsafe_result"),
        (pack({"faces": 7}) + b"x", "unsafe_result"),
    ],
)
def test_what_the_child_says_is_not_believed(jpeg, monkeypatch, answer, reason):
    monkeypatch.setattr(faces, "_answer", lambda request: answer)
    with pytest.raises(PhotoRefused) as refused:
        faces.proposed(jpeg)
    assert refused.value.reason == reason


def test_no_more_than_forty_are_taken(jpeg, monkeypatch):
    monkeypatch.setattr(faces, "_answer", lambda request: pack({"faces": [[0, 0, 1, 1]] * 99}))
    assert len(faces.proposed(jpeg)) == faces.MOST


def test_only_a_clean_picture_is_looked_at():
    with pytest.raises(PhotoRefused):
        faces.proposed(b"\xff\xd8 not one of ours")
