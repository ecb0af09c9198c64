"""Settings of the user, in a JSON file. Keys are in the OS keyring, never here."""

from __future__ import annotations

import codecs
import contextlib
import shutil
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.history import KEEP_ALL
from capout_desktop.domain.organization import Organization, Payer
from capout_desktop.domain.policy import PARALLEL_UPLOADS
from capout_desktop.domain.proxy_choice import ProxyMode
from capout_desktop.store.private_files import (
    make_private_folder,
    put_in_place,
    write_private_file,
)
from capout_desktop.store.tolerant import tolerantly

MOST_ADDRESSES = 200
"""Maximum number of addresses; the least recently used one is removed.

It is large because supplement companies write for many clients.
"""


class AfterTaking(StrEnum):
    """What to do with a file in the watched folder once CapOut has it."""

    LEAVE = "leave"
    MOVE = "move"
    """Move it into the folder `Sent` beside it."""


class WatchFolder(msgspec.Struct, kw_only=True, frozen=True):
    """Watched folder, whose new PDFs are added automatically.

    Attributes:
        folder: Absolute path; empty while none is watched.
        xn_address: Address that receives its PDFs; empty while the organization had none.
        payer: Payer for its PDFs: the organization in use when folder or address was chosen; None
            if there was none.
    """

    folder: str = ""
    after: AfterTaking = AfterTaking.LEAVE
    xn_address: str = ""
    payer: Payer | None = None


# Names of these fields in settings files since 0.1.
_STORED_NAMES = {"organizations": "profiles", "active_organization": "active_profile"}


class Settings(msgspec.Struct, kw_only=True, rename=_STORED_NAMES):
    """Settings of the program, apart from the view state of its window.

    Attributes:
        xn_address: Address that new documents are sent to: the one of the organization in use;
            empty while that has none.
        default_address: Address in use after each start; empty means the last one used.
        default_address_of: Organization that `default_address` was chosen for; empty if an
            earlier version did not store it.
        session_addresses: Addresses of organizations whose key comes from the environment, by
            organization id, since such an organization is not stored.
        addresses: Address book: every address used or entered, the last used first.
        address_labels: User's name for an address, by address.
        queue_paused: Whether the user paused sending; a restart must not resume it.
        organizations: Organizations, without their keys.
        active_organization: Id of the organization whose key new documents are sent with.
        parallel_uploads: Number of documents that are sent at the same time.
        start_at_once: Whether files are sent as soon as they are checked, or after a click.
        ask_before_batch: Whether several files at once are shown on a sheet before they are sent.
        credits_low: Number of credits at or below which the window warns; 0 means never.
        watch: Watched folder.
        notifications: Whether finished batches and failures are notified on the desktop.
        close_to_tray: Whether closing the window leaves the program in the tray.
        tray_explained: Whether closing to the tray was explained to the user once.
        update_check: Whether to check once a day for a newer version of the program.
        update_asked_at: Time of the last check (UTC).
        update_dismissed: Version whose notice was dismissed.
        proxy: Where the proxy settings come from.
        proxy_url: Address of the proxy if `proxy` is manual: `http://host:port`. It may contain a
            user name and password, which are not protected here.
        history_days: Number of days after which documents that have ended are deleted: one of
            `domain.history.CHOICES`; 0 means never.
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
    history_days: int = KEEP_ALL

    def use_address(self, address: str) -> None:
        """Set the address for new documents and add it to the address book."""
        self.xn_address = address
        self.addresses = [address, *(a for a in self.addresses if a != address)][:MOST_ADDRESSES]

    def remember_address(self, address: str) -> None:
        """Add `address` to the address book without using it for new documents."""
        if address not in self.addresses:
            self.addresses = [*self.addresses[: MOST_ADDRESSES - 1], address]

    @property
    def address_book(self) -> AddressBook:
        """Address book of these settings."""
        labels = {a: label for a, label in self.address_labels.items() if a in self.addresses}
        return AddressBook(tuple(self.addresses), labels, self.default_address)

    def keep_address_book(self, book: AddressBook) -> None:
        """Store an edited address book in these settings."""
        self.addresses = list(book.addresses)
        self.address_labels = dict(book.labels)
        self.default_address = book.default

    def reset(self) -> None:
        """Reset the choices of the settings dialog to their defaults; addresses stay."""
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
        "active_organization",
        "default_address_of",
        "session_addresses",
        "queue_paused",
        "update_check",
        "update_asked_at",
        "update_dismissed",
    }
)
"""Fields that `reset` keeps, because they are not chosen in the settings dialog."""


VITAL = frozenset(
    {
        "xn_address",
        "default_address",
        "session_addresses",
        "organizations",
        "active_organization",
        "queue_paused",
        "start_at_once",
        "ask_before_batch",
        "watch",
    }
)
"""Fields that decide who pays, who receives, and whether anything is sent."""


class SettingsFile:
    """File of the settings. Its methods block, so call them from a worker thread.

    Attributes:
        was_damaged: Whether the file was unreadable and was renamed.
        unread: Fields with values that this version does not know, such as the words of a newer
            one. They have their defaults, and a copy of the file is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.was_damaged = False
        self.unread: tuple[str, ...] = ()

    def load(self) -> Settings:
        """Return the settings, or the defaults if there is no file or it is damaged.

        Raises:
            OSError: The file exists but cannot be read.
        """
        try:
            content = self._path.read_bytes().removeprefix(codecs.BOM_UTF8)  # Notepad may write it
        except FileNotFoundError:
            return Settings()
        read = None
        try:
            return msgspec.json.decode(content, type=Settings)
        except msgspec.DecodeError:
            with contextlib.suppress(msgspec.DecodeError):
                read = tolerantly(msgspec.json.decode(content), Settings)
        kept = self._path.with_suffix(".damaged.json")
        if read is None or not read.unread:
            self.was_damaged = True
            put_in_place(self._path, kept)
            return Settings()
        shutil.copyfile(self._path, kept)
        kept.chmod(0o600)
        self.unread = read.unread
        return read.value

    def save(self, settings: Settings) -> None:
        """Write the settings, all or nothing.

        Raises:
            OSError: The disk is full or the folder is not writable; the old file is kept.
        """
        make_private_folder(self._path.parent)
        content = msgspec.json.format(msgspec.json.encode(settings))
        write_private_file(self._path, content, sync=True)
