"""`soliday mirror check`: what it says, the code it ends with, and its daily turn."""

import json
import socket
from argparse import Namespace
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from soliday.core.models import StaleKey
from soliday.ops import mirror_check, tend
from soliday.ops.command_line import parse
from soliday.ops.mirror import CODES
from soliday.ops.mirror_arguments import CODES_OF_CHECK
from soliday.press.known_mirrors import add
from soliday.press.mirrors import check as checking
from soliday.press.mirrors.judging import Finding, State
from soliday.press.mirrors.sums_file import SIGNATURE
from soliday.press.models import KnownMirror, TakenDown
from soliday.press.release import open_site
from soliday.press.signing import public_key_file
from tests.press.mirrors.conftest import address, asked, folder, write
from tests.press.mirrors.copies import HEAD, KEY, OTHER_KEY, pages, release

__all__ = ["address", "asked", "folder"]
pytestmark = pytest.mark.django_db
TODAY = HEAD.made
FILES = pages() | {"minisign.pub": public_key_file(KEY)}
OLD = replace(HEAD, made=TODAY - timedelta(days=5))


@pytest.fixture(autouse=True)
def installed(settings, tmp_path, monkeypatch):
    """An installation with release 7 of today."""
    settings.DATA, settings.SITE_FOLDER = tmp_path / "data", tmp_path / "data" / "site"
    open_site(settings.SITE_FOLDER)
    write(settings.SITE_FOLDER, release(FILES))
    monkeypatch.setattr(mirror_check, "localdate", lambda: TODAY)
    monkeypatch.setattr(checking, "PAUSE", 0.01)
    return settings


def configured(settings, **values):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, **values)


def run(*arguments):
    return mirror_check.run(parse(["mirror", "check", *map(str, arguments)]))


def test_the_command_runs_this_with_django_set_up():
    asked_for = parse(["mirror", "check"])
    assert asked_for.module == "soliday.ops.mirror_check"
    assert asked_for.needs_django and asked_for.needs_init


def test_without_a_list_it_says_where_there_is_one(capsys):
    assert run() == 0
    assert "at the desk" in capsys.readouterr().out


def test_a_known_mirror_is_noted_and_told_in_one_line(folder, address, capsys):
    write(folder, release(FILES))
    add(name="A mirror", address=address)
    assert run() == 0
    assert capsys.readouterr().out == f"{address}/: current; release 7 of {TODAY}\n"
    row = KnownMirror.objects.get()
    assert (row.state, row.sequence, row.is_linked) == ("current", 7, True)
    assert StaleKey.objects.get().key == "mirrors"


def test_another_address_is_asked_and_noted_nowhere(folder, address, capsys):
    write(folder, release(FILES))
    assert run(address) == 0
    assert "current" in capsys.readouterr().out
    assert not KnownMirror.objects.exists() and not StaleKey.objects.exists()


@pytest.mark.parametrize(
    ("tree", "code", "words"),
    [
        ({SIGNATURE: b""}, 10, "unsigned"),
        (release(FILES, key=OTHER_KEY), 11, "wrong key"),
        ({SIGNATURE: release(pages(1), sequence=6)[SIGNATURE]}, 13, "mixed: sums of 7"),
        (release(FILES, sequence=4, head=OLD), 16, "behind by 3; release 4 of 2026-07-30"),
        (release(FILES, head=replace(HEAD, valid_until=OLD.made)), 17, "valid until 2026-07-30"),
    ],
)
def test_each_state_has_the_code_of_mirror_verify(folder, address, capsys, tree, code, words):
    write(folder, release(FILES) | tree)
    assert run(address) == code
    assert words in capsys.readouterr().out


def test_what_was_withdrawn_is_looked_for(folder, address, capsys):
    TakenDown.objects.create(path="/en/actions/1/", on=TODAY - timedelta(days=1))
    write(folder, release(FILES))
    assert run(address) == 14
    assert "still shows what was withdrawn: /en/actions/1/" in capsys.readouterr().out


def test_older_than_it_showed_before(folder, address):
    write(folder, release(FILES))
    mirror = add(name="A mirror", address=address)
    KnownMirror.objects.filter(pk=mirror.pk).update(highest_sequence=8)
    assert run() == 16
    assert KnownMirror.objects.get().state == "rolled back"


