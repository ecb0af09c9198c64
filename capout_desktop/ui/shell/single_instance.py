"""One instance per data folder: a second start passes its files to the first one and ends."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from capout_desktop.options import Options, StartedWith, started_with
from capout_desktop.ui.widgets.desktop_files import bring_to_front

Take = Callable[[list[str], Callable[[bool], None], bool], None]
"""Queues sources, then calls back with whether all of them are in the journal; if the last argument
is true, the person is asked before several files are sent."""

Differences = Callable[[StartedWith], list[str]]
"""Returns the options of a second start that differ from those of the running program."""

REFUSED_EXIT_CODE = 2

CONNECT_MS = 2000
"""Timeout of the connection; the first program may just be starting."""

ANSWER_MS = 30_000
"""Timeout of the answer, which is sent when every file is in the journal."""

_REFUSED = "refused: "
_LARGEST_MESSAGE = 8 * 1024 * 1024


def hand_over(lock: Path, options: Options) -> int:
    """Send the sources to the program that holds `lock`; return this program's exit code."""
    socket = QLocalSocket()
    socket.connectToServer(_name(lock))
    if socket.waitForConnected(CONNECT_MS):
        message = {
            "sources": list(options.sources),
            "ask": not options.send_at_once,
            "started_with": started_with(options),
        }
        socket.write(json.dumps(message).encode() + b"\n")
        if socket.waitForBytesWritten(CONNECT_MS) and socket.waitForReadyRead(ANSWER_MS):
            answer = bytes(socket.readAll().data()).decode(errors="replace")
            if answer.startswith(_REFUSED):
                names = answer.removeprefix(_REFUSED).strip()
                sys.stderr.write(
                    f"CapOut Desktop is running already, and not with the same {names}. Nothing "
                    "was handed to it or sent. Close it first, or start with what it runs with.\n"
                )
                return REFUSED_EXIT_CODE
            return 0 if answer.startswith("taken") else 1
    sys.stderr.write(
        "CapOut Desktop is running already and does not answer. Close it, then start it again.\n"
    )
    return 1


def listen(
    lock: Path,
    take: Take,
    window: QWidget,
    differences: Differences = lambda _: [],
) -> QLocalServer:
    """Receive the sources of later starts, and bring the window to the front."""
    server = QLocalServer(window)
    # Only this user: a client can spend credits.
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(_name(lock))  # left by a crash; this program holds the lock

    def receive(socket: QLocalSocket) -> None:
        _receive(socket, take, window, differences)

    def greet() -> None:
        while (socket := server.nextPendingConnection()) is not None:
            socket.readyRead.connect(functools.partial(receive, socket))
            socket.disconnected.connect(socket.deleteLater)
            receive(socket)

    server.newConnection.connect(greet)
    server.listen(_name(lock))
    return server


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


def _name(lock: Path) -> str:
    """Return a socket name unique to the data folder, short enough for every system."""
    return "capout-desktop-" + hashlib.sha256(str(lock.absolute()).encode()).hexdigest()[:24]
