"""System tray for programs under test: a stand-in for a desktop's panel on a real bus."""

from __future__ import annotations

import queue
from typing import Any

from helpers.desktop_services import DesktopService

from capout_desktop.services.desktop.bus import Address

WATCHER = "org.kde.StatusNotifierWatcher"


class StandInTray:
    """Stand-in for a desktop panel that accepts tray icons."""

    def __init__(self) -> None:
        self.items: queue.Queue[str] = queue.Queue()
        self._service = DesktopService(
            Address(WATCHER, "/StatusNotifierWatcher", WATCHER),
            {"RegisterStatusNotifierItem": self._store, "Get": self._get},
        )

    def close(self) -> None:
        self._service.close()

    def _store(self, item: str) -> tuple[str, tuple[Any, ...]]:
        self.items.put(item)
        return "", ()

    def _get(self, _interface: str, name: str) -> tuple[str, tuple[Any, ...]]:
        return "v", (("b", True) if "Registered" in name else ("i", 0),)
