"""What known mirrors show, asked of real servers: true, older, false, slow, endless ones."""

import socket
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from soliday.press.mirrors import check as checking
from soliday.press.mirrors.careful import Careful
from soliday.press.mirrors.check import Mirror, Ours, check, check_all
from soliday.press.mirrors.judging import State
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS
from tests.press.mirrors.conftest import serving, write
from tests.press.mirrors.copies import HEAD, OTHER_KEY, PUBLIC, TODAY, pages, release

OURS = Ours(PUBLIC, 7)
YESTERDAY = TODAY - timedelta(days=1)
OLD = replace(HEAD, made=TODAY - timedelta(days=5))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(checking, "PAUSE", 0.01)
    monkeypatch.setattr(checking, "PATIENCE", 0.01)


def asking(where, *, ours=OURS, known=0, seconds=5.0):
    carefully = partial(Careful, seconds, is_private_fine=True)
    return check(Mirror(where, known), ours=ours, today=TODAY, carefully=carefully)


@pytest.mark.parametrize(
    ("tree", "own", "known", "state"),
    [
        (release(pages()), 7, 7, State.CURRENT),
        (release(pages(), head=OLD), 9, 7, State.BEHIND),
        (release(pages(), head=replace(HEAD, valid_until=YESTERDAY)), 7, 7, State.EXPIRED),
        (release(pages(), head=OLD), 9, 8, State.ROLLED_BACK),
        (release(pages(), key=OTHER_KEY), 7, 0, State.WRONG_KEY),
        (release(pages()) | {SIGNATURE: b""}, 7, 0, State.UNSIGNED),
        (release(pages()) | {SUMS: release(pages(2))[SUMS]}, 7, 0, State.CHANGED),
    ],
)
def test_each_state_of_a_mirror_that_answers(folder, address, asked, tree, own, known, state):
    write(folder, tree)
    assert asking(address, ours=Ours(PUBLIC, own), known=known).state == state
    assert set(asked.paths) == {f"/{SUMS}", f"/{SIGNATURE}"}  # and nothing else of the copy


def test_a_mirror_without_a_signature(folder, address):
    write(folder, release(pages()))
    (folder / SIGNATURE).unlink()
    assert asking(address).state == State.UNSIGNED


def test_a_mirror_in_a_folder(folder, address):
    write(folder, {f"copies/ours/{name}": data for name, data in release(pages()).items()})
    assert asking(f"{address}/copies/ours/").state == State.CURRENT


def test_one_that_is_just_moving_on_is_asked_again(folder, address, asked):
    new, old = release(pages(1), sequence=8), release(pages())
    write(folder, new | {SIGNATURE: old[SIGNATURE]})

    def moving(environ, start_response):
        answer = asked(environ, start_response)
        if environ["PATH_INFO"] == f"/{SIGNATURE}":
            write(folder, new)
        return answer

    with serving(moving) as where:
        found = asking(where)
    assert (found.state, found.sequence) == (State.CURRENT, 8)


def test_a_redirect_is_not_followed(folder, address, asked):
    write(folder, release(pages()))

    def elsewhere(_environ, start_response):
        start_response("302 Found", [("Location", f"{address}/{SUMS}"), ("Content-Length", "0")])
        return [b""]

    with serving(elsewhere) as where:
        found = asking(where)
    assert (found.state, "302" in found.about) == (State.NOT_REACHED, True)
    assert asked.paths == []


def test_an_endless_answer_is_not_read(monkeypatch):
    sent = []

    def endless(_environ, start_response):
        start_response("200 OK", [("Content-Length", str(10**12))])
        return (sent.append(1) or b"x" * 65536 for _ in range(10**7))

    with serving(endless) as where:
        begun = time.monotonic()
        assert asking(where).state == State.NOT_REACHED
    assert time.monotonic() - begun < 5
    assert len(sent) * 65536 < 4 * checking.MOST_SUMS


