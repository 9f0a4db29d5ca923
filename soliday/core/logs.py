"""Logs that hold no request: the kind of a fault and where in the code, never what was sent."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any


class WithoutPrivateText(logging.Formatter):
    """Prints level, logger and, for an exception, its type and code lines; no message, no values.

    Django's messages carry paths and its exceptions carry field values (a database error
    prints the whole row), so neither is printed for loggers outside this project.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.startswith("soliday.")
        line = f"{record.levelname} {record.name}" + (f" {record.getMessage()}" if own else "")
        if record.exc_info and record.exc_info[0]:
            line += f" {record.exc_info[0].__name__}{_places(record.exc_info[2])}"
        return line


def _places(trace: Any) -> str:
    frames = traceback.extract_tb(trace)
    return "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


def configure(_settings: Any) -> None:
    """Send every log to standard error through WithoutPrivateText."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutPrivateText())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("soliday").setLevel(logging.INFO)
    for name in ("django", "django.request", "django.server"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
