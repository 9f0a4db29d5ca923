"""A modest reader of web addresses: few connections, no redirect, bounded in bytes and seconds."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from soliday.press.mirrors.unpacking import unpacked

SECONDS, TRIES, LONGEST_PAUSE = 30.0, 3, 30
MOST_OF_NOTHING = 64 * 1024  # read of a body that nobody wants, so that the connection stays
AGENT = "soliday-mirror"
ENCODINGS = {"gzip": ".gz", "br": ".br"}
BUSY = (429, 502, 503, 504)


Opening = Callable[[str, int], socket.socket]


def open_directly(host: str, port: int) -> socket.socket:
    """A connection to wherever the name leads."""
    return socket.create_connection((host, port), timeout=SECONDS)


class NotThere(Exception):
    """There is no such file at this address; a redirect is none either."""


class NotReached(Exception):
    """The address gives no answer, or none that can be used. The message says which."""


@dataclass(frozen=True)
class Got:
    """An answer: 200 with a body, or 304 without."""

    status: int
    body: bytes
    etag: str


class Web:
    """The files below one address, `http(s)://host/path/`.

    opening: makes each connection; patience: the longest pause before asking a busy one again.
    """

    def __init__(
        self, address: str, *, opening: Opening = open_directly, patience: float = LONGEST_PAUSE
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotReached(f"{address} is no web address")
        self.address = address.rstrip("/") + "/"
        self.folder = parts.path.rstrip("/") + "/"
        self.is_https, self.place = parts.scheme == "https", parts.netloc
        self.opening, self.patience = opening, patience
        self.of_thread = threading.local()

    @property
    def connection(self) -> http.client.HTTPConnection:
        """Kept open, one for each thread that asks."""
        if not hasattr(self.of_thread, "connection"):
            self.of_thread.connection = self._connect()
        found: http.client.HTTPConnection = self.of_thread.connection
        return found

    def _connect(self) -> http.client.HTTPConnection:
        if self.is_https:
            context = ssl.create_default_context()
            return _Encrypted(self.place, self.opening, context)
        return _Plain(self.place, self.opening)

    def get(self, name: str, *, most: int, etag: str = "") -> Got:
        """Fetch a file by its name below the address; a page by the address readers know."""
        headers = {"User-Agent": AGENT, "Accept-Encoding": "br, gzip"}
        headers |= {"If-None-Match": etag} if etag else {}
        return self._read(self._answer(name, headers), most)

    def status(self, name: str) -> int:
        """What the address answers when it is asked for a file, whatever it would send."""
        answer = self._answer(name, {"User-Agent": AGENT})
        self._drop(answer)
        return answer.status

    def _answer(self, name: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The answer's head, asked for again while the other side is busy."""
        path = self.folder + quote(name.removesuffix("index.html") if _is_page(name) else name)
        for attempt in range(TRIES):
            is_last = attempt == TRIES - 1
            answer = self._ask(path, headers, is_last=is_last)
            if answer is None:
                continue
            if answer.status not in BUSY:
                return answer
            self._drop(answer)
            if not is_last:
                time.sleep(min(_pause(answer), self.patience))
        raise NotReached(f"{self.address} is busy")

    def _drop(self, answer: http.client.HTTPResponse) -> None:
        """Read what is left of an answer that is of no use, or give up the connection."""
        try:
            answer.read(MOST_OF_NOTHING)
        except (OSError, http.client.HTTPException):
            self.connection.close()
        if not answer.isclosed():
            self.connection.close()

    def _ask(
        self, path: str, headers: dict[str, str], *, is_last: bool
    ) -> http.client.HTTPResponse | None:
        """The answer's head; None if a connection kept open had ended meanwhile."""
        try:
            self.connection.request("GET", path, headers=headers)
            return self.connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            if is_last:
                raise NotReached(f"{self.address}: {error}") from error
            return None

    def _read(self, answer: http.client.HTTPResponse, most: int) -> Got:
        try:
            body = answer.read(most + 1)
            if len(body) > most or not answer.isclosed():
                self.connection.close()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise NotReached(f"{self.address}: {error}") from error
        etag = answer.headers.get("ETag", "")
        if answer.status == 304:
            return Got(304, b"", etag)
        plain = _plain(answer.headers.get("Content-Encoding", ""), body, most)
        if answer.status != 200 or plain is None:
            raise NotThere(str(answer.status))
        return Got(200, plain, etag)


class _Plain(http.client.HTTPConnection):
    def __init__(self, place: str, opening: Opening) -> None:
        super().__init__(place, timeout=SECONDS)
        self.opening = opening

    def connect(self) -> None:
        self.sock = self.opening(self.host, self.port)


class _Encrypted(http.client.HTTPSConnection):
    def __init__(self, place: str, opening: Opening, context: ssl.SSLContext) -> None:
        super().__init__(place, timeout=SECONDS, context=context)
        self.opening, self.context = opening, context

    def connect(self) -> None:
        plain = self.opening(self.host, self.port)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


def _is_page(name: str) -> bool:
    return name == "index.html" or name.endswith("/index.html")


def _plain(encoding: str, body: bytes, most: int) -> bytes | None:
    if len(body) > most:
        return None
    if not encoding or encoding == "identity":
        return body
    form = ENCODINGS.get(encoding)
    return unpacked(form, body, most) if form else None


def _pause(answer: http.client.HTTPResponse) -> float:
    asked = answer.headers.get("Retry-After", "")
    return min(int(asked), LONGEST_PAUSE) if asked.isdigit() else 1.0
