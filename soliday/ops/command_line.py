"""What can be asked of the `soliday` command. Only what is built is listed."""

from __future__ import annotations

import argparse
from typing import Any

from soliday.ops.mirror_arguments import add_mirror

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
    about = "copy the public site, and prove that a copy is true"
    add_mirror(_command(commands, "mirror", about, needs_django=False))
    _command(
        commands,
        "tend",
        "erase what is kept long enough, forget what has expired, then end; run does it daily",
        needs_init=True,
    )
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
    how.add_argument(
        "--verify",
        action="store_true",
        help="compare files, ledger and database, tell what differs, mend it; 1 if anything did",
    )
    steps = press.add_subparsers(dest="step", metavar="STEP")
    sign = steps.add_parser("sign", help="hand in a signature of SHA256SUMS made elsewhere")
    sign.add_argument(
        "file", nargs="?", default="-", help="the .minisig; without it, what is piped in"
    )


def _add_keys(commands: Any) -> None:
    about = "change credentials and keys; what is drawn is printed once, never stored"
    keys = _command(commands, "keys", about, needs_init=True)
    kinds = keys.add_subparsers(title="what to do", required=True, dest="kind", metavar="KIND")
    for name, told in WITH_USER.items():
        kind = kinds.add_parser(name, help=told)
        kind.add_argument("user", help="the member's name")
        if name == "export":
            kind.add_argument("to", nargs="?", help="a file that must not exist; else it is shown")
    for name, told in WITHOUT_USER.items():
        kinds.add_parser(name, help=told)
    agree = kinds.add_parser("agree", help="be the second person for a change that waits")
    agree.add_argument("number", type=int, help="as “waiting” tells")
    _add_recovery(kinds)


def _add_recovery(kinds: Any) -> None:
    recovery = kinds.add_parser("recovery", help="the key in three shares on paper")
    steps = recovery.add_subparsers(required=True, dest="step", metavar="STEP")
    make = steps.add_parser("make", help="draw it, and print its three shares once")
    make.add_argument("--replace", action="store_true", help="in place of the one in force")
    steps.add_parser("drill", help="show that two shares still work; every month")
    restore = steps.add_parser(
        "restore", help="all passphrases are lost: begin again by two shares"
    )
    restore.add_argument("user", help="the member who gets the new key")


WITH_USER = {
    "sign-in": "draw a member's password and second factor",
    "passphrase": "draw a keyholder's passphrase; asks for the one in force",
    "grant": "draw a key for a member; asks for a keyholder's passphrase",
    "remove": "take a key back; asks for a keyholder's passphrase",
    "export": "a key, wrapped by its passphrase, for stock age; asks for the passphrase",
}
WITHOUT_USER = {
    "list": "who holds a key, the recovery key, and what is out of date",
    "reseal": "seal everything to the keys in force; asks for a keyholder's passphrase",
    "waiting": "changes that wait for a second person",
    "demo": "draw everything of the demo's member, the key too: older reports are lost",
}
