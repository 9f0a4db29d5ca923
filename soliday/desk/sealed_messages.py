"""Sealed messages as they come: found in what was pasted or chosen, and opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from soliday.sealing.age_read import NotOpened, decrypt_with_secret
from soliday.sealing.archives import NotAnArchive, unpack_foreign
from soliday.sealing.armour import BINARY, ArmourBroken, armoured_files
from soliday.sealing.packages import BUCKETS

MOST_BYTES = BUCKETS[-1]
MOST_AT_ONCE = 50
MOST_PHOTOS = 4  # as in the form; a test holds the two together
TAR_MAGIC = slice(257, 262)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")

Reason = Literal[
    "no_message", "cut", "too_large", "not_opened", "not_text", "empty", "too_long",
    "archive", "many_photos", "photo", "not_stored",
]  # fmt: skip


class MessageRefused(Exception):
    """A message cannot become a report; `reason` says why, and nothing of what is in it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True)
class Message:
    """One sealed message, or why there is none. source: in which file, or where in the text."""

    source: str
    sealed: bytes | MessageRefused


def messages_in(pasted: str, files: Iterable[bytes]) -> Iterator[Message]:
    """Every age file in what was pasted and chosen."""
    if pasted.strip():
        yield from _armoured("text", pasted)
    for number, content in enumerate(files, start=1):
        source = f"file {number}"
        if content.startswith(BINARY) or len(content) > 2 * MOST_BYTES:
            yield Message(source, content)
        else:
            yield from _armoured(source, _decoded_or_empty(content))


def _armoured(source: str, text: str) -> Iterator[Message]:
    found = armoured_files(text)
    if not found:
        yield Message(source, MessageRefused("no_message"))
    for number, each in enumerate(found, start=1):
        place = f"{source}.{number}" if len(found) > 1 else source
        yield Message(place, MessageRefused("cut") if isinstance(each, ArmourBroken) else each)


def opened(message: Message, secret: str) -> bytes:
    """The content of a message. Raises MessageRefused."""
    sealed = message.sealed
    if isinstance(sealed, MessageRefused):
        raise sealed
    if len(sealed) > MOST_BYTES:
        raise MessageRefused("too_large")
    try:
        # Nothing in an age file is compressed: what comes out is never longer than what went in.
        return decrypt_with_secret(sealed, secret)
    except NotOpened as error:
        raise MessageRefused("not_opened") from error


def text_and_pictures(content: bytes) -> tuple[str, list[bytes]]:
    """The text and the files beside it, not looked at yet. Raises MessageRefused."""
    if content[TAR_MAGIC] != b"ustar":
        return _decoded(content), []
    try:
        files = unpack_foreign(content)
    except NotAnArchive as error:
        raise MessageRefused("archive") from error
    own = [(name.rsplit("/", 1)[-1].lower(), data) for name, data in files]
    kept = [(name, data) for name, data in own if not name.startswith(".")]
    texts = [data for name, data in kept if name.endswith(".txt")]
    pictures = [data for name, data in kept if not name.endswith(".txt")]
    if len(texts) != 1:
        raise MessageRefused("archive")
    if len(pictures) > MOST_PHOTOS:
        raise MessageRefused("many_photos")
    return _decoded(texts[0]), pictures


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith(UTF_16_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise MessageRefused("not_text") from error
    if "\0" in text:
        raise MessageRefused("not_text")
    return text


def _decoded_or_empty(content: bytes) -> str:
    try:
        return _decoded(content)
    except MessageRefused:
        return ""
