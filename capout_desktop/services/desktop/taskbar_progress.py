"""Progress on the program's button in the taskbar of Windows, by `ITaskbarList3`."""

from __future__ import annotations

import ctypes
import logging
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from capout_desktop.services.runtime.worker_threads import WorkerThreads

_log = logging.getLogger(__name__)

_TASKBAR_LIST = uuid.UUID("56FDF344-FD6D-11d0-958A-006097C9A090")
_INTERFACE = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
_RELEASE, _INITIALIZE, _SET_VALUE, _SET_STATE = 2, 3, 9, 10
"""Places of the methods in the interface's table."""

Create = Callable[[], ctypes.c_void_p]
"""Makes the interface; raises OSError if there is none."""

_IN_PROCESS, _APARTMENT = 1, 2
_WHOLE = 1000


class TaskbarState(IntEnum):
    """What the button shows, with Windows' numbers."""

    NONE = 0
    NORMAL = 2
    ERROR = 4
    PAUSED = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """What a button shows: a state, and a progress in thousandths."""

    state: TaskbarState
    thousandths: int = 0


NOTHING = Shown(TaskbarState.NONE)


def taskbar_view(fraction: float | None, *, failed: bool, paused: bool) -> Shown:
    """Return what the button shows for a progress of 0 to 1; None while nothing is under way.

    A failure is red until the work is over, so that it is seen behind other windows.
    """
    if fraction is None:
        return NOTHING
    state = TaskbarState.NORMAL
    if failed:
        state = TaskbarState.ERROR
    elif paused:
        state = TaskbarState.PAUSED
    # With a value of zero Windows draws nothing.
    return Shown(state, max(1, round(fraction * _WHOLE)))


class TaskbarProgress:
    """Shows progress on a window's button. It does nothing on other systems."""

    def __init__(self, threads: WorkerThreads, create: Create | None = None) -> None:
        """Show it from `threads`, since Explorer may be slow; `create` makes the interface."""
        self._threads = threads
        self._create = create or taskbar_of_system()
        self._shown = NOTHING

    async def show(self, window: int, shown: Shown) -> None:
        """Show it on the button of a window, given by its handle.

        It is repeated while there is something to show: a button that appears later is empty.
        """
        if self._create is None or shown == self._shown == NOTHING:
            return
        self._shown = shown
        try:
            await self._threads.run(show_on_button, self._create, window, shown)
        except OSError as error:
            # The window shows the same; Explorer may just be starting again.
            _log.debug("no progress in the taskbar: %s", error)


def show_on_button(create: Create, window: int, shown: Shown) -> None:
    """Show it. Blocking.

    Raises:
        OSError: The desktop refused it.
    """
    made = create()
    try:
        _call(made, _INITIALIZE)
        _call(made, _SET_STATE, ctypes.c_void_p(window), ctypes.c_int(shown.state))
        if shown.state is not TaskbarState.NONE:
            value, whole = ctypes.c_ulonglong(shown.thousandths), ctypes.c_ulonglong(_WHOLE)
            _call(made, _SET_VALUE, ctypes.c_void_p(window), value, whole)
    finally:
        _call(made, _RELEASE)


def _call(made: ctypes.c_void_p, place: int, *arguments: ctypes._SimpleCData[Any]) -> None:
    """Call a method of a COM object by its place in the object's table."""
    table = ctypes.cast(made, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    kind = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *(type(one) for one in arguments))
    result = kind(table[place])(made, *arguments)
    if result < 0:
        raise OSError(f"method {place} of the taskbar failed with {result & 0xFFFFFFFF:#010x}")


def taskbar_of_system() -> Create | None:
    """Return what makes the interface; None where there is no such taskbar."""
    if sys.platform == "win32":
        return _create
    return None


if sys.platform == "win32":

    def _create() -> ctypes.c_void_p:
        ole, made = ctypes.OleDLL("ole32"), ctypes.c_void_p()
        ole.CoInitializeEx(None, _APARTMENT)  # once more in a thread does no harm
        class_id, interface = _TASKBAR_LIST.bytes_le, _INTERFACE.bytes_le
        ole.CoCreateInstance(class_id, None, _IN_PROCESS, interface, ctypes.byref(made))
        return made
