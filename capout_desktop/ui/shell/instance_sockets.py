"""Connections between two starts of the program, by sockets that are files.

Qt has them, too, but its network library takes 2.6 MB of an idle program's memory. Where the system
has no such sockets, `instance_pipes` has the same names.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier

_log = logging.getLogger(__name__)

_CHUNK = 64 * 1024
_BACKLOG = 50
_LONGEST_ANSWER = 64 * 1024


class Call:
    """Connection of a later start to the running program; it blocks."""

    def __init__(self, name: str, seconds: float) -> None:
        """Connect to what listens at `name`.

        Raises:
            OSError: Nothing listens there, or it does not answer within some seconds.
        """
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(seconds)
        try:
            self._socket.connect(name)
        except OSError:
            self._socket.close()
            raise

    @property
    def descriptor(self) -> int:
        """Number by which the system knows the connection."""
        return self._socket.fileno()

    def ask(self, line: bytes, seconds: float) -> bytes:
        """Send a line and return the line that is the answer.

        Raises:
            OSError: There was none within some seconds.
        """
        self._socket.settimeout(seconds)
        self._socket.sendall(line)
        with self._socket.makefile("rb") as answers:
            answer = answers.readline(_LONGEST_ANSWER)
        if not answer.endswith(b"\n"):
            raise ConnectionResetError
        return answer

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


class Caller:
    """Connection of a later start, in the running program; it never blocks."""

    def __init__(self, accepted: socket.socket, parent: QObject) -> None:
        accepted.setblocking(False)
        self._socket = accepted
        self._notifier = _notifier(accepted, parent, self._read)
        self._notifier.setEnabled(False)

    @property
    def descriptor(self) -> int:
        """Number by which the system knows the connection."""
        return self._socket.fileno()

    def listen_to(self, on_bytes: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        """Call back with what comes, in pieces, and once the other end is gone."""
        self._on_bytes = on_bytes
        self._on_end = on_end
        self._notifier.setEnabled(True)
        self._read()  # it usually has said everything by now

    def say(self, line: bytes) -> None:
        """Send a short line, the only one, which the system always has room for.

        Nothing happens if the other end is gone.
        """
        with contextlib.suppress(OSError):
            self._socket.send(line)

    def hang_up(self) -> None:
        """End the connection without a call back."""
        _close(self._socket, self._notifier)

    def _read(self) -> None:
        try:
            received = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if received:
            self._on_bytes(received)
        else:
            self.hang_up()
            self._on_end()


class Listener:
    """Place at which later starts connect; only this user can get there.

    Attributes:
        name: Path of the socket; empty while it does not listen.
    """

    def __init__(self, parent: QObject, greet: Callable[[Caller], None]) -> None:
        """Call `greet` with each connection; all of them end with `parent`."""
        self.name = ""
        self._parent = parent
        self._greet = greet
        self._open: tuple[socket.socket, QSocketNotifier] | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether it listens, and nobody has removed the socket."""
        return bool(self.name) and Path(self.name).is_socket()

    def listen(self, name: str) -> None:
        """Listen at a path. What is there was left by a crash, and is replaced.

        Raises:
            OSError: It cannot be made there.
        """
        self.close()
        listening = socket.socket(socket.AF_UNIX)
        try:
            _bind_privately(listening, Path(name))
        except OSError:
            listening.close()
            raise
        listening.setblocking(False)
        accept = functools.partial(self._accept, listening)
        self._open = listening, _notifier(listening, self._parent, accept)
        self.name = name

    def close(self) -> None:
        """Accept nothing more; the connections that are there stay."""
        if self._open is None:
            return
        _close(*self._open)
        self._open = None
        with contextlib.suppress(OSError):
            Path(self.name).unlink()
        self.name = ""

    def _accept(self, listening: socket.socket) -> None:
        try:
            accepted, _ = listening.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError:
            # There are too many open files, say. It would be tried again at once, and on and on.
            _log.exception("a later start could not connect")
            self.close()
            return
        self._greet(Caller(accepted, self._parent))


def _bind_privately(listening: socket.socket, path: Path) -> None:
    """Make the socket's file: nobody else can open it, not even before it has its mode."""
    with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as private:
        made = Path(private) / "s"
        listening.bind(str(made))
        made.chmod(0o600)
        listening.listen(_BACKLOG)
        made.replace(path)


def _notifier(
    watched: socket.socket, parent: QObject, on_readable: Callable[[], None]
) -> QSocketNotifier:
    """Call back when something can be read; the end of `parent` closes the socket.

    A signal has only weak references to bound methods. Functions keep what they refer to.
    """

    def read() -> None:
        on_readable()

    def close() -> None:
        watched.close()

    notifier = QSocketNotifier(watched.fileno(), QSocketNotifier.Type.Read, parent)
    notifier.activated.connect(read)
    notifier.destroyed.connect(close)
    return notifier


def _close(watched: socket.socket, notifier: QSocketNotifier) -> None:
    notifier.setEnabled(False)
    notifier.deleteLater()
    watched.close()
