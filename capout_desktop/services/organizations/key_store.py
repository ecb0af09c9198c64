"""Store of API keys in the OS keyring: Credential Manager, Keychain, Secret Service or KWallet.

Each organization has an entry. All keys of a server are under one service name.
"""

from __future__ import annotations

from capout_desktop.services.organizations.keyring_calls import (
    LONGEST_ON_WINDOWS,
    Action,
    KeyringCall,
    KeyringTrouble,
)
from capout_desktop.services.organizations.keyring_process import KeyringProcess
from capout_desktop.services.runtime.worker_threads import WorkerThreads

__all__ = ["LONGEST_ON_WINDOWS", "SERVICE", "KeyStore", "KeyringTrouble", "service_name"]

SERVICE = "CapOut Desktop"


def service_name(server: str) -> str:
    """Return the service name of a server's keys, so that none is read for another server."""
    return f"{SERVICE} ({server})" if server else SERVICE


class KeyStore:
    """The stored keys. Any call may wait until the person unlocks the keyring."""

    def __init__(self, server: str = "") -> None:
        """Use the keys stored for `server`; empty for the default address of CapOut."""
        self._worker = WorkerThreads("keyring")
        self._starter = WorkerThreads("keyring start")
        self._process = KeyringProcess()
        self._service = service_name(server)
        self._takes_plaintext = False

    def insist_on_plaintext(self) -> None:
        """Allow a keyring that stores keys unprotected, for this session, as the person chose."""
        self._takes_plaintext = True

    async def prepare(self) -> None:
        """Return when the keyring can be called; what takes long after that waits for the person.

        It does not wait for another call that does.
        """
        await self._starter.run(self._process.prepare)

    async def load(self, entry: str) -> str | None:
        """Return the key of an entry; None if there is none.

        Raises:
            KeyringTrouble: There is no usable keyring, or it refused.
        """
        return await self._call(Action.LOAD, entry)

    async def save(self, entry: str, key: str) -> None:
        """Store a key; it replaces an earlier one of the entry.

        Raises:
            KeyringTrouble: There is no usable keyring, or it refused; nothing was stored.
        """
        await self._call(Action.SAVE, entry, key)

    async def delete(self, entry: str) -> None:
        """Remove an entry, if it exists.

        Raises:
            KeyringTrouble: There is no usable keyring, or it refused; the entry is still there.
        """
        await self._call(Action.DELETE, entry)

    def close(self) -> None:
        """Stop the thread and the process, without waiting for a keyring that shows a prompt."""
        self._worker.stop()
        self._starter.stop()
        self._process.close()

    async def _call(self, action: Action, entry: str, key: str = "") -> str | None:
        call = KeyringCall(action, self._service, entry, key, self._takes_plaintext)
        return await self._worker.run(self._process.call, call)
