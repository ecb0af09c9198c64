"""Check for a screen before Qt starts, which would abort without an understandable message."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

NO_SCREEN = (
    "CapOut Desktop needs a screen: start it on your desktop, not over a plain terminal "
    "connection. ({reason})\n"
)


def why_no_screen() -> str:
    """Return why no window can be shown, or an empty string."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not display and not wayland:
        return "Neither DISPLAY nor WAYLAND_DISPLAY is set."
    if (wayland and _wayland_answers(wayland)) or (display and _x11_answers()):
        return ""
    return f"Nothing answers at DISPLAY={display or ''} WAYLAND_DISPLAY={wayland or ''}."


def _wayland_answers(name: str) -> bool:
    import socket  # noqa: PLC0415 - 5 ms of the start, and seldom needed

    path = Path(os.environ.get("XDG_RUNTIME_DIR") or "/") / name
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(2)
        try:
            asked.connect(str(path))
        except OSError:
            return False
    return True


def _x11_answers() -> bool:
    """Return whether the X server lets this program in, as far as can be told."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt has its own copy, perhaps
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers
