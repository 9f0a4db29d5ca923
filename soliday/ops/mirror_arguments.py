"""What can be asked of `soliday mirror`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

CODES = (
    "Exit codes: 0 the copy is true; 1 it cannot be read or made; 2 asked wrongly; 10 unsigned; "
    "11 signed by another key; 12 mixed of different releases; 13 changed; 14 something extra; "
    "15 something missing; 16 older than known; 17 expired. With several faults, the lowest."
)
CODES_OF_CHECK = (
    "Exit codes: 0 all are true and up to date, or were not asked; 1 one was not reached; "
    "10 unsigned; 11 signed by another key; 13 changed; 14 still shows what was withdrawn; "
    "16 behind, or older than it showed before; 17 expired. With several faults, the lowest from "
    "10 on."
)


def add_mirror(mirror: argparse.ArgumentParser) -> None:
    """Add the actions of `soliday mirror`."""
    actions = mirror.add_subparsers(required=True, dest="action", metavar="ACTION")
    verify = actions.add_parser("verify", help="say whether a copy is true", epilog=CODES)
    verify.add_argument("copy", help="a folder, a zip file, or the http(s) address of a copy")
    _add_trust(verify)
    about = "keep a copy in a folder up to date; its web server serves FOLDER/site"
    fetch = actions.add_parser("fetch", help=about, epilog=CODES)
    fetch.add_argument("address", help="the http(s) address of the site or of another copy")
    fetch.add_argument("folder", type=Path)
    _add_trust(fetch)
    about = "a copy with relative links and without forms: for any folder, host or telephone"
    make = actions.add_parser("make", help=about, epilog=CODES)
    make.add_argument("target", type=Path, help="a folder, or a file that ends in .zip")
    make.add_argument("--lite", action="store_true", help="without pictures, at most 25 MB")
    make.set_defaults(needs_django=True, needs_init=True)
    about = "such a copy brought to where it is to stand"
    push = actions.add_parser("push", help=about, epilog=CODES)
    push.add_argument(
        "target", help="a folder (serve FOLDER/site), host:path for rsync, or s3://bucket/prefix"
    )
    push.add_argument("--lite", action="store_true", help="without pictures, at most 25 MB")
    push.set_defaults(needs_django=True, needs_init=True)
    _add_check(actions)


def _add_check(actions: Any) -> None:
    about = "ask known mirrors what they show, and note it for the page on copies"
    check = actions.add_parser("check", help=about, epilog=CODES_OF_CHECK)
    check.add_argument(
        "addresses", nargs="*", metavar="ADDRESS", help="only these; also some not on the list"
    )
    check.add_argument("--json", action="store_true", help="as data, for a script")
    check.add_argument("--proxy", metavar="socks5://HOST:PORT", help="through this, such as Tor's")
    check.set_defaults(needs_django=True, needs_init=True, module="soliday.ops.mirror_check")


def _add_trust(action: argparse.ArgumentParser) -> None:
    action.add_argument("--key", help="the site's public key, RW…; without: this installation's")
    action.add_argument(
        "--known-sequence", type=int, metavar="N", help="the newest sequence you have seen"
    )
