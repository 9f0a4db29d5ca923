"""A copy to carry away: the same bytes each time, true, and small where that was asked for."""

import os
import re
import subprocess
import threading
import time
import zipfile

import pytest

from soliday.press.mirrors import make as making
from soliday.press.mirrors.make import LiteTooLarge, Site, make
from soliday.press.mirrors.packing import NotACopy
from soliday.press.mirrors.sums_file import SIGNATURE, read_root
from soliday.press.mirrors.trees import Archive, Folder
from soliday.press.mirrors.verify import Kind, verify
from soliday.press.signing import public_key_file
from tests.press.mirrors.conftest import write
from tests.press.mirrors.copies import HEAD, KEY, OTHER_KEY, PUBLIC, TODAY, pages, release

PAGE = b"""<!doctype html><html lang="en"><head><link rel="canonical" href="https://example.org/en/">
<link rel="stylesheet" href="/assets/s.css"></head><body><a href="/en/actions/1/">one</a>
<a href="/photos/1-ab.jpg"><img src="/photos/1-ab.jpg" alt="a picket"></a></body></html>"""
REPORT = b'<html lang="en"><div class="to-form"><a href="/send/report">form</a></div></html>'


def files(version=0):
    return pages(version) | {
        "en/index.html": PAGE,
        "en/report/index.html": REPORT,
        "assets/s.css": b"a{background:url(/photos/1-ab.jpg)}",
        "minisign.pub": public_key_file(KEY),
    }


@pytest.fixture
def site(folder):
    write(folder, release(files()))
    return Site(folder, PUBLIC, ("https://example.org",), {"en": "<p>doors</p>"})


@pytest.fixture
def umask():
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_two_runs_give_the_same_bytes_and_a_true_copy(site, tmp_path, name, umask):
    trees = []
    for folder in ("one", "two"):
        target = tmp_path / folder / name
        umask(0o077 if folder == "one" else 0o022)
        made = make(site, target, press_key=KEY, lite=False)
        assert (made.sequence, made.is_signed, made.dead) == (HEAD.sequence, True, frozenset())
        tree = Archive(target) if name.endswith(".zip") else Folder(target)
        assert verify(tree, key=PUBLIC, today=TODAY, known_sequence=HEAD.sequence) == []
        trees.append({each: tree[each] for each in tree})
    assert trees[0] == trees[1]
    if name.endswith(".zip"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    else:
        modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "one").rglob("*")}
        assert modes == {0o644, 0o755}


def test_its_links_are_relative_and_it_says_so(site, tmp_path):
    make(site, tmp_path / "out", press_key=KEY, lite=False)
    text = (tmp_path / "out" / "en" / "index.html").read_text()
    assert re.findall('(?:href|src)="([^"]*)"', text) == [
        "https://example.org/en/",
        "../assets/s.css",
        "actions/1/index.html",
        "../photos/1-ab.jpg",
        "../photos/1-ab.jpg",
    ]
    assert (tmp_path / "out" / "en/report/index.html").read_text() == (
        '<html lang="en"><p>doors</p></html>'
    )
    assert read_root((tmp_path / "out" / "SHA256SUMS").read_bytes()).head.is_copy


def test_stock_programs_check_it(site, tmp_path, minisign):
    make(site, tmp_path / "out", press_key=KEY, lite=False)
    sums = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    assert subprocess.run(sums, cwd=tmp_path / "out").returncode == 0
    signature = [minisign, "-Vm", "SHA256SUMS", "-p", "minisign.pub"]
    told = subprocess.run(signature, cwd=tmp_path / "out", capture_output=True, text=True)
    assert f"sequence: {HEAD.sequence}" in told.stdout
    assert "copy: relative" in told.stdout


