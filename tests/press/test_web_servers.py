"""nginx and Caddy, as our examples set them up, answer as our own server does."""

import os
import re
import socket
import subprocess
import time

import httpx
import pytest

from soliday.press import release
from soliday.press.media_types import TYPES
from soliday.press.serving import Serving
from tests.ports import free_port
from tests.press.mirrors.conftest import serving
from tests.press.web_servers import CADDY, DEPLOY, NGINX, caddy_command, nginx_command

ONION = "http://" + "a" * 56 + ".onion"
PAGE = "<p>старонка</p>".encode() * 100
FILES = {
    "index.html": PAGE,
    "404.html": b"<p>?</p>",
    "en/index.html": PAGE,
    "en/404.html": b"<p>not found</p>" * 30,
    "be/404.html": "<p>не знойдзена</p>".encode() * 30,
    "en/ideas/index.html": PAGE,
    "assets/s.3f9a0c1d.css": b"p{color:red}" * 50,
    "photos/12-1-wall.jpg": b"\xff\xd8 photo",
    "SHA256SUMS": b"0  x\n" * 100,
    "SHA256SUMS.minisig": b"untrusted comment",
    "minisign.pub": b"RW",
    "withdrawn.txt": b"",
    "sitemap.xml": b"<x/>",
    ".well-known/security.txt": b"Contact: x",
    "feeds/en/actions.atom": b"<feed/>" * 60,
    "calendar/en.ics": b"BEGIN:VCALENDAR",
    "data/actions.json": b"[]",
    "data/actions.csv": b"a,b",
    "data/actions.geojson": b"{}",
    "some.thing": b"x",
}
PATHS = [
    *(f"/{name.removesuffix('index.html')}" for name in FILES),
    *("/en", "/en/ideas", "/en/index.html", "/index.html", "/nowhere", "/en/nowhere/"),
    *("/en/x/y.html", "/be/x", "/feeds/be/x.atom", "/photos", "/photos/", "/photos/9.jpg"),
    *("/nowhere/index.html", "/xx/yy/", "/en/index.html.br", "/en/index.html.gz", "/data/"),
    *("/.hidden", "/en/.hidden", "/.drafts/x", "/.well-known/", "/en/index.css"),
]
OUTSIDE = ["/%2e%2e/secret.txt", "/en/%2e%2e/%2e%2e/secret.txt", "/..%2fsecret.txt"]
LINKS = ["/link.txt", "/linked/secret.txt"]
SAME = (
    *("content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"),
    *("cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy"),
    *("strict-transport-security", "cache-control", "content-type", "content-encoding"),
    *("onion-location", "last-modified", "location", "link"),
)
LIVE = ["/send/report", "/receipt/", "/desk/", "/health", "/static/x.css"]


def live(environ, start_response):
    body = f"live {environ['PATH_INFO']} {environ.get('CONTENT_LENGTH', '')}".encode()
    start_response("299 Live", [("Content-Length", str(len(body))), ("X-Frame-Options", "DENY")])
    return [body]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    for each in (folder, folder.parent):
        each.chmod(0o755)
    site = folder / "site"
    release.open_site(site)
    for name, data in FILES.items():
        release.write_page(site, name, data)
    for name in (".hidden", "en/.hidden", ".drafts/x", "../secret.txt"):
        (site / name).write_text("secret")
    (site / "link.txt").symlink_to(folder / "secret.txt")
    (site / "linked").symlink_to(folder)
    return site


@pytest.fixture(scope="module")
def ours(site):
    """`soliday run` as the example has it behind it, on a clear-net address with TLS in front."""
    with pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        patch.setattr(type(settings.CONFIGURATION), "is_https", True)
        app = Serving(
            live,
            site=site,
            static=site,
            onion=ONION,
            onion_host=ONION[7:],
            official="https://example.org",
        )
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def nginx(site, ours, tmp_path_factory):
    yield from _started("nginx", NGINX, nginx_command, site, ours, tmp_path_factory)


@pytest.fixture(scope="module")
def caddy(site, ours, tmp_path_factory):
    yield from _started("caddy", CADDY, caddy_command, site, ours, tmp_path_factory)


