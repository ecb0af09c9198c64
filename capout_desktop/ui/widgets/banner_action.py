"""What a banner offers to do, and how it ranks among banners. No Qt: it is loaded at once."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple


class Action(NamedTuple):
    """The button of a banner.

    Attributes:
        text: The words on it, in English; they are translated where they are shown.
        callback: Called when it is pressed.
    """

    text: str
    callback: Callable[[], object]


class Priority(IntEnum):
    """Which of two banners is shown: the one with the higher priority, of equals the later."""

    NORMAL = 0
    HIGH = 1
    """The list cannot be kept; nothing less may cover that."""
