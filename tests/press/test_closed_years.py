"""A closed year keeps its bytes, whatever becomes of the rest; only what is withdrawn leaves it."""

import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import zlib
from datetime import date

import pytest

from soliday.actions import freezing, frozen
from soliday.actions.changes import edit, publish, withdraw
from soliday.actions.closing import close, reopen
from soliday.actions.models import Action, FrozenFile
from soliday.campaign import rendering
from soliday.campaign.models import Closing, DayPage, EditionPage, IdeaPage, TextPage
from soliday.core import assets
from soliday.core.models import StaleKey
from soliday.press import closed_years, worker
from soliday.press.models import LedgerPage
from tests.actions.sample import city, edition_of, photo

pytestmark = pytest.mark.django_db
YEAR, TODAY, LATER = 2025, date(2026, 8, 4), date(2026, 9, 1)
FACTS = {"stage": "done", "origin": "report", "country": "PL", "language": "en"}
SECRET = "zq7 what was withdrawn"
PACKED = (".gz", ".br")
LANGUAGES = ("be", "en", "ru")


@pytest.fixture
def small(monkeypatch):
    """Three actions a page, so that a few fill several."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("soliday.actions", "soliday.press")) and hasattr(module, "NEWEST"):
            monkeypatch.setattr(module, "NEWEST", 3)


def one(day, year=YEAR, title="Picket", photos=(), **facts):
    text = [{"language": "en", "title": title, "text": f"{title}.", "made_by": "original"}]
    edition = edition_of(day, year)
    return publish(edition=edition, facts=FACTS | facts, texts=text, photos=photos, today=TODAY)


def work():
    """Until nothing is stale, as the worker does."""
    for _ in range(50):
        if not StaleKey.objects.exists():
            return
        worker.work_once(today=TODAY)
    raise AssertionError("it never ends")


@pytest.fixture
def actions(small, day, profiles, site):
    """Eight in the year, on three pages of its list, and some in the open one."""
    worker.build_everything(today=TODAY)
    own = [one(day, title=f"Action {number}") for number in range(8)]
    for number in range(4):
        one(day, year=2026, title=f"New {number}")
    work()
    return own


@pytest.fixture
def closed(actions, day):
    close(edition=edition_of(day, YEAR), today=TODAY)
    work()
    return Closing.objects.get()


def of_year(files):
    """The year's own files and what they link to, as plain bytes."""
    names = re.compile(rf"(\w\w/days/{YEAR}/.*|data/days/{YEAR}\.json|days/{YEAR}/SHA256SUMS)")
    return {name: files[name] for name in files if names.fullmatch(name) and is_plain(name)}


def is_plain(name):
    return not name.endswith(PACKED)


def changed(before, after):
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )


def test_the_page_says_so_and_links_to_figures_and_checksums(closed, tree):
    page = tree()[f"en/days/{YEAR}/index.html"].decode()
    assert "Closed on August 4, 2026." in page or "Closed on 4 August 2026." in page
    assert "What is here no longer changes." in page
    assert f'href="/data/days/{YEAR}.json"' in page
    assert f'href="/days/{YEAR}/SHA256SUMS"' in page
    assert "withdrawn since" not in page
    assert "Closed on" not in tree()["en/days/2026/index.html"].decode()


def test_its_figures_are_there_as_data_open_or_closed(closed, tree):
    files = tree()
    told, still_open = (json.loads(files[f"data/days/{year}.json"]) for year in (YEAR, 2026))
    assert (told["closed_on"], told["withdrawn_since_closing"]) == ("2026-08-04", 0)
    assert (still_open["closed_on"], still_open["withdrawn_since_closing"]) == (None, None)
    assert (told["totals"]["done"], told["by_country"]["PL"]["done"]) == (8, 8)
    assert set(told["definitions"]) == set(LANGUAGES)
    assert told["sources_say"]["people_min"] is None


