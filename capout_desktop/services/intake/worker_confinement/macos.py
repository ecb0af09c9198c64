"""Confinement on macOS: the system's sandbox, with the profile for pure computation."""

from __future__ import annotations

import ctypes
import errno

PROFILE = b"pure-computation"
"""Value of `kSBXProfilePureComputation` in `sandbox.h`: no files, no network, no processes."""

_NAMED = 1


def enter_sandbox() -> None:
    """Put this process into the sandbox for good; files that are open stay so.

    Raises:
        OSError: The system refuses it.
        AttributeError: The system has no such sandbox.
    """
    system = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
    message = ctypes.c_char_p()
    system.sandbox_init.argtypes = (
        ctypes.c_char_p,
        ctypes.c_uint64,
        ctypes.POINTER(ctypes.c_char_p),
    )
    if system.sandbox_init(PROFILE, _NAMED, ctypes.byref(message)) != 0:
        raise OSError(errno.EPERM, (message.value or b"").decode("utf-8", "replace"))
