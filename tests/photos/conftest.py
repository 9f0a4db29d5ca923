"""What became of every carrier; and stand-ins for a worker that was broken into."""

from collections.abc import Callable, Iterator
from textwrap import indent

import pytest

from soliday.photos import door, limits, process
from soliday.photos.boxes import Box
from soliday.photos.child import answer
from soliday.photos.door import clean, redact
from soliday.photos.frames import unpack
from soliday.photos.pool import Pool
from tests.photos.carriers import all_carriers

# These make libraries import or open something more, so they go through the confined child.
THROUGH_THE_DOOR = ("exif", "broken exif", "icc", "iCCP", "eXIf", "xmp", "second picture (mpf)")
NEW_KINDS = ("webp", "heic", "avif")


@pytest.fixture(scope="session")
def outputs() -> dict[str, bytes]:
    """For each carrier the clean picture, and for some the derived ones as well."""
    found: dict[str, bytes] = {}
    for name, data in all_carriers().items():
        if name in THROUGH_THE_DOOR or name.startswith(NEW_KINDS):
            found[name] = clean(data).jpeg
            if name in ("exif", "icc"):
                derived = redact(found[name], [Box(0.5, 0.5, 0.1, 0.1)])
                found |= {f"{name} page": derived.page.jpeg, f"{name} wall": derived.wall.jpeg}
        else:
            _, [found[name]] = unpack(answer({"task": "clean"}, data))
    return found


@pytest.fixture
def fresh_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """A pool of its own for the door of this test."""
    pool = Pool(limits.JOBS_AT_ONCE)
    monkeypatch.setattr(door, "pool", pool)
    yield pool
    pool.end()


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, fresh_pool: Pool) -> Callable[[str], Pool]:
    """Let another program play the worker; it has heard `request` and may `answer(header, pieces)`.

    It is not confined unless it calls `surrender()`.
    """
    prelude = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from soliday.photos import child\n"
        "from soliday.photos.frames import pack, receive\n"
        "from soliday.photos.surrender import surrender\n"
        "def answer(*frame): child._write(pack(*frame))\n"
        "def work():\n"
        "    import os\n"
        "    request = receive(child._read)\n"
    )

    def play(program: str) -> Pool:
        body = indent(program, "    ")
        monkeypatch.setattr(process, "START", f"{prelude}{body}\nchild.main(work)")
        return fresh_pool

    return play
