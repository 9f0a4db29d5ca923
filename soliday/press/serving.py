"""The one application: files of the site for readers, Django for the moving doors.

A reader never reaches Django and Django never answers for a page: the first segment of the
path decides. Nothing here writes a log line: neither an address nor a path is ever kept.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from soliday.core.headers import security_headers
from soliday.press.files import Answer, answer_with_file, open_below
from soliday.press.paths import STATIC, is_live, is_safe

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
READING = ("GET", "HEAD")
FOUND = ("200", "206")
NOT_FOUND = "404 Not Found"
HTML, HSTS = "text/html; charset=utf-8", "Strict-Transport-Security"
NO_SUCH_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR)
ABOUT_FORM = ("REQUEST_METHOD", "HTTP_ACCEPT_ENCODING")
HASHED = re.compile(r"/assets/.*\.[0-9a-f]{8,}\.[^/]+|/photos/.+")
# A page is asked for again each time, and answered 304: what was withdrawn is gone at once.
FRESH = "public, max-age=0, must-revalidate"
# For ever in a browser that has it; a cache on the way must ask again, so a withdrawn photo goes.
FOR_EVER = "public, max-age=31536000, s-maxage=60, immutable"
AN_HOUR = "public, max-age=3600"


class Serving:
    """A WSGI application in front of another."""

    def __init__(
        self,
        live: Application,
        *,
        site: Path,
        static: Path,
        onion: str = "",
        onion_host: str = "",
        official: str = "",
    ) -> None:
        self.live, self.site, self.static = live, site, static
        self.onion, self.onion_host = onion, onion_host
        self.official = official  # the clear-net address that pages beside an onion do not name
        self.headers = list(security_headers("/").items())
        # An onion service has no certificate, so a browser told to insist on one would be shut out.
        self.onion_headers = [each for each in self.headers if each[0] != HSTS]

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "") or "/"
        is_on_onion = bool(self.onion) and _host(environ) == self.onion_host
        if is_live(path):
            return self.live(environ, self._with_onion(environ, start_response, is_on_onion))
        answer = self._answer(path, environ)
        if is_on_onion:
            headers = answer.headers + self.onion_headers
        else:
            headers = answer.headers + self.headers + self._onion_location(environ, answer.headers)
            headers += self._canonical(path, answer)
        start_response(answer.status, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else answer.body

    def _with_onion(
        self, environ: dict[str, Any], start_response: Callable[..., Any], is_on_onion: bool
    ) -> Callable[..., Any]:
        """What a live answer needs besides, where there is an onion service."""
        if not self.onion:
            return start_response

        def start(status: str, headers: Headers, *more: Any) -> Any:
            if is_on_onion:
                return start_response(status, [each for each in headers if each[0] != HSTS], *more)
            return start_response(status, headers + self._onion_location(environ, headers), *more)

        return start

    def _onion_location(self, environ: dict[str, Any], headers: Headers) -> Headers:
        """The same page on the onion service. Never on the answer to what was sent: a browser that
        prefers onions would go there at once, and the answer with the receipt would be lost."""
        is_page = ("Content-Type", HTML) in headers and environ["REQUEST_METHOD"] in READING
        if not self.onion or not is_page:
            return []
        query = quote(environ.get("QUERY_STRING", ""), safe="%=&+;:@/?,!$'()*-._~")
        path = quote(environ.get("PATH_INFO", "").encode("latin-1", "replace")) or "/"
        return [("Onion-Location", f"{self.onion}{path}" + (f"?{query}" if query else ""))]

    def _canonical(self, path: str, answer: Answer) -> Headers:
        """Where the page belongs, on the clear net: beside an onion service no file says it."""
        is_page = answer.status[:3] in FOUND and ("Content-Type", HTML) in answer.headers
        if not (self.onion and self.official and is_page):
            return []
        return [("Link", f'<{self.official}{quote(path)}>; rel="canonical"')]

    def _answer(self, path: str, environ: dict[str, Any]) -> Answer:
        if environ["REQUEST_METHOD"] not in READING:
            return _short(HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", "GET, HEAD"))
        try:
            return self._file(path, environ)
        except OSError as error:
            if error.errno in NO_SUCH_FILE:
                return self._moved(path) or self._not_found(path, environ)
            # Too many open files, a disk that fails: say so, and nothing more.
            return _short(HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "1"))

    def _file(self, path: str, environ: dict[str, Any]) -> Answer:
        if not is_safe(path):
            raise FileNotFoundError(errno.ENOENT, "no public file")
        if path.startswith(STATIC):
            return answer_with_file(self.static, path.removeprefix(STATIC), environ, AN_HOUR)
        name = path[1:] + ("index.html" if path.endswith("/") else "")
        cache = FOR_EVER if HASHED.fullmatch(path) else FRESH
        return answer_with_file(self.site, name, environ, cache)

    def _moved(self, path: str) -> Answer | None:
        """A page has one address: with a slash at its end, without index.html."""
        page = path.removesuffix("index.html") if path.endswith("/index.html") else f"{path}/"
        if not is_safe(page) or not self._is_baked(f"{page[1:]}index.html"):
            return None
        return _short(HTTPStatus.MOVED_PERMANENTLY, ("Location", page))

    def _not_found(self, path: str, environ: dict[str, Any]) -> Answer:
        """The baked page in the language of the path."""
        first, second, *_ = *path.split("/")[1:3], "", ""
        for folder in (f"{first}/{second}/", f"{first}/", f"{second}/", ""):
            name = f"{folder}404.html"
            if is_safe(f"/{name}") and self._is_baked(name):
                asked = {each: environ[each] for each in ABOUT_FORM if each in environ}
                return replace(answer_with_file(self.site, name, asked, FRESH), status=NOT_FOUND)
        return _short(HTTPStatus.NOT_FOUND)

    def _is_baked(self, name: str) -> bool:
        try:
            open_below(self.site, name).close()
        except OSError:
            return False
        return True


def _short(status: HTTPStatus, *headers: tuple[str, str]) -> Answer:
    line = f"{status.value} {status.phrase}"
    body = f"{line}\n".encode()
    about = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    return Answer(line, [*about, ("Cache-Control", FRESH), *headers], [body])


def _host(environ: dict[str, Any]) -> str:
    return str(environ.get("HTTP_HOST", "")).rpartition("@")[2].split(":")[0].lower()


def application(live: Application) -> Serving:
    """Put the site of this installation in front of Django."""
    return Serving(
        live,
        site=settings.SITE_FOLDER,
        static=settings.STATIC_ROOT,
        onion=settings.CONFIGURATION.onion,
        onion_host=settings.CONFIGURATION.onion_host,
        official=settings.CONFIGURATION.site,
    )
