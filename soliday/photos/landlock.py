"""Landlock: no file, no TCP port and no other process can be reached any more. Linux 5.13.

Source: <linux/landlock.h>; the C library has no names for these calls. Binds root as well.
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

# The same number on every architecture.
CREATE_RULESET, RESTRICT_SELF = 444, 446
ASK_VERSION = 1
# Rights over files in versions 1, 2 (moving), 3 (cutting) and 5 (devices).
FILES = {1: 13, 2: 14, 3: 15, 4: 15}
FILES_NOW = 16
TCP = 0b11  # to bind and to connect, since version 4
OTHERS = 0b11  # abstract sockets and signals to processes outside, since version 6


def version() -> int:
    """Return which Landlock the kernel has; below 1: none."""
    return int(libc.syscall(CREATE_RULESET, None, 0, ASK_VERSION))


def deny_files_and_network() -> bool:
    """Deny this process all that Landlock can; False where the kernel does not offer it.

    `PR_SET_NO_NEW_PRIVS` must be set before.
    """
    offered = version()
    if offered < 1:
        return False
    handled = (1 << FILES.get(offered, FILES_NOW)) - 1, TCP, OTHERS
    known = 1 if offered < 4 else 2 if offered < 6 else 3
    attributes = (ctypes.c_uint64 * known)(*handled[:known])
    ruleset = libc.syscall(CREATE_RULESET, attributes, ctypes.sizeof(attributes), 0)
    if ruleset < 0:
        return False
    # No rule is added: what is handled and not allowed is denied.
    is_denied = bool(libc.syscall(RESTRICT_SELF, ruleset, 0) == 0)
    os.close(ruleset)
    return is_denied
