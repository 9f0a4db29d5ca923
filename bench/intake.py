"""How much the door for reports takes, calm and in a flood: `python -m bench.intake`.

First reports a second, with and without a photo, beside bare durable inserts into a SQLite file
with the same settings, in the same run and in turns. Then fifty junk senders hammer for a minute
while a hundred honest people report, half of them with script (they do the work set), half
without (they answer the question and wait as told). All on this machine, on a server of its own
in a folder that is thrown away; other work on the machine is in the figures too. Only the proofs,
which people's own phones would work on, are made at a lower priority.
"""

import argparse
import base64
import contextlib
import http.client
import io
import json
import multiprocessing
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from altcha import v2
from PIL import Image

from soliday.sealing.receipts import new_receipt

FORM = "/send/report?country=PL&language=en"
FIELDS = {
    "stage": "done",
    "title": "Vigil at the embassy",
    "text": "We stood there in silence. " * 20,
    "language": "en",
    "country": "PL",
}
SETTINGS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON"
NUMBERS = "zero one two three four five six seven eight nine".split()
BOUNDARY = "between-the-fields-of-a-report"
JUNK, HONEST, MINUTE = 50, 100, 60.0
PHONES = ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), os.nice, (5,))


class Server:
    """A demo in a folder of its own."""

    def __init__(self, folder: str, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        own = {"SOLIDAY_MODE": "demo", "SOLIDAY_DATA": folder, "SOLIDAY_PORT": str(self.port)}
        environment = {**os.environ, **own, **settings}
        command = (sys.executable, "-m", "soliday", "run")
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout
        if not self.process.stdout.readline():
            raise SystemExit("the server does not start")

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


@contextlib.contextmanager
def serving(folder: str, **settings: str) -> Iterator[Server]:
    server = Server(folder, **settings)
    try:
        yield server
    finally:
        server.end()


class Visitor:
    """One browser: opens the form, sends it. Keeps its connection, as browsers do."""

    def __init__(self, port: int) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def open_form(self) -> dict[str, str]:
        return self._read(self._ask("GET", FORM)[2])

    def send(self, fields: dict[str, str], photo: bytes = b"") -> tuple[int, int, str]:
        """Status, seconds to wait, page."""
        kind, body = "application/x-www-form-urlencoded", urlencode(FIELDS | fields).encode()
        if photo:
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            body = _multipart(FIELDS | fields, photo)
        return self._ask("POST", "/send/report", body, {"Content-Type": kind})

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, int, str]:
        self.http.request(method, path, body or None, headers or {})
        answer = self.http.getresponse()
        page = answer.read().decode()
        return answer.status, int(answer.headers.get("Retry-After", 0)), page

    @staticmethod
    def _read(page: str) -> dict[str, str]:
        found = {}
        for name in ("receipt", "proof"):
            if match := re.search(f'name="{name}" value="([^"]*)"', page):
                found[name] = unescape(match[1])
        if match := re.search('data-challenge="([^"]*)"', page):
            found["challenge"] = unescape(match[1])
        if match := re.search('<label for="id_answer">([^<]*)<', page):
            found["question"] = unescape(match[1])
        return found

    def with_script(self, photo: bytes) -> tuple[int, float]:
        """The work is done while one writes; only that after a 429 is waited for."""
        form = self.open_form()
        self.http.close()  # the server ends idle connections while the work is done
        first = PHONES.submit(_solution, form["challenge"]).result() if "challenge" in form else ""
        started = time.monotonic()
        for number in range(3):
            fields = {"receipt": form["receipt"], "proof": form["proof"]}
            if "challenge" in form:
                work = PHONES.submit(_solution, form["challenge"]).result() if number else first
                fields["proof"] += f" {work}"
            status, _, page = self.send(fields, photo)
            if status != 429:
                break
            form |= self._read(page)
            self.http.close()
        return status, time.monotonic() - started

    def without_script(self) -> tuple[int, float]:
        """Writes for a while, then waits as told; counts what it waits beyond."""
        form, told, started = self.open_form(), 0.0, time.monotonic()
        for _ in range(4):
            fields = {"receipt": form["receipt"], "proof": form["proof"]}
            fields["answer"] = _answer(form.get("question", ""))
            status, wait, page = self.send(fields)
            if status not in (422, 429):
                break
            form |= self._read(page)
            told += wait
            self.http.close()  # the server ends idle connections meanwhile, as browsers know
            time.sleep(wait)
        return status, time.monotonic() - started - told


def _solution(challenge: str) -> str:
    made = v2.Challenge.from_dict(json.loads(challenge))
    found = v2.solve_challenge(made, timeout=300)
    if not found:
        raise SystemExit("the work was not done in five minutes")
    payload = {"challenge": made.to_dict(), "solution": found.to_dict()}
    return base64.b64encode(json.dumps(payload).encode()).decode()


