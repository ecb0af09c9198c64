"""seccomp filter of the PDF worker, as instructions of the classic BPF machine.

Listed is what is allowed; anything else fails with EPERM, as if the user were not allowed to. So a
C library that tries a newer call first falls back to one that is listed.
"""

from __future__ import annotations

import errno
import struct

INSTRUCTION_BYTES = 8

_INSTRUCTION = struct.Struct("=HBBI")
_LOAD = 0x20  # load a 32-bit word of the call's description
_IF_EQUAL = 0x15
_RETURN = 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM

_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""Audit number of the architecture, and the column of its numbers in `ALLOWED`."""

ALLOWED = {
    # The file and the line to the program, both open already.
    "read": (0, 63),
    "pread64": (17, 67),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "newfstatat": (262, 79),  # glibc's fstat; it shows no contents
    "fcntl": (72, 25),
    "close": (3, 57),
    "write": (1, 64),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "poll": (7, None),
    "ppoll": (271, 73),
    # Memory.
    "brk": (12, 214),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    # Time.
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "gettimeofday": (96, 169),
    "setitimer": (38, 103),
    # The process itself.
    "futex": (202, 98),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
"""Numbers of the allowed calls on x86_64 and aarch64."""


def program(machine: str) -> bytes | None:
    """Return the filter for a machine as `platform.machine()` names it; None if there is none."""
    if machine not in _ARCHITECTURES:
        return None
    architecture, column = _ARCHITECTURES[machine]
    numbers = [pair[column] for pair in ALLOWED.values()]
    allowed = [number for number in numbers if number is not None]
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        # A call of another architecture has other numbers.
        (_IF_EQUAL, 0, len(allowed) + 1, architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        *((_IF_EQUAL, len(allowed) - place, 0, number) for place, number in enumerate(allowed)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(_INSTRUCTION.pack(*line) for line in lines)
