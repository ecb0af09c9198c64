"""Confinement on Linux: no privileges, no dumps, Landlock for files, seccomp for system calls.

Constants are from the kernel's `linux/prctl.h`, `linux/landlock.h`, `linux/seccomp.h` and
`linux/filter.h`. Landlock's calls have the same numbers on all architectures.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform

from capout_desktop.services.intake.worker_confinement import seccomp_filter

_SET_DUMPABLE = 4
_SET_SECCOMP = 22
_SET_NO_NEW_PRIVS = 38
_SECCOMP_FILTER = 2

_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_RESTRICT_SELF = 446
_LANDLOCK_VERSION_FLAG = 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""Number of rights on files that each version of Landlock knows; newer ones know the last."""
_NETWORK_RIGHTS = 0b11  # bind and connect TCP, from version 4
_SCOPES = 0b11  # abstract Unix sockets and signals, from version 6

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_new_privileges() -> None:
    """Let no program that this process might start gain privileges.

    Raises:
        OSError: The kernel does not know that.
    """
    _prctl(_SET_NO_NEW_PRIVS, 1)


def refuse_dumps() -> None:
    """Keep the memory from core dumps and from other processes of the user.

    Raises:
        OSError: The kernel does not know that.
    """
    _prctl(_SET_DUMPABLE, 0)


def restrict_files() -> None:
    """Forbid by Landlock to open any file and any TCP connection.

    Raises:
        OSError: The kernel has no Landlock, or it is switched off.
    """
    version = _call(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION_FLAG)
    ruleset = _Ruleset((1 << _FILE_RIGHTS.get(version, 16)) - 1)
    size = 8  # older kernels know the first fields only
    if version >= 4:
        ruleset.network, size = _NETWORK_RIGHTS, 16
    if version >= 6:
        ruleset.scopes, size = _SCOPES, 24
    # A set without rules allows nothing of what it handles.
    handle = _call(_LANDLOCK_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    try:
        _call(_LANDLOCK_RESTRICT_SELF, handle, 0)
    finally:
        os.close(handle)


def restrict_system_calls() -> None:
    """Refuse by seccomp every system call that is not needed to read memory and to answer.

    Raises:
        OSError: The kernel has no seccomp, or the architecture is another one.
    """
    program = seccomp_filter.program(platform.machine())
    if program is None:
        raise OSError(errno.ENOSYS, f"no filter for {platform.machine()}")
    length = len(program) // seccomp_filter.INSTRUCTION_BYTES
    _prctl(_SET_SECCOMP, _SECCOMP_FILTER, ctypes.byref(_Program(length, program)))


def _prctl(option: int, *arguments: object) -> None:
    # All five are read for some options.
    padded = (*arguments, *(0,) * (4 - len(arguments)))
    wide = [ctypes.c_ulong(value) if isinstance(value, int) else value for value in padded]
    if _libc.prctl(ctypes.c_int(option), *wide) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _call(number: int, *arguments: object) -> int:
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    _libc.syscall.restype = ctypes.c_long
    result: int = _libc.syscall(ctypes.c_long(number), *wide)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
