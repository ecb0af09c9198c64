"""Checks of API keys as typed or pasted."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem, ProblemCode

_SHORTEST = 12
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
"""Straight quotes, and the typographic ones that mail programs replace them with."""

NO_KEY_TYPED = Problem(ProblemCode.NO_KEY_TYPED)
UNSENDABLE_KEY = Problem(ProblemCode.KEY_UNSENDABLE)

_HAS_SPACES = Problem(ProblemCode.KEY_HAS_SPACES)
_IS_ADDRESS = Problem(ProblemCode.KEY_IS_ADDRESS)
_IS_LINK = Problem(ProblemCode.KEY_IS_LINK)
_IS_SHORT = Problem(ProblemCode.KEY_IS_SHORT)


def clean_api_key(pasted: str) -> str:
    """Strip blanks, line ends, quotes and the label from a pasted key."""
    key = pasted.strip().strip(_QUOTES).strip()
    label, separator, value = key.partition("=")
    # CapOut's own page shows `export CAPOUT_API_KEY="…"`.
    if separator and label.strip().upper().endswith("CAPOUT_API_KEY"):
        key = value.strip().strip(_QUOTES).strip()
    name, separator, value = key.partition(":")
    if separator and name.strip().lower() == "capout-api-key":
        key = value.strip()
    return key


def unusable(key: str) -> Problem | None:
    """Return why a cleaned key cannot be tried; None if it can."""
    if not key:
        return NO_KEY_TYPED
    # An HTTP header can contain only these characters.
    return None if key.isascii() and key.isprintable() else UNSENDABLE_KEY


def oddness(key: str) -> Problem | None:
    """Return why a cleaned key looks wrong, although it may be right; None if it looks right."""
    if any(c.isspace() for c in key):
        return _HAS_SPACES
    if "@" in key:
        return _IS_ADDRESS
    if "/" in key:
        return _IS_LINK
    return _IS_SHORT if len(key) < _SHORTEST else None
