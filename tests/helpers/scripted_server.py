"""Server that follows the script of a test byte by byte."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress

from capout_desktop.capout.client import CapOutClient


class Line:
    """One connection to a scripted server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.head = b""
        self.body = b""

    async def read_head(self) -> bytes:
        self.head = await self.reader.readuntil(b"\r\n\r\n")
        return self.head

    async def read_request(self) -> bytes:
        """Read the head and the body of a request and return the body."""
        await self.read_head()
        self.body = await self.reader.readexactly(self.content_length)
        return self.body

    @property
    def content_length(self) -> int:
        for line in self.head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                return int(line.split(b":")[1])
        return 0

    async def say(self, words: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()

    async def answer(self, status: int, body: bytes = b"{}", *headers: str) -> None:
        lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers, "", ""]
        await self.say("\r\n".join(lines).encode() + body)

    async def hang_up(self) -> None:
        """Close the connection; unread data of the request makes the system send a reset."""
        self.writer.close()
        with suppress(OSError):
            await self.writer.wait_closed()

    def stop_reading(self) -> None:
        """Stop reading, so that the buffers between client and server fill up."""
        transport = self.writer.transport
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()

    def reset(self) -> None:
        """Break the connection with a TCP reset."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def until_gone(self) -> None:
        """Wait until the client has hung up."""
        with suppress(OSError):
            while await self.reader.read(65536):
                pass


Script = Callable[[Line], Awaitable[None]]


class ScriptedServer:
    """Server on loopback that runs the script for each connection."""

    def __init__(self, script: Script, ssl_context: ssl.SSLContext | None) -> None:
        self.lines: list[Line] = []
        self._script = script
        self._ssl_context = ssl_context
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self._server: asyncio.Server

    async def __aenter__(self) -> ScriptedServer:
        self._server = await asyncio.start_server(
            self._play, "127.0.0.1", 0, ssl=self._ssl_context, limit=2**20
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in self.lines:
            line.writer.transport.abort()
        await self._server.wait_closed()
        assert not self._failures, self._failures

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._ssl_context else 'http'}://127.0.0.1:{self.port}"

    async def _play(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(reader, writer)
        self.lines.append(line)
        task = asyncio.ensure_future(self._run(line))
        self._tasks.add(task)
        with suppress(asyncio.CancelledError):
            await task
        self._tasks.discard(task)

    async def _run(self, line: Line) -> None:
        try:
            await self._script(line)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client hung up: intended, or found by the test's assertions
        except Exception as error:  # noqa: BLE001 - raised at the end of the test
            self._failures.append(error)
            line.writer.transport.abort()


Serve = Callable[..., Awaitable[ScriptedServer]]
MakeClient = Callable[..., CapOutClient]


async def tunnel(line: Line) -> None:
    """Handle CONNECT as a proxy does; every name leads to this machine."""
    await line.read_head()
    assert line.head.startswith(b"CONNECT ")
    port = int(line.head.split()[1].split(b":")[1])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await line.say(b"HTTP/1.1 200 OK\r\n\r\n")

    async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
        target.close()

    await asyncio.gather(pass_on(line.reader, writer), pass_on(reader, line.writer))
