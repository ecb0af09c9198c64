"""The person's choices, in a small JSON file. Never a key: those are in the OS keyring."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from capout_desktop.domain.policy import PARALLEL_UPLOADS


class Settings(msgspec.Struct, kw_only=True):
    """What the program remembers between starts.

    Attributes:
        xn_address: The address that the next drop goes to; empty before the first start ended.
        addresses: Every address used so far, the last used first.
        queue_paused: Whether the person paused sending; a restart must not send what waits.
        parallel_uploads: How many documents are sent at once.
    """

    xn_address: str = ""
    addresses: list[str] = msgspec.field(default_factory=list)
    parallel_uploads: int = PARALLEL_UPLOADS
    queue_paused: bool = False

    def use_address(self, address: str) -> None:
        """Make `address` the one that the next drop goes to, and remember it."""
        self.xn_address = address
        self.addresses = [address, *(a for a in self.addresses if a != address)][:50]


class SettingsFile:
    """Reads and writes the settings; blocking, so call it from a worker thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Return the settings; the defaults where there are none yet or they make no sense.

        Raises:
            OSError: there are some, and they cannot be read.
        """
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except msgspec.DecodeError:
            # Kept for whoever wants to look; the choices in it are few and soon made again.
            self._path.replace(self._path.with_suffix(".damaged.json"))
            return Settings()

    def save(self, settings: Settings) -> None:
        """Write all or nothing.

        Raises:
            OSError: the disk is full or the folder is not writable; the old file stands.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".tmp")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
