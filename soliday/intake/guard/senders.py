"""Names that tell senders apart for a minute, in memory only. No address is ever kept."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from soliday.intake.guard.keys import keyed

ONE_HOUSEHOLD = 64  # bits of an IPv6 address: whoever has one has all that begin like it


def sender_name(meta: Mapping[str, Any], *, day: date) -> str | None:
    """A keyed name, another one each day; None where the address tells nobody from others.

    An onion service, or a proxy that was not configured, shows everybody as this machine.
    """
    address = _address(meta)
    if address is None or address.is_loopback:
        return None
    return keyed("sender", f"{day} {_household(address)}")[:12].hex()


def _address(meta: Mapping[str, Any]) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address as the outermost of our own proxies saw it: what stands before can be made up."""
    proxies: int = settings.CONFIGURATION.proxies
    shown = str(meta.get("REMOTE_ADDR", ""))
    if proxies:
        hops = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        shown = hops[-proxies].strip() if len(hops) >= proxies else ""
    try:
        address = ipaddress.ip_address(shown)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _household(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, ONE_HOUSEHOLD), strict=False))
