"""Ports for the servers that tests start."""

from __future__ import annotations

import random
import socket

# Below those that Linux lends to outgoing connections (ip(7), ip_local_port_range): while a server
# that was killed is down, one of another test would be given its port.
NOT_LENT = range(10_000, 32_768)


def free_port() -> int:
    while True:
        port = random.SystemRandom().choice(NOT_LENT)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
