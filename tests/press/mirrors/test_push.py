"""A copy where it is to stand: whole, true, and without what was withdrawn."""

import os
import shutil
import socket
import subprocess
import time
from functools import partial

import pytest

from soliday.press.mirrors.make import Site, make
from soliday.press.mirrors.push import ELSEWHERE, NotPushed, push
from soliday.press.mirrors.trees import Folder
from soliday.press.mirrors.verify import verify
from soliday.press.signing import public_key_file
from tests.ports import free_port
from tests.press.mirrors.conftest import write
from tests.press.mirrors.copies import KEY, PUBLIC, TODAY, pages, release


@pytest.fixture
def making(folder):
    write(folder, release(pages() | {"en/actions/99/index.html": b"to be withdrawn"}))
    return partial(make, Site(folder, PUBLIC, (), {}), press_key=None, lite=False)


@pytest.fixture
def signed(making):
    return partial(making, press_key=KEY)


def test_a_folder_is_switched_over_at_once(signed, folder, tmp_path):
    write(folder, release(pages() | {"minisign.pub": public_key_file(KEY)}))
    there = tmp_path / "there"
    for sequence in (7, 8):
        files = pages(sequence) | {"minisign.pub": public_key_file(KEY)}
        write(folder, release(files, sequence=sequence))
        assert push(signed, str(there)).is_signed
        assert verify(Folder(there / "site"), key=PUBLIC, today=TODAY) == []
    assert len(list((there / "releases").iterdir())) == 1


def test_what_is_withdrawn_is_gone_from_the_folder(making, folder, tmp_path):
    push(making, str(tmp_path / "there"))
    assert list((tmp_path / "there").rglob("actions/99/index.html"))
    write(folder, release(pages(), sequence=8))
    push(making, str(tmp_path / "there"))
    assert not list((tmp_path / "there").rglob("actions/99*"))


@pytest.fixture
def rsync_server(tmp_path):
    if not shutil.which("rsync") and os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") != "1":
        pytest.skip("rsync is not installed: pushing by it is not tried")
    (tmp_path / "module").mkdir()
    port = free_port()
    (tmp_path / "rsyncd.conf").write_text(
        f"use chroot = no\nlog file = {tmp_path}/log\n"
        f"[copy]\npath = {tmp_path}/module\nread only = no\n"
        + ("uid = 0\ngid = 0\n" if os.getuid() == 0 else "")
    )
    command = ["rsync", "--daemon", "--no-detach", f"--port={port}", "--address=127.0.0.1"]
    process = subprocess.Popen([*command, f"--config={tmp_path}/rsyncd.conf"])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"rsync://127.0.0.1:{port}/copy"
    process.terminate()
    process.wait(10)


def test_by_rsync_to_another_machine(making, folder, tmp_path, rsync_server):
    push(making, rsync_server)
    assert (tmp_path / "module" / "en/actions/99/index.html").exists()
    write(folder, release(pages(2), sequence=8))
    push(making, rsync_server)
    make_here = tmp_path / "here"
    making(make_here)
    here, there = Folder(make_here), Folder(tmp_path / "module")
    assert {name: here[name] for name in here} == {name: there[name] for name in there}
    assert {(tmp_path / "module" / name).stat().st_mode & 0o777 for name in there} == {0o644}


def test_a_push_that_does_not_arrive_says_so(making):
    with pytest.raises(NotPushed):
        push(making, "rsync://127.0.0.1:1/nowhere")


@pytest.mark.parametrize(
    ("target", "is_elsewhere"),
    [
        ("host:/srv/copy", True),
        ("user@host:copy", True),
        ("rsync://host/copy", True),
        ("host::module/x", True),
        ("/srv/copy", False),
        ("copy", False),
        ("./a:b", False),
        ("-e:sh", False),
    ],
)
def test_which_targets_are_another_machine(target, is_elsewhere):
    assert bool(ELSEWHERE.fullmatch(target)) is is_elsewhere
