"""What the host may set, read once from the environment; a wrong value stops the start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import environs


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
    security_contact: str

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def site_host(self) -> str:
        return urlsplit(self.site).hostname or ""

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


def _from(env: environs.Env) -> Configuration:
    data = Path(env.str("SOLIDAY_DATA", "data")).resolve()
    port = env.int("SOLIDAY_PORT", 8000)
    mode = env.str("SOLIDAY_MODE", "production")
    address = f"http://127.0.0.1:{port}" if mode == "demo" else ""
    return Configuration(
        data=data,
        mode=mode,
        host=env.str("SOLIDAY_HOST", "127.0.0.1"),
        port=port,
        site=env.str("SOLIDAY_SITE", address).rstrip("/"),
        database_url=env.str("DATABASE_URL", f"sqlite:///{data}/soliday.sqlite3"),
        workers=env.int("SOLIDAY_WORKERS", 2),
        is_flood_guarded=env.str("SOLIDAY_FLOOD_GUARD", "on") != "off",
        security_contact=env.str("SOLIDAY_SECURITY_CONTACT", ""),
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
    if c.is_demo and c.host not in ("127.0.0.1", "::1", "localhost"):
        raise UnsafeSettings(
            "The demo prints its passwords and may be reached from this machine only: "
            "leave SOLIDAY_HOST at 127.0.0.1, or run in production mode."
        )
    if not c.is_demo:
        _refuse_unsafe_site(c)


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
