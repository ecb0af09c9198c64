"""Action and priority of a banner. Does not import Qt: it is loaded at startup."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple


class Action(NamedTuple):
    """Button of a banner.

    Attributes:
        text: Text of the button in English; translated when it is shown.
        callback: Called when the button is clicked.
    """

    text: str
    callback: Callable[[], object]


class Priority(IntEnum):
    """Priority of a banner: the highest one is shown, among equals the latest."""

    NORMAL = 0
    HIGH = 1
    """For example, the list cannot be saved; no lesser problem may hide that."""
    HIGHEST = 2
    """What the person has just asked for was not done."""
