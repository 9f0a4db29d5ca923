"""A worker with a small site of its own, for tests that kill it. Not a test itself."""

import os
import signal
import sys
import time
from threading import Event

import django

django.setup()

from django.db import connection  # noqa: E402  settings come first
from django.utils.timezone import localdate  # noqa: E402

from soliday.core.models import StaleKey  # noqa: E402
from soliday.core.pages import PublicPage, touched  # noqa: E402
from soliday.core.stale import mark_stale  # noqa: E402
from soliday.press import contents, worker  # noqa: E402
from soliday.press.models import LedgerKey, LedgerPage, TakenDown  # noqa: E402

PAGES = 150


def site_of(edition):
    """A part with PAGES actions; in each edition another one of them is withdrawn."""

    def pages(stale):
        for number in range(PAGES):
            text = f"<p>action {number}, edition {edition}</p>" * 200
            page = PublicPage(
                f"/en/actions/{number}/", frozenset({f"action:{number}", "all"}), text.encode
            )
            if number != 10 + edition and touched(page.keys, stale):
                yield page

    return pages


def set_up():
    with connection.schema_editor() as editor:
        for model in (StaleKey, LedgerPage, LedgerKey, TakenDown):
            editor.create_model(model)


def run_forever():
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    worker.run_forever(stop)


def work():
    mark_stale(["all"])
    worker.work_once(today=localdate())


def killed(times):
    """Start a worker of its own for each edition, and kill it a little later each time."""
    for edition in range(times):
        connection.close()
        child = os.fork()
        if not child:
            contents.PARTS = (site_of(edition),)
            work()
            os._exit(0)
        time.sleep(0.02 + 0.05 * edition)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else "finished")


def main(verb, number="0"):
    contents.PARTS = (site_of(int(number)),)
    if verb == "killed":
        set_up()
        killed(int(number))
    elif verb == "finished":
        work()
    elif verb == "built":
        worker.build_everything(today=localdate())
    elif verb == "running":
        set_up()
        print("running", flush=True)
        run_forever()
    elif verb == "marked":
        mark_stale(["all"])
        print(time.time())


main(*sys.argv[1:])
