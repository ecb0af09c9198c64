"""XactNet addresses: who receives the estimate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_SHAPE = re.compile(r"[^\s@]+@[^\s@]+")


def clean_xn_address(typed: str) -> str:
    """Strip what comes along when an address is pasted: blanks, quotes, angle brackets."""
    return typed.strip().strip("\"'<>").strip()


def looks_like_xn_address(address: str) -> bool:
    """Whether it has the shape `user@instance`; the second part needs no dot."""
    return _SHAPE.fullmatch(address) is not None


def labeled(address: str, label: str) -> str:
    """An address as lists show it: `Smith Team — name@instance`."""
    return f"{label} — {address}" if label else address


def find_address(typed: str, addresses: Iterable[str], labels: Mapping[str, str]) -> str:
    """Return the address that was meant: by itself, by its label, or by both as lists show them.

    What is in no address book is taken as it was typed.
    """
    meant = clean_xn_address(typed)
    wanted = meant.casefold()
    for address in addresses:
        label = labels.get(address, "")
        if label and wanted in {label.casefold(), labeled(address, label).casefold()}:
            return address
    return meant
