"""Connections between two starts of the program, by Qt: on Windows they are named pipes.

The names are those of `instance_sockets`, which says what they do.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from shiboken6 import isValid


class Call:
    """Connection of a later start to the running program; it blocks."""

    def __init__(self, name: str, seconds: float) -> None:
        """Connect; raise OSError if that fails."""
        self._socket = QLocalSocket()
        self._socket.connectToServer(name)
        if not self._socket.waitForConnected(_ms(seconds)):
            raise ConnectionRefusedError(self._socket.errorString())

    @property
    def descriptor(self) -> int:
        """Number by which the system knows the connection."""
        return int(self._socket.socketDescriptor())

    def ask(self, line: bytes, seconds: float) -> bytes:
        """Send a line and return the line that is the answer; raise OSError if there is none."""
        self._socket.write(line)
        while not self._socket.canReadLine():
            if not self._socket.waitForReadyRead(_ms(seconds)):
                raise ConnectionResetError(self._socket.errorString())
        return bytes(self._socket.readLine().data())

    def close(self) -> None:
        """End the connection."""
        self._socket.abort()


class Caller:
    """Connection of a later start, in the running program; it never blocks."""

    def __init__(self, accepted: QLocalSocket) -> None:
        self._socket = accepted

    @property
    def descriptor(self) -> int:
        """Number by which the system knows the connection."""
        return int(self._socket.socketDescriptor())

    def listen_to(self, on_bytes: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        """Call back with what comes, in pieces, and once the other end is gone."""
        self._on_bytes = on_bytes
        self._on_end = on_end
        self._socket.readyRead.connect(self._read)
        self._socket.disconnected.connect(self._end)
        self._read()  # what was there before

    def say(self, line: bytes) -> None:
        """Send a line; nothing happens if the other end is gone."""
        if isValid(self._socket):
            self._socket.write(line)
            self._socket.flush()

    def hang_up(self) -> None:
        """End the connection."""
        self._socket.abort()
        self._socket.deleteLater()

    def _read(self) -> None:
        if received := bytes(self._socket.readAll().data()):
            self._on_bytes(received)

    def _end(self) -> None:
        self._socket.deleteLater()
        self._on_end()


class Listener:
    """Place at which later starts connect; only this user can get there."""

    def __init__(self, parent: QObject, greet: Callable[[Caller], None]) -> None:
        self._greet = greet
        self._server = QLocalServer(parent)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)

    @property
    def name(self) -> str:
        """Full name of the pipe; empty while it does not listen."""
        return self._server.fullServerName()

    @property
    def is_reachable(self) -> bool:
        """Whether it listens. A pipe cannot be removed by others."""
        return self._server.isListening()

    def listen(self, name: str) -> None:
        """Listen; raise OSError if that fails."""
        if not self._server.listen(name):
            raise OSError(self._server.errorString())

    def close(self) -> None:
        """Accept nothing more; the connections that are there stay."""
        self._server.close()

    def _accept(self) -> None:
        while (accepted := self._server.nextPendingConnection()) is not None:
            self._greet(Caller(accepted))


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
