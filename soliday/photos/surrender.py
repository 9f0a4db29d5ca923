"""What the child gives up before it looks at a stranger's bytes. Linux only."""

import ctypes
import os
import resource
from signal import SIGKILL

from soliday.photos.landlock import deny_files_and_network
from soliday.photos.limits import ADDRESS_BYTES, CPU_SECONDS, MEMORY_BYTES
from soliday.photos.seccomp import filter_calls

libc = ctypes.CDLL(None, use_errno=True)

# From <linux/prctl.h>.
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
NOBODY = 65534

LIMITS = {
    resource.RLIMIT_AS: ADDRESS_BYTES,
    resource.RLIMIT_DATA: MEMORY_BYTES,
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
    # The pipes stay open; no file, socket or further pipe can be opened.
    resource.RLIMIT_NOFILE: 0,
}


def surrender() -> dict[str, bool]:
    """Give up rights, files, network, processes, memory and time, for good; say what holds.

    Everything that will be needed must be imported before. Raises OSError if the system refuses
    what every Linux has.
    """
    if os.geteuid() == 0:
        _become_nobody()
    # A core dump would put the photo on disk, even where a collector is piped to.
    for option, value in (
        (PR_SET_NO_NEW_PRIVS, 1),
        (PR_SET_DUMPABLE, 0),
        (PR_SET_PDEATHSIG, SIGKILL),
    ):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
    landlock = deny_files_and_network()
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    if not (seccomp := filter_calls()):
        # Without the filter no thread either, so HEIC cannot be read. Does not bind root.
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    return {
        "limits": True,
        "landlock": landlock,
        "seccomp": seccomp,
        "unprivileged": os.getuid() != 0,
    }


def _become_nobody() -> None:
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        # Root of a container that knows no other user; `surrender` says so.
        return
