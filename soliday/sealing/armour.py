"""Armoured age files as they arrive: quoted by a mail program, wrapped, indented, many in one text.

Source of the format: the age specification, version 1 (C2SP, age.md, "ASCII armor").
"""

import re
from base64 import b64decode
from binascii import Error

BINARY = b"age-encryption.org/v1\n"
# Programs that make text pretty turn the dashes into others, or into fewer.
BEGIN = re.compile(r"[-\u2010-\u2015\u2212]+ ?BEGIN AGE ENCRYPTED FILE ?[-\u2010-\u2015\u2212]+")
END = re.compile(r"[-\u2010-\u2015\u2212]+ ?END AGE ENCRYPTED FILE")
# What stands at the head of a quoted line, and every kind of space.
AROUND = re.compile(r"^[>|\s]+|[\s\u200b\u2060\ufeff]", re.MULTILINE)


class ArmourBroken(Exception):
    """The beginning of an armoured file is there, but not the whole of it."""


def armoured_files(text: str) -> list[bytes | ArmourBroken]:
    """Return each age file that stands in `text`, in order, or the fault in its place."""
    _before, *blocks = BEGIN.split(text)
    return [_file(block) for block in blocks]


def _file(block: str) -> bytes | ArmourBroken:
    body, *rest = END.split(block, maxsplit=1)
    if not rest:
        return ArmourBroken("the end is missing")
    try:
        return b64decode(AROUND.sub("", body), validate=True)
    except (Error, ValueError) as error:
        return ArmourBroken(type(error).__name__)
