"""What became of every carrier; and stand-ins for a child that was broken into."""

from collections.abc import Callable

import pytest

from soliday.photos import process
from soliday.photos.boxes import Box
from soliday.photos.child import answer
from soliday.photos.door import clean, redact
from soliday.photos.frames import pack, unpack
from tests.photos.carriers import all_carriers

# These make Pillow import or open something more, so they go through the confined child.
THROUGH_THE_DOOR = ("exif", "broken exif", "icc", "iCCP", "eXIf", "xmp", "second picture (mpf)")


@pytest.fixture(scope="session")
def outputs() -> dict[str, bytes]:
    """For each carrier the clean picture, and for some the derived ones as well."""
    found: dict[str, bytes] = {}
    for name, data in all_carriers().items():
        if name in THROUGH_THE_DOOR:
            found[name] = clean(data).jpeg
            if name in ("exif", "icc"):
                derived = redact(found[name], [Box(0.5, 0.5, 0.1, 0.1)])
                found |= {f"{name} page": derived.page.jpeg, f"{name} wall": derived.wall.jpeg}
        else:
            _, [found[name]] = unpack(answer(pack({"task": "clean"}, [data])))
    return found


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let another program play the child; it may write `answer(header, pieces)`."""
    prelude = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from soliday.photos.frames import pack\n"
        "def answer(*frame): sys.stdout.buffer.write(pack(*frame))\n"
    )

    def play(program: str) -> None:
        monkeypatch.setattr(process, "START", prelude + program)

    return play
