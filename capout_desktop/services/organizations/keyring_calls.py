"""Calls to the OS keyring, which block until the person unlocks it: load, save, delete a key.

They are carried out in the keyring's own process; see `keyring_process`.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from capout_desktop.domain import key_problem
from capout_desktop.domain.problem import Problem

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

LONGEST_ON_WINDOWS = 1280
"""Longest key. Credential Manager accepts 2,560 bytes, and `keyring` uses two per character."""


class Action(StrEnum):
    """What to do with a key."""

    LOAD = "load"
    SAVE = "save"
    DELETE = "delete"


REFUSED = {
    Action.LOAD: key_problem.NOT_READ,
    Action.SAVE: key_problem.NOT_STORED,
    Action.DELETE: key_problem.NOT_REMOVED,
}
"""Problem that an action was not carried out."""


class KeyringCall(msgspec.Struct, frozen=True):
    """A call to the keyring.

    Attributes:
        service: Service name of all keys of a server.
        entry: Name of the key within the service.
        key: The key to save; never shown.
        takes_plaintext: Whether a keyring that stores keys unprotected may be used.
    """

    action: Action
    service: str
    entry: str
    key: str = ""
    takes_plaintext: bool = False

    def __repr__(self) -> str:
        return f"KeyringCall({self.action})"


class KeyringTrouble(Exception):  # noqa: N818 - a problem of the keyring, not of this program
    """The keyring cannot be used; `problem` says why and what that means."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def carry_out(call: KeyringCall) -> str | None:
    """Carry out a call; return the loaded key, or None if there is none.

    Raises:
        KeyringTrouble: There is no usable keyring, or it refused, and nothing has changed.
    """
    backend = _backend(call.takes_plaintext)
    try:
        match call.action:
            case Action.LOAD:
                return backend.get_password(call.service, call.entry)
            case Action.SAVE:
                _save(backend, call.service, call.entry, call.key)
            case Action.DELETE:
                if backend.get_password(call.service, call.entry) is not None:
                    backend.delete_password(call.service, call.entry)
    except KeyringTrouble:
        raise
    except Exception as error:
        raise KeyringTrouble(_said_no(REFUSED[call.action], error)) from error
    return None


def _save(backend: KeyringBackend, service: str, entry: str, key: str) -> None:
    if type(backend).__module__ != "keyring.backends.Windows":
        backend.set_password(service, entry, key)
    elif len(key) > LONGEST_ON_WINDOWS:
        raise KeyringTrouble(key_problem.TOO_LONG)
    else:
        _replace(backend, service, entry, key)


def _replace(backend: KeyringBackend, service: str, entry: str, key: str) -> None:
    """Store a key after the earlier one was deleted, which comes back if that fails.

    On Windows `keyring` keeps the earlier key under another name when it stores a new one. It would
    be found again once the new one is deleted.
    """
    before = backend.get_password(service, entry)
    if before is not None:
        backend.delete_password(service, entry)
    try:
        backend.set_password(service, entry, key)
    except Exception:
        if before is not None:
            backend.set_password(service, entry, before)
        raise


def _backend(takes_plaintext: bool) -> KeyringBackend:
    # Imported in the keyring's process only.
    import keyring  # noqa: PLC0415
    from keyring.backends import chainer, fail, null  # noqa: PLC0415

    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    usable = [c for c in candidates if not isinstance(c, fail.Keyring | null.Keyring)]
    if not usable:
        raise KeyringTrouble(key_problem.NO_KEYRING)
    safe = [c for c in usable if not type(c).__module__.startswith("keyrings.alt")]
    if not safe and not takes_plaintext:
        raise KeyringTrouble(key_problem.PLAINTEXT)
    return (safe or usable)[0]


def _said_no(problem: Problem, error: Exception) -> Problem:
    from keyring import errors  # noqa: PLC0415

    match error:
        case errors.KeyringLocked():
            return replace(key_problem.LOCKED, detail=str(error))
        case errors.InitError() | errors.NoKeyringError():
            # It existed when the program started, or should have.
            return key_problem.NO_KEYRING
        case _:
            return replace(problem, detail=str(error))
