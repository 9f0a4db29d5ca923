"""Ports for the servers that tests start."""

from __future__ import annotations

import random
import socket
from pathlib import Path

LENT = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    """None that the system lends to outgoing connections: while a server that was killed is down,
    one of another test, or a call to the server itself, would be given its port."""
    first_lent = int(LENT.read_text().split()[0])
    while True:
        port = random.SystemRandom().randrange(10_000, first_lent)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