@pytest.mark.parametrize("key", [None, OTHER_KEY])
def test_without_the_key_of_the_site_it_stays_unsigned(site, tmp_path, key):
    assert not make(site, tmp_path / "out", press_key=key, lite=False).is_signed
    faults = verify(Folder(tmp_path / "out"), key=PUBLIC, today=TODAY)
    assert [fault.kind for fault in faults] == [Kind.UNSIGNED]
    assert not (tmp_path / "out" / SIGNATURE).exists()


def test_a_lite_copy_has_no_photos_and_no_dead_link(site, tmp_path):
    make(site, tmp_path / "lite.zip", press_key=KEY, lite=True)
    tree = Archive(tmp_path / "lite.zip")
    assert verify(tree, key=PUBLIC, today=TODAY) == []
    assert not [name for name in tree if name.endswith(".jpg")]
    assert b"<a>a picket</a>" in tree["en/index.html"]


def test_a_lite_copy_keeps_to_its_size_by_going_without_single_actions(site, tmp_path, monkeypatch):
    make(site, tmp_path / "lite.zip", press_key=KEY, lite=True)
    size = (tmp_path / "lite.zip").stat().st_size
    monkeypatch.setattr(making, "LITE_MOST", size - 1)
    made = make(site, tmp_path / "lite.zip", press_key=KEY, lite=True)
    assert made.size < size
    tree = Archive(tmp_path / "lite.zip")
    assert not [name for name in tree if "actions/" in name and name.endswith(".html")]
    assert b"<a>one</a>" in tree["en/index.html"]
    monkeypatch.setattr(making, "LITE_MOST", 100)
    with pytest.raises(LiteTooLarge):
        make(site, tmp_path / "lite.zip", press_key=KEY, lite=True)
    assert verify(Archive(tmp_path / "lite.zip"), key=PUBLIC, today=TODAY) == []


def test_sums_of_a_closed_year_stay_with_the_bytes_that_they_are_of(folder, tmp_path):
    page = b'<html lang="en"><a href="/days/2025/SHA256SUMS">Checksums</a></html>'
    more = {"en/index.html": page, "days/2025/SHA256SUMS": b"0  en/days/2025/index.html\n"}
    write(folder, release(files() | more))
    origins = ("https://example.org",)
    made = make(Site(folder, PUBLIC, origins, {}), tmp_path / "out", press_key=KEY, lite=False)
    tree = Folder(tmp_path / "out")
    assert "days/2025/SHA256SUMS" not in tree
    assert tree["en/index.html"] == b'<html lang="en"><a>Checksums</a></html>'
    assert made.dead == frozenset()


def test_a_copy_replaces_a_copy_and_nothing_else(site, tmp_path):
    for _ in range(2):
        make(site, tmp_path / "out", press_key=KEY, lite=False)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(NotACopy):
        make(site, tmp_path / "mine", press_key=KEY, lite=False)
    assert (tmp_path / "mine" / "letter.txt").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".copying")]


def test_a_copy_made_while_the_press_works_holds_together(site, folder, tmp_path):
    stop = threading.Event()

    def publish():
        """Each release stands ten times as long as it took to write, however slow the machine."""
        sequence, took = 8, 0.0
        while not stop.wait(max(0.02, 10 * took)):
            began = time.monotonic()
            write(folder, release(files(sequence), sequence=sequence))
            took = time.monotonic() - began
            sequence += 1

    publisher = threading.Thread(target=publish)
    publisher.start()
    try:
        for _ in range(4):
            make(site, tmp_path / "out", press_key=KEY, lite=False)
            assert verify(Folder(tmp_path / "out"), key=PUBLIC, today=TODAY) == []
    finally:
        stop.set()
        publisher.join()


def test_a_damaged_zip_file_is_told(site, tmp_path):
    make(site, tmp_path / "out.zip", press_key=KEY, lite=False)
    with zipfile.ZipFile(tmp_path / "out.zip", "a") as archive:
        archive.writestr("more.html", "x")
    faults = verify(Archive(tmp_path / "out.zip"), key=PUBLIC, today=TODAY)
    assert [(fault.kind, fault.about) for fault in faults] == [(Kind.EXTRA, "more.html")]
