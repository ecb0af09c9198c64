"""The person's choices, in a small JSON file. Never a key: those are in the OS keyring."""

from __future__ import annotations

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.organization import Organization, Payer
from capout_desktop.domain.policy import PARALLEL_UPLOADS
from capout_desktop.domain.proxy_choice import ProxyMode

MOST_ADDRESSES = 200
"""Supplement companies write for many clients; what was not used longest makes room."""


class AfterTaking(StrEnum):
    """What becomes of a file in the watch folder once CapOut has it."""

    LEAVE = "leave"
    MOVE = "move"
    """Into the folder `Sent` beside it."""


class WatchFolder(msgspec.Struct, kw_only=True, frozen=True):
    """The folder whose new PDFs are taken by themselves.

    Attributes:
        folder: An absolute path; empty while none is watched.
        xn_address: Who receives what is found there; empty while its organization had no address.
        payer: Who pays for it: the organization in use when folder or address was chosen; None
            while there was none.
    """

    folder: str = ""
    after: AfterTaking = AfterTaking.LEAVE
    xn_address: str = ""
    payer: Payer | None = None


# What settings files have called these fields since 0.1.
_STORED_NAMES = {"organizations": "profiles", "active_organization": "active_profile"}


class Settings(msgspec.Struct, kw_only=True, rename=_STORED_NAMES):
    """What the program remembers between starts, apart from how its window looks.

    Attributes:
        xn_address: The address that the next drop goes to: the one of the organization in use;
            empty while that has none.
        default_address: The address that each start begins with; empty means the last one used.
        default_address_of: The organization that `default_address` was chosen for; empty where an
            earlier version did not tell.
        session_addresses: The addresses of organizations whose key comes with the environment,
            by organization id: such an organization is not stored.
        addresses: The address book: every address used or entered, the last used first.
        address_labels: What the person calls an address, by address.
        queue_paused: Whether the person paused sending; a restart must not send what waits.
        organizations: The organizations, without their keys.
        active_profile: Whose key new documents go with.
        parallel_uploads: How many documents are sent at once.
        start_at_once: Whether files go as soon as they are checked, or after a click.
        ask_before_batch: Whether several files at once are shown on a sheet before they go.
        credits_low: From so many credits down the window calls them low; 0 means never.
        watch: The watched folder.
        notifications: Whether the desktop is told of finished batches and failures.
        close_to_tray: Whether closing the window leaves the program in the tray.
        tray_explained: Whether the person was told once what closing to the tray means.
        update_check: Whether to look once a day for a newer version of the program.
        update_asked_at: When that was last done (UTC).
        update_dismissed: The version whose notice was put away.
        proxy: How the way to the internet is found.
        proxy_url: The proxy's address where `proxy` is manual: `http://host:port`; may hold a
            user's name and password, which nothing protects here.
    """

    xn_address: str = ""
    default_address: str = ""
    default_address_of: str = ""
    session_addresses: dict[str, str] = msgspec.field(default_factory=dict)
    addresses: list[str] = msgspec.field(default_factory=list)
    address_labels: dict[str, str] = msgspec.field(default_factory=dict)
    organizations: list[Organization] = msgspec.field(default_factory=list)
    active_organization: str = ""
    parallel_uploads: int = PARALLEL_UPLOADS
    queue_paused: bool = False
    start_at_once: bool = True
    ask_before_batch: bool = True
    credits_low: int = 100
    watch: WatchFolder = WatchFolder()
    notifications: bool = True
    close_to_tray: bool = False
    tray_explained: bool = False
    update_check: bool = False
    update_asked_at: datetime | None = None
    update_dismissed: str = ""
    proxy: ProxyMode = ProxyMode.SYSTEM
    proxy_url: str = ""

    def use_address(self, address: str) -> None:
        """Make `address` the one that the next drop goes to, and remember it."""
        self.xn_address = address
        self.addresses = [address, *(a for a in self.addresses if a != address)][:MOST_ADDRESSES]

    def remember_address(self, address: str) -> None:
        """Put `address` into the address book without making it the one in force."""
        if address not in self.addresses:
            self.addresses = [*self.addresses[: MOST_ADDRESSES - 1], address]

    @property
    def address_book(self) -> AddressBook:
        """The addresses, what the person calls them, and where each start begins."""
        labels = {a: label for a, label in self.address_labels.items() if a in self.addresses}
        return AddressBook(tuple(self.addresses), labels, self.default_address)

    def keep_address_book(self, book: AddressBook) -> None:
        """Take over what the person made of the address book."""
        self.addresses = list(book.addresses)
        self.address_labels = dict(book.labels)
        self.default_address = book.default

    def reset(self) -> None:
        """Make every choice of the settings dialog as on the first day; addresses stay."""
        first = type(self)()
        for name in self.__struct_fields__:
            if name not in _ENTERED:
                setattr(self, name, getattr(first, name))


_ENTERED = frozenset(
    {
        "xn_address",
        "default_address",
        "addresses",
        "address_labels",
        "organizations",
        "active_profile",
        "queue_paused",
        "update_check",
        "update_asked_at",
        "update_dismissed",
    }
)
"""What was entered or came about by itself, as against what is chosen in the dialog."""


class SettingsFile:
    """Reads and writes the settings; blocking, so call it from a worker thread.

    Attributes:
        was_damaged: Whether what was there made no sense and was set aside.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.was_damaged = False

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
            self.was_damaged = True
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