def _answer(question: str) -> str:
    words = [word for word in re.findall(r"\w+", question) if word in NUMBERS]
    first, second = map(NUMBERS.index, words or ("zero", "zero"))
    if "plus" in question:
        return str(first + second)
    return str(first - second if "minus" in question else max(first, second))


def _multipart(fields: dict[str, str], photo: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    parts = [f'{head}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    file = f'{head}photos"; filename="a.jpg"\r\n\r\n'.encode()
    return b"".join([*parts, file, photo, f"\r\n--{BOUNDARY}--\r\n".encode()])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=float, default=MINUTE, help="how long junk is sent")
    given = asked.parse_args()
    print(f"{os.cpu_count()} cores, load of others {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        with serving(folder, SOLIDAY_FLOOD_GUARD="off") as server:
            _rates(server, folder, given.rounds)
        with serving(folder) as server:
            _flood(server, given.seconds)


def _rates(server: Server, folder: str, rounds: int) -> None:
    """Reports a second by four senders at once, beside four that only insert."""
    photo = _photo()
    rates: dict[str, list[float]] = {"bare insert": [], "report": [], "with a photo": []}
    bare = Path(folder) / "bare.sqlite3"
    _inserts(bare, 1)  # the table and the log are there before four ask for them at once
    for _ in range(rounds):
        rates["bare insert"].append(_by_four(lambda: _inserts(bare, 100), 100))
        rates["report"].append(_by_four(lambda: _reports(server.port, 40), 40))
        rates["with a photo"].append(_by_four(lambda: _reports(server.port, 6, photo), 6))
    for name, found in rates.items():
        print(f"  {name:14} {max(found):7.1f} a second, the slowest round {min(found):.1f}")


def _by_four(work: object, each: int) -> float:
    assert callable(work)
    threads = [threading.Thread(target=work) for _ in range(4)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 4 * each / (time.perf_counter() - started)


def _inserts(path: Path, count: int) -> None:
    """Rows as large as a sealed report, each durable before the next."""
    base = sqlite3.connect(path, timeout=20, isolation_level=None)
    base.executescript(SETTINGS)
    base.execute("CREATE TABLE IF NOT EXISTS t (id BLOB PRIMARY KEY, d BLOB) WITHOUT ROWID")
    for _ in range(count):
        base.execute("BEGIN IMMEDIATE")
        base.execute("INSERT INTO t VALUES (?, ?)", (uuid.uuid4().bytes, os.urandom(16384)))
        base.execute("COMMIT")
    base.close()


def _reports(port: int, count: int, photo: bytes = b"") -> None:
    visitor = Visitor(port)
    for _ in range(count):
        status, _, _ = visitor.send({"receipt": new_receipt()}, photo)
        assert status == 201, status


def _photo() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((2000, 1500), 40).convert("RGB").save(file, "JPEG", quality=88)
    return file.getvalue()


def _flood(server: Server, seconds: float) -> None:
    stop, junk = threading.Event(), Counter[int]()
    senders = [
        threading.Thread(target=_hammer, args=(server.port, stop, junk)) for _ in range(JUNK)
    ]
    for sender in senders:
        sender.start()
    time.sleep(5)  # the flood is there before the first honest sender comes
    done: list[tuple[str, int, float]] = []
    pause = (seconds - 5) / HONEST
    people = []
    for number in range(HONEST):
        people.append(threading.Thread(target=_one, args=(server.port, number, done)))
        people[-1].start()
        time.sleep(pause)
    for each in people:
        each.join()
    stop.set()
    for each in senders:
        each.join()
    print(f"  junk: {junk.total()} sent by {JUNK}, answers {dict(sorted(junk.items()))}")
    for kind in ("with script", "without"):
        mine = [(status, beyond) for name, status, beyond in done if name == kind]
        got_in = sum(status == 201 for status, _ in mine)
        times = sorted(beyond for _, beyond in mine)
        print(f"  {kind:12} {got_in} of {len(mine)} got in; beyond what they were told: "
              f"median {statistics.median(times):.2f} s, slowest {times[-1]:.2f} s")  # fmt: skip


def _hammer(port: int, stop: threading.Event, junk: Counter[int]) -> None:
    """Opens one form, then sends it without end, with text of its own and no proof."""
    visitor = Visitor(port)
    form = visitor.open_form()
    while not stop.is_set():
        try:
            status, _, _ = visitor.send({"receipt": form["receipt"], "proof": "x"})
        except (OSError, http.client.HTTPException):
            status, visitor = 0, Visitor(port)
        junk[status] += 1
        if status == 201:
            form = visitor.open_form()


def _one(port: int, number: int, done: list[tuple[str, int, float]]) -> None:
    try:
        if number % 2:
            done.append(("without", *Visitor(port).without_script()))
        else:
            done.append(("with script", *Visitor(port).with_script(b"")))
    except (OSError, http.client.HTTPException):
        done.append(("without" if number % 2 else "with script", 0, 999.0))


if __name__ == "__main__":
    main()
