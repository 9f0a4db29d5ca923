"""Who follows the site gets what changed, whole releases only, and withdrawals."""

import os
import threading
from datetime import timedelta

import pytest

from soliday.press.mirrors import snapshot
from soliday.press.mirrors.fetch import AnotherFetch, alone, fetch
from soliday.press.mirrors.snapshot import NotTaken
from soliday.press.mirrors.sums_file import SIGNATURE
from soliday.press.mirrors.trees import Folder, Site
from soliday.press.mirrors.verify import Kind, verify
from soliday.press.mirrors.web import Web
from tests.press.mirrors.conftest import serving, write
from tests.press.mirrors.copies import HEAD, OTHER_KEY, PUBLIC, TODAY, pages, release


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(snapshot, "PAUSE", 0.02)


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "copy"


@pytest.fixture
def follow(address, copy):
    return lambda **more: fetch(Web(address), copy, key=PUBLIC, **{"today": TODAY} | more)


def test_the_first_time_everything_comes_and_is_true(follow, folder, copy):
    write(folder, release(pages()))
    assert follow().root.head == HEAD
    assert verify(Folder(copy / "site"), key=PUBLIC, today=TODAY) == []
    assert (copy / "site" / "index.html.br").exists()
    assert os.stat(copy / "site" / "en/actions/1/index.html").st_mode & 0o777 == 0o644


def test_when_nothing_is_new_one_question_is_asked(follow, folder, asked):
    write(folder, release(pages()))
    follow()
    asked.paths.clear()
    assert follow() is None
    assert asked.paths == ["/SHA256SUMS"]


def test_only_what_changed_comes(follow, folder, copy, asked):
    write(folder, release(pages(1)))
    follow()
    same = (copy / "site" / "index.html").stat().st_ino
    asked.paths.clear()
    changed = pages(1) | {"en/actions/1/index.html": b"corrected" * 50}
    write(folder, release(changed, sequence=8))
    assert follow().root.head.sequence == 8
    assert [path for path in asked.paths if "SHA256SUMS" not in path] == ["/en/actions/1/"]
    assert (copy / "site" / "index.html").stat().st_ino == same
    assert verify(Folder(copy / "site"), key=PUBLIC, today=TODAY) == []


def test_what_is_withdrawn_is_gone_in_all_forms_and_from_the_old_release(follow, folder, copy):
    secret = b"a name that must go" * 40
    write(folder, release(pages() | {"en/actions/9/index.html": secret}))
    follow()
    write(folder, release(pages(), sequence=8))
    follow()
    left = [path.name for path in copy.rglob("*") if path.is_file() and "actions/9" in str(path)]
    assert left == []
    assert len(list((copy / "releases").iterdir())) == 1


@pytest.mark.parametrize(
    ("tree", "more", "kind"),
    [
        (release(pages(), sequence=6), {}, Kind.OLDER),
        (release(pages(), sequence=8), {"today": HEAD.valid_until + timedelta(1)}, Kind.EXPIRED),
        (release(pages(), sequence=8, key=OTHER_KEY), {}, Kind.WRONG_KEY),
        (release(pages(), sequence=8) | {SIGNATURE: b"x"}, {}, Kind.CHANGED),
        (release(pages(2), sequence=8) | {"en/actions/1/index.html": b"-"}, {}, Kind.CHANGED),
    ],
)
def test_what_is_not_true_changes_nothing(follow, folder, copy, tree, more, kind):
    write(folder, release(pages()))
    follow()
    before = os.readlink(copy / "site")
    write(folder, tree)
    with pytest.raises(NotTaken) as refused:
        follow(**more)
    assert {fault.kind for fault in refused.value.faults} == {kind}
    assert os.readlink(copy / "site") == before
    assert verify(Folder(copy / "site"), key=PUBLIC, today=TODAY) == []


def test_a_copy_taken_while_publishing_goes_on_holds_together(follow, folder, copy):
    write(folder, release(pages(0), sequence=1))
    stop, reached = threading.Event(), []

    def publish():
        while not stop.wait(0.05):
            sequence = len(reached) + 2
            write(folder, release(pages(sequence), sequence=sequence))
            reached.append(sequence)

    publisher = threading.Thread(target=publish)
    publisher.start()
    try:
        taken = []
        while len(reached) < 6:
            release_ = follow()
            taken.append(release_.root.head.sequence if release_ else taken[-1])
            assert verify(Folder(copy / "site"), key=PUBLIC, today=TODAY) == []
    finally:
        stop.set()
        publisher.join()
    assert taken == sorted(taken)
    assert len(set(taken)) > 2


def test_a_fetch_that_was_stopped_goes_on_with_what_it_has(follow, folder, copy, asked):
    write(folder, release(pages()))
    (copy / "incoming" / "data").mkdir(parents=True)
    (copy / "incoming" / "data" / "actions.json").write_bytes(pages()["data/actions.json"])
    (copy / "incoming" / "index.html").write_bytes(b"half a pa")
    (copy / "incoming" / "left.html").write_bytes(b"left")
    follow()
    assert "/data/actions.json" not in asked.paths
    assert verify(Folder(copy / "site"), key=PUBLIC, today=TODAY) == []


def test_a_damaged_copy_is_mended_not_linked(follow, folder, copy):
    write(folder, release(pages()))
    follow()
    (copy / "site" / "index.html").write_bytes(b"rotten")
    (copy / "site" / "en/actions/1/index.html.gz").write_bytes(b"rotten")
    write(folder, release(pages(), sequence=8))
    follow()
    assert verify(Folder(copy / "site"), key=PUBLIC, today=TODAY) == []


def test_one_at_a_time(copy):
    copy.mkdir()
    with alone(copy), pytest.raises(AnotherFetch), alone(copy):
        pass


def test_a_copy_on_the_web_is_verified_as_a_browser_gets_it(address, folder):
    write(folder, release(pages()))
    assert verify(Site(Web(address)), key=PUBLIC, today=TODAY) == []
    (folder / "index.html.br").write_bytes(b"\x0b\x02\x80false\x03")
    told = verify(Site(Web(address)), key=PUBLIC, today=TODAY)
    assert [(each.kind, each.about) for each in told] == [(Kind.CHANGED, "index.html")]
    (folder / "index.html.br").unlink()
    (folder / "index.html.gz").unlink()
    (folder / "index.html").unlink()
    told = verify(Site(Web(address)), key=PUBLIC, today=TODAY)
    assert [(each.kind, each.about) for each in told] == [(Kind.MISSING, "index.html")]


def test_a_redirect_is_not_followed():
    followed = []

    def elsewhere(environ, start_response):
        followed.append(environ["PATH_INFO"])
        start_response("302 Found", [("Location", "/other"), ("Content-Length", "0")])
        return [b""]

    with serving(elsewhere) as where:
        told = verify(Site(Web(where)), key=PUBLIC, today=TODAY)
    assert [each.kind for each in told] == [Kind.MISSING]
    assert followed == ["/SHA256SUMS"]


def test_more_than_we_would_publish_is_not_read(monkeypatch):
    monkeypatch.setattr("soliday.press.mirrors.trees.LARGEST", 1000)

    def endless(_environ, start_response):
        start_response("200 OK", [("Content-Length", str(10**12))])
        return (b"x" * 1000 for _ in range(10**9))

    with serving(endless) as where:
        assert [each.kind for each in verify(Site(Web(where)), key=PUBLIC, today=TODAY)] == [
            Kind.MISSING
        ]