def nobody():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_of_several_the_gravest_decides(folder, address, capsys):
    write(folder, release(FILES))
    assert run(address, nobody()) == 1
    write(folder, release(FILES, key=OTHER_KEY))
    assert run(nobody(), address) == 11
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_each_kind_of_fault_is_named_in_help():
    for state, kind in mirror_check.KINDS.items():
        assert f"{CODES[kind]} " in CODES_OF_CHECK, state


def test_as_data(folder, address, capsys):
    write(folder, release(FILES))
    assert run(address, "--json") == 0
    [told] = json.loads(capsys.readouterr().out)
    assert (told["address"], told["state"], told["sequence"]) == (f"{address}/", "current", 7)


def test_what_is_no_address(capsys):
    assert run("file:///etc/passwd") == 1
    assert run("http://user:word@mirror.example/") == 1
    assert "AddressRefused" in capsys.readouterr().err


def test_outside_the_demo_this_machine_is_not_asked(installed, folder, address, asked, capsys):
    configured(installed, mode="production")
    write(folder, release(FILES))
    assert run(address) == 1
    assert "private network" in capsys.readouterr().out
    assert asked.paths == []


def test_before_there_is_a_site_nothing_is_asked(installed, address, asked, capsys):
    (installed.SITE_FOLDER / "SHA256SUMS").unlink()
    assert run(address) == 1
    assert asked.paths == []


def test_off_means_that_nobody_learns_of_this_server(installed, address, asked, capsys):
    configured(installed, mirror_checks="off")
    add(name="A mirror", address=address)
    assert run() == 1
    assert "SOLIDAY_MIRROR_CHECKS is off" in capsys.readouterr().err
    mirror_check.tell_daily(TODAY)
    assert asked.paths == []


def test_a_proxy_is_the_only_one_that_is_spoken_to(installed, monkeypatch, capsys):
    configured(installed, mirror_checks="off")
    seen = []

    def through(proxy, host, port, _seconds):
        seen.append((proxy, host, port))
        raise OSError("the proxy cannot reach it (answer 4)")

    monkeypatch.setattr("soliday.press.mirrors.careful.through_socks", through)
    onion = "a" * 56 + ".onion"
    assert run(f"http://{onion}/", "--proxy", "socks5://127.0.0.1:9050") == 1
    assert set(seen) == {(("127.0.0.1", 9050), onion, 80)}
    assert run(f"http://{onion}/", "--proxy", "http://127.0.0.1:9050") == 1
    assert "is no proxy" in capsys.readouterr().err
    configured(installed, mirror_checks="socks5://127.0.0.1:9150")
    mirror_check.check_daily(TODAY)
    add(name="An onion", address=f"http://{onion}")
    mirror_check.check_daily(TODAY)
    assert seen[-1] == (("127.0.0.1", 9150), onion, 80)


def test_once_a_day_and_without_a_release_for_what_did_not_change(folder, address, asked):
    write(folder, release(FILES))
    add(name="A mirror", address=address)
    assert len(mirror_check.check_daily(TODAY)) == 1
    StaleKey.objects.all().delete()
    asked.paths.clear()
    assert mirror_check.check_daily(TODAY) == []
    assert asked.paths == []
    run()  # by hand it is asked again
    assert asked.paths and not StaleKey.objects.exists()
    assert len(mirror_check.check_daily(TODAY + timedelta(days=1))) == 1


def test_tending_asks_and_is_no_worse_for_what_it_finds(folder, address, monkeypatch, capsys):
    write(folder, release(FILES, key=OTHER_KEY))
    add(name="A mirror", address=address)
    monkeypatch.setattr(tend, "wipe", lambda **_: Namespace(is_rebuilt=True, is_log_empty=True))
    monkeypatch.setattr(tend, "end_with_parent", lambda: None)
    assert tend.run(Namespace()) == 0
    assert f"{address}/: wrong key" in capsys.readouterr().out
    assert KnownMirror.objects.get().checked_on == timezone.localdate()


def test_an_onion_that_is_not_asked_is_no_fault():
    assert mirror_check.code_of([Finding(State.NOT_ASKED), Finding(State.CURRENT)]) == 0
