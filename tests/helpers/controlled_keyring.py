"""A keyring whose answers a test controls: late, refused, unusable.

What the real Secret Service does is tested with `helpers.keyrings`. It cannot answer late on
command, or refuse for reasons that a test chooses.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from capout_desktop.services.organizations import key_store
from capout_desktop.services.organizations.keyring_calls import KeyringCall, carry_out

PATIENCE = 20.0  # seconds


class ControlledKeyring(KeyringBackend):
    """A keyring in memory.

    Attributes:
        entries: The stored keys, by service and entry.
        trouble: What every call raises; None to work.
        asked: Set as soon as any call begins.
    """

    priority = 0.0  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None
        self.asked = threading.Event()
        self._answers = threading.Event()
        self._answers.set()

    def hold(self) -> None:
        """Let calls wait, as while the person is asked for the password."""
        self.asked.clear()
        self._answers.clear()

    def release(self) -> None:
        """Answer the calls that wait."""
        self._answers.set()

    def get_password(self, service: str, username: str) -> str | None:
        """Return a stored key."""
        found = self.entries.get((service, username))
        self._wait()
        return found

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a key."""
        self._wait()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Remove a stored key."""
        self._wait()
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("no such entry")

    def _wait(self) -> None:
        self.asked.set()
        assert self._answers.wait(PATIENCE), "the test never let the keyring answer"
        if self.trouble is not None:
            raise self.trouble


class KeyringHere:
    """Stand-in for the keyring's process that calls a back end set in this process."""

    def prepare(self) -> None:
        """Do nothing: the back end is there."""

    def call(self, call: KeyringCall) -> str | None:
        """Carry out a call."""
        return carry_out(call)

    def close(self) -> None:
        """Do nothing: there is no process."""


@contextmanager
def keyring_here(backend: KeyringBackend) -> Iterator[None]:
    """Let the program use a back end of this process for a while."""
    before, process = keyring.get_keyring(), vars(key_store)["KeyringProcess"]
    keyring.set_keyring(backend)
    vars(key_store)["KeyringProcess"] = KeyringHere
    try:
        yield
    finally:
        vars(key_store)["KeyringProcess"] = process
        keyring.set_keyring(before)


@contextmanager
def controlled_keyring() -> Iterator[ControlledKeyring]:
    """Let the program use a `ControlledKeyring` for a while."""
    controlled = ControlledKeyring()
    with keyring_here(controlled):
        try:
            yield controlled
        finally:
            controlled.release()
