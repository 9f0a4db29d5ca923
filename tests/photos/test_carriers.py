"""Nothing but pixels comes through, and every picture looks as if from the same camera."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from soliday.photos.structure import check_jpeg
from tests.photos.carriers import SPELLINGS, all_carriers, archive, colour_profile

# Structure, and facts about the file in our own test folder.
STRUCTURAL_TAGS = {
    "File": "FileType FileTypeExtension MIMEType ImageWidth ImageHeight EncodingProcess"
    " BitsPerSample ColorComponents YCbCrSubSampling",
    "JFIF": "JFIFVersion ResolutionUnit XResolution YResolution",
    "Composite": "ImageSize Megapixels",
}


def test_there_are_at_least_thirty_carriers_and_each_carries_the_mark() -> None:
    found = all_carriers()
    assert len(found) >= 30
    packed = {"zTXt", "packed iTXt", "iCCP", "raw exif text"}
    packed |= {"under transparency", "second frame (apng)", "heic second picture"}
    for name, data in found.items():
        assert name in packed or any(spelling in data for spelling in SPELLINGS), name
    assert SPELLINGS[0] in archive()
    assert SPELLINGS[1] in colour_profile()


def test_no_mark_comes_through(outputs: dict[str, bytes]) -> None:
    leaks = [name for name, jpeg in outputs.items() if any(mark in jpeg for mark in SPELLINGS)]
    assert leaks == []


def test_all_pictures_share_tables_sampling_and_order_of_markers(
    outputs: dict[str, bytes],
) -> None:
    headers = set()
    for jpeg in outputs.values():
        width, height = check_jpeg(jpeg)
        size = height.to_bytes(2) + width.to_bytes(2)
        at = jpeg.index(b"\xff\xc0") + 5
        assert jpeg[at : at + 4] == size
        headers.add(jpeg[:at] + jpeg[at + 4 : 623])
    assert len(headers) == 1


def test_nothing_follows_the_end_of_the_picture(outputs: dict[str, bytes]) -> None:
    for jpeg in outputs.values():
        assert jpeg.endswith(b"\xff\xd9")
        assert jpeg.count(b"\xff\xd9") == 1


def test_exiftool_finds_structure_only(outputs: dict[str, bytes], tmp_path: Path) -> None:
    skip_without_exiftool()
    for number, jpeg in enumerate(outputs.values()):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg)
    command = ["exiftool", "-a", "-u", "-G1", "-json", str(tmp_path)]
    reports = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert len(reports) == len(outputs)
    for report in reports:
        strange = {name for name in report if not is_structural(name)}
        assert strange == set(), report


def is_structural(name: str) -> bool:
    group, _, tag = name.rpartition(":")
    if group in STRUCTURAL_TAGS:
        return tag in STRUCTURAL_TAGS[group].split()
    return name == "SourceFile" or group in {"ExifTool", "System"}


def skip_without_exiftool() -> None:
    if shutil.which("exiftool"):
        return
    reason = "exiftool is not installed (Debian package: libimage-exiftool-perl)"
    if os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
