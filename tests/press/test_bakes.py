"""A full bake that was killed goes on where it stopped, and is right whatever changed meanwhile."""

from dataclasses import replace
from datetime import date

import pytest

from soliday.core.models import StaleKey
from soliday.core.stale import mark_stale
from soliday.press import bakes, build, ledger, release, worker
from soliday.press.build import PagesNotRendered
from soliday.press.models import LedgerPage
from tests.press.test_stopped import Killed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
PAGES, BATCH, DONE = 30, 5, 15


def path_of(number):
    return f"/en/actions/{number}/"


def write(offers, number, words):
    offers.offer(path_of(number), f"<p>{number}: {words}</p>" * 30, f"action:{number}", "day")


def kill_at(patch, owner, step, times):
    """Stop before the call with this number."""
    real, seen = getattr(owner, step), []

    def stopping(*args, **kwargs):
        seen.append(args)
        if len(seen) == times:
            raise Killed
        return real(*args, **kwargs)

    patch.setattr(owner, step, stopping)


@pytest.fixture
def many(offers, site, monkeypatch):
    monkeypatch.setattr(build, "BATCH", BATCH)
    for number in range(PAGES):
        write(offers, number, "first")
    return offers


@pytest.fixture
def stopped(many, monkeypatch):
    """A first full bake with DONE pages settled, and BATCH more in doubt or on disk."""
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_at(patch, ledger, "settle", DONE // BATCH + 1)
        worker.build_everything(today=TODAY)
    many.rendered.clear()
    return many


@pytest.fixture
def as_baked_afresh(tree, settings, tmp_path):
    """Which files differ from a bake into an empty folder with an empty ledger."""

    def differing():
        ours = comparable(tree())
        StaleKey.objects.all().delete()
        LedgerPage.objects.all().delete()
        settings.SITE_FOLDER = folder = tmp_path / "afresh"
        worker.build_everything(today=TODAY)
        found = [path for path in folder.rglob("*") if path.is_file()]
        other = comparable({str(p.relative_to(folder)): p.read_bytes() for p in found})
        return sorted(name for name in ours.keys() | other if ours.get(name) != other.get(name))

    return differing


def comparable(files):
    """The head of the sums counts releases."""
    lines = [each for each in files["SHA256SUMS"].splitlines() if not each.startswith(b"#")]
    kept = {name: data for name, data in files.items() if not name.startswith("SHA256SUMS")}
    return {**kept, "SHA256SUMS": lines}


def test_it_goes_on_where_it_stopped(stopped, as_baked_afresh):
    told = []
    built = worker.build_everything(today=TODAY, tell=lambda *each: told.append(each))
    assert sorted(stopped.rendered) == sorted(map(path_of, range(DONE, PAGES)))
    assert (built.written, built.unchanged) == (PAGES - DONE - BATCH, DONE + BATCH)
    assert told == [(done, PAGES) for done in range(DONE, PAGES + 1, BATCH)]
    assert not StaleKey.objects.exists()
    assert as_baked_afresh() == []


def test_the_press_at_work_goes_on_with_it_too(stopped):
    assert worker.work_once(today=TODAY)
    assert len(stopped.rendered) == PAGES - DONE
    assert worker.work_once(today=TODAY) is False


def test_stopped_again_and_again_it_comes_to_its_end(many, monkeypatch, as_baked_afresh):
    for _ in range(PAGES // BATCH):
        with monkeypatch.context() as patch, pytest.raises(Killed):
            kill_at(patch, ledger, "settle", (len(ledger_done()) + BATCH) // BATCH + 1)
            worker.build_everything(today=TODAY)
    many.rendered.clear()
    worker.build_everything(today=TODAY)
    assert many.rendered == []
    assert as_baked_afresh() == []


def ledger_done():
    return LedgerPage.objects.exclude(bake="").exclude(sha256="")


def test_what_changed_meanwhile_is_made_again_and_first(stopped, tree, as_baked_afresh):
    write(stopped, 2, "second")
    stopped.drop(path_of(3))
    write(stopped, PAGES, "new")
    mark_stale(["action:2", "action:3", f"action:{PAGES}"])
    worker.build_everything(today=TODAY)
    again = [path_of(2), path_of(PAGES)]
    assert sorted(stopped.rendered[:2]) == sorted(again)
    assert sorted(stopped.rendered) == sorted([*map(path_of, range(DONE, PAGES)), *again])
    assert path_of(3).lstrip("/") + "index.html" not in tree()
    assert tree()["withdrawn.txt"] == b"2026-08-04 /en/actions/3/\n"
    assert as_baked_afresh() == []


def test_a_take_down_does_not_wait_for_the_end_of_a_bake(stopped, tree, monkeypatch):
    stopped.drop(path_of(1))
    mark_stale(["action:1"])
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_at(patch, ledger, "settle", 3)  # the press's own files are the first
        worker.work_once(today=TODAY)
    assert not [name for name in tree() if name.startswith("en/actions/1/")]
    assert list(StaleKey.objects.values_list("key", flat=True)) == ["*"]


def test_a_key_that_fails_keeps_the_bake_from_nothing(stopped):
    stopped.offer(path_of(2), ZeroDivisionError("template"), "action:2", "day")
    mark_stale(["action:2"])
    with pytest.raises(PagesNotRendered, match="/en/actions/2/"):
        worker.build_everything(today=TODAY)
    assert set(map(path_of, range(DONE, PAGES))) <= set(stopped.rendered)
    assert set(StaleKey.objects.values_list("key", flat=True)) == {"*", "action:2"}
    write(stopped, 2, "mended")
    stopped.rendered.clear()
    worker.build_everything(today=TODAY)
    assert set(stopped.rendered) == {path_of(2)}
    assert not StaleKey.objects.exists()


def test_another_star_begins_anew(stopped):
    mark_stale(["*"])
    worker.build_everything(today=TODAY)
    assert len(stopped.rendered) == PAGES


@pytest.mark.parametrize("what", ["software", "settings"])
def test_another_version_or_setting_begins_anew(stopped, monkeypatch, settings, what):
    if what == "software":
        monkeypatch.setattr(bakes, "_software", lambda: "next version")
    else:
        site = "https://other.example.org"
        settings.CONFIGURATION = replace(settings.CONFIGURATION, site=site)
    worker.build_everything(today=TODAY)
    assert len(stopped.rendered) == PAGES


@pytest.mark.parametrize("form", ["", ".gz"])
def test_damage_is_mended_on_the_way(stopped, site, tree, form):
    name = path_of(0).lstrip("/") + "index.html"
    whole = tree()[name + form]
    (site / (name + form)).write_bytes(b"damaged")
    worker.build_everything(today=TODAY)
    assert tree()[name + form] == whole


def test_with_an_older_database_restored_beside_newer_files_the_data_decide(stopped, site, tree):
    """The ledger of the backup has other sums than the files."""
    LedgerPage.objects.filter(path=path_of(0)).update(sha256="0" * 64)
    worker.build_everything(today=TODAY)
    assert path_of(0) in stopped.rendered
    assert not LedgerPage.objects.filter(sha256="0" * 64).exists()


def test_one_that_came_to_its_end_is_not_gone_on_with(many, site, tree):
    worker.build_everything(today=TODAY)
    whole = tree()
    many.rendered.clear()
    (site / "en/actions/1/index.html.br").unlink()
    worker.build_everything(today=TODAY)
    assert len(many.rendered) == PAGES
    assert tree() == whole


@pytest.fixture
def during(many, monkeypatch):
    """Do something once, while the page with this number is rendered."""

    def plan(changes):
        render = many._render

        def changing(path, text):
            change = changes.pop(path, None)
            if change:
                change()
            return render(path, text)

        monkeypatch.setattr(many, "_render", changing)

    return plan


def test_a_take_down_goes_out_while_a_bake_is_on(many, during, tree, as_baked_afresh):
    worker.build_everything(today=TODAY)
    many.rendered.clear()
    seen = []

    def withdraw():
        many.drop(path_of(3))
        write(many, 2, "second")
        mark_stale(["action:2", "action:3"])

    def look():
        seen.append([name for name in tree() if name.startswith("en/actions/3/")])
        seen.append(tree()["SHA256SUMS"].count(b"en/actions/3/"))

    during({path_of(11): withdraw, path_of(15): look})
    worker.build_everything(today=TODAY)
    assert seen == [[], 0]
    assert sorted(many.rendered) == sorted([*map(path_of, range(PAGES)), path_of(2)])
    assert many.rendered.index(path_of(14)) < many.rendered.index(path_of(2), 5)
    assert not StaleKey.objects.exists()
    assert as_baked_afresh() == []


def test_strays_are_looked_for_once_however_often_it_makes_way(
    many, during, tree, site, monkeypatch
):
    """To go through all files takes seconds, in which no take-down goes out."""
    worker.build_everything(today=TODAY)
    (site / "en/stray.html").write_text("x")
    real, looked = release.strays, []
    monkeypatch.setattr(release, "strays", lambda *given: looked.append(1) or real(*given))

    def change(number):
        many.drop(path_of(number))
        mark_stale([f"action:{number}"])

    during({path_of(number): lambda number=number: change(number) for number in (8, 13, 18)})
    worker.build_everything(today=TODAY)
    assert looked == [1]
    assert "en/stray.html" not in tree()
    assert path_of(8).lstrip("/") + "index.html" not in tree()


def test_changes_that_never_cease_do_not_keep_a_bake_from_its_end(many, during, as_baked_afresh):
    def change(number):
        write(many, number, "again")
        mark_stale([f"action:{number}"])

    numbers = range(2, PAGES, BATCH)
    during({path_of(number): lambda number=number: change(number) for number in numbers})
    built = worker.build_everything(today=TODAY)
    again = [path_of(number) for number in numbers]
    assert sorted(many.rendered) == sorted([*map(path_of, range(PAGES)), *again[:-1]])
    assert (built.written, built.unchanged) == (PAGES, 0)
    assert list(StaleKey.objects.values_list("key", flat=True)) == ["action:27"]
    worker.work_once(today=TODAY)
    assert as_baked_afresh() == []


def test_a_key_that_fails_stops_a_bake_once(many, during):
    def fail():
        many.offer(path_of(1), ZeroDivisionError("template"), "action:1", "day")
        mark_stale(["action:1"])

    during({path_of(7): fail})
    with pytest.raises(PagesNotRendered, match="/en/actions/1/"):
        worker.build_everything(today=TODAY)
    assert set(many.rendered) == set(map(path_of, range(PAGES)))
    assert set(StaleKey.objects.values_list("key", flat=True)) == {"*", "action:1"}


def test_another_star_waits_for_the_end_of_the_first(many, during):
    during({path_of(7): lambda: mark_stale(["*"])})
    worker.build_everything(today=TODAY)
    assert len(many.rendered) == PAGES
    assert list(StaleKey.objects.values_list("key", flat=True)) == ["*"]
