"""Receives reports in a child process until it is killed, again and again. Not a test itself."""

import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402  settings come first
from django.utils.timezone import localdate  # noqa: E402

from soliday.reports import changes, queries  # noqa: E402
from soliday.reports.models import Package, Report  # noqa: E402
from soliday.reports.rowids import without_rowid  # noqa: E402
from soliday.sealing.identities import new_identity  # noqa: E402
from soliday.sealing.receipts import new_receipt  # noqa: E402

PHOTO = b"\xff\xd8 pixels \xff\xd9" * 500
IDENTITY = new_identity()


def set_up():
    with connection.schema_editor() as editor:
        for model in (Report, Package):
            editor.create_model(model)
    without_rowid(None, connection.schema_editor())
    changes.recipients_in_force = lambda: [IDENTITY.recipient]


def receive_until_killed(told):
    while True:
        receipt = new_receipt()
        os.write(told, f"sent {receipt}\n".encode())
        fields = {"title": receipt, "text": "We stood there."}
        changes.receive(receipt=receipt, fields=fields, photos=[PHOTO], today=localdate())
        os.write(told, f"stored {receipt}\n".encode())


def kill_once(seconds):
    """Let a child receive for a while, kill it, and return what it said."""
    connection.close()
    reading, telling = os.pipe()
    child = os.fork()
    if not child:
        receive_until_killed(telling)
    os.close(telling)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return told.read().split("\n")[:-1]


def main(times):
    set_up()
    chance = random.Random(7)  # noqa: S311 - when to kill, no secret
    lines = []
    for _ in range(int(times)):
        lines += kill_once(0.005 + chance.random() * 0.06)
    stored = [line.split()[1] for line in lines if line.startswith("stored")]
    sent = [line.split()[1] for line in lines if line.startswith("sent")]
    opened = {}
    for report in Report.objects.all():
        whole = queries.opened(report, secret=IDENTITY.secret)
        assert whole.photos == [PHOTO]
        opened[whole.fields["title"]] = report
    lost = [receipt for receipt in stored if receipt not in opened]
    unknown = [receipt for receipt in opened if receipt not in sent]
    orphans = Package.objects.exclude(report__in=Report.objects.all()).count()
    print(len(stored), len(sent) - len(stored), len(lost), len(unknown), orphans)


main(*sys.argv[1:])
