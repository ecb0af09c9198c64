"""Store of API keys in the OS keyring: Credential Manager, Keychain, Secret Service or KWallet.

Each organization has an entry. All keys of a server are under one service name.
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
"""Longest key. Credential Manager accepts 2,560 bytes, and `keyring` uses two per character."""


def service_name(server: str) -> str:
    """Return the service name of a server's keys, so that none is read for another server."""
    return f"{SERVICE} ({server})" if server else SERVICE


class KeyringTrouble(Exception):  # noqa: N818 - a problem of the keyring, not of this program
    """The keyring cannot be used; `problem` says why and what that means."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class KeyStore:
    """The stored keys. Any call may wait until the person unlocks the keyring."""

    def __init__(self, server: str = "") -> None:
        """Use the keys stored for `server`; empty for the default address of CapOut."""
        self._worker = WorkerThreads("keyring")
        self._service = service_name(server)
        self._takes_plaintext = False

    def insist_on_plaintext(self) -> None:
        """Allow a keyring that stores keys unprotected, for this session, as the person chose."""
        self._takes_plaintext = True

    async def load(self, entry: str) -> str | None:
        """Return the key of an entry; None if there is none.

        Raises:
            KeyringTrouble: There is no usable keyring, or it refused.
        """
        return await self._worker.run(_load, self._service, entry, self._takes_plaintext)

    async def save(self, entry: str, key: str) -> None:
        """Store a key; it replaces an earlier one of the entry.

        Raises:
            KeyringTrouble: There is no usable keyring, or it refused; nothing was stored.
        """
        await self._worker.run(_save, self._service, entry, key, self._takes_plaintext)

    async def delete(self, entry: str) -> None:
        """Remove an entry, if it exists.

        Raises:
            KeyringTrouble: There is no usable keyring, or it refused; the entry is still there.
        """
        await self._worker.run(_delete, self._service, entry, self._takes_plaintext)

    def close(self) -> None:
        """Stop the thread, without waiting for a keyring that shows a prompt."""
        self._worker.stop()


def _load(service: str, entry: str, takes_plaintext: bool) -> str | None:
    backend = _backend(takes_plaintext)
    try:
        return backend.get_password(service, entry)
    except Exception as error:
        raise KeyringTrouble(_said_no(key_problem.NOT_READ, error)) from error


def _save(service: str, entry: str, key: str, takes_plaintext: bool) -> None:
    backend = _backend(takes_plaintext)
    on_windows = type(backend).__module__ == "keyring.backends.Windows"
    if on_windows and len(key) > LONGEST_ON_WINDOWS:
        raise KeyringTrouble(key_problem.TOO_LONG)
    try:
        if on_windows:
            _replace(backend, service, entry, key)
        else:
            backend.set_password(service, entry, key)
    except Exception as error:
        raise KeyringTrouble(_said_no(key_problem.NOT_STORED, error)) from error


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
            # It existed when the program started, or should have.
            return key_problem.NO_KEYRING
        case _:
            return replace(problem, detail=str(error))
