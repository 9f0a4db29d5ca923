"""An answer given before the body was read says that the connection ends with it.

The app server closes such a connection, sometimes without a word; whatever the same visitor sends
next over it is lost. RFC 9112, section 9.6: who is going to close says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from soliday.core.content_type import Application

CLOSE = ("Connection", "close")


def telling_unread(application: Application) -> Application:
    """The application, which says `Connection: close` where it leaves a body unread."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = _length(environ)
        if not length:
            return application(environ, start_response)
        body = Counted(environ["wsgi.input"])

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            is_read = body.count >= length
            return start_response(status, headers if is_read else [*headers, CLOSE], *more)

        return application(environ | {"wsgi.input": body}, start)

    return answer


def _length(environ: dict[str, Any]) -> float:
    """In bytes; endless where it is not told, or told in a way that nobody can read."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return float("inf")
    told = environ.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 20 else float("inf")


class Counted:
    """What is read of a body, counted; as much of the input of PEP 3333 as Django asks for."""

    def __init__(self, body: Any) -> None:
        self.body, self.count = body, 0

    def read(self, size: int = -1) -> bytes:
        return self._counted(self.body.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self.body.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self.count += len(data)
        return data
