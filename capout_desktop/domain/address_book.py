"""The XactNet addresses that the person knows, and what the person calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from capout_desktop.domain.xn_address import clean_xn_address


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Each address once.

    Attributes:
        addresses: In the order in which lists offer them.
        labels: What the person calls an address, by address; not every one has a name.
        default: The address that each start begins with; empty means the last one used.
    """

    addresses: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    default: str = ""

    def with_entry(self, address: str, label: str, instead_of: str = "") -> AddressBook:
        """Add an entry, or put it in the place of `instead_of`; an empty address changes nothing.

        An address that is there already only takes the name, and the other entry goes.
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
        """Take an entry out."""
        return AddressBook(
            tuple(known for known in self.addresses if known != address),
            {a: name for a, name in self.labels.items() if a != address},
            "" if self.default == address else self.default,
        )

    def with_default(self, address: str) -> AddressBook:
        """Let each start begin with `address`; with an empty one, where the last one ended."""
        return replace(self, default=address)
