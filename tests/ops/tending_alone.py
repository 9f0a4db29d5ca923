"""Erases fifty reports in a database of its own and looks for them on disk. Not a test itself.

Words: what to leave out, and the folder to search. Prints how many reports were
erased, how many slices of them the disk held before, and holds now.
"""

import hashlib
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils.timezone import localdate  # noqa: E402

from soliday.committee.models import (  # noqa: E402
    AuditEntry,
    Canary,
    DeskRules,
    Member,
    Opening,
    Unlocking,
)
from soliday.core import wiping  # noqa: E402
from soliday.ops import tend  # noqa: E402
from soliday.press.models import KnownMirror  # noqa: E402
from soliday.reports import changes  # noqa: E402
from soliday.reports.models import Package, Report  # noqa: E402
from soliday.reports.rowids import without_rowid  # noqa: E402
from soliday.sealing.identities import new_identity  # noqa: E402
from soliday.sealing.receipts import new_receipt  # noqa: E402

LEFT_OUT, FOLDER = sys.argv[1], Path(sys.argv[2])
PHOTO = b"\xff\xd8 pixels \xff\xd9" * 2000
TABLES = (
    ContentType,
    Permission,
    Group,
    Member,
    AuditEntry,
    Canary,
    DeskRules,
    Opening,
    KnownMirror,
)


def set_up():
    settings.DATA.mkdir(exist_ok=True)
    with connection.schema_editor() as editor:
        for model in (*TABLES, Unlocking, Session, Report, Package):
            editor.create_model(model)
    without_rowid(None, connection.schema_editor())
    call_command("createcachetable", verbosity=0)
    recipient = new_identity().recipient
    changes.recipients_in_force = lambda: [recipient]


def leave_out(what):
    if what == "checkpoint":
        tend.wipe = lambda **_: wiping.Wiped(is_log_empty=True, is_rebuilt=True)
    if what == "cluster":
        wiping._is_rebuilt = lambda _table: True
    if what == "secure_delete":
        wiping._rebuild = lambda: True
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = OFF")


def receive(count, today):
    """Every other one belongs to those that stay, so that pages are shared."""
    fields = {"title": "A vigil", "text": "We stood there. " * 40}
    made = []
    for _ in range(count):
        given = {"receipt": new_receipt(), "fields": fields, "photos": [PHOTO]}
        made.append(changes.receive(**given, today=today))
    return made


def slices(reports):
    """64 bytes out of the middle of every package, and every receipt's hash."""
    found = [bytes(report.receipt_hash) for report in reports]
    for package in Package.objects.filter(report__in=reports):
        sealed = bytes(package.sealed)
        start = int.from_bytes(hashlib.sha256(sealed).digest()[:4], "big") % (len(sealed) - 64)
        found.append(sealed[start : start + 64])
    return found


def on_disk(wanted):
    contents = [path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()]
    return sum(any(each in content for content in contents) for each in wanted)


def main():
    set_up()
    today = localdate()
    old = receive(25, today - timedelta(days=366))
    receive(25, today)
    old += receive(25, today - timedelta(days=366))
    wanted = slices(old)
    before = on_disk(wanted)
    leave_out(LEFT_OUT)
    with redirect_stdout(StringIO()):
        assert tend.run(Namespace()) == 0
    left = Report.objects.filter(pk__in=[report.pk for report in old]).count()
    assert Report.objects.count() == 25
    print(len(old) - left, before, on_disk(wanted))


main()
