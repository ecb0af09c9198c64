"""A tray for programs under test: the bus is real, and this stands in for a desktop's panel."""

from __future__ import annotations

import queue
import threading

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"


class StandInTray:
    """What a panel does: takes icons in, and presses them."""

    def __init__(self) -> None:
        self._connection = open_dbus_connection("SESSION")
        Proxy(message_bus, self._connection).RequestName(WATCHER)
        self._stopping = threading.Event()
        self.items: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._connection.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                message = self._connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            if member == "RegisterStatusNotifierItem":
                self._connection.send(new_method_return(message))
                self.items.put(message.body[0])
            elif member == "Get":
                answer = ("b", True) if "Registered" in message.body[1] else ("i", 0)
                self._connection.send(new_method_return(message, "v", (answer,)))
            else:
                self._connection.send(new_error(message, "org.example.Unknown"))
