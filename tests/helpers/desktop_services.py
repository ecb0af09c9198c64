"""Stand-ins for services of a Linux desktop, on the message bus of the tests.

The bus is real; the services are stand-ins because a session without a desktop has none.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from capout_desktop.services.desktop.bus import Address

if sys.platform == "linux":  # only there is it installed
    from jeepney import (
        DBusAddress,
        HeaderFields,
        MessageType,
        new_error,
        new_method_return,
        new_signal,
    )
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection
    from jeepney.wrappers import unwrap_msg

Answer = Callable[..., tuple[str, tuple[Any, ...]]]
SECONDS = 60.0


class DesktopService:
    """Service that answers calls in a thread and records them as `(method, values)`."""

    def __init__(self, address: Address, answers: dict[str, Answer]) -> None:
        self._address = address
        self._answers = answers
        self._connection = open_dbus_connection("SESSION")
        self._stopping = threading.Event()
        Proxy(message_bus, self._connection).RequestName(address.service)
        self.calls: queue.Queue[tuple[str, tuple[Any, ...]]] = queue.Queue()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def next_call(self) -> tuple[str, tuple[Any, ...]]:
        return self.calls.get(timeout=SECONDS)

    def emit(self, member: str, signature: str, *values: object) -> None:
        address = self._address
        emitter = DBusAddress(address.path, interface=address.interface)
        self._connection.send(new_signal(emitter, member, signature, values))

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
            method = message.header.fields[HeaderFields.member]
            answer = self._answers.get(method)
            if answer is None:
                self._connection.send(new_error(message, "org.example.Unknown"))
                continue
            signature, values = answer(*message.body)
            self._connection.send(new_method_return(message, signature or None, values))
            # After the reply: a notification is not clicked before the program knows its id.
            self.calls.put((method, message.body))


@contextlib.contextmanager
def offered(address: Address, answers: dict[str, Answer]) -> Iterator[DesktopService]:
    """Offer a service for the duration of the `with` block."""
    service = DesktopService(address, answers)
    try:
        yield service
    finally:
        service.close()


@contextlib.contextmanager
def overheard(interface: str, member: str) -> Iterator[queue.Queue[tuple[Any, ...]]]:
    """Collect the bodies of all signals of this name on the bus."""
    from jeepney import MatchRule

    rule = MatchRule(type="signal", interface=interface, member=member)
    heard: queue.Queue[tuple[Any, ...]] = queue.Queue()
    stopping = threading.Event()
    with contextlib.closing(open_dbus_connection("SESSION")) as connection:
        unwrap_msg(connection.send_and_get_reply(message_bus.AddMatch(rule)))

        def listen() -> None:
            while not stopping.is_set():
                with contextlib.suppress(TimeoutError):
                    message = connection.receive(timeout=0.1)
                    if rule.matches(message):
                        heard.put(message.body)

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield heard
        finally:
            stopping.set()
            thread.join()
