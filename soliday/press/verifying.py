"""Ledger, files and database compared with each other, and put right: `soliday press --verify`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from soliday.actions.mending import mend_counts, mend_places
from soliday.core.pages import file_name_of
from soliday.press import ledger, release
from soliday.press.compression import SMALLEST, is_text
from soliday.press.contents import OWN
from soliday.press.paths import SUMS_FOLDER
from soliday.press.worker import build_everything, work_once


def verify(*, today: date) -> list[str]:
    """Tell what is not as it was left, one line each, and mend it by counting and baking anew.

    A page that the mending had to write although its file was whole was out of date: it is told
    as well. Raises PagesNotRendered.
    """
    work_once(today=today)  # what only waits for its turn is no fault
    faults = [f"count mended: {each}" for each in (*mend_places(), *mend_counts())]
    faults += sorted(file_faults(settings.SITE_FOLDER))
    built = build_everything(today=today)
    out_of_date = built.written + built.taken_down
    if out_of_date and not faults:
        faults.append(f"pages out of date: {out_of_date}")
    return faults


def file_faults(site: Path) -> Iterator[str]:
    """What on disk is not what the ledger says, in all forms."""
    known = set()
    for path, digest in ledger.sums():
        name = file_name_of(path)
        known.add(name)
        yield from _form_faults(site, name, digest)
    known |= {path.lstrip("/") for path in OWN}
    for name in release.strays(site, known) if site.is_dir() else ():
        if not f"/{name}".startswith(SUMS_FOLDER):
            yield f"not ours: {name}"


def _form_faults(site: Path, name: str, digest: str) -> Iterator[str]:
    try:
        data = (site / name).read_bytes()
    except OSError:
        yield f"missing: {name}"
        return
    if hashlib.sha256(data).hexdigest() != digest:
        yield f"changed: {name}"
        return
    if is_text(name) and len(data) >= SMALLEST and not release.is_in_place(site, name, data):
        yield f"compressed form changed or missing: {name}"
