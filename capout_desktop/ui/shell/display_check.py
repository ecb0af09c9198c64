"""Check for a screen before Qt starts, and one sentence instead of its long text if it cannot."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

REFUSED_EXIT_CODE = 2
"""Exit code of a start that cannot be."""
NO_SCREEN = (
    "CapOut Desktop needs a screen: start it on your desktop, not over a plain terminal "
    "connection. ({reason})\n"
)
ANSWER_SECONDS = 5.0
"""Longest wait for a screen that was found to say whether it lets this program in."""
_X11, _WAYLAND = "xcb", "wayland"


def why_no_screen() -> str:
    """Return why no window can be shown, or an empty string."""
    if sys.platform != "linux":
        return ""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    names = {name.partition(":")[0].partition("-")[0] for name in chosen.split(";") if name}
    if not names <= {_X11, _WAYLAND}:
        return ""  # one that needs none of the two
    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if names == {_X11}:
        wayland = None
    elif names == {_WAYLAND}:
        display, wayland = None, wayland or "wayland-0"
    if not display and not wayland:
        return "Neither DISPLAY nor WAYLAND_DISPLAY is set."
    if (wayland and _wayland_answers(wayland)) or (display and _in_time(_x11_answers)):
        return ""
    return f"Nothing answers at DISPLAY={display or ''} WAYLAND_DISPLAY={wayland or ''}."


@contextmanager
def one_sentence_if_qt_cannot_start(exit_code: int) -> Iterator[None]:
    """While Qt starts, end the program with one sentence on stderr instead of Qt's abort.

    It aborts if the platform's plug-in or one of its libraries is missing, for example. Nothing is
    open yet that would have to be closed.
    """
    if sys.platform != "linux":
        yield
        return
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            words = " ".join(" ".join(said or [text]).split())
            sys.stderr.write(NO_SCREEN.format(reason=words[:300]))
            sys.stderr.flush()
            os._exit(exit_code)
        if kind is not QtMsgType.QtDebugMsg:
            said.append(text)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for text in said:
        sys.stderr.write(f"{text}\n")


def _in_time(answers: Callable[[], bool]) -> bool:
    """Return what `answers` does, or False if it takes too long: X11 waits without a bound."""
    said: list[bool] = []
    asking = threading.Thread(target=lambda: said.append(answers()), name="screen", daemon=True)
    asking.start()
    asking.join(ANSWER_SECONDS)
    return said == [True]


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
