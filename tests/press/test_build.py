"""A build touches what depends on the stale keys, and nothing else."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from soliday.press import release
from soliday.press.build import PagesNotRendered, build
from soliday.press.contents import PathWrittenTwice
from soliday.press.models import LedgerKey, LedgerPage, TakenDown

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
OWN_KEYS = frozenset({"press"})


def bake(*stale):
    return build(stale=frozenset(stale) if stale else None, today=TODAY)


@pytest.fixture
def small_site(offers, site):
    offers.offer("/en/", "<p>home, 1 action</p>" * 50, "day", "wall")
    offers.offer("/en/actions/1/", "<p>one</p>" * 50, "day", "action:1")
    offers.offer("/en/actions/2/", "<p>two</p>" * 50, "day", "action:2")
    offers.offer("/photos/1.jpg", b"\xff\xd8 photo", "action:1")
    bake()
    offers.rendered.clear()
    return offers


def body(files):
    """The lines of the sums without the head, which counts and dates the release."""
    return [each for each in files["SHA256SUMS"].decode().splitlines() if each[0] != "#"]


def sequence(files):
    return int(files["SHA256SUMS"].decode().partition("# sequence: ")[2].partition("\n")[0])


def without_sums(files):
    return {name: data for name, data in files.items() if not name.startswith("SHA256SUMS")}


def inodes(site):
    return {str(path.relative_to(site)): path.stat().st_ino for path in site.rglob("*.*")}


def test_only_what_the_keys_touch_is_rendered(small_site):
    bake("action:1")
    assert sorted(small_site.rendered) == ["/en/actions/1/", "/photos/1.jpg"]


def test_a_part_may_offer_more_than_was_asked_for(small_site, monkeypatch):
    monkeypatch.setattr(
        "soliday.press.contents.PARTS", (lambda stale, days: small_site(None, days),)
    )
    bake("action:1")
    assert sorted(small_site.rendered) == ["/en/actions/1/", "/photos/1.jpg"]


def test_a_page_offered_without_its_stale_key_is_written_anew(small_site, monkeypatch, tree):
    monkeypatch.setattr(
        "soliday.press.contents.PARTS", (lambda stale, days: small_site(None, days),)
    )
    small_site.offer("/en/actions/1/", "<p>one, of no day</p>", "action:1")
    assert bake("day").taken_down == 0
    assert tree()["en/actions/1/index.html"] == b"<p>one, of no day</p>"


def test_only_what_differs_is_written(small_site, site):
    before = inodes(site)
    small_site.offer("/en/actions/2/", "<p>2, edited</p>" * 50, "day", "action:2")
    built = bake("day")
    changed = {name for name, inode in inodes(site).items() if before[name] != inode}
    assert (built.written, built.unchanged) == (1, 2)
    assert changed == {
        "en/actions/2/index.html",
        "en/actions/2/index.html.gz",
        "en/actions/2/index.html.br",
        "SHA256SUMS.minisig",
        # SHA256SUMS has no ending, so it is not in this list
    } | {name for name in changed if name.startswith("SHA256SUMS.")}


def test_a_build_without_a_change_writes_nothing_at_all(small_site, site, tree):
    before, files = inodes(site), tree()
    build(stale=None, today=TODAY)
    assert (inodes(site), tree()) == (before, files)


def test_on_another_day_only_the_sums_are_released_anew(small_site, tree):
    before = tree()
    build(stale=None, today=date(2026, 9, 1))
    after = tree()
    changed = {name for name in after if before[name] != after[name]}
    assert {name.partition(".")[0] for name in changed} == {"SHA256SUMS"}
    assert b"# made: 2026-09-01\n# valid-until: 2026-10-01\n" in after["SHA256SUMS"]
    assert body(after) == body(before)
    assert sequence(after) == sequence(before) + 1


def test_taken_down_everywhere_and_named(small_site, site, tree):
    small_site.drop("/en/actions/1/")
    small_site.drop("/photos/1.jpg")
    small_site.offer("/en/", "<p>home, no action</p>" * 50, "day", "wall")
    assert bake("action:1", "wall").taken_down == 2
    left = tree()
    assert not [name for name in left if "actions/1" in name or "photos" in name]
    assert not (site / "en/actions/1").exists()
    assert left["withdrawn.txt"] == b"2026-08-04 /en/actions/1/\n2026-08-04 /photos/1.jpg\n"
    assert b"actions/1/" not in left["SHA256SUMS"]
    assert b"one" not in b"".join(left.values())


def test_what_no_stale_key_touches_stays_even_if_nobody_offers_it_now(small_site, tree):
    small_site.drop("/en/actions/2/")
    assert bake("action:1").taken_down == 0
    assert "en/actions/2/index.html" in tree()


def test_offered_again_is_no_longer_withdrawn(small_site, tree):
    text, keys = small_site.pages["/en/actions/1/"]
    small_site.drop("/en/actions/1/")
    bake("action:1")
    small_site.offer("/en/actions/1/", text, *keys)
    bake("action:1")
    assert tree()["withdrawn.txt"] == b""
    assert tree()["en/actions/1/index.html"] == text.encode()


def test_a_full_build_removes_what_nobody_offers(small_site, site, tree):
    small_site.drop("/en/actions/2/")
    (site / "en/stray.html").write_text("x")
    (site / "en/index.html.zst").write_text("x")
    (site / "link").symlink_to("/etc")
    built = bake()
    assert built.taken_down == 1
    assert not {"en/stray.html", "en/index.html.zst"} & tree().keys()
    assert not (site / "link").is_symlink()
    assert tree()["withdrawn.txt"] == b"2026-08-04 /en/actions/2/\n"  # strays never were ours


def test_a_file_that_nobody_knows_goes_even_if_its_page_fails(small_site, site, tree):
    """A ledger from an older backup: what lies on disk is in no sums."""
    (site / "en/new").mkdir()
    (site / "en/new/index.html").write_text("x")
    small_site.offer("/en/new/", ZeroDivisionError("template"), "day")
    LedgerPage.objects.filter(path="/en/actions/1/").delete()
    with pytest.raises(PagesNotRendered, match="/en/new/"):
        bake()
    assert "en/new/index.html" not in tree()
    assert "en/actions/1/index.html" in tree()


def test_a_full_build_mends_files_and_ledger(small_site, site, tree):
    whole = tree()
    (site / "en/index.html.br").write_bytes(b"damaged")
    (site / "en/actions/2/index.html").unlink()
    LedgerPage.objects.filter(path="/en/actions/1/").delete()
    bake()
    assert tree() == whole
    assert LedgerPage.objects.filter(path="/en/actions/1/").exists()


def test_a_page_depends_on_its_newest_keys(small_site):
    small_site.offer("/en/", "<p>home</p>", "day", "wall:2026")
    bake("wall", "day")
    keys = LedgerKey.objects.filter(page__path="/en/").values_list("key", flat=True)
    assert list(keys) == ["day", "wall:2026"]


def test_new_pages_before_known_ones_and_take_downs_last(small_site, monkeypatch):
    steps = []
    put, down = release._put, release.take_down

    def putting(own, draft):
        steps.append(Path(draft.target).name)
        put(own, draft)

    monkeypatch.setattr(release, "_put", putting)
    monkeypatch.setattr(
        release, "take_down", lambda site, names: (steps.append(list(names)), down(site, names))
    )
    small_site.pages = {"/en/": ("<p>see 3</p>", frozenset({"day"})), **small_site.pages}
    small_site.drop("/en/actions/1/")
    small_site.offer("/en/", "<p>see 3</p>", "day")
    small_site.offer("/a.css", "a{}", "day")
    small_site.offer("/en.html", "3", "day")
    bake("day")
    written = [each for each in steps if isinstance(each, list) or each in ("a.css", "index.html")]
    assert written == ["a.css", "index.html", ["en/actions/1/index.html"]]


def test_one_path_twice_writes_nothing(small_site, monkeypatch, tree):
    before = tree()
    small_site.offer("/en/", "<p>other</p>", "day")
    monkeypatch.setattr("soliday.press.contents.PARTS", (small_site, small_site))
    with pytest.raises(PathWrittenTwice):
        bake("day")
    assert tree() == before


def test_a_page_that_fails_holds_up_no_take_down(small_site, tree):
    small_site.drop("/en/actions/1/")
    small_site.offer("/en/", ZeroDivisionError("template"), "day", "wall")
    with pytest.raises(PagesNotRendered, match="/en/"):
        bake("action:1", "wall")
    assert "en/actions/1/index.html" not in tree()
    assert b"/en/actions/1/" in tree()["withdrawn.txt"]
    assert "en/index.html" in tree()


def test_of_many_pages_that_fail_a_few_are_named(small_site):
    for number in range(10, 19):
        small_site.offer(f"/en/actions/{number}/", ZeroDivisionError("template"), "all")
    with pytest.raises(PagesNotRendered) as failed:
        bake("all")
    assert len(failed.value.args) == 9
    assert str(failed.value) == (
        "not rendered: /en/actions/10/, /en/actions/11/, /en/actions/12/, /en/actions/13/,"
        " /en/actions/14/ and 4 more"
    )


def test_two_ways_to_the_same_site_give_the_same_bytes(small_site, settings, tmp_path, tree):
    small_site.offer("/en/actions/3/", "<p>three</p>" * 50, "day", "action:3")
    small_site.drop("/en/actions/2/")
    bake("action:3")
    bake("action:2")
    grown = tree()
    settings.SITE_FOLDER = tmp_path / "afresh"
    LedgerPage.objects.all().delete()
    bake()
    afresh = {
        str(path.relative_to(settings.SITE_FOLDER)): path.read_bytes()
        for path in settings.SITE_FOLDER.rglob("*")
        if path.is_file()
    }
    assert body(afresh) == body(grown)
    assert sequence(afresh) > sequence(grown)
    assert without_sums(afresh) == without_sums(grown)
    assert TakenDown.objects.count() == 1


def test_stock_programs_check_the_copy(small_site, site, tree):
    small_site.drop("/en/actions/2/")
    bake("action:2")
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=site, check=True)
    names = [line.split("  ")[1] for line in body(tree())]
    plain = {name for name in tree() if not name.endswith((".gz", ".br"))}
    assert names == sorted(plain - {"SHA256SUMS", "SHA256SUMS.minisig"})
    (site / "en/index.html").write_text("flipped")
    assert subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=site, capture_output=True
    ).returncode


def test_stock_minisign_checks_the_sums(small_site, site, minisign):
    public = (site / "minisign.pub").read_text().splitlines()[1]
    subprocess.run(
        [minisign, "-Vm", "SHA256SUMS", "-P", public], cwd=site, check=True, capture_output=True
    )


def test_a_missing_or_foreign_signature_is_made_again(small_site, site, tree):
    whole = tree()
    for damage in (b"", b"untrusted comment: x\nAAAA\ntrusted comment: y\nAAAA\n"):
        (site / "SHA256SUMS.minisig").write_bytes(damage)
        bake("nothing")
        assert tree() == whole


def test_the_number_of_queries_does_not_grow_with_the_ledger(
    small_site, django_assert_max_num_queries
):
    for number in range(10, 160):
        small_site.offer(f"/en/actions/{number}/", "<p>x</p>", "day", f"action:{number}")
    bake()
    with django_assert_max_num_queries(46):
        small_site.offer("/en/actions/10/", "<p>y</p>", "day", "action:10")
        bake("action:10")
