"""A filter of system calls: what decoding a picture needs, and nothing else.

What is not in the list fails with EPERM instead of killing, so that a library that asks for more
than it needs goes on. Sources: <linux/seccomp.h>, <linux/filter.h>, the kernel's call tables.
"""

import ctypes
import errno
import platform
import struct
from collections.abc import Iterator

libc = ctypes.CDLL(None, use_errno=True)
POINTER_BYTES = ctypes.sizeof(ctypes.c_void_p)  # a program of 32 bits calls by other numbers

PR_SET_SECCOMP = 22
MODE_FILTER = 2
# Of the classic BPF machine: load a word, compare, test bits, answer.
LOAD, EQUAL, BITS, ANSWER = 0x20, 0x15, 0x45, 0x06
ALLOW, ERROR, KILL = 0x7FFF0000, 0x00050000, 0x80000000
# Where `struct seccomp_data` keeps the number, the architecture and the low half of an argument.
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Numbers on x86_64 and aarch64.
ALWAYS = {
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "set_robust_list": (273, 99),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "rseq": (334, 293),
}
READ, WRITE, MMAP, MPROTECT, CLONE, CLONE3 = (
    (0, 63),
    (1, 64),
    (9, 222),
    (10, 226),
    (56, 220),
    (435,) * 2,
)
PROT_EXEC = 4
CLONE_THREAD = 0x10000

Instruction = tuple[int, int, int, int]


class Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def filter_calls() -> bool:
    """Leave this process only the calls above; False where the kernel does not offer it.

    `PR_SET_NO_NEW_PRIVS` must be set before.
    """
    machine = platform.machine()
    if machine not in MACHINES or POINTER_BYTES != 8:
        return False
    packed = b"".join(struct.pack("HBBI", *one) for one in instructions(machine))
    program = Program(len(packed) // 8, packed)
    return bool(libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def instructions(machine: str) -> list[Instruction]:
    """Return the filter for `machine`."""
    column = list(MACHINES).index(machine)
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, MACHINES[machine]),
        (ANSWER, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        *_rules(column),
        (ANSWER, 0, 0, ERROR | errno.EPERM),
    ]


def _rules(column: int) -> Iterator[Instruction]:
    for numbers in ALWAYS.values():
        yield from _if_number(numbers[column], [(ANSWER, 0, 0, ALLOW)])
    # Only from standard input and to standard output, whatever else may be open.
    yield from _if_number(READ[column], _if_argument(0, EQUAL, 0, then=ALLOW))
    yield from _if_number(WRITE[column], _if_argument(0, EQUAL, 1, then=ALLOW))
    # No memory that can be run: what was smuggled in as data stays data.
    for call in (MMAP, MPROTECT):
        yield from _if_number(call[column], _if_argument(2, BITS, PROT_EXEC, otherwise=ALLOW))
    # libheif needs a thread; nothing needs a process.
    yield from _if_number(CLONE[column], _if_argument(0, BITS, CLONE_THREAD, then=ALLOW))
    # The filter cannot see into its arguments; the C library then falls back to clone.
    yield from _if_number(CLONE3[column], [(ANSWER, 0, 0, ERROR | errno.ENOSYS)])


def _if_number(number: int, then: list[Instruction]) -> list[Instruction]:
    return [(EQUAL, 0, len(then), number), *then]


def _if_argument(
    index: int,
    test: int,
    value: int,
    *,
    then: int = ERROR | errno.EPERM,
    otherwise: int = ERROR | errno.EPERM,
) -> list[Instruction]:
    return [
        (LOAD, 0, 0, ARGUMENTS + 8 * index),
        (test, 0, 1, value),
        (ANSWER, 0, 0, then),
        (ANSWER, 0, 0, otherwise),
    ]
