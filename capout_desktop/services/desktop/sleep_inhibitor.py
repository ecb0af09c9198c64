"""Keeps the computer from falling asleep by itself while bytes are moving.

The screen may go dark, and whoever closes the lid or chooses to sleep gets what they want.
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
"""Seconds after the last upload: between two small files nothing has to be let go."""

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
    """One system's way to stay awake."""

    async def take(self) -> None: ...

    async def let_go(self) -> None: ...


class SleepInhibitor:
    """Stays awake while it is told to; that it cannot is logged once and harms nothing."""

    def __init__(self, bus: DesktopBus, threads: WorkerThreads, why: str) -> None:
        """`why` is what the desktop tells those who ask who keeps it awake."""
        self._hold = _hold_of_this_system(bus, threads, why)
        self._wanted = False
        self._held = False
        self._complained = False
        self._changed = asyncio.Event()
        self._working = False

    @property
    def is_busy(self) -> bool:
        """Whether what was wanted is still to be done."""
        return self._changed.is_set() or self._working

    def keep_awake(self, wanted: bool) -> None:
        """Stay awake from now on, or let the system sleep again; `work` sees to it."""
        if wanted is not self._wanted:
            self._wanted = wanted
            self._changed.set()

    async def work(self) -> None:
        """Do what `keep_awake` wants, until canceled."""
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
        """Let the system sleep again."""
        if self._held:
            self._held = False
            await self._try(self._hold.let_go())

    async def _take(self) -> None:
        # Noted before: who is canceled midway lets go of what may have been taken.
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
    """GNOME's session manager, else the service that KDE, Xfce and others share.

    Both let go by themselves when the connection to the bus ends.
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
    """`caffeinate`, which ends with this program whatever becomes of it."""

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
    """A wish of the calling thread, which must live as long: the one of the event loop."""

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
