"""What the child gives up before it looks at a stranger's bytes. Linux only."""

import ctypes
import resource

from soliday.photos.limits import CPU_SECONDS, MEMORY_BYTES

# From <linux/prctl.h>.
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38

LIMITS = {
    resource.RLIMIT_AS: MEMORY_BYTES,
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
    # The pipes stay open; no file, socket or further pipe can be opened.
    resource.RLIMIT_NOFILE: 0,
    # Does not bind root: run the server as a user of its own.
    resource.RLIMIT_NPROC: 0,
}


def confine() -> None:
    """Give up memory, time, files, sockets, processes and core dumps, for good.

    Everything that will be needed must be imported before. Raises OSError if the system says no.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    # A core dump would put the photo on disk, even where a collector is piped to.
    for option, value in ((PR_SET_NO_NEW_PRIVS, 1), (PR_SET_DUMPABLE, 0)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
