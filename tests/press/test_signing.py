"""Signatures hold in stock minisign, both ways."""

import stat
import subprocess

import pytest

from soliday.press import signing

COMMENT = "site of 2026-08-04, 3 files"


@pytest.fixture
def key(tmp_path):
    return signing.press_key(tmp_path)


def test_stock_minisign_accepts_the_signature_and_its_comment(tmp_path, key, minisign):
    sums, public = tmp_path / "SHA256SUMS", tmp_path / "minisign.pub"
    sums.write_bytes(b"sums")
    public.write_bytes(signing.public_key_file(key))
    (tmp_path / "SHA256SUMS.minisig").write_bytes(
        signing.sign(key, b"sums", trusted_comment=COMMENT)
    )
    run = subprocess.run(
        [minisign, "-Vm", sums, "-p", public], capture_output=True, text=True, check=True
    )
    assert COMMENT in run.stdout
    sums.write_bytes(b"sumz")
    assert subprocess.run([minisign, "-Vm", sums, "-p", public], capture_output=True).returncode


def test_stock_minisign_signs_with_the_same_key_file(tmp_path, key, minisign):
    (tmp_path / "SHA256SUMS").write_bytes(b"sums")
    subprocess.run(
        [minisign, "-S", "-W", "-s", tmp_path / "press.key", "-m", tmp_path / "SHA256SUMS"],
        check=True,
        capture_output=True,
    )
    assert signing.is_signed(key, b"sums", (tmp_path / "SHA256SUMS.minisig").read_bytes())


def test_the_same_data_gives_the_same_signature(key):
    once = signing.sign(key, b"sums", trusted_comment=COMMENT)
    assert once == signing.sign(key, b"sums", trusted_comment=COMMENT)


def test_any_change_is_noticed(key, tmp_path):
    signed = signing.sign(key, b"sums", trusted_comment=COMMENT)
    assert signing.is_signed(key, b"sums", signed)
    assert not signing.is_signed(key, b"sumz", signed)
    assert not signing.is_signed(key, b"sums", signed.replace(b"3 files", b"4 files"))
    assert not signing.is_signed(signing.press_key(tmp_path / "other"), b"sums", signed)
    for broken in (b"", b"\xff", b"a\nb\nc\nd\n", signed[:100]):
        assert not signing.is_signed(key, b"sums", broken)


def test_the_key_is_drawn_once_and_for_the_owner_only(tmp_path, key):
    assert signing.press_key(tmp_path).public == key.public
    assert stat.S_IMODE((tmp_path / "press.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["press.key"]
