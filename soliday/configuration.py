"""What the host may set, read once from the environment; a wrong value stops the start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import environs

ONION = re.compile(r"http://[a-z2-7]{56}\.onion")
MINISIGN_KEY = re.compile(r"RW[A-Za-z0-9+/]{54}")
SOCKS = re.compile(r"socks5://([a-z0-9.-]+):([0-9]{1,5})")
# Where the leave button leads: known everywhere, in every language, of no meaning.
HARMLESS = "https://www.wikipedia.org/"


class UnsafeSettings(Exception):
    """A setting would put people at risk; the message says what to do about it."""


@dataclass(frozen=True)
class Configuration:
    """One installation as its host has set it."""

    data: Path
    mode: str
    host: str
    port: int
    site: str
    database_url: str
    workers: int
    is_flood_guarded: bool
    proxies: int
    least_free_mb: int | None
    security_contact: str
    leave_to: str
    onion: str
    signing: str
    signing_key: str
    release_hours: tuple[int, ...]  # of the day, UTC
    mirror_checks: str  # direct, off, or socks5://host:port

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def site_host(self) -> str:
        return urlsplit(self.site).hostname or ""

    @property
    def onion_host(self) -> str:
        """The host of the onion service; empty without one."""
        return urlsplit(self.onion).hostname or ""

    @property
    def is_https(self) -> bool:
        return self.site.startswith("https://")


def read_configuration() -> Configuration:
    """Read SOLIDAY_* and DATABASE_URL; raise UnsafeSettings with a sentence that helps."""
    env = environs.Env()
    try:
        configuration = _from(env)
    except environs.EnvError as error:
        raise UnsafeSettings(f"{error}. See docs/host.md, “Settings”.") from error
    refuse_unsafe(configuration)
    return configuration


def proxy_of(text: str) -> tuple[str, int]:
    """Host and port of `socks5://host:port`; raises UnsafeSettings."""
    found = SOCKS.fullmatch(text)
    if found is None:
        raise UnsafeSettings(
            f"“{text}” is no proxy for asking mirrors. Set SOLIDAY_MIRROR_CHECKS to direct, off, "
            "or socks5://127.0.0.1:9050, which is Tor's."
        )
    return found[1], int(found[2])


def _from(env: environs.Env) -> Configuration:
    data = Path(env.str("SOLIDAY_DATA", "data")).resolve()
    port = env.int("SOLIDAY_PORT", 8000)
    mode = env.str("SOLIDAY_MODE", "production")
    address = f"http://127.0.0.1:{port}" if mode == "demo" else ""
    site = env.str("SOLIDAY_SITE", address).rstrip("/")
    # Who asks tells a mirror where it stands: what only an onion knows stays with it.
    checks = "off" if (urlsplit(site).hostname or "").endswith(".onion") else "direct"
    return Configuration(
        data=data,
        mode=mode,
        host=env.str("SOLIDAY_HOST", "127.0.0.1"),
        port=port,
        site=site,
        database_url=env.str("DATABASE_URL", f"sqlite:///{data}/soliday.sqlite3"),
        workers=env.int("SOLIDAY_WORKERS", 2),
        is_flood_guarded=env.str("SOLIDAY_FLOOD_GUARD", "on") != "off",
        proxies=env.int("SOLIDAY_PROXIES", 0),
        least_free_mb=env.int("SOLIDAY_LEAST_FREE_MB", None),
        security_contact=env.str("SOLIDAY_SECURITY_CONTACT", ""),
        leave_to=env.str("SOLIDAY_LEAVE_TO", HARMLESS),
        onion=env.str("SOLIDAY_ONION", "").rstrip("/"),
        signing=env.str("SOLIDAY_SIGNING", "press"),
        signing_key=env.str("SOLIDAY_SIGNING_KEY", ""),
        release_hours=tuple(env.list("SOLIDAY_RELEASE_HOURS", [6, 18], subcast=int)),
        mirror_checks=env.str("SOLIDAY_MIRROR_CHECKS", checks),
    )


def refuse_unsafe(configuration: Configuration) -> None:
    """Stop here rather than run in a way that endangers somebody."""
    c = configuration
    if c.mode not in ("production", "demo"):
        raise UnsafeSettings(f"SOLIDAY_MODE is “{c.mode}”. Set it to production or demo.")
    if not 0 < c.port < 65536:
        raise UnsafeSettings(f"SOLIDAY_PORT is {c.port}. Choose a port from 1 to 65535.")
    if c.workers < 1:
        raise UnsafeSettings("SOLIDAY_WORKERS must be 1 or more.")
    if not 0 <= c.proxies <= 9:
        raise UnsafeSettings(
            f"SOLIDAY_PROXIES is {c.proxies}. Set it to the number of web servers of your own "
            "between the world and this program, mostly 1; 0 if you do not know."
        )
    if c.least_free_mb is not None and c.least_free_mb < 0:
        raise UnsafeSettings("SOLIDAY_LEAST_FREE_MB must be 0 or more.")
    if c.is_demo and c.host not in ("127.0.0.1", "::1", "localhost"):
        raise UnsafeSettings(
            "The demo prints its passwords and may be reached from this machine only: "
            "leave SOLIDAY_HOST at 127.0.0.1, or run in production mode."
        )
    _refuse_unsafe_addresses(c)
    _refuse_wrong_signing(c)
    _refuse_wrong_hours(c)
    if not c.is_demo:
        _refuse_unsafe_site(c)


def _refuse_wrong_hours(c: Configuration) -> None:
    if not c.release_hours or not all(0 <= hour <= 23 for hour in c.release_hours):
        raise UnsafeSettings(
            "SOLIDAY_RELEASE_HOURS must be hours of the day in UTC, from 0 to 23, such as 6,18."
        )


def _refuse_wrong_signing(c: Configuration) -> None:
    if c.signing not in ("press", "elsewhere"):
        raise UnsafeSettings(f"SOLIDAY_SIGNING is “{c.signing}”. Set it to press or elsewhere.")
    if c.signing == "elsewhere" and not MINISIGN_KEY.fullmatch(c.signing_key):
        raise UnsafeSettings(
            "SOLIDAY_SIGNING is elsewhere, but SOLIDAY_SIGNING_KEY is no public key of minisign. "
            "Set it to the second line of the minisign.pub that signs, 56 letters beginning RW."
        )


def _refuse_unsafe_addresses(c: Configuration) -> None:
    if c.mirror_checks not in ("direct", "off"):
        proxy_of(c.mirror_checks)
    if c.onion and not ONION.fullmatch(c.onion):
        raise UnsafeSettings(
            f"SOLIDAY_ONION is {c.onion}. Set it to http:// and the 56 letters and digits of your "
            "onion service, ending in .onion, without a path."
        )
    if not re.fullmatch(r"https?://[^/@\s]+/[^\s]*", c.leave_to):
        raise UnsafeSettings(
            f"SOLIDAY_LEAVE_TO is {c.leave_to}. Set it to the address of a harmless page "
            f"elsewhere, with a path, such as {HARMLESS}"
        )


def _refuse_unsafe_site(c: Configuration) -> None:
    if not c.site:
        raise UnsafeSettings(
            "SOLIDAY_SITE is not set. Set it to the public address of the site, "
            "for example SOLIDAY_SITE=https://example.org, or try the demo with “make run”."
        )
    is_onion = c.site_host.endswith(".onion") and c.site.startswith("http://")
    if not (c.is_https or is_onion):
        raise UnsafeSettings(
            f"SOLIDAY_SITE is {c.site}: what people send would travel readable. "
            "Use an https:// address, or http:// with an .onion host."
        )
