"""One instance per data folder: a second start passes its files to the first one and ends."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget

from capout_desktop.options import Options, StartedWith, started_with
from capout_desktop.ui.shell.instance_lock import InstanceLock
from capout_desktop.ui.shell.instance_place import name_to_connect, name_to_listen
from capout_desktop.ui.shell.peer_user import peer_is_this_user
from capout_desktop.ui.shell.start_refused import refuse_start
from capout_desktop.ui.widgets.desktop_files import bring_to_front

if sys.platform == "win32":
    from capout_desktop.ui.shell.instance_pipes import Call, Caller, Listener
else:
    from capout_desktop.ui.shell.instance_sockets import Call, Caller, Listener

_log = logging.getLogger(__name__)

Take = Callable[[list[str], Callable[[bool], None], bool], None]
"""Queues sources, then calls back with whether all of them are in the journal; if the last argument
is true, the person is asked before several files are sent."""

Differences = Callable[[StartedWith], list[str]]
"""Returns the options of a second start that differ from those of the running program."""

CONNECT_SECONDS = 0.5
"""Timeout of one try to connect."""

ANSWER_SECONDS = 30.0
"""Timeout of the answer, which is sent when every file is in the journal."""

WAIT_SECONDS = 15.0
"""Time for which a second start tries again: the first may be starting, or closing."""

TRY_SECONDS = 0.05
"""Interval of the tries."""

LOOK_MS = 2000
"""Interval at which the program looks whether its socket is still there."""

MOST_CALLERS = 32
"""Open connections of later starts. One that says nothing makes room for another."""

LARGEST_MESSAGE = 8 * 1024 * 1024

_REFUSED = "refused: "


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
    message = {
        "sources": list(options.sources),
        "ask": not options.send_at_once,
        "started_with": started_with(options),
        "background": options.background,
    }
    try:
        with contextlib.closing(Call(name_to_connect(lock), CONNECT_SECONDS)) as call:
            if not peer_is_this_user(call.descriptor):
                return None
            said = call.ask(json.dumps(message).encode() + b"\n", ANSWER_SECONDS)
    except OSError:
        return None
    answer = said.decode(errors="replace")
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
        self._listener = Listener(window, self._greet)
        self._heard: dict[Caller, bytearray | None] = {}
        """What each caller has said so far; None once its message is complete."""
        self._look = QTimer(window)
        self._look.timeout.connect(self._listen)
        self._look.start(LOOK_MS)
        self._listen()

    @property
    def name(self) -> str:
        """Full name of the socket or pipe; empty while it does not listen."""
        return self._listener.name

    def close(self) -> None:
        """Receive nothing more."""
        self._look.stop()
        self._listener.close()

    def _listen(self) -> None:
        """Listen, also again if somebody removed the socket."""
        if self._listener.is_reachable:
            return
        try:
            self._listener.listen(name_to_listen(self._lock))
        except OSError:
            _log.exception("later starts cannot reach this one")

    def _greet(self, caller: Caller) -> None:
        # Windows checks it by the access list of the pipe.
        if sys.platform != "win32" and not peer_is_this_user(caller.descriptor):
            _log.error("another user tried to hand over files")
            caller.hang_up()
            return
        if not self._has_room():
            caller.hang_up()  # it tries again
            return
        self._heard[caller] = bytearray()
        caller.listen_to(
            functools.partial(self._hear, caller), functools.partial(self._forget, caller)
        )

    def _has_room(self) -> bool:
        """Return whether there is room for another caller; a silent one goes if there is none."""
        if len(self._heard) < MOST_CALLERS:
            return True
        silent = next((each for each, heard in self._heard.items() if heard is not None), None)
        if silent is None:
            return False
        self._drop(silent)
        return True

    def _forget(self, caller: Caller) -> None:
        self._heard.pop(caller, None)

    def _drop(self, caller: Caller) -> None:
        self._forget(caller)
        caller.hang_up()

    def _hear(self, caller: Caller, received: bytes) -> None:
        heard = self._heard[caller]
        if heard is None:
            return
        heard += received
        end = heard.find(b"\n", len(heard) - len(received))
        if end >= 0:
            self._heard[caller] = None
            self._take_message(caller, bytes(heard[:end]))
        elif len(heard) > LARGEST_MESSAGE:
            self._drop(caller)

    def _take_message(self, caller: Caller, line: bytes) -> None:
        try:
            message = json.loads(line)
            sources = [str(source) for source in message["sources"]]
            start = {str(name): str(value) for name, value in message["started_with"].items()}
            ask = bool(message["ask"])
        except (ValueError, TypeError, KeyError, AttributeError):
            self._drop(caller)
            return
        if not message.get("background"):
            bring_to_front(self._window)
        if names := self._differences(start):
            # The files would be charged or addressed differently from what that start asked for.
            caller.say(f"{_REFUSED}{', '.join(names)}\n".encode())
            return

        def answer(taken: bool) -> None:
            caller.say(b"taken\n" if taken else b"not taken\n")

        self._take(sources, answer, ask)


def _tr(text: str) -> str:
    return QCoreApplication.translate("second start", text)
