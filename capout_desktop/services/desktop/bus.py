"""Client of the D-Bus session bus, for notifications, sleep inhibition and progress on Linux.

Other systems and some Linux desktops have no bus. Every call then raises
`NoDesktopServiceError`, and the caller does without.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jeepney import MatchRule, Message
    from jeepney.io.asyncio import DBusConnection

_log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Longest wait in seconds for an answer of a desktop service."""


class NoDesktopServiceError(Exception):
    """No bus, no such service on it, or the service refused the call."""


class Address(NamedTuple):
    """Address of an object of a service."""

    service: str
    path: str
    interface: str


class DesktopBus:
    """The session bus; connects on first use, and again after the connection was lost."""

    def __init__(self) -> None:
        self._line: _Line | None = None
        self._turn = asyncio.Lock()

    async def call(
        self, address: Address, method: str, signature: str = "", *values: object
    ) -> tuple[object, ...]:
        """Call a method and return its results; `signature` is the D-Bus signature of `values`.

        Raises:
            NoDesktopServiceError: The call failed.
        """
        line = await self._connected()
        from jeepney import DBusAddress, MessageType, new_method_call  # noqa: PLC0415 - Linux only

        target = DBusAddress(address.path, address.service, address.interface)
        reply = await line.ask(new_method_call(target, method, signature or None, values))
        if reply.header.message_type is MessageType.error:
            raise NoDesktopServiceError(f"{address.service}: {reply.body}")
        return tuple(reply.body)

    async def emit(
        self, path: str, interface: str, member: str, signature: str, *values: object
    ) -> None:
        """Emit a signal.

        Raises:
            NoDesktopServiceError: There is no bus.
        """
        line = await self._connected()
        from jeepney import DBusAddress, new_signal  # noqa: PLC0415 - Linux only

        await line.send(
            new_signal(DBusAddress(path, interface=interface), member, signature, values)
        )

    @asynccontextmanager
    async def hearing(self, address: Address, member: str) -> AsyncIterator[asyncio.Queue[Message]]:
        """Collect the signals of this name that the object sends.

        Raises:
            NoDesktopServiceError: There is no bus.
        """
        line = await self._connected()
        from jeepney import MatchRule, message_bus  # noqa: PLC0415 - Linux only

        rule = MatchRule(
            type="signal", path=address.path, interface=address.interface, member=member
        )
        heard: asyncio.Queue[Message] = asyncio.Queue()
        line.listeners.append((rule, heard))
        try:
            await line.ask(message_bus.AddMatch(rule))
            yield heard
        finally:
            line.listeners.remove((rule, heard))

    async def close(self) -> None:
        """Close the connection; services then release what they hold for it."""
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def _connected(self) -> _Line:
        if sys.platform != "linux":
            raise NoDesktopServiceError("this system has no message bus")
        async with self._turn:
            if self._line is not None and self._line.is_open:
                return self._line
            await self.close()
            self._line = _Line(await _open())
            return self._line


async def _open() -> DBusConnection:
    # In a thread, because the import takes as long as several frames of the window.
    await asyncio.to_thread(importlib.import_module, "jeepney.io.asyncio")
    try:
        async with asyncio.timeout(PATIENCE):
            return await _connect()
    except TimeoutError as error:
        raise NoDesktopServiceError("the bus does not answer") from error
    except Exception as error:  # jeepney may raise any exception
        raise NoDesktopServiceError(f"no bus: {error!r}") from error


async def _connect() -> DBusConnection:
    """Open a connection; if that fails or is canceled, nothing of it is left.

    Jeepney's own function leaves its socket open then, and tasks with errors that nobody retrieves.
    """
    from jeepney import HeaderFields, message_bus  # noqa: PLC0415 - Linux only
    from jeepney.auth import BEGIN, Authenticator  # noqa: PLC0415
    from jeepney.bus import get_bus  # noqa: PLC0415
    from jeepney.io.asyncio import DBusConnection  # noqa: PLC0415
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415

    reader, writer = await asyncio.open_unix_connection(get_bus("SESSION"))
    try:
        authenticator = Authenticator()
        for request in authenticator:
            writer.write(request)
            await writer.drain()
            answer = await reader.read(1024)
            if not answer:
                raise EOFError("the bus hung up")
            authenticator.feed(answer)
        writer.write(BEGIN)
        connection = DBusConnection(reader, writer)
        await connection.send(message_bus.Hello())
        while HeaderFields.reply_serial not in (reply := await connection.receive()).header.fields:
            continue  # a signal
        unwrap_msg(reply)
    except BaseException:
        writer.close()
        raise
    return connection


class _Line:
    """A connection, and the task that reads it."""

    def __init__(self, connection: DBusConnection) -> None:
        self.listeners: list[tuple[MatchRule, asyncio.Queue[Message]]] = []
        self._connection = connection
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._reading = asyncio.create_task(self._read(), name="message bus")

    @property
    def is_open(self) -> bool:
        return not self._reading.done()

    async def send(self, message: Message, serial: int | None = None) -> None:
        try:
            await self._connection.send(message, serial=serial)
        except OSError as error:
            raise NoDesktopServiceError(str(error)) from error

    async def ask(self, message: Message) -> Message:
        serial = next(self._connection.outgoing_serial)
        reply = self._waiting[serial] = asyncio.get_running_loop().create_future()
        try:
            await self.send(message, serial)
            # Not `wait_for`, which may swallow a cancellation (Python 3.11).
            async with asyncio.timeout(PATIENCE):
                return await reply
        except TimeoutError as error:
            raise NoDesktopServiceError("no answer") from error
        finally:
            del self._waiting[serial]

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        try:
            await self._connection.close()
        except OSError as error:
            _log.debug("the bus was gone already: %s", error)

    async def _read(self) -> None:
        from jeepney import HeaderFields  # noqa: PLC0415 - Linux only

        try:
            while True:
                message = await self._connection.receive()
                answers = message.header.fields.get(HeaderFields.reply_serial)
                reply = self._waiting.get(answers)
                if reply is not None and not reply.done():
                    reply.set_result(message)
                for rule, heard in self.listeners:
                    if rule.matches(message):
                        heard.put_nowait(message)
        except (OSError, EOFError) as error:
            _log.info("the message bus has gone: %r", error)
        finally:
            for reply in self._waiting.values():
                if not reply.done():
                    reply.set_exception(NoDesktopServiceError("the bus has gone"))
