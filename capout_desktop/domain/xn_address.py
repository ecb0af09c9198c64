"""XactNet addresses, which receive the estimates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_SHAPE = re.compile(r"[^\s@]+@[^\s@]+")


def clean_xn_address(typed: str) -> str:
    """Strip blanks, quotes and angle brackets from a pasted address."""
    return typed.strip().strip("\"'<>").strip()


def looks_like_xn_address(address: str) -> bool:
    """Return whether it has the form `user@instance`; the second part needs no dot."""
    return _SHAPE.fullmatch(address) is not None


def labeled(address: str, label: str) -> str:
    """Return an address as lists show it: `Smith Team — name@instance`."""
    return f"{label} — {address}" if label else address


def find_address(typed: str, addresses: Iterable[str], labels: Mapping[str, str]) -> str:
    """Return the address for a typed address, label, or label and address as lists show them.

    A text that matches no entry is returned as it was typed, without blanks and quotes around it.
    """
    meant = clean_xn_address(typed)
    wanted = meant.casefold()
    for address in addresses:
        label = labels.get(address, "")
        if label and wanted in {label.casefold(), labeled(address, label).casefold()}:
            return address
    return meant
