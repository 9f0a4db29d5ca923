"""Two processes, kept alive: the web server and the press worker; and a third one, once a day."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from threading import Event

from soliday.configuration import Configuration
from soliday.ops.errand import Errand
from soliday.ops.lifeline import for_children

WEB = ("-m", "soliday.ops.web")
PRESS = ("-m", "soliday", "press")
TEND = ("-m", "soliday", "tend")
SECONDS_TO_START, SECONDS_TO_END, LOOK_EVERY = 60.0, 6.0, 0.2
SECONDS_BETWEEN_STARTS = 1.0


class Supervised:
    """One child process that is started again whenever it ends."""

    def __init__(self, name: str, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
        self.name = name
        self.command = (sys.executable, *arguments)
        self.environment = environment
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, env=self.environment)

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def start_again_if_ended(self) -> None:
        rested = time.monotonic() - self.started_at > SECONDS_BETWEEN_STARTS
        if self.has_ended() and rested:
            print(f"The {self.name} ended and is started again.", file=sys.stderr, flush=True)
            self.start()


class Supervisor:
    """Starts both, watches them, tends once a day; ends all within seconds of being asked to."""

    def __init__(self, configuration: Configuration, *, seed: str) -> None:
        self.configuration = configuration
        self.environment = for_children() | {"SOLIDAY_SEED": seed}
        self.children: list[Supervised] = []
        self.tending = Errand("daily tending", TEND, self.environment)
        self.stop = Event()

    def start(self) -> bool:
        """Start both and wait until the site answers; False if it does not."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop.set())
        web = Supervised("web server", WEB, self.environment)
        self.children.append(web)
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.stop.is_set() and not _answers(self.configuration):
            if web.has_ended() or time.monotonic() > deadline:
                print("The web server does not start.", file=sys.stderr)
                self.end()
                return False
            self.stop.wait(LOOK_EVERY / 4)
        self.children.append(Supervised("press worker", PRESS, self.environment))
        return True

    def watch(self) -> int:
        """Keep both alive until asked to stop."""
        while not self.stop.wait(LOOK_EVERY):
            for child in self.children:
                child.start_again_if_ended()
            self.tending.look()
        self.end()
        return 0

    def end(self) -> None:
        """Ask each to end, wait for a while, then insist."""
        deadline = time.monotonic() + SECONDS_TO_END
        processes = [child.process for child in self.children]
        if self.tending.process:
            processes.append(self.tending.process)
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(configuration: Configuration) -> bool:
    """Whether the server answers anything at all."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - names what a host may have set
    host = anywhere.get(configuration.host, configuration.host)
    connection = HTTPConnection(host, configuration.port, timeout=5)
    try:
        connection.request("GET", "/health")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
