"""A true copy passes, and a false one is told by what is wrong with it."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from soliday.press.mirrors import sums_file
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS
from soliday.press.mirrors.verify import Kind, verify
from tests.press.mirrors.copies import (
    HEAD,
    KEY,
    OTHER_KEY,
    PUBLIC,
    TODAY,
    pages,
    release,
    sign,
)

EACH = 1000


def drawing(seed):
    """The same mutations each time."""
    return random.Random(seed)  # noqa: S311


@pytest.fixture(autouse=True, params=["in one list", "in parts"])
def parts(request, monkeypatch):
    """Everything holds for a small site and for one whose sums come in parts."""
    most = {"in one list": 10_000, "in parts": 4}[request.param]
    monkeypatch.setattr(sums_file, "MOST_IN_ONE", most)


def faults(tree, **more):
    return verify(tree, key=PUBLIC, today=TODAY, **more)


def kinds(tree, **more):
    return {fault.kind for fault in faults(tree, **more)}


def test_a_true_copy_passes_with_and_without_compressed_forms():
    tree = release(pages())
    assert any(name.endswith(".br") for name in tree)
    assert faults(tree) == []
    assert faults(tree, known_sequence=HEAD.sequence) == []
    plain = {name: data for name, data in tree.items() if not name.endswith((".br", ".gz"))}
    assert faults(plain) == []


def test_the_last_day_is_still_valid():
    tree = release(pages())
    assert verify(tree, key=PUBLIC, today=HEAD.valid_until) == []
    late = verify(tree, key=PUBLIC, today=HEAD.valid_until + timedelta(1))
    assert [fault.kind for fault in late] == [Kind.EXPIRED]


def test_a_thousand_flips():
    draw, tree = drawing(1), release(pages())
    for _ in range(EACH):
        name = draw.choice(sorted(tree))
        data = bytearray(tree[name])
        # The first line of a signature is free: minisign itself calls it the untrusted comment.
        first = data.index(b"\n") if name == SIGNATURE else 0
        if data:
            data[draw.randrange(first, len(data))] ^= 1 << draw.randrange(8)
        else:
            data = b"\0"
        told = kinds(tree | {name: bytes(data)})
        # A bit that means nothing to gzip or brotli leaves the same page.
        assert told or name.endswith((".gz", ".br")), name
        assert told <= {Kind.CHANGED, Kind.WRONG_KEY, Kind.MIXED}
        assert told in ({Kind.CHANGED}, set()) or name in (SUMS, SIGNATURE)


def test_a_thousand_cuts():
    draw, tree = drawing(2), release(pages())
    for _ in range(EACH):
        name = draw.choice(sorted(name for name, data in tree.items() if data))
        cut = tree[name][: draw.randrange(len(tree[name]))]
        told = kinds(tree | {name: cut})
        assert told in ({Kind.CHANGED}, {Kind.CHANGED, Kind.MISSING}) or (
            name == SIGNATURE and told == {Kind.UNSIGNED}
        )


def test_a_thousand_times_something_is_missing():
    draw, tree = drawing(3), release(pages())
    needed = sorted(name for name in tree if not name.endswith((".gz", ".br")))
    for _ in range(EACH):
        gone = set(draw.sample(needed, draw.randint(1, 3)))
        told = faults({name: data for name, data in tree.items() if name not in gone})
        named = {each.about for each in told if each.kind == Kind.MISSING}
        parts = {name for name in gone if name.startswith("sums/")}
        if SUMS in gone:
            assert [(each.kind, each.about) for each in told] == [(Kind.MISSING, SUMS)]
        elif SIGNATURE in gone:
            assert [each.kind for each in told] == [Kind.UNSIGNED]
        else:  # what only a missing part could name is not known to be missing
            assert (parts or gone) <= named


def test_a_thousand_times_something_is_extra():
    draw, tree = drawing(4), release(pages())
    names = ["en/new/index.html", "photos/1-ab.jpg.gz", ".hidden", "SHA256SUMS.minisig.br", "x"]
    for _ in range(EACH):
        name = f"{draw.choice(['', 'en/', 'a/b/'])}{draw.randrange(10**9)}.html"
        for extra in (name, draw.choice(names), f"{name}.gz"):
            told = faults(tree | {extra: b"anything"})
            assert [(each.kind, each.about) for each in told] == [(Kind.EXTRA, extra)]


def test_a_thousand_times_it_is_older():
    draw = drawing(5)
    older = {sequence: release(pages(), sequence=sequence) for sequence in range(1, 20)}
    for _ in range(EACH):
        sequence, known = draw.randint(1, 19), draw.randint(1, 40)
        expected = {Kind.OLDER} if sequence < known else set()
        assert kinds(older[sequence], known_sequence=known) == expected


def test_a_thousand_times_it_is_mixed():
    draw = drawing(6)
    old, new = release(pages(1), sequence=7), release(pages(2), sequence=8)
    differing = sorted(name for name in old if old[name] != new[name] and _is_page(name))
    for _ in range(EACH):
        mixed = dict(new)
        for name in draw.sample(differing, draw.randint(1, len(differing))):
            forms = [name + form for form in ("", ".gz", ".br")]
            mixed |= {each: old[each] for each in forms if each in old}
        assert kinds(mixed) == {Kind.MIXED}


def test_sums_of_one_release_with_the_signature_of_another():
    old, new = release(pages(1), sequence=7), release(pages(2), sequence=8)
    told = faults(new | {SIGNATURE: old[SIGNATURE]})
    assert [(each.kind, each.about) for each in told] == [(Kind.MIXED, "sums of 8, signature of 7")]
    assert kinds(old | {SIGNATURE: new[SIGNATURE]}) == {Kind.MIXED}


def test_unsigned_and_signed_by_somebody_else():
    tree = release(pages())
    assert kinds(tree | {SIGNATURE: b""}) == {Kind.UNSIGNED}
    assert kinds(release(pages(), key=OTHER_KEY)) == {Kind.WRONG_KEY}
    forged = replace(OTHER_KEY, number=KEY.number)
    assert kinds(release(pages(), key=forged)) == {Kind.CHANGED}


def test_a_signed_comment_cannot_be_moved_to_another_signature():
    tree, other = release(pages()), sign(b"something else", 99).split(b"\n")
    lines = tree[SIGNATURE].split(b"\n")
    assert kinds(tree | {SIGNATURE: b"\n".join([*lines[:2], *other[2:]])}) == {Kind.CHANGED}


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a//b", "a/../b", "a\\b"])
def test_sums_that_lead_out_of_the_folder_are_no_sums(name):
    sums = HEAD.text() + f"{'0' * 64}  {name}\n"
    tree = {SUMS: sums.encode(), SIGNATURE: sign(sums.encode(), 7)}
    assert kinds(tree) == {Kind.CHANGED}


def test_a_part_that_is_signed_and_says_nothing_is_a_fault(monkeypatch):
    monkeypatch.setattr(sums_file, "MOST_IN_ONE", 10_000)
    tree = release(pages() | {"sums/9999.sha256": b"nonsense"})
    assert Kind.CHANGED in kinds(tree)


def test_a_bomb_beside_a_page_is_not_unpacked():
    import gzip

    tree = release(pages())
    tree["index.html.gz"] = gzip.compress(bytes(50_000_000))
    assert [(each.kind, each.about) for each in faults(tree)] == [(Kind.CHANGED, "index.html.gz")]


def test_more_behind_a_compressed_form_is_a_change():
    tree = release(pages())
    for form in (".gz", ".br"):
        assert kinds(tree | {f"index.html{form}": tree[f"index.html{form}"] + b"more"}) == {
            Kind.CHANGED
        }


def _is_page(name):
    return name.startswith("en/") and name.endswith("index.html")
