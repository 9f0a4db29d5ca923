"""An S3-compatible store as a target: list, put, delete, with requests signed by version 4."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import os
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

from soliday.press.media_types import content_type

KIND, SECONDS = "AWS4-HMAC-SHA256", 60


class StoreRefused(Exception):
    """The store did not do what was asked, or is not set; the message says which."""


@dataclass(frozen=True)
class Account:
    """Where the store is and what it knows us by."""

    endpoint: str
    region: str
    access: str
    secret: str


def account_from_environment() -> Account:
    """The usual names: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY."""
    try:
        return Account(
            os.environ["AWS_ENDPOINT_URL"].rstrip("/"),
            os.environ.get("AWS_REGION", "us-east-1"),
            os.environ["AWS_ACCESS_KEY_ID"],
            os.environ["AWS_SECRET_ACCESS_KEY"],
        )
    except KeyError as missing:
        raise StoreRefused(f"{missing.args[0]} is not set") from missing


def authorization(
    account: Account, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]
) -> str:
    """The header that signs a request; `headers` are all that is signed, by lower-case name."""
    names = ";".join(sorted(headers))
    asked = "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in sorted(query.items()))
    told = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    payload = headers["x-amz-content-sha256"]
    request = "\n".join([method, quote(path, safe="/-_.~"), asked, told, names, payload])
    at = headers["x-amz-date"]
    scope = f"{at[:8]}/{account.region}/s3/aws4_request"
    key = f"AWS4{account.secret}".encode()
    for piece in scope.split("/"):
        key = hmac.digest(key, piece.encode(), "sha256")
    text = "\n".join([KIND, at, scope, hashlib.sha256(request.encode()).hexdigest()])
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    return f"{KIND} Credential={account.access}/{scope},SignedHeaders={names},Signature={signature}"


class Store:
    """One prefix of one bucket, `s3://bucket/prefix`."""

    def __init__(self, target: str, account: Account) -> None:
        parts, place = urlsplit(target), urlsplit(account.endpoint)
        self.account, self.host = account, place.netloc
        self.bucket = f"{place.path.rstrip('/')}/{parts.netloc}"
        self.prefix = f"{parts.path.strip('/')}/".lstrip("/")
        self.connection: http.client.HTTPConnection = (
            http.client.HTTPConnection(place.netloc, timeout=SECONDS)
            if place.scheme == "http"
            else http.client.HTTPSConnection(
                place.netloc, timeout=SECONDS, context=ssl.create_default_context()
            )
        )

    def names(self) -> Iterator[tuple[str, str]]:
        """Each file below the prefix, and the MD5 of what it holds."""
        query = {"list-type": "2", "prefix": self.prefix}
        while True:
            text = self._ask("GET", self.bucket, query=query).decode()
            for entry in re.findall(r"<Contents>.*?</Contents>", text, re.DOTALL):
                yield _told("Key", entry).removeprefix(self.prefix), _told("ETag", entry).strip('"')
            if not (more := _told("NextContinuationToken", text)):
                return
            query["continuation-token"] = more

    def put(self, name: str, data: bytes) -> None:
        self._ask("PUT", self._path(name), data, {"content-type": content_type(name)})

    def delete(self, name: str) -> None:
        self._ask("DELETE", self._path(name))

    def _path(self, name: str) -> str:
        return f"{self.bucket}/{self.prefix}{name}"

    def _ask(
        self,
        method: str,
        path: str,
        data: bytes = b"",
        more: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> bytes:
        query = query or {}
        headers = {
            "host": self.host,
            "x-amz-content-sha256": hashlib.sha256(data).hexdigest(),
            "x-amz-date": datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"),
        } | dict(more or {})
        signed = authorization(self.account, method, path, query, headers)
        asked = "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in sorted(query.items()))
        where = quote(path, safe="/-_.~") + (f"?{asked}" if asked else "")
        self.connection.request(method, where, data, headers | {"authorization": signed})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status not in (200, 204):
            raise StoreRefused(f"{method} of {path} was answered with {answer.status}")
        return body


def upload(folder: Path, store: Store, turn: Callable[[str], int]) -> None:
    """Put what differs, in the order that `turn` gives; then what is no longer here goes."""
    here = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    here = {name: path for name, path in here.items() if path.is_file()}
    there = dict(store.names())
    for name in sorted(here, key=lambda name: (turn(name), name)):
        data = here[name].read_bytes()
        if there.get(name) != hashlib.md5(data, usedforsecurity=False).hexdigest():
            store.put(name, data)
    for name in sorted(there.keys() - here.keys()):
        store.delete(name)


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")


def _told(name: str, text: str) -> str:
    found = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
    return unescape(found[1]) if found else ""
