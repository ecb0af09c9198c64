"""One program a data folder: a second start hands its files to the first and ends."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from capout_desktop.ui.widgets.desktop_files import bring_to_front

Take = Callable[[list[str], Callable[[bool], None]], None]
"""Queues what it is given, then tells whether all of it is in the journal."""

CONNECT_MS = 2000
"""The first program may be just starting."""

ANSWER_MS = 30_000
"""It answers once every file is in its journal; a large folder takes a moment."""

_LARGEST_MESSAGE = 8 * 1024 * 1024


def hand_over(lock: Path, sources: Sequence[str]) -> int:
    """Give `sources` to the program that holds `lock`; return this one's exit code."""
    socket = QLocalSocket()
    socket.connectToServer(_name(lock))
    if socket.waitForConnected(CONNECT_MS):
        socket.write(json.dumps(list(sources)).encode() + b"\n")
        if socket.waitForBytesWritten(CONNECT_MS) and socket.waitForReadyRead(ANSWER_MS):
            return 0 if bytes(socket.readAll().data()).startswith(b"taken") else 1
    sys.stderr.write(
        "CapOut Desktop is running already and does not answer. Close it, then start it again.\n"
    )
    return 1


def listen(lock: Path, take: Take, window: QWidget) -> QLocalServer:
    """Take over what later starts of the program are given, and come to the front."""
    server = QLocalServer(window)
    # Only this user: whoever may connect may spend credits.
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(_name(lock))  # left by one that crashed; the lock is ours

    def greet() -> None:
        while (socket := server.nextPendingConnection()) is not None:
            socket.readyRead.connect(functools.partial(_receive, socket, take, window))
            socket.disconnected.connect(socket.deleteLater)
            _receive(socket, take, window)

    server.newConnection.connect(greet)
    server.listen(_name(lock))
    return server


def _receive(socket: QLocalSocket, take: Take, window: QWidget) -> None:
    if not socket.canReadLine():
        if socket.bytesAvailable() > _LARGEST_MESSAGE:
            socket.abort()
        return
    try:
        sources = [str(source) for source in json.loads(bytes(socket.readLine().data()))]
    except (ValueError, TypeError):
        socket.abort()
        return
    bring_to_front(window)

    def answer(taken: bool) -> None:
        if isValid(socket):
            socket.write(b"taken\n" if taken else b"not taken\n")
            socket.flush()

    take(sources, answer)


def _name(lock: Path) -> str:
    """A socket name of this data folder's own, short enough for every system."""
    return "capout-desktop-" + hashlib.sha256(str(lock.absolute()).encode()).hexdigest()[:24]
