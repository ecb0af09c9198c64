"""Client of the keyring's process, which is started with the first call.

What a keyring needs would stay in the program's memory for good, though it is used for some
seconds. Measured on Linux: 8 MB, most of it `cryptography`. Besides, its import holds Python's lock
while the window is being built.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import threading
from dataclasses import replace
from typing import IO

import msgspec

from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations import KEYRING_WORKER_ARGUMENT
from capout_desktop.services.organizations.keyring_calls import (
    REFUSED,
    Action,
    KeyringCall,
    KeyringTrouble,
)
from capout_desktop.services.organizations.keyring_worker import KeyringAnswer
from capout_desktop.services.runtime.child_command import child_command

_log = logging.getLogger(__name__)

if sys.platform == "win32":
    _NO_CONSOLE = subprocess.CREATE_NO_WINDOW
else:
    _NO_CONSOLE = 0
KEYRING_WORKER = "capout_desktop.services.organizations.keyring_worker"


class KeyringProcess:
    """The process. One thread at a time may call; any may prepare or close."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._changing = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def prepare(self) -> None:
        """Start the process if there is none, and wait until it can be called.

        A call that takes long after that waits for the person. That it cannot be started is
        reported by the call.
        """
        with contextlib.suppress(KeyringTrouble):
            self._running(Action.LOAD)

    def call(self, call: KeyringCall) -> str | None:
        """Let the process carry out a call; return the loaded key, or None if there is none.

        It blocks until the keyring answers, which may show a prompt.

        Raises:
            KeyringTrouble: There is no usable keyring, or it refused.
        """
        while True:
            process, is_new = self._running(call.action)
            answer = _ask(process, call)
            if answer is not None:
                break
            self._give_up(process)
            # One that was idle may have ended by itself just now, and has not seen the call.
            if is_new:
                raise _trouble(call.action, "the process that uses the keyring has ended")
        if answer.problem is not None:
            raise KeyringTrouble(Problem(answer.problem, detail=answer.detail))
        return answer.key

    def close(self) -> None:
        """End the process without waiting for it; a call under way has a moment to end."""
        with self._changing:
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            threading.Thread(target=_end, args=(process,), daemon=True).start()

    def _running(self, action: Action) -> tuple[subprocess.Popen[bytes], bool]:
        """Return the process, and whether it was started just now."""
        with self._starting:
            with self._changing:
                if self._closed:
                    raise _trouble(action, "the program is ending")
                if self._process is not None and self._process.poll() is None:
                    return self._process, False
                if self._process is not None:
                    _end(self._process)
                try:
                    process = self._process = _start()
                except OSError as error:
                    raise _trouble(action, str(error)) from error
            with contextlib.suppress(OSError, ValueError):  # it was closed here
                _pipes(process)[1].readline()  # that it is ready; or nothing, and the call fails
            return process, True

    def _give_up(self, process: subprocess.Popen[bytes]) -> None:
        with self._changing:
            if self._process is process:
                self._process = None
                process.kill()
                _end(process)


def _start() -> subprocess.Popen[bytes]:
    # It gets the whole environment, since a keyring is found by the session's variables. Keys are
    # neither there nor among the arguments.
    return subprocess.Popen(  # noqa: S603 - this program
        child_command(KEYRING_WORKER, KEYRING_WORKER_ARGUMENT),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_CONSOLE,
    )


def _ask(process: subprocess.Popen[bytes], call: KeyringCall) -> KeyringAnswer | None:
    """Return the answer; None if the process has ended."""
    calls, answers = _pipes(process)
    try:
        calls.write(msgspec.json.encode(call) + b"\n")
        calls.flush()
        return msgspec.json.decode(answers.readline(), type=KeyringAnswer)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        _log.info("no word from the keyring's process: %s", type(error).__name__)
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the process's input, by which it ends, and wait for that."""
    calls, answers = _pipes(process)
    with contextlib.suppress(OSError):
        calls.close()
    process.wait()
    answers.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """Return its input and its output."""
    assert process.stdin is not None  # noqa: S101 - see `_start`
    assert process.stdout is not None  # noqa: S101
    return process.stdin, process.stdout


def _trouble(action: Action, detail: str) -> KeyringTrouble:
    return KeyringTrouble(replace(REFUSED[action], detail=detail))
