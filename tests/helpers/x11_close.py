"""Program that closes a window like its close button; no tool of the test packages can."""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import subprocess

_CLIENT_MESSAGE = 33


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest_of_the_union", ctypes.c_long * 24),
    )


def close_window(name: str) -> None:
    """Ask the window of this name to close."""
    said = subprocess.run(["xwininfo", "-name", name], capture_output=True, text=True, check=True)
    found = re.search(r"Window id: (0x[0-9a-f]+)", said.stdout)
    assert found, said.stdout
    close_window_id(int(found[1], 16))


def close_window_id(window: int) -> None:
    """Ask the window of this X11 id to close."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    display = x11.XOpenDisplay(None)
    assert display
    event = _ClientMessage(
        type=_CLIENT_MESSAGE,
        window=window,
        message_type=x11.XInternAtom(display, b"WM_PROTOCOLS", 0),
        format=32,
    )
    event.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
    x11.XSendEvent.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.c_int,
        ctypes.c_long,
        ctypes.c_void_p,
    ]
    x11.XSendEvent(display, window, 0, 0, ctypes.byref(event))
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    x11.XCloseDisplay(display)
