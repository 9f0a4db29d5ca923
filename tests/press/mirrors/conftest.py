"""A site in a folder, served over real HTTP by our own server."""

import shutil
import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from soliday.press import release
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS
from soliday.press.serving import Serving


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Asked:
    """Remembers what was asked for."""

    def __init__(self, application):
        self.application, self.paths = application, []

    def __call__(self, environ, start_response):
        self.paths.append(environ["PATH_INFO"])
        return self.application(environ, start_response)


@contextmanager
def serving(application):
    server = make_server("127.0.0.1", 0, application, Threads, Quiet)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def write(site, tree):
    """Put a release in place as the press does: each file whole, the sums and signature last."""
    files = [name for name in tree if not name.endswith((".gz", ".br"))]
    files.sort(key=lambda name: (name == SIGNATURE, name == SUMS))
    for name in files:
        if not release.is_in_place(site, name, tree[name]):
            release.write_page(site, name, tree[name])
    known = {name + form for name in files for form in ("", ".gz", ".br")}
    for stray in release.strays(site, sorted(known)):
        release.remove_stray(site, stray)


@pytest.fixture
def folder(tmp_path):
    site = tmp_path / "official"
    release.open_site(site)
    return site


@pytest.fixture
def asked(folder):
    return Asked(Serving(None, site=folder, static=folder))


@pytest.fixture
def address(asked):
    with serving(asked) as where:
        yield where


@pytest.fixture
def copy_of(tmp_path):
    """A plain copy of a folder, without its compressed forms."""
    return lambda site, name: shutil.copytree(
        site, tmp_path / name, ignore=shutil.ignore_patterns("*.gz", "*.br", ".drafts")
    )
