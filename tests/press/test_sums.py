"""SHA256SUMS: its head, its parts, its number that never falls, and signing elsewhere."""

import re
import subprocess
from dataclasses import replace
from datetime import date

import pytest

from soliday.ops import command_line
from soliday.ops import press as press_command
from soliday.press import sums
from soliday.press.build import build
from soliday.press.mirrors.sums_file import read_part, read_root
from soliday.press.models import Release, SumsPart
from soliday.press.signers import SignatureRefused, hand_in
from soliday.press.verifying import verify

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)


def bake(*stale, today=TODAY):
    return build(stale=frozenset(stale) if stale else None, today=today)


@pytest.fixture
def many(offers, site, monkeypatch):
    """A site that is too large for one list: actions in two languages, and other pages."""
    monkeypatch.setattr(sums, "MOST_IN_ONE", 10)
    for number in (1, 2, 192, 193, 400):
        for language in ("en", "be"):
            path = f"/{language}/actions/{number}/"
            offers.offer(path, f"<p>{number}</p>", f"action:{number}", "day:x")
    offers.offer("/photos/a.jpg", b"photo", "action:193")
    offers.offer("/en/", "<p>home</p>", "day:x")
    bake()
    return offers


def stock_check(site):
    for names in (["SHA256SUMS"], sorted(str(p) for p in site.glob("sums/*.sha256"))):
        if not names:
            continue
        subprocess.run(
            ["sha256sum", "--strict", "--quiet", "-c", *names], cwd=site, check=True, text=True
        )


def test_the_head_tells_day_sequence_and_dates(offers, site, day):
    offers.offer("/en/", "<p>home</p>", "day:x")
    bake()
    lines = (site / "SHA256SUMS").read_text().splitlines()
    assert lines[:5] == [
        "# Soliday sums 1",
        "# day: Test test-en",
        "# sequence: 1",
        "# made: 2026-08-04",
        "# valid-until: 2026-09-03",
    ]
    assert read_root((site / "SHA256SUMS").read_bytes()).head.sequence == 1
    comment = (site / "SHA256SUMS.minisig").read_text().splitlines()[2]
    assert comment.endswith(
        "day: Test test-en; sequence: 1; made: 2026-08-04; valid-until: 2026-09-03"
    )


def test_a_large_site_lists_parts_and_stock_programs_check_them(many, site):
    root = read_root((site / "SHA256SUMS").read_bytes())
    assert root.parts == [
        "sums/actions-000000.sha256",
        "sums/actions-000001.sha256",
        "sums/actions-000002.sha256",
        "sums/rest.sha256",
    ]
    second = read_part((site / "sums/actions-000001.sha256").read_bytes())
    assert set(second) == {
        "be/actions/193/index.html",
        "en/actions/193/index.html",
        "photos/a.jpg",
    }
    stock_check(site)


def test_one_change_writes_its_part_only(many, site):
    before = {path: path.stat().st_ino for path in site.glob("sums/*")}
    many.offer("/en/actions/2/", "<p>two, edited</p>", "action:2", "day:x")
    bake("action:2")
    after = {path: path.stat().st_ino for path in site.glob("sums/*")}
    assert {path.name for path in after if after[path] != before[path]} == {"actions-000000.sha256"}
    stock_check(site)


def test_incremental_and_whole_lead_to_the_same_parts(many, site, tree):
    many.offer("/en/actions/2/", "<p>two, edited</p>", "action:2", "day:x")
    many.drop("/en/actions/400/")
    many.drop("/be/actions/400/")
    bake("action:2", "action:400")
    assert not (site / "sums/actions-000002.sha256").exists()
    grown = tree()
    SumsPart.objects.all().delete()
    bake()
    assert tree() == grown
    stock_check(site)


def test_a_site_that_shrinks_has_one_list_again(many, site):
    for path in [path for path in many.pages if "/be/" in path]:
        many.drop(path)
    many.drop("/en/actions/400/")
    many.drop("/en/actions/192/")
    bake()
    assert not (site / "sums").exists()
    stock_check(site)


