"""Process that uses the OS keyring for the program: calls come by stdin, answers go to stdout.

It ends with its program, and after some idle time.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading

import msgspec

from capout_desktop.core_dumps import prevent_core_dumps
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.services.organizations.keyring_calls import (
    KeyringCall,
    KeyringTrouble,
    carry_out,
)

IDLE_SECONDS = 10.0
"""All keys are read within some seconds at the start; later calls are rare."""

ENDING_SECONDS = 1.0
"""Longest time that a call goes on after the program has ended. One that waits for the person would
otherwise go on for good."""


class KeyringAnswer(msgspec.Struct, frozen=True):
    """Answer to a call.

    Attributes:
        key: The loaded key, if there is one.
        problem: Why the call was not carried out; None if it was.
        detail: What the keyring said about that.
    """

    key: str | None = None
    problem: ProblemCode | None = None
    detail: str = ""

    def __repr__(self) -> str:
        return f"KeyringAnswer({self.problem})"


def main(_arguments: list[str]) -> None:
    """Answer calls until stdin ends, or none comes for some time."""
    prevent_core_dumps()
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # What a keyring prints must not get between the answers.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    _import_backends()
    answers.write(b"ready\n")
    while True:
        try:
            line = calls.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            break
        if not line:
            break
        answers.write(msgspec.json.encode(_answer(line)) + b"\n")
    # Not even for threads that a keyring has started.
    os._exit(0)


def _import_backends() -> None:
    """Import what any call needs, so that a call which takes long waits for the person."""
    from importlib.metadata import entry_points  # noqa: PLC0415

    if sys.platform != "darwin":
        # The backend of macOS is loaded everywhere. To find Apple's libraries it starts other
        # programs, such as a compiler, for longer than all the rest takes.
        sys.modules["keyring.backends.macOS.api"] = None  # type: ignore[assignment]
    for backend in entry_points(group="keyring.backends"):
        with contextlib.suppress(Exception):  # one of another system
            backend.load()


def _answer(line: bytes) -> KeyringAnswer:
    try:
        return KeyringAnswer(carry_out(msgspec.json.decode(line, type=KeyringCall)))
    except KeyringTrouble as trouble:
        return KeyringAnswer(None, ProblemCode(trouble.problem.code), trouble.problem.detail)


def _listen(calls: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        calls.put(line)
    calls.put(b"")
    threading.Timer(ENDING_SECONDS, os._exit, (0,)).start()
