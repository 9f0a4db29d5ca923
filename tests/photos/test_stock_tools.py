"""Files as stock tools write them, each carrying a mark: all are taken, and no mark comes out."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from soliday.photos.door import clean
from tests.photos.carriers import MARK, SPELLINGS, exif_block, photo, saved
from tests.photos.test_carriers import is_structural

PACKAGES = {
    "exiftool": "libimage-exiftool-perl",
    "convert": "imagemagick",
    "ffmpeg": "ffmpeg",
    "heif-enc": "libheif-examples",
}
TEXT = MARK.decode()
TAGS = [f"-{name}={TEXT}" for name in ("Artist", "Make", "UserComment", "Description", "Location")]
GPS = ["-GPSLatitude=53.9", "-GPSLatitudeRef=N", f"-GPSAreaInformation={TEXT}"]
# The last argument of each is the file to write; {jpeg} carries the mark already.
CONVERTED = {
    "progressive.jpg": "{jpeg} -interlace Plane",
    "cmyk.jpg": "{jpeg} -colorspace CMYK",
    "grey.jpg": "{jpeg} -colorspace Gray",
    "without-subsampling.jpg": "{jpeg} -sampling-factor 4:4:4",
    "palette.png": "{jpeg} -colors 16 -type Palette",
    "one-bit.png": "{jpeg} -monochrome",
    "deep.png": "{jpeg} -depth 16 -define png:bit-depth=16",
    "interlaced.png": "{jpeg} -interlace PNG",
    "lossy.webp": "{jpeg} -quality 70",
    "lossless.webp": "{jpeg} -define webp:lossless=true",
}
FILMED = {
    "frame.jpg": "-frames:v 1",
    "still.png": "-frames:v 1",
    "rgb48.png": "-frames:v 1 -pix_fmt rgb48be",
    "moving.apng": "-plays 0 -f apng",
    "moving.webp": "-loop 0 -c:v libwebp_anim",
    "still.webp": "-frames:v 1 -c:v libwebp",
    "still.avif": "-frames:v 1 -c:v libaom-av1 -cpu-used 8 -still-picture 1",
    "deep.avif": "-frames:v 1 -c:v libaom-av1 -cpu-used 8 -still-picture 1 -pix_fmt yuv420p10le",
    "deepest.avif": "-frames:v 1 -c:v libaom-av1 -cpu-used 8 -still-picture 1 -pix_fmt yuv444p12le",
}
ENCODED = {
    "plain.heic": "{jpeg}",
    "thumbnail.heic": "-t 64 {jpeg}",
    "deep.heic": "-b 10 {deep}",
    "several.heic": "{jpeg} {other}",
    "without-subsampling.heic": "-p chroma=444 {jpeg}",
    "bt2020.heic": "--colour_primaries 9 --transfer_characteristic 16 {deep} -b 10",
    "plain.avif": "-A {jpeg}",
}


def run(command: str, *arguments: str) -> None:
    """Run a tool, or say plainly why not."""
    if not shutil.which(command):
        reason = f"{command} is not installed (Debian package: {PACKAGES[command]})"
        if os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    subprocess.run([command, *arguments], check=True, capture_output=True, timeout=60)


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], list[str]]:
    """Fill in the names of files to start from."""
    sources = {
        "jpeg": saved(photo((320, 240)), "JPEG", exif=exif_block(), comment=MARK),
        "other": saved(photo((64, 48)), "JPEG", comment=MARK),
        "deep": saved(photo((320, 240)).convert("I;16"), "PNG"),
    }
    names = {name: str(tmp_path / f"{name}.{_ending(name)}") for name in sources}
    for name, data in sources.items():
        Path(names[name]).write_bytes(data)
    return lambda words: [word.format(**names) for word in words.split()]


def _ending(name: str) -> str:
    return "png" if name == "deep" else "jpg"


def assert_taken_and_bare(file: Path) -> None:
    picture = clean(file.read_bytes())
    assert picture.width > 60
    assert not any(mark in picture.jpeg for mark in SPELLINGS)
    result = file.with_suffix(".clean.jpg")
    result.write_bytes(picture.jpeg)
    if shutil.which("exiftool"):
        command = ["exiftool", "-a", "-u", "-G1", "-json", str(result)]
        [report] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        assert {name for name in report if not is_structural(name)} == set()


@pytest.mark.parametrize("name", CONVERTED)
def test_imagemagick(name: str, made: Callable[[str], list[str]], tmp_path: Path) -> None:
    run("convert", *made(CONVERTED[name]), "-set", "comment", TEXT, str(tmp_path / name))
    assert_taken_and_bare(tmp_path / name)


@pytest.mark.parametrize("name", FILMED)
def test_ffmpeg(name: str, tmp_path: Path) -> None:
    film = "-v error -f lavfi -i testsrc=size=320x240:rate=5:duration=1".split()
    note = ["-metadata", f"comment={TEXT}"]
    run("ffmpeg", *film, *note, *FILMED[name].split(), str(tmp_path / name))
    assert_taken_and_bare(tmp_path / name)


@pytest.mark.parametrize("name", ENCODED)
def test_libheif(name: str, made: Callable[[str], list[str]], tmp_path: Path) -> None:
    run("heif-enc", *made(ENCODED[name]), "-o", str(tmp_path / name))
    assert_taken_and_bare(tmp_path / name)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exiftool(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"photo.{kind.lower()}"
    file.write_bytes(saved(photo((320, 240)), kind))
    run("exiftool", "-overwrite_original", *TAGS, *GPS, f"-XMP-dc:Title={TEXT}", str(file))
    assert MARK in file.read_bytes()
    assert_taken_and_bare(file)


def test_exiftool_on_heic(made: Callable[[str], list[str]], tmp_path: Path) -> None:
    file = tmp_path / "photo.heic"
    run("heif-enc", *made("{jpeg}"), "-o", str(file))
    run("exiftool", "-overwrite_original", *TAGS, *GPS, f"-XMP-dc:Title={TEXT}", str(file))
    assert_taken_and_bare(file)


def test_exiftool_with_extended_xmp_and_a_camera_s_notes(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(saved(photo((320, 240)), "JPEG", exif=exif_block()))
    long = TEXT * 8000
    run("exiftool", "-overwrite_original", f"-XMP-dc:Description={long}", str(file))
    run("exiftool", "-overwrite_original", f"-IPTC:Keywords={TEXT}", f"-Comment={TEXT}", str(file))
    assert_taken_and_bare(file)
