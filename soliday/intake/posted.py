"""Reads what was posted: whole, in memory, within limits, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from soliday.core.unread import Counted

# Four photos of 20 MB, the text, and what a browser writes between them.
MAX_BODY_BYTES = 90_000_000
MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"


# In this process at once: fewer bodies than the server has threads, so that pages can be read and
# receipts asked for however slowly others send; and photos only as memory allows.
MOST_BODIES = 900
MOST_BYTES = 600_000_000
SMALL_BYTES = 1_000_000  # a report without photos always finds room


class CannotRead(Exception):
    """What was posted is not taken; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True)
class Posted:
    """Typed fields and files."""

    fields: QueryDict
    files: MultiValueDict[str, UploadedFile] = field(default_factory=MultiValueDict)


class Arriving:
    """How many bodies are being read at the moment, and how many bytes they say they have."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.count = self.bytes_count = 0

    @contextmanager
    def one(self, length: int) -> Iterator[None]:
        """Raises CannotRead when there are too many already."""
        large = length if length > SMALL_BYTES else 0
        with self._lock:
            if self.count >= MOST_BODIES or (large and self.bytes_count + large > MOST_BYTES):
                raise CannotRead(HTTPStatus.SERVICE_UNAVAILABLE)
            self.count += 1
            self.bytes_count += large
        try:
            yield
        finally:
            with self._lock:
                self.count -= 1
                self.bytes_count -= large


arriving = Arriving()


def read_posted(request: HttpRequest) -> Posted:
    """Return fields and files as UTF-8. Raises CannotRead."""
    length = _length(request)
    with arriving.one(length):
        return _read(request, length)


def _read(request: HttpRequest, length: int) -> Posted:
    try:
        if request.content_type == MULTIPART:
            return _multipart(request, length)
        if request.content_type == URLENCODED:
            return _urlencoded(request, length)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
        raise CannotRead(HTTPStatus.REQUEST_ENTITY_TOO_LARGE) from error
    # ValueError: a part's header that names an encoding nobody knows.
    except (MultiPartParserError, UnreadablePostError, ValueError) as error:
        raise CannotRead(HTTPStatus.BAD_REQUEST) from error
    raise CannotRead(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _length(request: HttpRequest) -> int:
    typed = request.META.get("CONTENT_LENGTH") or ""
    if not typed:
        raise CannotRead(HTTPStatus.LENGTH_REQUIRED)
    if not (typed.isascii() and typed.isdecimal()):
        raise CannotRead(HTTPStatus.BAD_REQUEST)
    if len(typed) > 12 or int(typed) > MAX_BODY_BYTES:
        raise CannotRead(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(typed)


def _multipart(request: HttpRequest, length: int) -> Posted:
    # A body that breaks off looks whole to the parser: a shorter report.
    body = Counted(request)
    # Our own call of Django's parser, so that UTF-8 is read whatever the sender claims.
    parser = MultiPartParser(request.META, body, request.upload_handlers, "utf-8")  # type: ignore[arg-type]
    fields, files = parser.parse()
    _refuse_broken_off(body.count, length)
    return Posted(fields, files)


def _urlencoded(request: HttpRequest, length: int) -> Posted:
    body = request.body
    _refuse_broken_off(len(body), length)
    return Posted(QueryDict(body, encoding="utf-8"))


def _refuse_broken_off(count: int, length: int) -> None:
    if count != length:
        raise CannotRead(HTTPStatus.BAD_REQUEST)
