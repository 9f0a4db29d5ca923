"""The web server as a process of its own: `python -m soliday.ops.web`."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from soliday.configuration import read_configuration
from soliday.ops.lifeline import end_with_parent, for_children

THREADS = 256  # so many slow senders at once leave the door open for others
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
    Granian(
        "soliday.wsgi:application",
        address=configuration.host,
        port=configuration.port,
        interface=Interfaces.WSGI,
        workers=configuration.workers,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=TO_STANDARD_ERROR,
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=SECONDS_TO_FINISH,
    ).serve()


if __name__ == "__main__":
    end_with_parent()
    serve()
