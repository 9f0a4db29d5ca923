"""The child that decodes: one request from standard input, one answer to standard output.

Started by `process`; frames as in `frames`. A request's header holds "task" ("clean" or
"redact") and "boxes" (lists of four fractions), its one piece is the file. An answer's header
holds "fault" (a reason or null), its pieces are JPEGs.
"""

import sys
from typing import cast

from soliday.photos import redaction
from soliday.photos.boxes import Box
from soliday.photos.confinement import confine
from soliday.photos.decode import decode
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import pack, unpack
from soliday.photos.profile import encode

Sides = tuple[float, float, float, float]


def main() -> None:
    """Answer one request and end."""
    confine()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))


def answer(request: bytes) -> bytes:
    """Return the answer to `request`, both as frames; never raises for a bad picture."""
    try:
        return pack({"fault": None}, _pictures(request))
    except PhotoRefused as refused:
        return pack({"fault": refused.reason})
    except Exception:
        # Decoders fail in too many ways to name, out of memory among them.
        return pack({"fault": "broken"})


def _pictures(request: bytes) -> list[bytes]:
    header, [data] = unpack(request)
    if header["task"] == "clean":
        return [encode(decode(data))]
    boxes = cast(list[Sides], header["boxes"])
    return redaction.redact(data, [Box(*sides) for sides in boxes])
