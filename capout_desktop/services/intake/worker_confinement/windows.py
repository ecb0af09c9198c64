"""Confinement on Windows: a job object around the worker, and low integrity within it.

Constants and structures are those of `winnt.h`, `processthreadsapi.h` and `werapi.h`.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_BASIC_UI_RESTRICTIONS = 4
_EXTENDED_LIMITS = 9
_ALL_UI = 0xFF  # clipboard, desktops, other processes' windows, system settings, shutdown

_ACTIVE_PROCESS = 0x8
_PROCESS_MEMORY = 0x100
_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_KILL_ON_CLOSE = 0x2000

_NO_ERROR_BOXES = 0x1 | 0x2 | 0x8000
_REPORT_WITHOUT_HEAP = 0x1

_CHILD_PROCESS_POLICY = 13

_ADJUST_DEFAULT = 0x80
_INTEGRITY_LEVEL = 25
_INTEGRITY_ATTRIBUTE = 0x20
LOW_INTEGRITY = "S-1-16-4096"

_DUPLICATE_SAME_ACCESS = 0x2

# Windows' own names for these are c_void_p and c_ulong; `wintypes` is on all systems.
_Handle = ctypes.c_void_p
_DWord = ctypes.c_uint32


class BasicLimits(ctypes.Structure):
    """`JOBOBJECT_BASIC_LIMIT_INFORMATION`."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", _DWord),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", _DWord),
        ("affinity", ctypes.c_size_t),
        ("priority", _DWord),
        ("scheduling", _DWord),
    )


class Limits(ctypes.Structure):
    """`JOBOBJECT_EXTENDED_LIMIT_INFORMATION`."""

    _fields_ = (
        ("basic", BasicLimits),
        ("input_and_output", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class _Label(ctypes.Structure):
    """`TOKEN_MANDATORY_LABEL`."""

    _fields_ = (("sid", ctypes.c_void_p), ("attributes", _DWord))


def limits(memory: int) -> Limits:
    """Return limits for one process with `memory` bytes, that ends with the job's handle."""
    made = Limits(process_memory=memory)
    made.basic.flags = (
        _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_CLOSE
    )
    made.basic.processes = 1
    return made


def job_for(process: int, memory: int) -> int:
    """Put a process into a new job and return the job's handle; the process ends when it closes.

    Args:
        process: The process' handle.
        memory: Bytes that it may commit.

    Raises:
        OSError: The system does not allow it.
    """
    kernel = _library("kernel32")
    kernel.CreateJobObjectW.restype = _Handle
    kernel.SetInformationJobObject.argtypes = (_Handle, ctypes.c_int, ctypes.c_void_p, _DWord)
    kernel.AssignProcessToJobObject.argtypes = (_Handle, _Handle)
    job = kernel.CreateJobObjectW(None, None)
    wanted, screen = limits(memory), _DWord(_ALL_UI)
    _check(
        job
        and kernel.SetInformationJobObject(
            job, _EXTENDED_LIMITS, ctypes.byref(wanted), ctypes.sizeof(wanted)
        )
        and kernel.SetInformationJobObject(
            job, _BASIC_UI_RESTRICTIONS, ctypes.byref(screen), ctypes.sizeof(screen)
        )
        and kernel.AssignProcessToJobObject(job, process)
    )
    return int(job)


def close_handle(handle: int) -> None:
    """Close a handle of this process."""
    kernel = _library("kernel32")
    kernel.CloseHandle.argtypes = (_Handle,)
    kernel.CloseHandle(handle)


def duplicate_handle(handle: int, process: int) -> int:
    """Give another process a copy of a handle of this one; return its value there.

    Raises:
        OSError: The system does not allow it.
    """
    kernel = _library("kernel32")
    kernel.GetCurrentProcess.restype = _Handle
    kernel.DuplicateHandle.argtypes = (
        _Handle,
        _Handle,
        _Handle,
        ctypes.POINTER(_Handle),
        _DWord,
        ctypes.c_int,
        _DWord,
    )
    copy = _Handle()
    _check(
        kernel.DuplicateHandle(
            kernel.GetCurrentProcess(),
            handle,
            process,
            ctypes.byref(copy),
            0,
            0,
            _DUPLICATE_SAME_ACCESS,
        )
    )
    return copy.value or 0


def keep_out_of_error_reports() -> None:
    """Show no box after a crash, and leave memory out of Windows' error reports."""
    kernel = _library("kernel32")
    kernel.SetErrorMode(_NO_ERROR_BOXES)
    kernel.WerSetFlags(_REPORT_WITHOUT_HEAP)


def forbid_child_processes() -> None:
    """Forbid this process to start others.

    Raises:
        OSError: The system does not know that.
    """
    kernel = _library("kernel32")
    policy = _DWord(1)
    _check(
        kernel.SetProcessMitigationPolicy(
            _CHILD_PROCESS_POLICY, ctypes.byref(policy), ctypes.sizeof(policy)
        )
    )


def lower_integrity() -> None:
    """Give this process low integrity: it can change nothing of the user's.

    Raises:
        OSError: The system does not allow it.
    """
    kernel, rights = _library("kernel32"), _library("advapi32")
    kernel.GetCurrentProcess.restype = _Handle
    rights.OpenProcessToken.argtypes = (_Handle, _DWord, ctypes.POINTER(_Handle))
    rights.SetTokenInformation.argtypes = (_Handle, ctypes.c_int, ctypes.c_void_p, _DWord)
    token, sid = _Handle(), ctypes.c_void_p()
    _check(
        rights.ConvertStringSidToSidW(ctypes.c_wchar_p(LOW_INTEGRITY), ctypes.byref(sid))
        and rights.OpenProcessToken(
            kernel.GetCurrentProcess(), _ADJUST_DEFAULT, ctypes.byref(token)
        )
    )
    label = _Label(sid, _INTEGRITY_ATTRIBUTE)
    _check(
        rights.SetTokenInformation(
            token, _INTEGRITY_LEVEL, ctypes.byref(label), ctypes.sizeof(label)
        )
    )


def _library(name: str) -> Any:
    if sys.platform == "win32":
        return ctypes.WinDLL(name, use_last_error=True)
    raise OSError("not Windows")


def _check(succeeded: object) -> None:
    if sys.platform == "win32" and not succeeded:
        raise ctypes.WinError(ctypes.get_last_error())
