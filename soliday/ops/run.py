"""`soliday run`: the web server and the press worker, started, watched and ended together."""

from __future__ import annotations

import argparse
import secrets
import socket
import subprocess
import sys

from soliday.configuration import Configuration, read_configuration
from soliday.ops.preparing import is_prepared, require_prepared
from soliday.ops.supervision import Supervisor

CHANGED = (
    "The software has changed since this installation was prepared. "
    "Make a backup, then run “soliday init”."
)
HINT = "Draw the demo's credentials anew: SOLIDAY_MODE=demo bin/soliday keys demo"


def run(_asked: argparse.Namespace) -> int:
    """Serve until stopped; 1 if that is not possible, with a sentence that says why."""
    configuration = read_configuration()
    if not is_port_free(configuration):
        print(_port_is_busy(configuration), file=sys.stderr)
        return 1
    lines = _prepared_lines(configuration)
    if lines is None:
        return 1
    supervisor = Supervisor(configuration, seed=secrets.token_hex(32))
    if not supervisor.start():
        return 1
    print(lines, end="", flush=True)
    return supervisor.watch()


def is_port_free(configuration: Configuration) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in configuration.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((configuration.host, configuration.port))
        except OSError:
            return False
    return True


def _prepared_lines(configuration: Configuration) -> str | None:
    """What to print once the site answers; None if it must not be started like this."""
    if is_prepared(configuration):
        lines = f"site: {configuration.site}/\ndesk: {configuration.site}/desk/\n"
    elif configuration.is_demo:
        lines = _prepare_demo()
    else:
        require_prepared(configuration)
        print(CHANGED, file=sys.stderr)
        return None
    if configuration.is_demo and lines and "passphrase: " not in lines:
        print(HINT, file=sys.stderr)
    return lines or None


def _prepare_demo() -> str:
    """Prepare in a process of its own, so that this one stays small; nothing if that failed."""
    init = (sys.executable, "-m", "soliday", "init")
    done = subprocess.run(init, stdout=subprocess.PIPE, text=True)
    return done.stdout if done.returncode == 0 else ""


def _port_is_busy(configuration: Configuration) -> str:
    return (
        f"Port {configuration.port} of {configuration.host} is in use by another program. "
        f"Choose another one, for example SOLIDAY_PORT={configuration.port % 65535 + 1}."
    )
