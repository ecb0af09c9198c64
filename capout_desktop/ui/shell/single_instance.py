"""One instance per data folder: a second start passes its files to the first one and ends."""

from __future__ import annotations

import functools
import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from capout_desktop.options import Options, StartedWith, started_with
from capout_desktop.ui.shell.instance_lock import InstanceLock
from capout_desktop.ui.shell.instance_socket import name_to_connect, name_to_listen
from capout_desktop.ui.shell.peer_user import peer_is_this_user
from capout_desktop.ui.shell.start_refused import refuse_start
from capout_desktop.ui.widgets.desktop_files import bring_to_front

_log = logging.getLogger(__name__)

Take = Callable[[list[str], Callable[[bool], None], bool], None]
"""Queues sources, then calls back with whether all of them are in the journal; if the last argument
is true, the person is asked before several files are sent."""

Differences = Callable[[StartedWith], list[str]]
"""Returns the options of a second start that differ from those of the running program."""

CONNECT_MS = 500
"""Timeout of one try to connect."""

ANSWER_MS = 30_000
"""Timeout of the answer, which is sent when every file is in the journal."""

WAIT_SECONDS = 15.0
"""Time for which a second start tries again: the first may be starting, or closing."""

TRY_SECONDS = 0.05
"""Interval of the tries."""

LOOK_MS = 2000
"""Interval at which the program looks whether its socket is still there."""

_REFUSED = "refused: "
_LARGEST_MESSAGE = 8 * 1024 * 1024


class Answer(NamedTuple):
    """Answer to a handed-over message; `refused` names the options that differ."""

    is_taken: bool
    refused: str = ""


def take_lock_or_hand_over(lock: InstanceLock, path: Path, options: Options) -> int | None:
    """Take the lock, or send the sources to the program that holds it.

    Returns None once this program has the lock, or knows that there can be none. Otherwise returns
    the exit code: the sources are in the other program, or a message says that they are not.
    """
    until = time.monotonic() + WAIT_SECONDS
    while not lock.take() and not lock.is_impossible:
        answer = _hand_over(path, options)
        if answer is not None and answer.is_taken:
            return 0
        if answer is not None and answer.refused:
            return refuse_start(
                _tr(
                    "CapOut Desktop is running already, and not with the same {options}. Nothing "
                    "was handed to it or sent. Close it first, or start with what it runs with."
                ).format(options=answer.refused)
            )
        if time.monotonic() >= until:
            return refuse_start(
                _tr(
                    "CapOut Desktop is running already and does not answer. Close it, start it "
                    "again, and add the files once more. What it has by then is not added twice."
                )
            )
        time.sleep(TRY_SECONDS)
    return None


def _hand_over(lock: Path, options: Options) -> Answer | None:
    """Send the sources to the program that holds `lock`; return None if it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(name_to_connect(lock))
    if not socket.waitForConnected(CONNECT_MS):
        return None
    if not peer_is_this_user(socket.socketDescriptor()):
        return None
    message = {
        "sources": list(options.sources),
        "ask": not options.send_at_once,
        "started_with": started_with(options),
        "background": options.background,
    }
    socket.write(json.dumps(message).encode() + b"\n")
    if not (socket.waitForBytesWritten(CONNECT_MS) and socket.waitForReadyRead(ANSWER_MS)):
        return None
    answer = bytes(socket.readAll().data()).decode(errors="replace")
    if answer.startswith(_REFUSED):
        return Answer(is_taken=False, refused=answer.removeprefix(_REFUSED).strip())
    return Answer(is_taken=answer.startswith("taken"))


class SecondStarts:
    """Receives the sources of later starts, and brings the window to the front."""

    def __init__(
        self,
        lock: Path,
        take: Take,
        window: QWidget,
        differences: Differences = lambda _: [],
    ) -> None:
        """Listen; `lock` is the file of the lock that this program holds."""
        self._lock = lock
        self._take = take
        self._window = window
        self._differences = differences
        self._server = QLocalServer(window)
        # Only this user: a client can spend credits.
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._look = QTimer(window)
        self._look.timeout.connect(self._listen)
        self._look.start(LOOK_MS)
        self._listen()

    @property
    def name(self) -> str:
        """Full name of the socket or pipe; empty while it does not listen."""
        return self._server.fullServerName()

    def close(self) -> None:
        """Receive nothing more."""
        self._look.stop()
        self._server.close()

    def _listen(self) -> None:
        """Listen, also again if somebody removed the socket."""
        if self._server.isListening():
            if sys.platform == "win32" or Path(self.name).is_socket():
                return
            self._server.close()
        try:
            name = name_to_listen(self._lock)
        except OSError:
            _log.exception("later starts cannot reach this one")
            return
        QLocalServer.removeServer(name)  # left by a crash; this program holds the lock
        if not self._server.listen(name):
            _log.error("later starts cannot reach this one: %s", self._server.errorString())

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            # Windows checks it by the access list of the pipe.
            if sys.platform != "win32" and not peer_is_this_user(socket.socketDescriptor()):
                _log.error("another user tried to hand over files")
                socket.abort()
                continue
            socket.readyRead.connect(functools.partial(self._receive, socket))
            socket.disconnected.connect(socket.deleteLater)
            self._receive(socket)

    def _receive(self, socket: QLocalSocket) -> None:
        _receive(socket, self._take, self._window, self._differences)


def _receive(socket: QLocalSocket, take: Take, window: QWidget, differences: Differences) -> None:
    if not socket.canReadLine():
        if socket.bytesAvailable() > _LARGEST_MESSAGE:
            socket.abort()
        return
    try:
        message = json.loads(bytes(socket.readLine().data()))
        sources = [str(source) for source in message["sources"]]
        start = {str(name): str(value) for name, value in message["started_with"].items()}
        ask = bool(message["ask"])
    except (ValueError, TypeError, KeyError, AttributeError):
        socket.abort()
        return
    if not message.get("background"):
        bring_to_front(window)
    if names := differences(start):
        # The files would be charged or addressed differently from what that start asked for.
        socket.write(f"{_REFUSED}{', '.join(names)}\n".encode())
        socket.flush()
        return

    def answer(taken: bool) -> None:
        if isValid(socket):
            socket.write(b"taken\n" if taken else b"not taken\n")
            socket.flush()

    take(sources, answer, ask)


def _tr(text: str) -> str:
    return QCoreApplication.translate("second start", text)
