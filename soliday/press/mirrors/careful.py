"""Connections to addresses that somebody typed: not into our own network, and not for long."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time

SECONDS = 10.0  # for one step: connecting, one read
NAT64 = ipaddress.ip_network("64:ff9b::/96")
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(OSError):
    """This is no address that this server asks; the message says why."""


class Careful:
    """Opens connections and cuts them all when the time is over, whatever the other side does.

    is_private_fine: for a demo, whose mirrors stand on the same machine. proxy: host and port of
    a SOCKS5 proxy such as Tor's; it resolves the names and sees to it where they lead.
    """

    def __init__(
        self, seconds: float, *, is_private_fine: bool, proxy: tuple[str, int] | None = None
    ) -> None:
        self.ends_at = time.monotonic() + seconds
        self.is_private_fine, self.proxy = is_private_fine, proxy
        self.cuttable: list[socket.socket] = []
        self.timer = threading.Timer(seconds, self._cut)
        self.timer.daemon = True

    def __enter__(self) -> Careful:
        self.timer.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.timer.cancel()
        self._cut()

    @property
    def is_over(self) -> bool:
        """Whether an answer may have been cut: it can look as if it had come to its end."""
        return time.monotonic() >= self.ends_at

    def open(self, host: str, port: int) -> socket.socket:
        """A connection, as soliday/press/mirrors/web.py wants it; raises OSError."""
        seconds = min(SECONDS, self.ends_at - time.monotonic())
        if seconds <= 0:
            raise TimeoutError("it took too long")
        made = self._connect(host, port, seconds)
        self.cuttable.append(made.dup())  # cutting this one cuts the other, encrypted or not
        made.settimeout(seconds)
        return made

    def _connect(self, host: str, port: int, seconds: float) -> socket.socket:
        if self.proxy:
            _refuse_numbers(host, is_private_fine=self.is_private_fine)
            return through_socks(self.proxy, host, port, seconds)
        found = public_ip(host, port, is_private_fine=self.is_private_fine)
        return socket.create_connection((found, port), timeout=seconds)

    def _cut(self) -> None:
        while self.cuttable:
            each = self.cuttable.pop()
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def public_ip(host: str, port: int, *, is_private_fine: bool) -> str:
    """Where the name leads; the connection is made to just this, so that it cannot turn.

    Raises Refused if any of its addresses is one of a private network.
    """
    if host.endswith(".onion"):
        raise Refused("an onion address is reached through Tor only: SOLIDAY_MIRROR_CHECKS")
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not is_private_fine and not all(is_public(ipaddress.ip_address(each)) for each in found):
        raise Refused("it leads into a private network")
    return found[0]


def is_public(ip: IP) -> bool:
    """Whether the address lies in the open network, also if another one is wrapped in it."""
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped:
            return is_public(wrapped)
    return ip.is_global and not ip.is_multicast


def _refuse_numbers(host: str, *, is_private_fine: bool) -> None:
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_private_fine and not is_public(ip):
        raise Refused("it leads into a private network")


def through_socks(proxy: tuple[str, int], host: str, port: int, seconds: float) -> socket.socket:
    """A connection by SOCKS5 (RFC 1928) without a password; the proxy resolves the name."""
    made = socket.create_connection(proxy, timeout=seconds)
    try:
        made.sendall(b"\x05\x01\x00")
        if _exactly(made, 2) != b"\x05\x00":
            raise OSError("the proxy wants a password, or is none")
        name = host.encode("ascii")
        made.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
        _version, answer, _, kind = _exactly(made, 4)
        if answer:
            raise OSError(f"the proxy cannot reach it (answer {answer})")
        _exactly(made, {1: 4, 4: 16}.get(kind) or _exactly(made, 1)[0])
        _exactly(made, 2)
    except (OSError, UnicodeError):
        made.close()
        raise
    return made


def _exactly(made: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = made.recv(count - len(data))
        if not piece:
            raise OSError("the proxy ended the connection")
        data += piece
    return data