def test_a_bomb_is_not_unpacked(folder):
    import gzip

    packed = gzip.compress(bytes(200 * 1024 * 1024))

    def bomb(_environ, start_response):
        headers = [("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]
        start_response("200 OK", headers)
        return [packed]

    with serving(bomb) as where:
        assert asking(where).state == State.NOT_REACHED


def test_one_that_hangs_costs_its_seconds_and_no_more():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        begun = time.monotonic()
        where = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert asking(where, seconds=0.5).state == State.NOT_REACHED
        assert time.monotonic() - begun < 2


def test_an_answer_that_was_cut_is_no_false_one():
    tree, asked = release(pages()), []

    def dripping(environ, start_response):
        start_response("200 OK", [])
        asked.append(environ["PATH_INFO"])
        if len(asked) < 4:  # the signature is cut when it is asked for the second time
            return [tree.get(environ["PATH_INFO"][1:]) if len(asked) != 2 else b"not yet"]
        return (time.sleep(0.05) or tree[SIGNATURE][n : n + 1] for n in range(1000))

    with serving(dripping) as where:
        found = asking(where, seconds=0.5)
    assert (found.state, found.about) == (State.NOT_REACHED, "it took too long")


def test_one_that_is_always_busy_is_left(monkeypatch):
    def busy(_environ, start_response):
        start_response("503 Busy", [("Retry-After", "3600"), ("Content-Length", "0")])
        return [b""]

    with serving(busy) as where:
        begun = time.monotonic()
        assert asking(where).state == State.NOT_REACHED
    assert time.monotonic() - begun < 3


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert asking(f"http://127.0.0.1:{port}/").state == State.NOT_REACHED
    assert asking("http://no.such.host.invalid/").state == State.NOT_REACHED


def test_an_onion_is_not_asked_without_a_way_to_it():
    assert asking("http://" + "a" * 56 + ".onion/").state == State.NOT_ASKED


def gone(*paths, on=YESTERDAY):
    return Ours(PUBLIC, 7, tuple((on, path) for path in paths))


def test_what_was_withdrawn_and_still_stands_there_is_told(folder, address):
    write(folder, release(pages()))
    ours = gone("/en/actions/1/", "/en/actions/99/", "/photos/1-ab.jpg")
    found = asking(address, ours=ours)
    assert (found.state, found.withdrawn) == (
        State.CURRENT,
        ("/en/actions/1/", "/photos/1-ab.jpg"),
    )


def test_a_large_file_that_was_withdrawn_is_seen_without_being_read(folder, address):
    write(folder, release(pages() | {"photos/2-cd.jpg": bytes(9 * 1024 * 1024)}))
    found = asking(address, ours=gone("/photos/2-cd.jpg", "/en/actions/1/"))
    assert found.withdrawn == ("/photos/2-cd.jpg", "/en/actions/1/")


def test_what_was_withdrawn_today_is_asked_only_of_who_has_our_release(folder, address, asked):
    write(folder, release(pages()))
    assert asking(address, ours=gone("/en/actions/1/", on=TODAY)).withdrawn
    asked.paths.clear()
    ours = replace(gone("/en/actions/1/", on=TODAY), sequence=8)
    assert asking(address, ours=ours).withdrawn == ()
    assert len(asked.paths) == 2


def test_no_more_than_ten_are_looked_for_also_at_a_false_one(folder, address, asked):
    write(folder, release(pages(), key=OTHER_KEY))
    found = asking(address, ours=gone(*(f"/en/actions/{n}/" for n in range(30))))
    assert (found.state, len(found.withdrawn)) == (State.WRONG_KEY, 6)
    assert len([path for path in asked.paths if "actions" in path]) == 10


def test_many_are_told_in_their_order(folder, address):
    write(folder, release(pages()))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        dead = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        carefully = partial(Careful, 0.5, is_private_fine=True)
        mirrors = [Mirror(address), Mirror(dead), Mirror(address)]
        found = check_all(mirrors, ours=OURS, today=TODAY, carefully=carefully)
        assert [each.state for each in found] == ["current", "not reached", "current"]
