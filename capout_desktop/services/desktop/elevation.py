"""Whether Windows lets anything be dropped on the program: not on one started as administrator."""

from __future__ import annotations

import sys


def has_more_rights_than_desktop() -> bool:
    """Return whether the program was started as administrator, and the desktop was not.

    Windows keeps Explorer and other programs from dropping anything on it then. False on other
    systems, and if Windows does not tell.
    """
    if sys.platform == "win32":
        return _compare_with_shell()
    return False


if sys.platform == "win32":

    def _compare_with_shell() -> bool:
        import ctypes  # noqa: PLC0415 - Windows only
        from ctypes import wintypes  # noqa: PLC0415

        query_token, elevation, query_process = 0x0008, 20, 0x1000
        kernel, user = ctypes.WinDLL("kernel32"), ctypes.WinDLL("user32")
        security = ctypes.WinDLL("advapi32")
        kernel.GetCurrentProcess.restype = kernel.OpenProcess.restype = wintypes.HANDLE
        user.GetShellWindow.restype = wintypes.HWND

        def is_elevated(process: wintypes.HANDLE) -> bool | None:
            token, value, size = wintypes.HANDLE(), wintypes.DWORD(), wintypes.DWORD()
            if not security.OpenProcessToken(process, query_token, ctypes.byref(token)):
                return None
            try:
                told = security.GetTokenInformation(
                    token, elevation, ctypes.byref(value), ctypes.sizeof(value), ctypes.byref(size)
                )
            finally:
                kernel.CloseHandle(token)
            return bool(value.value) if told else None

        window, process_id = user.GetShellWindow(), wintypes.DWORD()
        if not window:
            return False
        user.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(process_id))
        shell = kernel.OpenProcess(query_process, False, process_id)
        if not shell:
            return False
        try:
            own = is_elevated(wintypes.HANDLE(kernel.GetCurrentProcess()))
            return own is True and is_elevated(wintypes.HANDLE(shell)) is False
        finally:
            kernel.CloseHandle(wintypes.HANDLE(shell))
