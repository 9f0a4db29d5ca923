"""The real app server in front of the real application: what only the wire shows."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from soliday.press import release
from tests.ports import free_port

pytestmark = pytest.mark.server
CANARY = "zq7canary"
PAGE = b"<p>page</p>" * 2000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Yields the address of a running server; what it printed is in `server.log` of its folder."""
    folder = tmp_path_factory.mktemp("granian")
    release.open_site(folder / "site")
    release.write_page(folder / "site", "en/index.html", PAGE)
    release.write_page(folder / "site", "404.html", b"<p>not found</p>")
    release.write_page(folder / "site", "big.zip", bytes(3_000_000))
    port = free_port()
    environ = os.environ | {
        "SOLIDAY_MODE": "demo",
        "SOLIDAY_DATA": str(folder),
        "SOLIDAY_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "soliday.settings",
    }
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "granian", "soliday.wsgi:application"]
    options = ["--interface", "wsgi", "--port", str(port), "--blocking-threads", "4", "--no-ws"]
    with open(folder / "server.log", "w") as log:
        process = subprocess.Popen(
            command + options,
            env=environ,
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[2],
        )
    yield from _while_running(process, f"http://127.0.0.1:{port}", folder / "server.log")


def _while_running(process, address, log):
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{address}/en/")
                break
            except httpx.TransportError:
                assert process.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield address, log
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_page_over_the_wire(server, encoding):
    answer = httpx.get(f"{server[0]}/en/", headers={"Accept-Encoding": encoding})
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert not any(letter.isdigit() for letter in answer.headers.get("server", ""))
    assert "set-cookie" not in answer.headers


def test_head_tells_the_length_of_the_body_it_leaves_out(server):
    answer = httpx.head(f"{server[0]}/big.zip")
    assert (answer.headers["Content-Length"], answer.content) == ("3000000", b"")


def test_a_large_file_and_a_part_of_it(server):
    assert len(httpx.get(f"{server[0]}/big.zip").content) == 3_000_000
    part = httpx.get(f"{server[0]}/big.zip", headers={"Range": "bytes=10-2000009"})
    assert (part.status_code, len(part.content)) == (206, 2_000_000)


def test_not_changed_and_not_found_and_not_allowed(server):
    etag = httpx.get(f"{server[0]}/en/").headers["ETag"]
    assert httpx.get(f"{server[0]}/en/", headers={"If-None-Match": etag}).status_code == 304
    assert httpx.get(f"{server[0]}/en/nowhere").text == "<p>not found</p>"
    assert httpx.post(f"{server[0]}/en/", content=b"x" * 100_000).status_code == 405


def test_what_is_sent_after_a_body_that_was_not_read(server):
    """The server ends such a connection; unless it says so, the next answer never comes."""
    with httpx.Client(base_url=server[0]) as visitor:
        for _ in range(50):
            unread = visitor.post("/en/", content=b"x" * 300_000)
            assert (unread.status_code, unread.headers["Connection"]) == (405, "close")
            assert visitor.post("/en/").status_code == 405


@pytest.mark.parametrize(
    "path", [b"/../x", b"/en/%2e%2e/x", b"/en/..%2f..%2fx", b"/%00", b"/en%5c", b"//x", b"/%ff"]
)
def test_what_a_browser_would_never_send(server, path):
    host, port = server[0].removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: wire.recv(65536), b""))
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"Traceback" not in answer


def test_neither_address_nor_path_is_logged(server):
    address, log = server
    for path in (f"/send/{CANARY}", f"/{CANARY}", f"/receipt/{CANARY}", f"/desk/{CANARY}/"):
        for method in ("GET", "POST"):
            url = f"{address}{path}?q={CANARY}"
            httpx.request(method, url, headers={"User-Agent": CANARY}, timeout=60)
    time.sleep(0.2)
    printed = log.read_text()
    assert CANARY not in printed
    assert "GET" not in printed and "/send" not in printed
