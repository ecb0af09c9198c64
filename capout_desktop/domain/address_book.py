"""Address book of XactNet addresses with their labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from capout_desktop.domain.xn_address import clean_xn_address


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Address book; it contains each address once.

    Attributes:
        addresses: Addresses, in the order in which lists offer them.
        labels: User's name for an address, by address; not every address has one.
        default: Address in use after each start; empty means the last one used.
    """

    addresses: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    default: str = ""

    def with_entry(self, address: str, label: str, instead_of: str = "") -> AddressBook:
        """Add an entry, or replace `instead_of` with it; an empty address changes nothing.

        If the address exists already, it gets the label and the entry `instead_of` is removed.
        """
        address, label = clean_xn_address(address), " ".join(label.split())
        if not address:
            return self
        addresses = [address if known == instead_of else known for known in self.addresses]
        if address not in addresses:
            addresses.append(address)
        labels = {a: name for a, name in self.labels.items() if a not in {address, instead_of}}
        if label:
            labels[address] = label
        is_default = bool(self.default) and self.default == instead_of
        return AddressBook(
            tuple(dict.fromkeys(addresses)), labels, address if is_default else self.default
        )

    def without(self, address: str) -> AddressBook:
        """Return the address book without an entry."""
        return AddressBook(
            tuple(known for known in self.addresses if known != address),
            {a: name for a, name in self.labels.items() if a != address},
            "" if self.default == address else self.default,
        )

    def with_default(self, address: str) -> AddressBook:
        """Return the address book with another default; empty means the last address used."""
        return replace(self, default=address)
