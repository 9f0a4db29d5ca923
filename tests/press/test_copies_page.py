"""The page on copies: what it says of each mirror, whom it leads where, and that it settles."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from soliday.campaign.written import all_written
from soliday.core.models import StaleKey
from soliday.core.stale import mark_stale
from soliday.press import copies_page, worker
from soliday.press.known_mirrors import add, change, note, remove
from soliday.press.mirrors.doors import doors
from soliday.press.mirrors.judging import Finding, State
from soliday.press.mirrors.make import Site, make
from soliday.press.mirrors.minisig import read_public_key
from soliday.press.mirrors.sums_file import read_root
from soliday.press.models import KnownMirror
from soliday.press.signing import press_key
from tests.journeys.crawl import read

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
DAY = timedelta(days=1)
ADDRESS = "https://mirror.example/copies/ours/"
CURRENT = Finding(State.CURRENT, sequence=1234, made=TODAY)


@pytest.fixture
def baked(day, profiles, site):
    worker.build_everything(today=TODAY)
    return site


@pytest.fixture
def page(baked):
    """The page as it lies on disk, in a language, after the press has done its work."""

    def look(language="en", *, today=TODAY):
        worker.work_once(today=today)
        return (baked / language / "copies" / "index.html").read_text()

    return look


def known(found, *, name="A mirror", address=ADDRESS, today=TODAY):
    mirror = KnownMirror.objects.filter(address=address).first() or add(name=name, address=address)
    note(mirror=mirror, found=found, today=today)
    return mirror


def foreign(text):
    return {(url, rel) for tag, rel, url in read(text).links if tag == "a" and "://" in url}


MINISIGN = ("https://jedisct1.github.io/minisign/", "noreferrer noopener")


def test_it_stands_in_every_language_and_every_page_leads_to_it(page, baked):
    for language in ("en", "be", "ru"):
        text = page(language)
        assert read(text).faults == []
        assert foreign(text) == {MINISIGN}
        assert f'href="/{language}/copies/"' in (baked / language / "index.html").read_text()
        assert f"/{language}/copies/" in (baked / "sitemap.xml").read_text()


def test_it_names_the_two_commands_with_the_key_of_the_site(page, baked):
    key = (baked / "minisign.pub").read_text().splitlines()[-1]
    text = page()
    assert ">sha256sum <span>--quiet</span> <span>-c</span> SHA256SUMS</code>" in text
    assert f">minisign <span>-Vm</span> SHA256SUMS <span>-P</span> {key}</code>" in text


def test_the_readme_tells_a_finder_in_every_language_how_to_check(page, baked, settings):
    page()
    key = (baked / "minisign.pub").read_text().splitlines()[-1]
    text = (baked / "README.txt").read_text()
    assert text.count(f"    minisign -Vm SHA256SUMS -P {key}\n") == 3
    assert text.count(f"\n    {key}\n") == 3
    assert text.count("\n    sha256sum --quiet -c SHA256SUMS\n") == 3
    assert text.count(f"\n    {settings.CONFIGURATION.site}\n") == 3
    for words in ("The key of the site,", "Ключ сайта, яго малюнак", "Ключ сайта, его изображение"):
        assert words in text.replace("\n", " ")
    prose = [line for line in text.splitlines() if not line.startswith(" ")]
    assert max(map(len, prose)) <= 72
    assert "README.txt" in (baked / "SHA256SUMS").read_text()
    assert "minisign.svg" in (baked / "SHA256SUMS").read_text()


def test_a_new_key_of_the_press_is_named_after_the_next_change(page, baked, settings):
    old = (baked / "minisign.pub").read_text().splitlines()[-1]
    (settings.DATA / "keys" / "press.key").unlink()
    mark_stale(["anything"])
    assert old in page()  # that build put the new key in place
    new = (baked / "minisign.pub").read_text().splitlines()[-1]
    assert new != old
    for language in ("en", "be", "ru"):
        text = page(language)
        assert new in text and old not in text
    readme = (baked / "README.txt").read_text()
    assert new in readme and old not in readme
    assert not StaleKey.objects.exists()


def test_a_true_mirror_is_linked_without_telling_it_where_one_comes_from(page):
    known(CURRENT)
    text = page()
    assert foreign(text) == {MINISIGN, (ADDRESS, "noreferrer noopener")}
    assert "1,234" in text and "seen on 4 August 2026" in text and "up to date" in text


def test_numbers_and_days_are_those_of_the_language(page):
    known(CURRENT)
    assert "4 жніўня 2026" in page("be")
    assert "4 августа 2026" in page("ru") and "1,234" not in page("ru")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Finding(State.BEHIND, sequence=7, made=TODAY, behind=1), "1 release behind"),
        (Finding(State.BEHIND, sequence=7, made=TODAY, behind=3), "3 releases behind"),
    ],
)
def test_how_far_behind(page, found, words):
    known(found)
    assert words in page()
    assert (ADDRESS, "noreferrer noopener") in foreign(page())


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Finding(State.WRONG_KEY), "signed by somebody else"),
        (Finding(State.UNSIGNED), "not signed"),
        (Finding(State.CHANGED), "not as it was signed"),
        (Finding(State.ROLLED_BACK, sequence=7, made=TODAY), "went back to an older release"),
    ],
)
def test_nobody_is_led_to_a_false_one(page, found, words):
    known(CURRENT)
    known(found)
    text = page()
    assert foreign(text) == {MINISIGN}
    warned = text.split("Do not trust these")[1]
    assert ADDRESS in warned and words in warned


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Finding(State.EXPIRED, sequence=7, made=TODAY), "no longer valid"),
        (Finding(State.NOT_REACHED), "has not answered yet"),
        (Finding(State.NOT_ASKED), "an onion address"),
    ],
)
def test_what_is_not_known_to_be_true_is_named_without_a_link(page, found, words):
    known(found)
    assert words in page() and ADDRESS in page()
    assert foreign(page()) == {MINISIGN}


def test_since_when_one_has_not_answered(page):
    known(CURRENT)
    page()
    known(Finding(State.NOT_REACHED), today=TODAY + DAY)
    text = page(today=TODAY + DAY)
    assert "has not answered since 4 August 2026" in text


def test_what_still_shows_withdrawn_pages_is_not_named(page):
    known(CURRENT)
    assert ADDRESS in page()
    known(Finding(State.CURRENT, sequence=1234, made=TODAY, withdrawn=("/en/actions/1/",)))
    assert ADDRESS not in page()


def test_a_name_cannot_break_the_page(page):
    known(CURRENT, name='<b onclick="x">&"')
    assert read(page()).faults == []
    assert "<b onclick" not in page()


def test_what_is_removed_or_renamed_at_the_desk_is_gone_from_the_page(page):
    known(CURRENT)
    page()
    change(mirror=KnownMirror.objects.get(), name="Renamed", address=ADDRESS)
    assert "Renamed" in page()
    remove(mirror=KnownMirror.objects.get())
    assert ADDRESS not in page()


def changed(tree, before):
    after = tree()
    return {name for name in before.keys() | after if before.get(name) != after.get(name)}


def test_a_change_of_a_mirror_writes_this_page_and_nothing_else(page, baked, tree):
    page()
    before = tree()
    known(CURRENT)
    page()
    names = {name.removesuffix(".gz").removesuffix(".br") for name in changed(tree, before)}
    own = {"SHA256SUMS", "SHA256SUMS.minisig"}
    assert names == own | {f"{code}/copies/index.html" for code in ("en", "be", "ru")}


def test_the_same_found_again_writes_nothing_though_the_note_was_a_release(page, baked, tree):
    """Else each check would put every mirror one release behind, and be noted, and so on."""
    sequence = partial(
        lambda path: read_root(path.read_bytes()).head.sequence, baked / "SHA256SUMS"
    )
    shown = sequence()
    known(Finding(State.CURRENT, sequence=shown, made=TODAY))
    page()
    before = tree()
    assert sequence() == shown + 1
    known(Finding(State.CURRENT, sequence=shown, made=TODAY, behind=1))
    assert not worker.work_once(today=TODAY)
    known(Finding(State.CURRENT, sequence=shown + 1, made=TODAY))  # it has followed
    assert not worker.work_once(today=TODAY)
    assert changed(tree, before) == set()


def test_grown_and_baked_afresh_it_is_the_same(page, baked, tree):
    known(CURRENT)
    known(Finding(State.UNSIGNED), address="https://other.example/")
    page()
    grown = tree()
    worker.build_everything(today=TODAY)
    assert changed(tree, grown) == set()


def test_other_keys_cost_it_no_query(day, django_assert_num_queries):
    stale, days = frozenset({"action:1", "home:test", "profiles"}), all_written()
    with django_assert_num_queries(0):
        assert list(copies_page.pages(stale, days)) == []


def test_a_copy_to_carry_away_has_it_too(page, baked, tmp_path, settings):
    known(CURRENT)
    page()
    key = press_key(settings.DATA / "keys")
    public = read_public_key((baked / "minisign.pub").read_text())
    origins = (settings.CONFIGURATION.site,)
    made = make(
        Site(baked, public, origins, doors(origins)), tmp_path / "out", press_key=key, lite=False
    )
    assert made.dead == frozenset()
    at = tmp_path / "out" / "en" / "copies" / "index.html"
    found = read(at.read_text())
    assert found.faults == []
    for tag, rel, url in found.links:
        is_elsewhere = "://" in url
        if is_elsewhere:
            assert (url, rel) in {MINISIGN, (ADDRESS, "noreferrer noopener")} or tag == "link"
        else:
            assert (at.parent / url.split("#")[0]).exists() or url.startswith("#"), url
