"""What can be asked of the `soliday` command. Only what is built is listed."""

from __future__ import annotations

import argparse
from typing import Any

ABOUT = "Runs a day of solidarity. Settings are read from the environment, see docs/host.md."
EXIT_CODES = "Exit codes: 0 all is well; 1 something is wrong; 2 asked wrongly, or unsafe settings."


def parse(arguments: list[str]) -> argparse.Namespace:
    """Parse the arguments, or exit with code 2 and say how it is used."""
    parser = argparse.ArgumentParser("soliday", description=ABOUT, epilog=EXIT_CODES)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _command(
        commands,
        "init",
        "prepare the data folder, or bring it up to this version; never overwrites content",
    )
    _command(
        commands,
        "run",
        "serve the site, the door and the desk, and keep the press at work",
        needs_django=False,
    )
    _add_press(commands)
    _add_keys(commands)
    _command(commands, "doctor", "check that this installation is well, one line a check")
    return parser.parse_args(arguments)


def _command(commands: Any, name: str, about: str, **defaults: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=EXIT_CODES
    )
    usual = {"needs_django": True, "needs_init": False, "module": f"soliday.ops.{name}"}
    command.set_defaults(**usual | defaults)
    return command


def _add_press(commands: Any) -> None:
    about = "make the public files; without options, until it is stopped"
    press = _command(commands, "press", about, needs_init=True)
    how = press.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="build what is out of date, then end")
    how.add_argument("--all", action="store_true", help="build the whole site, then end")


def _add_keys(commands: Any) -> None:
    about = "draw credentials anew; they are printed once, never stored"
    keys = _command(commands, "keys", about, needs_init=True)
    kinds = keys.add_subparsers(title="what to draw", required=True, dest="kind", metavar="KIND")
    sign_in = kinds.add_parser("sign-in", help="a member's password and second factor")
    sign_in.add_argument("user", help="the member's name")
    passphrase = kinds.add_parser(
        "passphrase", help="a keyholder's passphrase; asks for the one in force"
    )
    passphrase.add_argument("user", help="the keyholder's name")
    kinds.add_parser(
        "demo", help="everything of the demo's member, the key too: older reports are lost"
    )
