"""WebSocket connection that gives all messages that have arrived, instead of one at a time.

`recv` of websockets takes three coroutines for each message. Measured: with it, taking a status out
of the buffer takes as long as decoding it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.frames import DATA_OPCODES, Frame
from websockets.protocol import Event

_MOST_AT_ONCE = 256
"""Maximum number of messages at once; the window has its turn before the next ones."""
_MOST_WAITING_BYTES = 64 * 1024
"""Length of all waiting messages beyond which reading from the network pauses."""


class BatchConnection(ClientConnection):
    """Client connection with `messages` in place of `recv`; see `websockets.connect`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._begun = bytearray()
        self._some = asyncio.Event()
        self._leaves = False

    async def messages(self) -> list[bytes]:
        """Return the messages that have arrived; wait for one if there is none.

        Raises:
            ConnectionClosed: The connection has ended, and there are no more messages.
        """
        waiting = self._waiting
        if waiting:  # more than was taken the last time
            await asyncio.sleep(0)
        while not waiting:
            if self.connection_lost_waiter.done():
                await self.recv()  # raises
            self._some.clear()
            await self._some.wait()
        if len(waiting) > _MOST_AT_ONCE:
            return [waiting.popleft() for _ in range(_MOST_AT_ONCE)]
        taken = list(waiting)
        waiting.clear()
        self._waiting_bytes = 0
        self.transport.resume_reading()
        return taken

    async def leave(self) -> None:
        """Close the connection with a closing handshake; what still arrives is dropped."""
        self._leaves = True
        self._waiting.clear()
        self.transport.resume_reading()
        await self.close()

    def process_event(self, event: Event) -> None:
        """Take a message; websockets' own method, called for each frame that arrives."""
        if not isinstance(event, Frame) or event.opcode not in DATA_OPCODES:
            super().process_event(event)
        elif self._begun or not event.fin:
            # The library has checked their order and the length of the whole.
            self._begun += event.data
            if event.fin:
                message, self._begun = bytes(self._begun), bytearray()
                self._take(message)
        else:
            self._take(bytes(event.data))

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake who waits for a message; asyncio's own method."""
        super().connection_lost(exc)
        self._some.set()

    def _take(self, message: bytes) -> None:
        if self._leaves:
            return
        self._waiting.append(message)
        before = self._waiting_bytes
        self._waiting_bytes += len(message)
        if before <= _MOST_WAITING_BYTES < self._waiting_bytes:
            self.transport.pause_reading()
        self._some.set()
