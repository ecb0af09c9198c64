"""Inhibition of automatic sleep while uploads run.

The screen may turn off. Closing the lid or choosing to sleep still works.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Coroutine
from typing import Any, Protocol

from capout_desktop.services.desktop.bus import Address, DesktopBus, NoDesktopServiceError
from capout_desktop.services.runtime.worker_threads import WorkerThreads

_log = logging.getLogger(__name__)

LINGER = 2.0
"""Seconds between the last upload and the release, which bridge the gap between small files."""

POWER_MANAGEMENT = Address(
    "org.freedesktop.PowerManagement",
    "/org/freedesktop/PowerManagement/Inhibit",
    "org.freedesktop.PowerManagement.Inhibit",
)
GNOME_SESSION = Address(
    "org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager"
)
_GNOME_NO_SUSPEND = 4
_WHO = "CapOut Desktop"


class _Hold(Protocol):
    """Sleep lock of one operating system."""

    async def take(self) -> None: ...

    async def let_go(self) -> None: ...


class SleepInhibitor:
    """Keeps the system awake on request. A failure is logged once and has no other effect."""

    def __init__(self, bus: DesktopBus, threads: WorkerThreads, why: str) -> None:
        """Create the inhibitor; `why` is the reason that the desktop displays."""
        self._hold = _hold_of_this_system(bus, threads, why)
        self._wanted = False
        self._held = False
        self._complained = False
        self._changed = asyncio.Event()
        self._working = False

    @property
    def is_busy(self) -> bool:
        """Whether the last request has not been carried out yet."""
        return self._changed.is_set() or self._working

    def keep_awake(self, wanted: bool) -> None:
        """Request to stay awake, or to allow sleep again; `work` carries it out."""
        if wanted is not self._wanted:
            self._wanted = wanted
            self._changed.set()

    async def work(self) -> None:
        """Carry out the requests of `keep_awake`, until canceled."""
        while True:
            self._working = False
            await self._changed.wait()
            self._working = True
            self._changed.clear()
            if self._wanted and not self._held:
                await self._take()
            elif self._held and not self._wanted:
                await asyncio.sleep(LINGER)
                if not self._wanted:
                    await self.release()

    async def release(self) -> None:
        """Allow sleep again."""
        if self._held:
            self._held = False
            await self._try(self._hold.let_go())

    async def _take(self) -> None:
        # Set first, so that a cancellation midway also releases what may have been taken.
        self._held = True
        self._held = await self._try(self._hold.take())

    async def _try(self, work: Coroutine[Any, Any, None]) -> bool:
        try:
            await work
        except (NoDesktopServiceError, OSError) as error:
            if not self._complained:
                self._complained = True
                _log.info("this computer cannot be kept awake: %s", error)
            return False
        return True


class _LinuxHold:
    """Sleep lock of GNOME's session manager, or of the service that KDE, Xfce and others share.

    Both release the lock by themselves when the connection to the bus closes.
    """

    def __init__(self, bus: DesktopBus, why: str) -> None:
        self._why = why
        self._bus = bus
        self._taken: tuple[Address, str, object] | None = None

    async def take(self) -> None:
        try:
            (cookie,) = await self._bus.call(
                GNOME_SESSION, "Inhibit", "susu", _WHO, 0, self._why, _GNOME_NO_SUSPEND
            )
            self._taken = (GNOME_SESSION, "Uninhibit", cookie)
        except NoDesktopServiceError:
            (cookie,) = await self._bus.call(POWER_MANAGEMENT, "Inhibit", "ss", _WHO, self._why)
            self._taken = (POWER_MANAGEMENT, "UnInhibit", cookie)

    async def let_go(self) -> None:
        if self._taken is not None:
            address, method, cookie = self._taken
            self._taken = None
            await self._bus.call(address, method, "u", cookie)


class _MacHold:
    """Sleep lock by `caffeinate`, which exits when this program does, even after a crash."""

    def __init__(self, threads: WorkerThreads) -> None:
        self._threads = threads
        self._process: subprocess.Popen[bytes] | None = None

    async def take(self) -> None:
        command = ["/usr/bin/caffeinate", "-i", "-w", str(os.getpid())]
        self._process = await self._threads.run(subprocess.Popen, command)

    async def let_go(self) -> None:
        if self._process is not None:
            self._process.terminate()
            await self._threads.run(self._process.wait)
            self._process = None


class _WindowsHold:
    """Sleep lock of the calling thread, which must live as long: the event loop's thread."""

    _CONTINUOUS = 0x80000000
    _SYSTEM_REQUIRED = 0x00000001

    async def take(self) -> None:
        self._set(self._CONTINUOUS | self._SYSTEM_REQUIRED)

    async def let_go(self) -> None:
        self._set(self._CONTINUOUS)

    @staticmethod
    def _set(state: int) -> None:
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - Windows only

            if not ctypes.windll.kernel32.SetThreadExecutionState(ctypes.c_uint(state)):
                raise OSError("SetThreadExecutionState was refused")


def _hold_of_this_system(bus: DesktopBus, threads: WorkerThreads, why: str) -> _Hold:
    if sys.platform == "win32":
        return _WindowsHold()
    if sys.platform == "darwin":
        return _MacHold(threads)
    return _LinuxHold(bus, why)
