"""Workers that are frozen, overtaken and doubled, each a real process. Not a test itself."""

import json
import logging
import os
import random
import signal
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Event

import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.db import connection, transaction  # noqa: E402
from django.utils.timezone import localdate  # noqa: E402

from soliday.core.models import StaleKey  # noqa: E402
from soliday.core.pages import PublicPage, touched  # noqa: E402
from soliday.core.stale import mark_stale  # noqa: E402
from soliday.press import build, contents, drafts, ledger, release, sums, worker  # noqa: E402
from soliday.press.models import LedgerPage, Release, SumsPart, TakenDown  # noqa: E402
from tests.press.worker_alone import set_up  # noqa: E402

PAGES, TIMES = 12, 100
TODAY = localdate()
# What a worker does to files and tables, in its own process.
STEPS = [
    (contents, "gather"),
    (build, "gather"),
    (build, "drafting"),
    (drafts, "_sweep"),
    (drafts, "write_draft"),
    (release, "flush_disk"),
    (os, "link"),
    (os, "replace"),
    (os, "fsync"),
    (Path, "unlink"),
    (ledger, "announce"),
    (ledger, "settle"),
    (ledger, "strike"),
    (sums, "_parts_in_doubt"),
    (sums, "_next_number"),
    (sums, "_sweep"),
    (worker, "_forget"),
]


def pages(stale, days):
    """What the table says: a page for each row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, words FROM words ORDER BY number")
        rows = cursor.fetchall()
    for number, words in rows:
        page = PublicPage(
            f"/en/actions/{number}/", frozenset({f"action:{number}"}), text(number, words).encode
        )
        if touched(page.keys, stale):
            yield page


def text(number, words):
    return f"<p>{number}: {words}</p>" * TIMES


def write(number, words):
    """As a change of the site: the words and the stale key in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM words WHERE number = %s", [number])
        if words:
            cursor.execute("INSERT INTO words VALUES (%s, %s)", [number, words])
        mark_stale([f"action:{number}"])


def prepare():
    set_up()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE words (number INTEGER PRIMARY KEY, words TEXT)")
    for number in range(PAGES):
        write(number, "first")
    worker.build_everything(today=TODAY)


def forked(work):
    connection.close()
    child = os.fork()
    if not child:
        status = 1
        try:
            status = work() or 0
        except drafts.Overtaken:
            status = 7
        except BaseException:
            logging.exception("a worker of the test")
        finally:
            os._exit(status)
    return child


def freeze_at(number):
    """Stop this process, as a paused machine does, right before its step with this number."""
    seen = []

    def freezing(real):
        def step(*args, **kwargs):
            seen.append(real)
            if len(seen) == number:
                os.kill(os.getpid(), signal.SIGSTOP)
            return real(*args, **kwargs)

        return step

    for owner, name in STEPS:
        if hasattr(owner, name):
            setattr(owner, name, freezing(getattr(owner, name)))
    return seen


def state():
    """Everything the press keeps: each file, the ledger, the sums and the stale keys."""
    site = settings.SITE_FOLDER
    files = {
        str(path.relative_to(site)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and drafts.DRAFTS not in path.parts
    }
    rows = [
        sorted(map(repr, model.objects.values_list(*names)))
        for model, names in (
            (LedgerPage, ["path", "sha256", "part"]),
            (TakenDown, ["path"]),
            (SumsPart, ["name", "sha256", "files"]),
            (Release, ["sequence", "made", "turn"]),
            (StaleKey, ["key"]),
        )
    ]
    connection.close()
    return files, rows


def change(edition):
    """One page new, one edited, one gone; and one put back that the edition before took away."""
    write(1, f"edition {edition}")
    write(100 + edition, f"edition {edition}")
    write(3 + edition % 5, "")
    write(3 + (edition - 1) % 5, f"back in {edition}")


def overtaken(first, last, every):
    """For each step: freeze a worker there, let another do newer work, and let the first go on."""
    prepare()
    for number in range(first, last, every):
        change(number * 2)
        frozen = forked(lambda at=number: (freeze_at(at), worker.work_once(today=TODAY))[1] and 0)
        _, status = os.waitpid(frozen, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            print(json.dumps({"step": number, "end": "no such step"}))
            return
        (settings.DATA / "press.lock").unlink()  # as on a disk that lost it
        change(number * 2 + 1)
        _, other = os.waitpid(forked(lambda: worker.work_once(today=TODAY) and 0), 0)
        after = state()
        os.kill(frozen, signal.SIGCONT)
        _, status = os.waitpid(frozen, 0)
        told = {
            "step": number,
            "other": os.waitstatus_to_exitcode(other),
            "end": os.waitstatus_to_exitcode(status),
            "is_same": state() == after,
            "is_done": not StaleKey.objects.exists(),
        }
        print(json.dumps(told), flush=True)


def doubled(lost_locks):
    """Two workers at once while somebody publishes; the lock is lost so many times."""
    prepare()
    workers = [forked(run) for _ in range(2)]
    publisher = forked(publish)
    torn = 0
    for _ in range(int(lost_locks)):
        time.sleep(0.1)
        (settings.DATA / "press.lock").unlink(missing_ok=True)
        torn += look()
    while os.waitpid(publisher, os.WNOHANG) == (0, 0):
        torn += look()
    until = time.monotonic() + 30
    while StaleKey.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    for each in workers:
        os.kill(each, signal.SIGTERM)
    ends = [os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in workers]
    before = state()[0]
    worker.build_everything(today=TODAY)
    print(json.dumps({"torn": torn, "ends": ends, "is_same": state()[0] == before}))


def run():
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    worker.PAUSE_AFTER_FAULT = 0.1
    worker.run_forever(stop)


def publish():
    chance = random.Random(5)  # noqa: S311  a repeatable test
    for step in range(60):
        number = chance.randrange(PAGES + 6)
        write(number, chance.choice(["", f"step {step}", f"step {step}"]))
        time.sleep(0.02)


def look():
    """How many pages hold anything but one whole version."""
    torn = 0
    for path in settings.SITE_FOLDER.glob("en/actions/*/index.html"):
        with suppress(FileNotFoundError):  # taken down this moment
            content = path.read_text()
            torn += content != content[: len(content) // TIMES] * TIMES
    return torn


if __name__ == "__main__":
    contents.PARTS = (pages,)
    {"overtaken": overtaken, "doubled": doubled}[sys.argv[1]](*map(int, sys.argv[2:]))
