"""The web server as a process of its own: `python -m soliday.ops.web`."""

from __future__ import annotations

import os
import resource

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from soliday.configuration import read_configuration
from soliday.ops.lifeline import end_with_parent, for_children

# In each process. A sender of a slow body holds a thread, so there are more of them than the
# bodies that intake reads at once; threads start when needed and end when idle.
THREADS = 1024
CONNECTIONS = 4096
MOST_FILES = 16_384
MILLISECONDS_FOR_HEADERS = 10_000
SECONDS_TO_FINISH = 3  # what a request gets when the server is to stop
TO_STANDARD_ERROR = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "soliday.core.logs.WithoutPrivateText"}},
    "handlers": {"error": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"_granian": {"handlers": ["error"], "propagate": False}},
}


def serve() -> None:
    """Serve until stopped. No address of a visitor is written anywhere."""
    configuration = read_configuration()
    os.environ.update(for_children())
    _allow_many_connections()
    Granian(
        "soliday.wsgi:application",
        address=configuration.host,
        port=configuration.port,
        interface=Interfaces.WSGI,
        workers=configuration.workers,
        blocking_threads=THREADS,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=MILLISECONDS_FOR_HEADERS),
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=TO_STANDARD_ERROR,
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=SECONDS_TO_FINISH,
    ).serve()


def _allow_many_connections() -> None:
    """Each connection is an open file, and many systems allow a program a thousand at first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    end_with_parent()
    serve()