def test_the_list_of_checksums_is_checked_by_the_stock_tool(closed, site, tree):
    sums = tree()[f"days/{YEAR}/SHA256SUMS"].decode()
    head = [line for line in sums.splitlines() if line.startswith("#")]
    assert "# closed: 2026-08-04" in head and f"# year: {YEAR}" in head
    command = ["sha256sum", "-c", "--strict", f"days/{YEAR}/SHA256SUMS"]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    named = {line.split("  ")[1] for line in sums.splitlines() if "  " in line}
    own = of_year(tree()).keys() - {f"days/{YEAR}/SHA256SUMS"}
    assert len(own) == 3 + 3 * 3 + 1
    assert named >= own
    styles = {name for name in named - own}
    assert styles and all(name.startswith("assets/") for name in styles)
    assert f"days/{YEAR}/SHA256SUMS" in tree()["SHA256SUMS"].decode()


def rename_pages():
    for page in [*TextPage.objects.all(), *IdeaPage.objects.all(), *DayPage.objects.all()]:
        page.title = f"Other {page.title}"
        page.save_revision().publish()


def add_a_page_to_the_menu():
    home = DayPage.objects.get(locale__language_code="en")
    page = TextPage(title="A new item", slug="new", intro="x", locale=home.locale)
    home.add_child(instance=page).save_revision().publish()


def test_nothing_else_changes_it(closed, day, tree, upgrade):
    before = of_year(tree())
    rename_pages()
    add_a_page_to_the_menu()
    other = one(day, year=2026, title="Other year", city=city("UZ", "Tashkent"), country="UZ")
    work()
    edit(action_number=other.pk, edition=edition_of(day), facts={"people_min": 3}, today=TODAY)
    withdraw(action_number=other.pk, today=TODAY)
    edition_of(day, 2027)
    StaleKey.objects.create(key="profiles")
    StaleKey.objects.create(key="days:test")
    work()
    files = tree()
    assert "A new item" in files["en/index.html"].decode()
    assert changed(before, of_year(files)) == []
    upgrade()
    worker.build_everything(today=LATER)
    files = tree()
    assert b"after the upgrade" in files["en/index.html"]
    assert changed(before, of_year(files)) == []
    work()
    assert changed(before, of_year(tree())) == []


@pytest.fixture
def upgrade(monkeypatch, tmp_path):
    """Other templates, and another style sheet under another name."""
    real, folder = rendering.render, tmp_path / "assets"

    def render(template, context, *, language):
        return real(template, context, language=language) + b"<!-- after the upgrade -->"

    def install():
        for name, module in list(sys.modules.items()):
            if name.startswith("soliday.") and getattr(module, "render", None) is real:
                monkeypatch.setattr(module, "render", render)
        shutil.copytree(assets.FOLDER, folder)
        for path in folder.glob("*.css"):
            path.write_bytes(path.read_bytes() + b"/* after the upgrade */")
        monkeypatch.setattr(assets, "FOLDER", folder)
        assets.asset_path.cache_clear()

    yield install
    assets.asset_path.cache_clear()


def test_what_its_pages_link_to_stays_after_an_upgrade(closed, tree, upgrade):
    page = tree()[f"en/days/{YEAR}/index.html"].decode()
    linked = set(re.findall(r'"/(assets/[^"]+)"', page))
    before = {name: tree()[name] for name in linked}
    assert any(name.endswith(".css") for name in linked)
    upgrade()
    worker.build_everything(today=TODAY)
    files = tree()
    assert {name: files.get(name) for name in linked} == before
    new = set(re.findall(r'"/(assets/[^"]+\.css)"', files["en/index.html"].decode()))
    assert new and new.isdisjoint(linked)
    StaleKey.objects.create(key="assets")
    work()
    assert {name: tree().get(name) for name in linked} == before
    reopen(edition=closed.edition, today=TODAY)
    work()
    assert not [name for name in linked & tree().keys() if name.endswith(".css")]


