"""What `soliday mirror` says, and the code it ends with."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from soliday.ops import mirror
from soliday.ops.command_line import parse
from soliday.ops.mirror_arguments import CODES
from soliday.press.mirrors import snapshot
from soliday.press.mirrors.sums_file import SIGNATURE
from soliday.press.mirrors.verify import Kind
from soliday.press.signing import press_key, public_key_file
from tests.press.mirrors.conftest import address, asked, folder, write
from tests.press.mirrors.copies import HEAD, KEY, OTHER_KEY, pages, release

__all__ = ["address", "asked", "folder"]
ROOT = Path(__file__).resolve().parents[2]
RW = base64.b64encode(b"Ed" + KEY.number + KEY.public).decode()


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    class Clock:
        @staticmethod
        def now(_zone):
            return Clock

        @staticmethod
        def date():
            return HEAD.made

    monkeypatch.setattr(mirror, "datetime", Clock)
    monkeypatch.setattr(snapshot, "PAUSE", 0.01)


def run(*arguments):
    return mirror.run(parse(["mirror", *map(str, arguments)]))


def test_a_true_copy(folder, address, capsys):
    write(folder, release(pages()))
    for where in (folder, address):
        assert run("verify", where, "--key", RW, "--known-sequence", 7) == 0
        assert "This copy is true" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tree", "code", "told"),
    [
        ({SIGNATURE: b""}, 10, "unsigned: SHA256SUMS.minisig"),
        (release(pages(), key=OTHER_KEY), 11, "wrong key"),
        ({SIGNATURE: release(pages(1), sequence=6)[SIGNATURE]}, 12, "mixed: sums of 7"),
        ({"photos/1-ab.jpg": b"x"}, 13, "changed: photos/1-ab.jpg"),
        ({"more.html": b"x"}, 14, "extra: more.html"),
        ({"more.html": b"x", "photos/1-ab.jpg": b"x"}, 13, "extra: more.html"),
    ],
)
def test_each_fault_is_named_and_has_a_code(folder, capsys, tree, code, told):
    write(folder, release(pages()) | tree)
    assert run("verify", folder, "--key", RW) == code
    assert told in capsys.readouterr().err


def test_missing_and_older(folder, capsys):
    write(folder, release(pages()))
    assert run("verify", folder, "--key", RW, "--known-sequence", 8) == 16
    (folder / "photos" / "1-ab.jpg").unlink()
    assert run("verify", folder, "--key", RW, "--known-sequence", 8) == 15
    assert "missing: photos/1-ab.jpg" in capsys.readouterr().err


def test_what_help_says_about_the_codes_is_true():
    for kind, code in mirror.CODES.items():
        words = {Kind.WRONG_KEY: "another key", Kind.EXTRA: "extra"}
        assert f"{code} " in CODES
        assert words.get(kind, kind.split()[0]) in CODES.split(f"{code} ")[1].split(";")[0]


def test_what_cannot_be_read_ends_with_1(tmp_path, capsys):
    (tmp_path / "no.zip").write_bytes(b"no zip")
    assert run("verify", tmp_path / "nowhere", "--key", RW) == 1
    assert run("verify", tmp_path / "no.zip", "--key", RW) == 1
    assert run("verify", tmp_path, "--key", "no key") == 1
    assert run("fetch", "http://127.0.0.1:1/", tmp_path / "copy", "--key", RW) == 1


def test_fetching(folder, address, tmp_path, capsys):
    write(folder, release(pages()))
    assert run("fetch", address, tmp_path / "copy", "--key", RW) == 0
    assert "Release 7" in capsys.readouterr().out
    assert run("fetch", address, tmp_path / "copy", "--key", RW) == 0
    assert "Nothing is new" in capsys.readouterr().out
    write(folder, release(pages(), sequence=6))
    assert run("fetch", address, tmp_path / "copy", "--key", RW) == 16


@pytest.fixture
def installed(folder, settings, tmp_path, monkeypatch):
    """An installation whose site is signed by the key it holds."""
    data = tmp_path / "data"
    key = press_key(data / "keys")
    files = pages() | {"minisign.pub": public_key_file(key)}
    write(folder, release(files, key=key))
    folder.rename(data / "site")
    monkeypatch.setenv("SOLIDAY_MODE", "demo")
    monkeypatch.setenv("SOLIDAY_DATA", str(data))
    return data


def test_making_and_pushing_from_this_installation(installed, tmp_path, capsys):
    for arguments in (("make", tmp_path / "copy.zip", "--lite"), ("push", tmp_path / "there")):
        assert run(*arguments) == 0
        assert "release 7" in capsys.readouterr().out
    for where in (tmp_path / "copy.zip", tmp_path / "there" / "site"):
        assert run("verify", where) == 0


def test_without_a_key_the_own_site_tells_what_is_known(installed, tmp_path):
    (tmp_path / "old").mkdir()
    old = release(pages(), sequence=6, key=press_key(installed / "keys"))
    for name, data in old.items():
        (tmp_path / "old" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "old" / name).write_bytes(data)
    assert run("verify", tmp_path / "old") == 16


def test_a_push_that_fails_says_why(installed, capsys, monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    assert run("push", "s3://bucket/there") == 1
    assert "StoreRefused: AWS_" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "")
    assert run("push", "nobody@localhost:/there") == 1


@pytest.mark.parametrize("action", ["verify", "fetch"])
def test_it_needs_no_installation(action, folder, address, tmp_path):
    """As the command of a process of its own: no settings, no database, no Django set up."""
    write(folder, release(pages()))
    asked = {"verify": [folder], "fetch": [address, tmp_path / "kept"]}[action]
    command = [sys.executable, "-m", "soliday", "mirror", action, *asked, "--key", RW]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True)
    assert done.stderr.splitlines() == ["expired: valid until 2026-11-04"]  # and nothing else
    assert done.returncode == 17
