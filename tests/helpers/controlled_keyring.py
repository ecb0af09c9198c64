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


@contextmanager
def controlled_keyring() -> Iterator[ControlledKeyring]:
    """Let the program use a `ControlledKeyring` for a while."""
    before = keyring.get_keyring()
    controlled = ControlledKeyring()
    keyring.set_keyring(controlled)
    try:
        yield controlled
    finally:
        controlled.release()
        keyring.set_keyring(before)
