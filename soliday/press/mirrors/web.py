"""A modest reader of web addresses: few connections, no redirect, bounded in bytes and seconds."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from soliday.press.mirrors.unpacking import unpacked

SECONDS, TRIES, LONGEST_PAUSE = 30.0, 3, 30
AGENT = "soliday-mirror"
ENCODINGS = {"gzip": ".gz", "br": ".br"}
BUSY = (429, 502, 503, 504)


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
    """The files below one address, `http(s)://host/path/`."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotReached(f"{address} is no web address")
        self.address = address.rstrip("/") + "/"
        self.folder = parts.path.rstrip("/") + "/"
        self.is_https, self.place = parts.scheme == "https", parts.netloc
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
            return http.client.HTTPSConnection(self.place, timeout=SECONDS, context=context)
        return http.client.HTTPConnection(self.place, timeout=SECONDS)

    def get(self, name: str, *, most: int, etag: str = "") -> Got:
        """Fetch a file by its name below the address; a page by the address readers know."""
        path = self.folder + quote(name.removesuffix("index.html") if _is_page(name) else name)
        headers = {"User-Agent": AGENT, "Accept-Encoding": "br, gzip"}
        headers |= {"If-None-Match": etag} if etag else {}
        for attempt in range(TRIES):
            answer = self._ask(path, headers, is_last=attempt == TRIES - 1)
            if answer is None:
                continue
            if answer.status not in BUSY:
                return self._read(answer, most)
            answer.read(most)
            if attempt < TRIES - 1:
                time.sleep(_pause(answer))
        raise NotReached(f"{self.address} is busy")

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