def test_another_machine_with_the_same_database_bakes_the_same(closed, tree, settings, tmp_path):
    before = tree()
    withdraw(action_number=Action.objects.filter(edition__year=YEAR)[0].pk, today=TODAY)
    rename_pages()
    work()
    before = of_year(tree())
    settings.SITE_FOLDER, settings.DATA = tmp_path / "b" / "site", tmp_path / "b"
    LedgerPage.objects.all().delete()
    worker.build_everything(today=LATER)
    there = {
        str(path.relative_to(settings.SITE_FOLDER)): path.read_bytes()
        for path in settings.SITE_FOLDER.rglob("*")
        if path.is_file()
    }
    assert changed(before, of_year(there)) == []


def test_what_is_withdrawn_leaves_exactly_the_files_that_showed_it(closed, day, tree, actions):
    one(day, year=2026)
    work()
    before = of_year(tree())
    withdraw(action_number=actions[4].pk, today=LATER)
    assert worker.work_once(today=TODAY)  # the very next build
    after = of_year(tree())
    second = [f"{code}/days/{YEAR}/all/2/index.html" for code in LANGUAGES]
    heads = [f"{code}/days/{YEAR}/index.html" for code in LANGUAGES]
    rest = [f"data/days/{YEAR}.json", f"days/{YEAR}/SHA256SUMS"]
    assert changed(before, after) == sorted([*second, *heads, *rest])
    assert not [name for name, data in tree().items() if b"Action 4." in unpacked(name, data)]
    page = after[f"en/days/{YEAR}/index.html"].decode()
    assert "1 action withdrawn since this year was closed." in page
    told = json.loads(after[f"data/days/{YEAR}.json"])
    assert (told["withdrawn_since_closing"], told["totals"]["done"]) == (1, 7)
    sums = after[f"days/{YEAR}/SHA256SUMS"].decode()
    assert "# withdrawn-since: 1" in sums
    for name in (*second, *heads):
        assert f"{hashlib.sha256(after[name]).hexdigest()}  {name}" in sums
    work()
    assert changed(after, of_year(tree())) == []
    worker.build_everything(today=LATER)
    assert changed(after, of_year(tree())) == []


def unpacked(name, data):
    return zlib.decompress(data, 47) if name.endswith(".gz") else data


def test_a_withdrawn_photo_and_text_is_in_no_frozen_file(actions, day, tree):
    number = one(day, title=SECRET, photos=[photo(b"zq8")]).pk
    close(edition=edition_of(day, YEAR), today=TODAY)
    work()
    rows = [zlib.decompress(bytes(each.packed)) for each in FrozenFile.objects.all()]
    assert sum(SECRET.encode() in data for data in rows) >= 3
    withdraw(action_number=number, today=TODAY)
    work()
    rows = [zlib.decompress(bytes(each.packed)) for each in FrozenFile.objects.all()]
    assert not [data for data in rows if SECRET.encode() in data]
    assert not [name for name, data in tree().items() if SECRET.encode() in unpacked(name, data)]
    assert not [name for name in tree() if name.startswith("photos/")]


def test_all_of_it_withdrawn_leaves_no_page_of_the_list(closed, actions, tree):
    for action in actions:
        withdraw(action_number=action.pk, today=TODAY)
        work()
        dead = [name for name in links(tree()) if name not in tree()]
        assert dead == []
    left = of_year(tree())
    assert not [name for name in left if "/all/" in name]
    assert not left  # the year has no text of its own
    assert Closing.objects.get().withdrawn == 8


def links(files):
    """What the year's pages link to below the year's own address."""
    for name, data in of_year(files).items():
        for found in re.findall(rf'href="/(\w\w/days/{YEAR}/[^"]*)"', data.decode()):
            assert name
            yield f"{found}index.html"


def test_a_place_that_may_no_longer_be_named_leaves_a_closed_year(actions, day, tree):
    tashkent = city("UZ", "Tashkent")
    three = [one(day, country="UZ", city=tashkent, title=f"There {each}") for each in range(3)]
    close(edition=edition_of(day, YEAR), today=TODAY)
    work()
    assert b"Tashkent" in tree()[f"en/days/{YEAR}/index.html"]
    withdraw(action_number=three[0].pk, today=TODAY)
    work()
    assert not [name for name, data in of_year(tree()).items() if b"Tashkent" in data]