@pytest.fixture(params=["nginx", "caddy"])
def server(request):
    return request.getfixturevalue(request.param)


def _started(name, program, prepare, site, ours, tmp_path_factory):
    if not os.path.exists(program) and os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") != "1":
        pytest.skip(f"{name} is not installed: our example for it is not tried")
    folder = tmp_path_factory.mktemp(name)
    port = free_port()
    log = (folder / "log").open("wb")
    command = prepare(folder, site, ours.removeprefix("http://"), port)
    home = os.environ | {"HOME": str(folder)}
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=home)
    try:
        _wait(port, process, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
    assert "203.0.113" not in (folder / "log").read_text()


def _wait(port, process, log):
    for _ in range(200):
        if process.poll() is not None:
            raise AssertionError(log.read_text())
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text())


CLIENT = httpx.Client(verify=False)  # noqa: S501


def ask(address, path, method="GET", **headers):
    url = httpx.URL(address, raw_path=path.encode())
    return CLIENT.request(method, url, headers={"Accept-Encoding": "identity"} | headers)


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", PATHS)
def test_a_reader_gets_the_same(server, ours, path, encoding):
    for method in ("GET", "HEAD"):
        one = ask(ours, path, method, **{"Accept-Encoding": encoding})
        other = ask(server, path, method, **{"Accept-Encoding": encoding})
        assert other.status_code == one.status_code
        if one.status_code != 301:
            assert other.content == one.content
            assert other.headers.get("vary") in (one.headers.get("vary"), "Accept-Encoding")
        for name in SAME:
            if one.status_code != 301 or name == "location":
                assert other.headers.get(name) == one.headers.get(name), name


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_folder_is_reached(server, path):
    answer = ask(server, path)
    assert answer.status_code in (400, 404)
    assert b"secret" not in answer.content


@pytest.mark.parametrize("path", LINKS)
def test_nginx_follows_no_link(nginx, path):
    """Caddy would; the press makes none."""
    assert ask(nginx, path).status_code == 404


def test_brotli(server, ours):
    one = ask(ours, "/en/", **{"Accept-Encoding": "br"})
    other = ask(server, "/en/", **{"Accept-Encoding": "br"})
    assert other.headers["Content-Encoding"] == one.headers["Content-Encoding"] == "br"
    assert other.content == one.content


@pytest.mark.parametrize("path", ["/en/", "/assets/s.3f9a0c1d.css", "/SHA256SUMS"])
def test_what_has_not_changed_is_not_sent_again(server, path):
    etag = ask(server, path).headers["ETag"]
    again = ask(server, path, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == ask(server, path).headers["Cache-Control"]


def test_an_etag_follows_from_the_bytes_alone(server, site):
    def etag(data):
        release.write_page(site, "etag.txt", data)
        return ask(server, "/etag.txt").headers["ETag"]

    first, other, again = (etag(data) for data in (b"12 actions", b"13 actions", b"12 actions"))
    assert first == again != other


def test_a_part_of_a_file(server):
    answer = ask(server, "/photos/12-1-wall.jpg", Range="bytes=0-1")
    assert (answer.status_code, answer.content) == (206, b"\xff\xd8")


@pytest.mark.parametrize("path", LIVE)
def test_the_moving_doors_lead_to_us(server, path):
    answer = ask(server, path)
    assert answer.status_code == (404 if path.startswith("/static") else 299)
    assert len(answer.headers.get_list("X-Frame-Options")) == 1
    if answer.status_code == 299:
        assert "content-security-policy" not in answer.headers


def test_files_can_only_be_read(server):
    for method in ("POST", "PUT", "DELETE"):
        assert ask(server, "/en/", method).status_code == 405


@pytest.mark.parametrize(("ending", "kind"), TYPES.items())
def test_nginx_knows_every_kind_of_file(ending, kind):
    known = (DEPLOY / "nginx.conf").read_text()
    lines = [each for each in known.splitlines() if re.search(rf"\s{ending[1:]}[ ;]", each)]
    assert any(kind in each for each in lines)
