"""API keys, as people paste them."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem, ProblemCode

_SHORTEST = 12
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
"""Straight ones, and those that mail programs make of them."""

NO_KEY_TYPED = Problem(ProblemCode.NO_KEY_TYPED)
UNSENDABLE_KEY = Problem(ProblemCode.KEY_UNSENDABLE)

_HAS_SPACES = Problem(ProblemCode.KEY_HAS_SPACES)
_IS_ADDRESS = Problem(ProblemCode.KEY_IS_ADDRESS)
_IS_LINK = Problem(ProblemCode.KEY_IS_LINK)
_IS_SHORT = Problem(ProblemCode.KEY_IS_SHORT)


def clean_api_key(pasted: str) -> str:
    """Strip what comes along when a key is copied: blanks, line ends, quotes, its label."""
    key = pasted.strip().strip(_QUOTES).strip()
    label, separator, value = key.partition("=")
    # `export CAPOUT_API_KEY="…"` is how the vendor's own page shows it.
    if separator and label.strip().upper().endswith("CAPOUT_API_KEY"):
        key = value.strip().strip(_QUOTES).strip()
    name, separator, value = key.partition(":")
    if separator and name.strip().lower() == "capout-api-key":
        key = value.strip()
    return key


def unusable(key: str) -> Problem | None:
    """Say why a cleaned key cannot even be tried; None where it can."""
    if not key:
        return NO_KEY_TYPED
    # A header takes nothing else.
    return None if key.isascii() and key.isprintable() else UNSENDABLE_KEY


def oddness(key: str) -> Problem | None:
    """Say why a cleaned key looks wrong; it may be right all the same."""
    if any(c.isspace() for c in key):
        return _HAS_SPACES
    if "@" in key:
        return _IS_ADDRESS
    if "/" in key:
        return _IS_LINK
    return _IS_SHORT if len(key) < _SHORTEST else None
