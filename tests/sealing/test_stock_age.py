"""With the key and stock age a report can be opened even without Soliday."""

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from soliday.sealing.identities import Identity, new_identity, wrap
from soliday.sealing.packages import seal


@pytest.fixture(autouse=True)
def age_is_installed() -> None:
    if shutil.which("age"):
        return
    reason = "stock age is not installed (Debian package: age)"
    if os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def keyholder() -> Identity:
    return new_identity()


@pytest.fixture
def folder(tmp_path: Path, keyholder: Identity) -> Path:
    """Holds report.age (of two 64 KiB chunks and more) and, for the passphrase, wrapped.age."""
    files = {"report.json": b'{"text": "..."}', "photo-1.jpg": bytes(range(256)) * 1000}
    recipients = [new_identity().recipient, keyholder.recipient]
    sealed = seal(files, context="report 1", recipients=recipients)
    (tmp_path / "report.age").write_bytes(sealed)
    return tmp_path


def assert_unpacked(folder: Path) -> None:
    assert (folder / "report.json").read_bytes() == b'{"text": "..."}'
    assert (folder / "photo-1.jpg").read_bytes() == bytes(range(256)) * 1000
    assert b'"report 1"' in (folder / "about.json").read_bytes()


def test_the_key_and_tar_open_a_package(folder: Path, keyholder: Identity) -> None:
    command = "set -o pipefail; age -d -i - report.age | tar x"
    done = subprocess.run(
        ["bash", "-c", command], input=keyholder.secret.encode(), cwd=folder, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert_unpacked(folder)


def test_another_key_does_not(folder: Path) -> None:
    done = subprocess.run(
        ["age", "-d", "-i", "-", "report.age"],
        input=new_identity().secret.encode(),
        cwd=folder,
        capture_output=True,
    )
    assert done.returncode != 0
    assert done.stdout == b""


def test_the_passphrase_opens_the_wrapped_key_and_so_the_package(
    folder: Path, keyholder: Identity
) -> None:
    (folder / "wrapped.age").write_bytes(wrap(keyholder.secret, "correct horse"))
    command = "set -o pipefail; age -d wrapped.age | age -d -i - report.age | tar x"
    assert run_on_a_terminal(command, answer=b"correct horse\n", folder=folder) == 0
    assert_unpacked(folder)


def run_on_a_terminal(command: str, *, answer: bytes, folder: Path) -> int:
    """age asks for a passphrase on the terminal only; return the command's exit code."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvp("bash", ["bash", "-c", command])  # noqa: S606
    shown = b""
    try:
        while b"passphrase" not in shown:
            shown += os.read(terminal, 1024)
        os.write(terminal, answer)
        while os.read(terminal, 1024):
            pass
    except OSError:
        pass  # Linux says "input/output error" when the other side has hung up.
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