def test_a_city_that_may_be_named_since_is_not_in_a_closed_year(actions, day, tree):
    tashkent = city("UZ", "Tashkent")
    for each in range(2):
        one(day, country="UZ", city=tashkent, title=f"There {each}")
    close(edition=edition_of(day, YEAR), today=TODAY)
    work()
    before = of_year(tree())
    one(day, year=2026, country="UZ", city=tashkent)
    work()
    assert b"Tashkent" in tree()["en/days/2026/index.html"]
    assert changed(before, of_year(tree())) == []


def test_a_language_that_comes_later_gets_a_page_that_is_not_frozen(closed, day, tree):
    home = DayPage.objects.get(locale__language_code="ru")
    home.unpublish()
    work()
    gone = of_year(tree())
    assert f"ru/days/{YEAR}/index.html" in gone
    assert "ru/index.html" not in tree()
    FrozenFile.objects.filter(path__startswith="/ru/").delete()
    home.save_revision().publish()
    work()
    assert f"ru/days/{YEAR}/index.html" in tree()
    assert not FrozenFile.objects.filter(path__startswith="/ru/").exists()


def test_its_own_text_is_frozen_too(closed, day, tree):
    edition = edition_of(day)
    EditionPage.objects.filter(locale__language_code="en").get()
    type(edition).objects.filter(pk=edition.pk).update(is_open=False)
    close(edition=edition, today=TODAY)
    work()
    before = tree()["en/days/2026/index.html"]
    EditionPage.objects.update(theme="Written past all guards")
    worker.build_everything(today=LATER)
    assert tree()["en/days/2026/index.html"] == before


def test_opened_again_the_page_says_so_and_the_list_is_gone(closed, day, tree):
    reopen(edition=closed.edition, today=LATER)
    one(day, title="Found later")
    work()
    files = tree()
    page = files[f"en/days/{YEAR}/index.html"].decode()
    assert "Found later" in page and "opened again on" in page
    assert "SHA256SUMS" not in page and f"days/{YEAR}/SHA256SUMS" not in files
    close(edition=closed.edition, today=LATER)
    work()
    sums = tree()[f"days/{YEAR}/SHA256SUMS"].decode()
    assert "# closed: 2026-08-04\n# opened-again: 2026-09-01\n# closed: 2026-09-01" in sums
    assert "opened again on" in tree()[f"en/days/{YEAR}/index.html"].decode()


def test_stopped_between_two_steps_it_goes_on_with_what_is_missing(actions, day, tree, monkeypatch):
    close(edition=edition_of(day, YEAR), today=TODAY)
    assert freezing.freeze(at_most=0) == [f"edition:test:{YEAR}"]
    assert 0 < FrozenFile.objects.filter(key__startswith="yearlist").count() < 9
    assert not Closing.objects.get().is_frozen
    first = FrozenFile.objects.order_by("id")[0]
    work_once_without_freezing(monkeypatch)
    page = tree()[f"en/days/{YEAR}/index.html"].decode()
    assert "Closed on" in page and "SHA256SUMS" not in page  # what a page links to is there
    assert freezing.freeze(at_most=None) == []
    assert FrozenFile.objects.get(pk=first.pk).sha256 == first.sha256
    worker.build_everything(today=TODAY)
    stored = FrozenFile.objects.values_list("path", "sha256")
    for path, digest in stored:
        name = path.strip("/") + ("/index.html" if path.endswith("/") else "")
        assert hashlib.sha256(tree()[name]).hexdigest() == digest, path


def test_in_small_steps_it_comes_to_an_end_by_itself(actions, day, tree, monkeypatch):
    close(edition=edition_of(day, YEAR), today=TODAY)
    monkeypatch.setattr(closed_years, "freeze", lambda **_: freezing.freeze(at_most=0))
    worker.work_once(today=TODAY)
    assert not Closing.objects.get().is_frozen
    work()
    assert Closing.objects.get().is_frozen
    assert f"days/{YEAR}/SHA256SUMS" in tree()


