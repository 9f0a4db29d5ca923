"""A worker that was frozen and overtaken puts nothing in place and takes nothing away."""

from pathlib import Path

import pytest

from soliday.press import drafts, release
from soliday.press.drafts import DRAFTS, Overtaken, drafting

OLD, NEW = b"<p>old page</p>" * 100, b"<p>the new page</p>" * 100
PAGE = "en/index.html"
JANUARY_2005 = 1_104_537_600


def fine():
    """The turn is not over."""


@pytest.fixture
def folder(tmp_path):
    release.open_site(tmp_path / "site")
    return tmp_path / "site"


def taken_over(folder):
    """Another process has its turn now, and its page in place."""
    mine, drafts._turn[:] = list(drafts._turn), []
    with drafting(folder, "another", fine):
        release.write_page(folder, PAGE, NEW)
    drafts._turn[:] = mine


def test_what_a_killed_worker_left_is_swept(folder):
    (folder / DRAFTS / "killed").mkdir()
    (folder / DRAFTS / "killed" / "draft").write_bytes(NEW)
    (folder / DRAFTS / "left").write_bytes(NEW)
    with drafting(folder, "next", fine):
        assert [each.name for each in (folder / DRAFTS).iterdir()] == ["next"]
    assert not list((folder / DRAFTS).iterdir())


def test_in_a_turn_drafts_come_out_of_its_own_folder(folder, monkeypatch):
    seen = []
    flush = release.flush_disk
    monkeypatch.setattr(
        release,
        "flush_disk",
        lambda at: (
            seen.append((Path(at).name, sum(each.is_file() for each in Path(at).rglob("*")))),
            flush(at),
        ),
    )
    with drafting(folder, "mine", fine):
        release.write_page(folder, PAGE, OLD)
        release.write_page(folder, PAGE, NEW)
    assert seen == [("mine", 3)] * 2


STEPS = ["write_draft", "flush_disk", "set_aside", "_put"]
STEPS_OF_NEW = ["write_draft_folder", "flush_disk", "_put"]


@pytest.mark.parametrize(
    ("is_new", "step"),
    [*((False, step) for step in STEPS), *((True, step) for step in STEPS_OF_NEW)],
)
def test_overtaken_at_any_step_of_a_page_the_newer_one_stays(folder, monkeypatch, is_new, step):
    if not is_new:
        release.write_page(folder, PAGE, b"<p>first</p>" * 100)
    real, times = getattr(release, step), []

    def frozen(*args):
        if not times:
            times.append(1)
            taken_over(folder)
        return real(*args)

    monkeypatch.setattr(release, step, frozen)
    with drafting(folder, "mine", fine), pytest.raises(Overtaken, match="taken over"):
        release.write_page(folder, PAGE, OLD)
    assert times and release.is_in_place(folder, PAGE, NEW)
    assert not list((folder / DRAFTS).iterdir())


def test_overtaken_before_a_take_down_the_newer_page_stays(folder):
    with drafting(folder, "mine", fine):
        taken_over(folder)
        for take_away in (
            lambda: release.take_down(folder, [PAGE]),
            lambda: release.remove_stray(folder, PAGE),
            lambda: release.write_page(folder, PAGE, b"short"),  # takes its packed forms away
        ):
            with pytest.raises(Overtaken):
                take_away()
    assert release.is_in_place(folder, PAGE, NEW)


def test_who_is_overtaken_before_beginning_sweeps_nobody_away(folder):
    def overtaken():
        (folder / DRAFTS / "another").mkdir()
        raise Overtaken

    with pytest.raises(Overtaken), drafting(folder, "mine", overtaken):
        raise AssertionError("not reached")
    assert (folder / DRAFTS / "another").is_dir()


def test_whoever_takes_over_between_check_and_sweep_keeps_a_folder(folder):
    with drafting(folder, "mine", (folder / DRAFTS / "another").mkdir):
        assert (folder / DRAFTS / "another").is_dir()


def test_to_take_away_what_is_not_there_is_no_matter_of_turns(folder):
    with drafting(folder, "mine", fine):
        release.take_down(folder, ["en/nothing/index.html"])


@pytest.mark.parametrize("data", [b"", b"short", NEW])
def test_the_time_of_a_file_says_nothing_of_when_it_was_written(folder, data):
    release.write_page(folder, PAGE, data)
    (folder / PAGE).touch()
    release.write_page(folder, "be/index.html", data)
    times = {path.stat().st_mtime for path in (folder / "be").iterdir()}
    assert max(times) < JANUARY_2005
    release.write_page(folder, PAGE, data)
    assert {path.stat().st_mtime for path in (folder / "en").iterdir()} == times
