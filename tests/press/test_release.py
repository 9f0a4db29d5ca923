"""Files appear whole, stay whole, and go away in all their forms."""

import gzip
import os
import shutil
import stat

import brotli
import pytest

from soliday.press import release
from soliday.press.drafts import drafting
from soliday.press.paths import PathUnsafe

OLD, NEW = b"<p>old page</p>" * 100, b"<p>the new page</p>" * 100


@pytest.fixture
def folder(tmp_path):
    release.open_site(tmp_path / "site")
    return tmp_path / "site"


def forms_of(folder, name):
    target = folder / name
    return (
        target.read_bytes(),
        gzip.decompress(target.with_name(target.name + ".gz").read_bytes()),
        brotli.decompress(target.with_name(target.name + ".br").read_bytes()),
    )


def test_a_page_has_three_forms_with_the_same_content(folder):
    release.write_page(folder, "en/index.html", NEW)
    assert forms_of(folder, "en/index.html") == (NEW, NEW, NEW)


def test_the_same_page_gives_the_same_bytes_and_no_time_or_name(folder):
    release.write_page(folder, "en/index.html", NEW)
    release.write_page(folder, "be/index.html", NEW)
    for form in ("", ".gz", ".br"):
        first = (folder / f"en/index.html{form}").read_bytes()
        assert first == (folder / f"be/index.html{form}").read_bytes()
    packed = (folder / "en/index.html.gz").read_bytes()
    assert packed[3:8] == bytes(5)  # no name, no time


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photos/a.jpg", NEW),
        ("robots.txt", b"short"),
        ("data/noise.json", bytes(os.urandom(2000))),
    ],
)
def test_forms_are_made_of_text_only_and_only_when_smaller(folder, name, data):
    release.write_page(folder, name, data)
    assert [path.name for path in (folder / name).parent.glob("[!.]*")] == [name.split("/")[-1]]


def test_a_form_that_is_not_smaller_any_more_goes(folder):
    release.write_page(folder, "a.txt", NEW)
    release.write_page(folder, "a.txt", b"short")
    assert sorted(path.name for path in folder.glob("a.*")) == ["a.txt"]


def test_a_new_page_comes_in_its_folder_with_all_its_forms_at_once(folder, monkeypatch):
    seen, replace = [], os.replace

    def watched(draft, target):
        assert not (folder / "en/ideas").exists()
        replace(draft, target)
        seen.append(forms_of(folder, "en/ideas/index.html"))

    monkeypatch.setattr(os, "replace", watched)
    release.write_page(folder, "en/ideas/index.html", NEW)
    assert seen == [(NEW, NEW, NEW)]
    assert not list((folder / release.DRAFTS).iterdir())


@pytest.mark.parametrize("data", [NEW, b"short"])
def test_a_new_page_whose_folder_a_page_below_has_made(folder, data):
    below = ("en/ideas/walk/index.html", OLD)
    release.write_pages(folder, [below, ("en/ideas/index.html", data)])
    assert release.is_in_place(folder, "en/ideas/index.html", data)
    assert release.is_in_place(folder, *below)
    assert not list((folder / release.DRAFTS).iterdir())


def test_everybody_may_read_whatever_the_umask(folder):
    before = os.umask(0o077)
    try:
        release.write_page(folder, "en/ideas/index.html", NEW)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("en/ideas/*")}
    assert modes == {0o644}
    assert stat.S_IMODE((folder / "en").stat().st_mode) == 0o755
    assert stat.S_IMODE((folder / "en/ideas").stat().st_mode) == 0o755
    assert stat.S_IMODE((folder / release.DRAFTS).stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("room", "step", "stop_at"),
    [(release, "flush_disk", 1), (os, "fsync", 1), *((os, "replace", n) for n in (1, 2, 3))],
)
def test_stopped_at_any_step_each_form_is_whole(folder, monkeypatch, room, step, stop_at):
    release.write_page(folder, "en/index.html", OLD)
    real, calls = getattr(room, step), []

    def stopping(*args):
        calls.append(args)
        if len(calls) == stop_at:
            raise OSError("stopped")
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(room, step, stopping)
        with pytest.raises(OSError, match="stopped"):
            release.write_page(folder, "en/index.html", NEW)
    assert set(forms_of(folder, "en/index.html")) <= {OLD, NEW}


def test_a_file_is_on_disk_before_it_gets_its_place_and_its_folder_after(folder, monkeypatch):
    release.write_page(folder, "en/index.html", OLD)
    steps = []
    flush, fsync, replace = release.flush_disk, os.fsync, os.replace
    monkeypatch.setattr(release, "flush_disk", lambda at: (steps.append("all files"), flush(at)))
    monkeypatch.setattr(os, "fsync", lambda n: (steps.append("folder"), fsync(n)))
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("place"), replace(a, b)))
    release.write_page(folder, "en/index.html", NEW)
    assert steps == ["all files"] + ["place"] * 3 + ["folder"]


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "en/../../x",
        "/etc/x",
        "en/./x",
        "en//x",
        "..",
        ".drafts/x",
        "a\0b",
        "a\\b",
        "en/",
        "",
    ],
)
def test_no_name_leads_out_of_the_site(folder, name):
    with pytest.raises(PathUnsafe):
        release.write_page(folder, name, NEW)
    with pytest.raises(PathUnsafe):
        release.take_down(folder, [name])


def test_no_link_leads_out_of_the_site(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (folder / "en").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PathUnsafe):
        release.write_page(folder, "en/index.html", NEW)
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("link", ["en", "en/actions", "en/actions/12"])
def test_no_link_is_followed_in_a_turn_either(folder, tmp_path, link):
    """Folders that many files share are looked at once in a turn, and in each turn again."""
    (tmp_path / "elsewhere").mkdir()
    with drafting(folder, "first", lambda: None):
        release.write_page(folder, "en/actions/11/index.html", NEW)
    shutil.rmtree(folder / link, ignore_errors=True)
    (folder / link).symlink_to(tmp_path / "elsewhere")
    with drafting(folder, "second", lambda: None), pytest.raises(PathUnsafe):
        release.write_page(folder, "en/actions/12/index.html", NEW)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_taken_down_in_all_forms_and_no_empty_folder_tells_of_it(folder):
    release.write_page(folder, "en/actions/index.html", OLD)
    release.write_page(folder, "en/actions/12/index.html", NEW)
    release.take_down(folder, ["en/actions/12/index.html"])
    assert sorted(str(path.relative_to(folder)) for path in folder.glob("en/actions/*")) == [
        "en/actions/index.html",
        "en/actions/index.html.br",
        "en/actions/index.html.gz",
    ]
    release.take_down(folder, ["en/actions/12/index.html"])  # again: a killed worker does that


@pytest.mark.parametrize("form", ["", ".gz", ".br"])
@pytest.mark.parametrize("damage", [b"", b"damaged", None])
def test_a_damaged_or_missing_form_is_noticed(folder, form, damage):
    release.write_page(folder, "a.txt", NEW)
    assert release.is_in_place(folder, "a.txt", NEW)
    assert not release.is_in_place(folder, "a.txt", OLD)
    damaged = folder / f"a.txt{form}"
    damaged.unlink() if damage is None else damaged.write_bytes(damage)
    assert not release.is_in_place(folder, "a.txt", NEW)


def test_an_old_form_beside_a_page_too_short_for_one_is_noticed(folder):
    release.write_page(folder, "a.txt", b"short")
    (folder / "a.txt.gz").write_bytes(gzip.compress(NEW))
    assert not release.is_in_place(folder, "a.txt", b"short")
