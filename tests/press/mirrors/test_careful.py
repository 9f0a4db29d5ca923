"""Addresses that somebody typed lead neither into our network nor on for ever."""

import contextlib
import ipaddress
import socket
import threading
import time

import pytest

from soliday.press.mirrors import careful
from soliday.press.mirrors.careful import Careful, Refused, is_public, public_ip
from soliday.press.mirrors.web import NotReached, Web
from tests.press.mirrors.conftest import serving, write
from tests.press.mirrors.copies import pages, release

PRIVATE = """127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1
224.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:c0a8:101::""".split()
PUBLIC = "93.184.216.34 2606:2800:220:1:248:1893:25c8:1946 64:ff9b::5db8:d822".split()


@pytest.mark.parametrize("ip", PRIVATE)
def test_our_own_network_is_not_public(ip):
    assert not is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize("ip", PUBLIC)
def test_the_open_network_is(ip):
    assert is_public(ipaddress.ip_address(ip))


def resolving(monkeypatch, *found):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    resolving(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(Refused, match="private"):
        public_ip("mirror.example", 80, is_private_fine=False)
    assert public_ip("mirror.example", 80, is_private_fine=True) == "93.184.216.34"


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch):
    resolving(monkeypatch, "93.184.216.34")
    asked = []
    monkeypatch.setattr(
        socket, "create_connection", lambda where, timeout: asked.append(where) or socket.socket()
    )
    with Careful(5, is_private_fine=False) as opening:
        opening.open("mirror.example", 8443).close()
    assert asked == [("93.184.216.34", 8443)]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433"])
def test_this_machine_is_not_asked(address, folder, host):
    write(folder, release(pages()))
    port = address.rpartition(":")[2]
    with (
        Careful(5, is_private_fine=False) as opening,
        pytest.raises(NotReached, match="private network"),
    ):
        Web(f"http://{host}:{port}", opening=opening.open).get("SHA256SUMS", most=10**6)


def test_without_tor_no_onion_is_looked_up(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    with Careful(5, is_private_fine=False) as opening, pytest.raises(Refused, match="Tor"):
        opening.open("a" * 56 + ".onion", 80)


def server(answer):
    """A bare socket that answers each connection in a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))

    def work():
        while True:
            try:
                made, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(made,), daemon=True).start()

    threading.Thread(target=work, daemon=True).start()
    return listening, listening.getsockname()[1]


def dripping(made):
    made.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        try:
            made.sendall(b"x")
        except OSError:
            return
        time.sleep(0.05)


def silent(made):
    time.sleep(30)
    made.close()


@pytest.mark.parametrize(
    ("scheme", "answer"), [("http", dripping), ("http", silent), ("https", silent)]
)
def test_whoever_keeps_us_waiting_is_cut_off(scheme, answer):
    listening, port = server(answer)
    begun = time.monotonic()
    with (
        Careful(0.5, is_private_fine=True) as opening,
        contextlib.suppress(NotReached),  # what is cut can look like an answer without a body
    ):
        Web(f"{scheme}://127.0.0.1:{port}", opening=opening.open).get("SHA256SUMS", most=100)
    assert opening.is_over
    assert time.monotonic() - begun < 2
    listening.close()


def socks(made):
    """Tor's side of SOCKS5, as far as it is needed; every name leads to this machine."""
    assert made.recv(3) == b"\x05\x01\x00"
    made.sendall(b"\x05\x00")
    head = made.recv(5)
    name = made.recv(head[4]).decode()
    port = int.from_bytes(made.recv(2), "big")
    seen.append((head[:4], name, port))
    if name.startswith("refused"):
        made.sendall(b"\x05\x05\x00\x01" + bytes(6))
        made.close()
        return
    made.sendall(b"\x05\x00\x00\x01" + bytes(6))
    beyond = socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=pump, args=(made, beyond), daemon=True).start()
    pump(beyond, made)


def pump(one, other):
    try:
        while data := one.recv(65536):
            other.sendall(data)
    except OSError:
        pass


seen: list[tuple[bytes, str, int]] = []


@pytest.fixture
def proxy():
    seen.clear()
    listening, port = server(socks)
    yield "127.0.0.1", port
    listening.close()


def test_through_tor_the_name_is_not_looked_up_here(proxy, address, folder, monkeypatch):
    write(folder, release(pages()))
    port = int(address.rpartition(":")[2])
    onion, looked_up = "b" * 56 + ".onion", []
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *a, **k: looked_up.append(a[0]) or real(*a, **k)
    )
    with Careful(5, is_private_fine=False, proxy=proxy) as opening:
        got = Web(f"http://{onion}:{port}", opening=opening.open).get("SHA256SUMS", most=10**6)
    assert got.body == release(pages())["SHA256SUMS"]
    assert seen == [(b"\x05\x01\x00\x03", onion, port)]
    assert set(looked_up) <= {"127.0.0.1"}


@pytest.mark.parametrize(
    ("host", "words"), [("refused.example", "cannot reach"), ("10.0.0.1", "private network")]
)
def test_what_the_proxy_refuses_and_what_it_is_not_asked_for(proxy, host, words):
    with (
        Careful(5, is_private_fine=False, proxy=proxy) as opening,
        pytest.raises(OSError, match=words),
    ):
        opening.open(host, 80)


def test_no_proxy_at_all(monkeypatch):
    listening, port = server(lambda made: made.sendall(b"HTTP/1.1 400 no\r\n") or made.close())
    with (
        Careful(5, is_private_fine=False, proxy=("127.0.0.1", port)) as opening,
        pytest.raises(OSError, match="is none"),
    ):
        opening.open("mirror.example", 80)
    listening.close()
    monkeypatch.setattr(careful, "SECONDS", 1.0)
    with (
        serving(lambda _e, start: start("200 OK", []) and []) as _,
        Careful(5, is_private_fine=False, proxy=("127.0.0.1", port)) as opening,
        pytest.raises(OSError),
    ):
        opening.open("mirror.example", 80)
