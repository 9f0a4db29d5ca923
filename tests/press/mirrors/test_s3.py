"""A store that speaks S3: signed as its inventors say, sums last, nothing left over."""

import hashlib
import re
from functools import partial
from urllib.parse import parse_qsl, unquote
from xml.sax.saxutils import escape

import pytest

from soliday.press.mirrors.make import Site, make
from soliday.press.mirrors.push import push
from soliday.press.mirrors.s3 import Account, StoreRefused, authorization
from soliday.press.mirrors.verify import verify
from soliday.press.signing import public_key_file
from tests.press.mirrors.conftest import serving, write
from tests.press.mirrors.copies import KEY, PUBLIC, TODAY, pages, release

# From “Signature calculations for the authorization header”, the examples that Amazon publishes.
PUBLISHED = Account(
    "https://examplebucket.s3.amazonaws.com",
    "us-east-1",
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)
HOST = {"host": "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z"}
EMPTY = {"x-amz-content-sha256": hashlib.sha256().hexdigest()}


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {},
            EMPTY | {"range": "bytes=0-9"},
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            {},
            {
                "date": "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class": "REDUCED_REDUNDANCY",
                "x-amz-content-sha256": hashlib.sha256(b"Welcome to Amazon S3.").hexdigest(),
            },
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            "GET",
            "/",
            {"lifecycle": ""},
            EMPTY,
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            "GET",
            "/",
            {"max-keys": "2", "prefix": "J"},
            EMPTY,
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
def test_the_published_signatures(method, path, query, headers, signature):
    told = authorization(PUBLISHED, method, path, query, HOST | headers)
    assert told.endswith(f"Signature={signature}")


class StandIn:
    """A store in memory that checks each signature and lists two files at a time."""

    def __init__(self):
        self.files, self.done = {"other/kept.html": b"not ours"}, []

    def __call__(self, environ, start_response):
        method, path = environ["REQUEST_METHOD"], unquote(environ["PATH_INFO"])
        data = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        query = dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))
        if not self._is_signed(environ, method, path, query, data):
            start_response("403 Forbidden", [("Content-Length", "0")])
            return [b""]
        body = b""
        name = path.removeprefix("/bucket/")
        if method == "GET":
            body = self._listed(query).encode()
        elif method == "PUT":
            self.files[name] = data
            self.done.append(("PUT", name))
        else:
            del self.files[name]
            self.done.append(("DELETE", name))
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    def _is_signed(self, environ, method, path, query, data):
        told = environ["HTTP_AUTHORIZATION"]
        names = re.search("SignedHeaders=([^,]*)", told)[1].split(";")
        names_here = {"content-type": "CONTENT_TYPE"}
        given = {
            name: environ[names_here.get(name, f"HTTP_{name.upper().replace('-', '_')}")]
            for name in names
        }
        is_data = given["x-amz-content-sha256"] == hashlib.sha256(data).hexdigest()
        account = Account("", "us-east-1", "access", "secret")
        return is_data and told == authorization(account, method, path, query, given)

    def _listed(self, query):
        names = sorted(name for name in self.files if name.startswith(query["prefix"]))
        start = int(query.get("continuation-token", 0))
        entries = "".join(
            f"<Contents><Key>{escape(name)}</Key>"
            f"<ETag>&quot;{hashlib.md5(self.files[name]).hexdigest()}&quot;</ETag></Contents>"  # noqa: S324
            for name in names[start : start + 2]
        )
        more = f"<NextContinuationToken>{start + 2}</NextContinuationToken>"
        return entries + (more if start + 2 < len(names) else "")


@pytest.fixture
def stand_in(monkeypatch):
    store = StandIn()
    with serving(store) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "access")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        yield store


def test_a_copy_is_put_sums_last_and_what_is_withdrawn_deleted(stand_in, folder):
    ours = {"minisign.pub": public_key_file(KEY)}
    write(folder, release(pages(1) | ours | {"en/actions/99/index.html": b"a name"}))
    making = partial(make, Site(folder, PUBLIC, (), {}), press_key=KEY, lite=False)
    push(making, "s3://bucket/copy")
    assert [name for _, name in stand_in.done[-2:]] == [
        "copy/SHA256SUMS",
        "copy/SHA256SUMS.minisig",
    ]
    stand_in.done.clear()
    write(folder, release(pages(1) | ours | {"withdrawn.txt": b"x"}, sequence=8))
    push(making, "s3://bucket/copy/")
    assert stand_in.done == [
        ("PUT", "copy/withdrawn.txt"),
        ("PUT", "copy/SHA256SUMS"),
        ("PUT", "copy/SHA256SUMS.minisig"),
        ("DELETE", "copy/en/actions/99/index.html"),
    ]
    there = {
        name.removeprefix("copy/"): data
        for name, data in stand_in.files.items()
        if name.startswith("copy/")
    }
    assert verify(there, key=PUBLIC, today=TODAY) == []
    assert stand_in.files["other/kept.html"] == b"not ours"


def test_a_store_that_refuses_or_is_not_set_is_told(stand_in, folder, monkeypatch):
    write(folder, release(pages()))
    making = partial(make, Site(folder, PUBLIC, (), {}), press_key=None, lite=False)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(StoreRefused, match="403"):
        push(making, "s3://bucket/copy")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(StoreRefused, match="AWS_SECRET_ACCESS_KEY"):
        push(making, "s3://bucket/copy")
