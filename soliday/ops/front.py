"""What stands in front of the server: whether the flood guard can tell senders apart."""

from __future__ import annotations

from soliday.configuration import Configuration

HERE_ONLY = ("127.0.0.1", "::1", "localhost")


def fault(c: Configuration) -> str:
    """What is wrong with SOLIDAY_PROXIES, and what to do; nothing when it fits the rest."""
    if not c.proxies:
        return ""
    if c.site_host.endswith(".onion"):
        return (
            "an onion service hides addresses, so anyone could make one up: set SOLIDAY_PROXIES=0."
        )
    if c.host not in HERE_ONLY:
        return (
            f"SOLIDAY_HOST={c.host} can be reached past the web server in front, so anyone could "
            "make an address up. Listen on 127.0.0.1, or let a firewall admit that server only "
            "and know that this line stays."
        )
    return ""


def said(c: Configuration) -> str:
    """What the guard does as it is set."""
    if not c.is_flood_guarded:
        return "OFF (SOLIDAY_FLOOD_GUARD=off): nothing slows a flood of reports down"
    if c.proxies:
        return f"on; senders are told apart by what {c.proxies} web server(s) in front say"
    if c.is_https:
        return (
            "on; all senders look alike, only the amount counts. If a web server of yours adds "
            "X-Forwarded-For, set SOLIDAY_PROXIES=1"
        )
    return "on; only the amount counts, not who sends"
