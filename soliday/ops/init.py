"""`soliday init`: everything an installation needs, each thing once. Run again, it goes on."""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate

from soliday.campaign.loading import load_default_day
from soliday.committee.models import Member
from soliday.committee.roles import create_roles
from soliday.core.stale import EVERYTHING, mark_stale
from soliday.languages.compile import compile_catalogues
from soliday.ops.credentials import Credentials, make_first_member, print_addresses
from soliday.ops.historic_actions import publish_historic_actions
from soliday.ops.preparing import mark_prepared
from soliday.places.changes import load_defaults
from soliday.press.signing import press_key
from soliday.press.worker import build_everything

COLLECT = (sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0")


def run(_asked: argparse.Namespace) -> int:
    """Prepare everything; print addresses and, the first time, credentials."""
    credentials = prepare()
    print_addresses()
    if credentials:
        credentials.print()
    return 0


def prepare() -> Credentials | None:
    """Bring the data folder up to this version; return what was drawn, if it was empty."""
    # A first start makes tens of thousands of objects that live until its end: looking for
    # rubbish among them takes a sixth of its time.
    gc.disable()
    _make_data_folder()
    compile_catalogues()
    tell("Copying the desk's styles and scripts")
    collecting = subprocess.Popen(COLLECT)  # beside the next step: it keeps another core busy
    tell("Setting up the database")
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    _load_content()
    if collecting.wait():
        raise subprocess.CalledProcessError(collecting.returncode, COLLECT)
    _bake()
    credentials = _first_member()
    mark_prepared(settings.DATA)
    gc.freeze()  # nor is any looked for when this process ends
    gc.enable()
    return credentials


def tell(step: str) -> None:
    """Say what is being done, one line a step."""
    print(f"{step} …", file=sys.stderr, flush=True)


def _make_data_folder() -> None:
    for folder in (settings.DATA, settings.DATA / "keys"):
        folder.mkdir(parents=True, exist_ok=True)
        os.chmod(folder, 0o700)


def _load_content() -> None:
    today = localdate()
    create_roles()
    load_defaults()
    tell("Loading the default day in its languages")
    load_default_day(today=today)
    publish_historic_actions(today=today)


def _bake() -> None:
    tell("Making the public pages")
    press_key(settings.DATA / "keys")
    mark_stale([EVERYTHING])  # stopped here, the press worker does it
    build_everything(today=localdate())


def _first_member() -> Credentials | None:
    if Member.objects.exists():
        return None
    tell("Drawing credentials for the first member of the committee")
    return make_first_member(now=timezone.now())