def test_it_is_frozen_without_a_plan_of_the_whole_day(actions, day, monkeypatch):
    def planned(*_):
        raise AssertionError("all lists are asked for")

    close(edition=edition_of(day, YEAR), today=TODAY)
    monkeypatch.setattr("soliday.actions.day_site.pages_by_name", planned)
    monkeypatch.setattr("soliday.actions.day_site.DaySite.archive_pages", planned)
    assert freezing.freeze() == []
    assert Closing.objects.get().is_frozen


def work_once_without_freezing(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(closed_years, "freeze", lambda **_: [])
        worker.work_once(today=TODAY)


def test_what_is_withdrawn_while_a_page_is_being_frozen_is_not_kept(actions, day, monkeypatch):
    number = one(day, title=SECRET).pk
    close(edition=edition_of(day, YEAR), today=TODAY)
    real = freezing._keep

    def late(closing, made, **more):
        """The pages are made, and somebody withdraws before they are kept."""
        if Action.objects.filter(pk=number, state="published").exists():
            assert any(SECRET.encode() in each.data for each in made)
            withdraw(action_number=number, today=TODAY)
        return real(closing, made, **more)

    with monkeypatch.context() as patch:
        patch.setattr(freezing, "_missing_lists", lambda *_: iter(()))
        patch.setattr(freezing, "_keep", late)
        assert freezing.freeze()
    assert not FrozenFile.objects.exists()
    work()
    rows = [zlib.decompress(bytes(each.packed)) for each in FrozenFile.objects.all()]
    assert rows and not [data for data in rows if SECRET.encode() in data]


def test_a_fault_in_freezing_holds_no_take_down_up(closed, actions, tree, monkeypatch):
    withdraw(action_number=actions[4].pk, today=TODAY)

    def fail(**_):
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(closed_years, "freeze", fail)
        with pytest.raises(OSError, match="no room"):
            worker.work_once(today=TODAY)
    files = tree()
    assert not [name for name, data in files.items() if b"Action 4." in unpacked(name, data)]
    assert f"days/{YEAR}/SHA256SUMS" not in files  # none rather than a wrong one
    StaleKey.objects.create(key=f"edition:test:{YEAR}")
    work()
    assert f"days/{YEAR}/SHA256SUMS" in tree()


def test_a_stored_file_that_is_damaged_is_not_published(closed, tree):
    before = of_year(tree())
    row = FrozenFile.objects.get(path=f"/en/days/{YEAR}/")
    FrozenFile.objects.filter(pk=row.pk).update(packed=frozen.pack(b"other"))
    StaleKey.objects.create(key=f"edition:test:{YEAR}")
    with pytest.raises(Exception, match=f"/en/days/{YEAR}/"):
        worker.work_once(today=TODAY)
    assert changed(before, of_year(tree())) == []


def test_a_build_that_touches_no_closed_year_asks_two_questions_more(
    closed, day, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        assert frozen.read_frozen(frozenset({"action:7", "edition:test:2026"})).files
    Closing.objects.update(reopened_on=TODAY)
    with django_assert_max_num_queries(1):
        frozen.read_frozen(frozenset({"action:7"}))


@pytest.mark.parametrize("seed", [1, 2])
def test_random_changes_leave_a_closed_year_and_both_ways_of_baking_alike(
    closed, day, tree, actions, seed
):
    chance = random.Random(seed)  # noqa: S311  a repeatable test
    alive = [action.pk for action in actions]
    for _ in range(12):
        verb = chance.choice(["publish", "publish", "rename", "withdraw"])
        if verb == "publish":
            one(day, year=2026, title=f"Text {chance.random()}")
        elif verb == "rename":
            rename_pages()
        elif alive:
            withdraw(action_number=alive.pop(chance.randrange(len(alive))), today=TODAY)
        if chance.random() < 0.7:
            worker.work_once(today=TODAY)
    work()
    grown = tree()
    worker.build_everything(today=TODAY)
    assert changed(grown, tree()) == []
    assert Closing.objects.get().withdrawn == 8 - len(alive)
