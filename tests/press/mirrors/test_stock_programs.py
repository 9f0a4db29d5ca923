"""What docs/mirrors.md tells people to type takes a true copy, even while publishing goes on."""

import base64
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from soliday.press.mirrors import sums_file
from soliday.press.mirrors.trees import Folder
from soliday.press.mirrors.verify import verify
from tests.press.mirrors.conftest import write
from tests.press.mirrors.copies import KEY, PUBLIC, TODAY, pages, release

DOCS = Path(__file__).parents[3] / "docs" / "mirrors.md"
PROGRAMS = ("wget", "curl", "minisign", "sha256sum")
WITHDRAWN = {"en/actions/99/index.html": b"a name"}


@pytest.fixture
def script():
    absent = [each for each in PROGRAMS if not shutil.which(each)]
    if absent and os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") != "1":
        pytest.skip(f"not installed: {', '.join(absent)}; the script in the docs is not tried")
    return re.search(r"```sh\n(.*?)```", DOCS.read_text(), re.DOTALL)[1]


@pytest.fixture(params=[10_000, 5], ids=["in one list", "in parts"])
def parts(request, monkeypatch):
    monkeypatch.setattr(sums_file, "MOST_IN_ONE", request.param)


def test_a_copy_taken_with_wget_while_publishing_goes_on(script, parts, folder, address, tmp_path):
    write(folder, release(pages() | WITHDRAWN, sequence=1))
    copy = tmp_path / "there" / "copy"
    copy.parent.mkdir()
    key = base64.b64encode(b"Ed" + KEY.number + KEY.public).decode()
    environment = os.environ | {"SITE": address, "COPY": str(copy), "KEY": key}

    def take():
        subprocess.run(["bash", "-c", script], env=environment, check=True, timeout=60)
        assert verify(Folder(copy), key=PUBLIC, today=TODAY) == []

    take()
    assert (copy / "en/actions/99/index.html").exists()
    done = threading.Event()

    def publish():
        for sequence in range(2, 8):
            write(folder, release(pages(sequence), sequence=sequence))
            done.wait(0.1)

    publisher = threading.Thread(target=publish)
    publisher.start()
    try:
        take()
        take()
    finally:
        done.set()
        publisher.join()
    take()
    assert not (copy / "en/actions/99/index.html").exists()
    assert b"version 7" in (copy / "en/actions/1/index.html").read_bytes()
