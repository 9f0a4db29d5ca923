"""A worker with a small site of its own, for tests that kill it. Not a test itself."""

import os
import signal
import sys
import time
from functools import partial
from threading import Event

import django

django.setup()

from django.db import connection  # noqa: E402  settings come first
from django.utils.timezone import localdate  # noqa: E402

from soliday.campaign.models import Closing, Day, Edition  # noqa: E402
from soliday.core.models import StaleKey  # noqa: E402
from soliday.core.pages import PublicPage, touched  # noqa: E402
from soliday.core.stale import mark_stale  # noqa: E402
from soliday.press import build, contents, parallel, worker  # noqa: E402
from soliday.press.models import (  # noqa: E402
    LedgerKey,
    LedgerPage,
    Release,
    SumsPart,
    TakenDown,
)

PAGES = 150


def site_of(edition):
    """A part with PAGES actions; in each edition another one of them is withdrawn."""

    def pages(stale, days):
        for number in range(PAGES):
            text = f"<p>action {number}, edition {edition}</p>" * 200
            page = PublicPage(
                f"/en/actions/{number}/", frozenset({f"action:{number}", "all"}), text.encode
            )
            if number != 10 + edition and touched(page.keys, stale):
                yield page

    return pages


def set_up():
    press = (StaleKey, LedgerPage, LedgerKey, TakenDown, SumsPart, Release)
    with connection.schema_editor() as editor:
        for model in (*press, Day, Edition, Closing):
            editor.create_model(model)


def run_forever():
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    worker.run_forever(stop)


def work():
    mark_stale(["all"])
    worker.work_once(today=localdate())


def forked(*, dying=-1):
    """Bake in two processes, whatever this machine has, and tell which ones wrote."""
    parallel.MANY, parallel.cores, build.BATCH = 10, lambda: 2, 20
    write, parent = build._write_batch, os.getpid()

    def writing(pages, *further, **named):
        if f"/en/actions/{dying}/" in [page.path for page in pages]:
            os._exit(1)
        if dying < 0 and os.getpid() != parent:
            print(os.getpid(), flush=True)
        return write(pages, *further, **named)

    build._write_batch = writing
    worker.build_everything(today=localdate())


def counted(*, in_many=False):
    """A full bake that tells each page it renders, and is slow enough to be killed."""
    parallel.MANY, parallel.cores, build.BATCH = 10 if in_many else 9999, lambda: 2, 10
    rendered = build._rendered

    def telling(page):
        time.sleep(0.005)
        os.write(1, f"{page.path}\n".encode())
        return rendered(page)

    build._rendered = telling
    worker.build_everything(today=localdate())


def forked_and_killed():
    try:
        forked(dying=70)
    except parallel.WorkerDied:
        print("WorkerDied")


def forked_and_interrupted():
    """A change comes with the first batch; tell how many pages were done when it was built."""
    settled, build_keys = build._settled, worker._build_keys
    coming = ["action:3"]

    def settling(*given):
        mark_stale(coming)
        coming.clear()
        return settled(*given)

    def building(keys, **named):
        print("interrupted", LedgerPage.objects.exclude(bake="").count(), flush=True)
        return build_keys(keys, **named)

    build._settled, worker._build_keys = settling, building
    forked()


def killed(times):
    """Start a worker of its own for each edition, and kill it a little later each time.

    The moments lie evenly within the time that a worker takes on this machine.
    """
    took = 0.0
    for edition in (100, 101):
        started = time.monotonic()
        os.waitpid(_started(edition), 0)
        took = time.monotonic() - started
    for edition in range(times):
        child = _started(edition)
        time.sleep(took * (edition + 0.5) / times)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else "finished")


def _started(edition):
    connection.close()
    child = os.fork()
    if not child:
        contents.PARTS = (site_of(edition),)
        work()
        os._exit(0)
    return child


def running():
    set_up()
    print("running", flush=True)
    run_forever()


def marked():
    mark_stale(["all"])
    print(time.time())


def main(verb, number="0"):
    contents.PARTS = (site_of(int(number)),)
    if verb == "killed":
        set_up()
        killed(int(number))
        return
    verbs = {
        "set_up": set_up,
        "forked": forked,
        "counted": counted,
        "counted_in_many": partial(counted, in_many=True),
        "forked_and_interrupted": forked_and_interrupted,
        "forked_and_killed": forked_and_killed,
        "finished": work,
        "built": partial(worker.build_everything, today=localdate()),
        "running": running,
        "marked": marked,
    }
    verbs[verb]()


if __name__ == "__main__":
    main(*sys.argv[1:])
