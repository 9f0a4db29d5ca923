"""A process that ends when the one that started it is gone, however it went."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in Linux's prctl.h
STARTED_BY = "SOLIDAY_STARTED_BY"


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent dies; nothing happens when none was named.

    Otherwise a supervisor that was killed outright would leave workers that hold the port.
    """
    parent = os.environ.get(STARTED_BY)
    if parent is None or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != int(parent):  # it died while we started
        os.kill(os.getpid(), signal.SIGTERM)


def for_children() -> dict[str, str]:
    """The environment of a process that is to end with this one."""
    return {**os.environ, STARTED_BY: str(os.getpid())}
