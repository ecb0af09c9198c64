"""API keys in the OS keyring: Credential Manager, Keychain, Secret Service or KWallet.

One entry for each profile, all keys of one server under one service name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from capout_desktop.domain import key_problem
from capout_desktop.domain.problem import Problem
from capout_desktop.services.runtime.worker_threads import WorkerThreads

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "CapOut Desktop"

LONGEST_ON_WINDOWS = 1280
"""Credential Manager takes 2,560 bytes, and keyring stores two for each character."""


def service_name(server: str) -> str:
    """What the keys of a server are stored under: a key is never read for another one."""
    return f"{SERVICE} ({server})" if server else SERVICE


class KeyringTrouble(Exception):  # noqa: N818 - a trouble of the keyring's, not of ours
    """The keyring cannot be used; `problem` says why and what follows."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class KeyStore:
    """The stored keys. Every call may wait for the person to unlock the keyring."""

    def __init__(self, server: str = "") -> None:
        """Use the keys that were stored for `server`; empty for the usual address of CapOut."""
        self._worker = WorkerThreads("keyring")
        self._service = service_name(server)
        self._takes_plaintext = False

    def insist_on_plaintext(self) -> None:
        """Take a keyring that stores keys unprotected, for this session: the person wants it."""
        self._takes_plaintext = True

    async def load(self, entry: str) -> str | None:
        """Return the key of an entry, None where there is none.

        Raises:
            KeyringTrouble: no usable keyring, or it said no.
        """
        return await self._worker.run(_load, self._service, entry, self._takes_plaintext)

    async def save(self, entry: str, key: str) -> None:
        """Store a key in place of the entry's one before.

        Raises:
            KeyringTrouble: no usable keyring, or it said no; nothing was stored.
        """
        await self._worker.run(_save, self._service, entry, key, self._takes_plaintext)

    async def delete(self, entry: str) -> None:
        """Remove an entry; nothing happens where there is none.

        Raises:
            KeyringTrouble: no usable keyring, or it said no; the entry is still there.
        """
        await self._worker.run(_delete, self._service, entry, self._takes_plaintext)

    def close(self) -> None:
        """Let the thread go; a keyring that still waits for its prompt is left behind."""
        self._worker.stop()


def _load(service: str, entry: str, takes_plaintext: bool) -> str | None:
    backend = _backend(takes_plaintext)
    try:
        return backend.get_password(service, entry)
    except Exception as error:
        raise KeyringTrouble(_said_no(key_problem.NOT_READ, error)) from error


def _save(service: str, entry: str, key: str, takes_plaintext: bool) -> None:
    backend = _backend(takes_plaintext)
    if type(backend).__module__ == "keyring.backends.Windows" and len(key) > LONGEST_ON_WINDOWS:
        raise KeyringTrouble(key_problem.TOO_LONG)
    try:
        backend.set_password(service, entry, key)
    except Exception as error:
        raise KeyringTrouble(_said_no(key_problem.NOT_STORED, error)) from error


def _delete(service: str, entry: str, takes_plaintext: bool) -> None:
    backend = _backend(takes_plaintext)
    try:
        if backend.get_password(service, entry) is not None:
            backend.delete_password(service, entry)
    except Exception as error:
        raise KeyringTrouble(_said_no(key_problem.NOT_REMOVED, error)) from error


def _backend(takes_plaintext: bool) -> KeyringBackend:
    # Not needed for the first paint, and slow to import.
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
            # It was there when the program began, or should have been.
            return key_problem.NO_KEYRING
        case _:
            return replace(problem, detail=str(error))
