"""API keys in the OS keyring: Credential Manager, Keychain, Secret Service or KWallet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from capout_desktop.domain.problem import Problem
from capout_desktop.services.worker_threads import WorkerThreads

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "CapOut Desktop"
ENTRY = "default"

NO_KEYRING = Problem(
    "no-keyring",
    "This computer has no place to keep the key safely",
    "The key is kept for this session only: enter it again at the next start. "
    "A keyring such as GNOME Keyring or KWallet would keep it.",
)
PLAINTEXT_KEYRING = Problem(
    "plaintext-keyring",
    "This computer's keyring would store the key unprotected",
    "The key is kept for this session only: enter it again at the next start.",
)
NOT_READ = Problem(
    "keyring-refused",
    "The key could not be read: this computer's keyring said no",
    "Unlock the keyring and start the program again, or enter the key for this session.",
)
NOT_STORED = Problem(
    "keyring-refused",
    "The key could not be stored: this computer's keyring said no",
    "Unlock the keyring and start the program again, or enter the key for this session.",
)


class KeyringTrouble(Exception):  # noqa: N818 - a trouble of the keyring's, not of ours
    """The keyring cannot be used; `problem` says why and what follows."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class KeyStore:
    """The one stored key. Every call may wait for the person to unlock the keyring."""

    def __init__(self) -> None:
        self._worker = WorkerThreads("keyring")

    async def load(self) -> str | None:
        """Return the stored key, None where there is none.

        Raises:
            KeyringTrouble: no usable keyring, or it said no.
        """
        return await self._worker.run(_load)

    async def save(self, key: str) -> None:
        """Store the key in place of the one before.

        Raises:
            KeyringTrouble: no usable keyring, or it said no; nothing was stored.
        """
        await self._worker.run(_save, key)

    def close(self) -> None:
        """Let the thread go; a keyring that still waits for its prompt is left behind."""
        self._worker.stop()


def _load() -> str | None:
    backend = _backend()
    try:
        return backend.get_password(SERVICE, ENTRY)
    except Exception as error:
        raise KeyringTrouble(_said_no(NOT_READ, error)) from error


def _save(key: str) -> None:
    backend = _backend()
    try:
        backend.set_password(SERVICE, ENTRY, key)
    except Exception as error:
        raise KeyringTrouble(_said_no(NOT_STORED, error)) from error


def _backend() -> KeyringBackend:
    # Not needed for the first paint, and slow to import.
    import keyring  # noqa: PLC0415
    from keyring.backends import chainer, fail, null  # noqa: PLC0415

    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    safe = [c for c in candidates if not type(c).__module__.startswith("keyrings.alt")]
    if candidates and not safe:
        raise KeyringTrouble(PLAINTEXT_KEYRING)
    if not safe or isinstance(safe[0], fail.Keyring | null.Keyring):
        raise KeyringTrouble(NO_KEYRING)
    return safe[0]


def _said_no(problem: Problem, error: Exception) -> Problem:
    return replace(problem, detail=str(error))
