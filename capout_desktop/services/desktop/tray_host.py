"""News of the desktop's tray on Linux: its panel starts late, crashes, or comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from capout_desktop.services.desktop.bus import Address, DesktopBus

if TYPE_CHECKING:
    from jeepney import Message

WATCHER = "org.kde.StatusNotifierWatcher"
_WATCHER = Address(WATCHER, "/StatusNotifierWatcher", WATCHER)
_BUS = Address("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_OWNER_CHANGED = "NameOwnerChanged"
_HOST_CHANGED = ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered")


async def hear_tray_changes(bus: DesktopBus, on_change: Callable[[], None]) -> None:
    """Call `on_change` whenever the tray may have come or gone, until canceled.

    Raises:
        NoDesktopServiceError: There is no bus.
    """
    changed = asyncio.Event()
    changed.set()  # it may have come just before this listens
    async with AsyncExitStack() as stack:
        owners = await stack.enter_async_context(bus.hearing(_BUS, _OWNER_CHANGED))
        hosts = [
            await stack.enter_async_context(bus.hearing(_WATCHER, member))
            for member in _HOST_CHANGED
        ]

        async def pass_on(queue: asyncio.Queue[Message], name: str) -> None:
            while True:
                message = await queue.get()
                if not name or message.body[0] == name:
                    changed.set()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(pass_on(owners, WATCHER))
            for host in hosts:
                tasks.create_task(pass_on(host, ""))
            while True:
                await changed.wait()
                changed.clear()
                on_change()
