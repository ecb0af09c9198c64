"""XactNet addresses: who receives the estimate."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"[^\s@]+@[^\s@]+")


def clean_xn_address(typed: str) -> str:
    """Strip what comes along when an address is pasted: blanks, quotes, angle brackets."""
    return typed.strip().strip("\"'<>").strip()


def looks_like_xn_address(address: str) -> bool:
    """Whether it has the shape `user@instance`; the second part needs no dot."""
    return _SHAPE.fullmatch(address) is not None