def test_the_sequence_never_falls(offers, site):
    offers.offer("/en/", "<p>home</p>", "day:x")
    bake()
    offers.offer("/en/", "<p>home 2</p>", "day:x")
    bake()
    Release.objects.all().delete()  # an older database was restored
    offers.offer("/en/", "<p>home 3</p>", "day:x")
    bake()
    assert read_root((site / "SHA256SUMS").read_bytes()).head.sequence == 3


def test_it_is_released_anew_each_day(offers, site):
    offers.offer("/en/", "<p>home</p>", "day:x")
    bake()
    assert not sums.is_due(TODAY)
    assert sums.is_due(date(2026, 8, 5))


@pytest.fixture
def elsewhere(offers, site, settings, tmp_path, minisign):
    """A key that is on no server; returns how a keyholder signs the current sums."""
    public, secret = tmp_path / "elsewhere.pub", tmp_path / "elsewhere.key"
    subprocess.run(
        [minisign, "-G", "-W", "-p", public, "-s", secret], check=True, capture_output=True
    )
    text = public.read_text().splitlines()[1]
    settings.CONFIGURATION = replace(settings.CONFIGURATION, signing="elsewhere", signing_key=text)
    offers.offer("/en/", "<p>home</p>", "day:x")
    bake()

    def sign():
        copy = tmp_path / "SHA256SUMS"
        copy.write_bytes((site / "SHA256SUMS").read_bytes())
        subprocess.run([minisign, "-S", "-s", secret, "-m", copy], check=True, capture_output=True)
        return (tmp_path / "SHA256SUMS.minisig").read_bytes()

    return sign


def test_signed_elsewhere_there_is_no_signature_until_one_is_handed_in(
    elsewhere, site, offers, minisign
):
    assert not (site / "SHA256SUMS.minisig").exists()
    assert not (site.parent / "keys").exists()
    signature = elsewhere()
    hand_in(site, signature)
    run = [minisign, "-Vm", "SHA256SUMS", "-p", "minisign.pub"]
    subprocess.run(run, cwd=site, check=True, capture_output=True)
    bake()
    assert (site / "SHA256SUMS.minisig").read_bytes() == signature
    offers.offer("/en/", "<p>changed</p>", "day:x")
    bake("day:x")
    assert not (site / "SHA256SUMS.minisig").exists()
    with pytest.raises(SignatureRefused, match="site has changed"):
        hand_in(site, signature)


def test_only_a_whole_signature_by_the_key_is_taken(elsewhere, site):
    signature = elsewhere()
    for damaged in (b"", b"x", signature.replace(b"trusted comment: ", b"trusted comment: x", 2)):
        with pytest.raises(SignatureRefused):
            hand_in(site, damaged)
    assert not (site / "SHA256SUMS.minisig").exists()


def test_the_command_takes_the_signature(elsewhere, site, tmp_path, capsys):
    (tmp_path / "in.minisig").write_bytes(elsewhere())
    asked = command_line.parse(["press", "sign", str(tmp_path / "in.minisig")])
    assert press_command.run(asked) == 0
    assert (site / "SHA256SUMS.minisig").exists()
    (tmp_path / "in.minisig").write_bytes(b"no signature")
    assert press_command.run(asked) == 1
    assert "not taken" in capsys.readouterr().err


def test_a_press_that_signs_itself_takes_no_signature(offers, site):
    bake()
    with pytest.raises(SignatureRefused, match="signs itself"):
        hand_in(site, b"x")


def test_verify_tells_what_differs_and_mends_it(offers, site, tree):
    offers.offer("/en/", "<p>home</p>" * 100, "day:x")
    offers.offer("/a.css", "a{}", "day:x")
    bake()
    whole = tree()
    assert verify(today=TODAY) == []
    (site / "en/index.html.br").write_bytes(b"cut")
    (site / "a.css").unlink()
    (site / "stray.txt").write_text("x")
    assert verify(today=TODAY) == [
        "compressed form changed or missing: en/index.html",
        "missing: a.css",
        "not ours: stray.txt",
    ]
    assert tree() == whole
    offers.offer("/a.css", "b{}", "day:x")
    assert verify(today=TODAY) == ["pages out of date: 1"]
    assert re.search(r"a\.css$", (site / "SHA256SUMS").read_text(), re.MULTILINE)
