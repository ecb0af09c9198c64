"""What the desktop of Windows sends to programs, sent by tests: the end of a session, a close."""

from __future__ import annotations

import sys

import psutil

_QUERY_END_SESSION, _END_SESSION, _CLOSE = 0x0011, 0x0016, 0x0010
_ABORT_IF_HUNG = 0x0002
_ANSWER_MS = 10_000
_TEXT_OF_A_BOX = 0xFFFF

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _user = ctypes.WinDLL("user32")
    _callback = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    _user.FindWindowW.restype = _user.GetDlgItem.restype = wintypes.HWND
    _user.GetDlgItem.argtypes = [wintypes.HWND, ctypes.c_int]
    _user.GetWindowTextW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
    _user.IsWindowVisible.argtypes = [wintypes.HWND]
    _user.PostMessageW.argtypes = [wintypes.HWND, ctypes.c_uint, wintypes.WPARAM, wintypes.LPARAM]
    _user.SendMessageTimeoutW.argtypes = [
        *(wintypes.HWND, ctypes.c_uint, wintypes.WPARAM, wintypes.LPARAM),
        *(ctypes.c_uint, ctypes.c_uint, ctypes.POINTER(ctypes.c_size_t)),
    ]

    def windows_of(process: int) -> list[int]:
        """Return the visible top windows of a process and of those that it started."""
        found: list[int] = []
        family = {process, *(one.pid for one in psutil.Process(process).children(recursive=True))}

        @_callback
        def look(window: int, _: int) -> bool:
            owner = wintypes.DWORD()
            _user.GetWindowThreadProcessId(window, ctypes.byref(owner))
            if owner.value in family and _user.IsWindowVisible(window):
                found.append(window)
            return True

        _user.EnumWindows(look, 0)
        return found

    def end_session(process: int) -> None:
        """Tell a process that the person logs off, and wait for its answer, as Windows does."""
        windows = windows_of(process)
        assert windows, "only a program with a window hears of it"
        for message, value in ((_QUERY_END_SESSION, 0), (_END_SESSION, 1)):
            for window in windows:
                answer = ctypes.c_size_t()
                _user.SendMessageTimeoutW(
                    *(window, message, value, 0, _ABORT_IF_HUNG, _ANSWER_MS),
                    ctypes.byref(answer),
                )

    def is_shown(title: str) -> bool:
        """Return whether there is a window with this title."""
        return bool(_user.FindWindowW(None, title))

    def words_of_box(title: str) -> str:
        """Return the text of Windows' own message box; empty if it is not there."""
        words = ctypes.create_unicode_buffer(2000)
        box = _user.FindWindowW("#32770", title)
        text = _user.GetDlgItem(box, _TEXT_OF_A_BOX) if box else None
        if text:
            _user.GetWindowTextW(text, words, len(words))
        return words.value

    def close_window(title: str) -> None:
        """Close a window as a click on its cross does."""
        _user.PostMessageW(_user.FindWindowW(None, title), _CLOSE, 0, 0)
