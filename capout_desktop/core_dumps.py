"""Memory of this process kept out of core dumps and error reports, since it holds API keys."""

from __future__ import annotations

import sys

_PR_SET_DUMPABLE = 4
_NO_CRITICAL_ERROR_BOX, _NO_FAULT_BOX = 0x0001, 0x0002
_REPORT_WITHOUT_HEAP = 0x0001


def prevent_core_dumps() -> None:
    """Let a crash leave no copy of the memory behind. Child processes need their own call.

    On Linux this also makes `/proc/self` belong to root, so that other programs of the user cannot
    read the memory. What this program reads there stays readable.
    """
    if sys.platform == "win32":
        _leave_out_of_error_reports()
        return
    import resource  # noqa: PLC0415 - not on Windows

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    # The hard limit stays, so that other programs started from here may raise theirs again.
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - after the platform is known

        # A system that pipes its core dumps into a program ignores the limit, but not this.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _leave_out_of_error_reports() -> None:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        kernel = ctypes.windll.kernel32
        kernel.SetErrorMode(_NO_CRITICAL_ERROR_BOX | _NO_FAULT_BOX)
        kernel.WerSetFlags(_REPORT_WITHOUT_HEAP)
        if getattr(sys, "frozen", False):
            # By name, for this user; never for every program that runs in a python.exe.
            ctypes.windll.wer.WerAddExcludedApplication("capout-desktop.exe", False)
