"""What a piece of the window says by its color, beside saying it in words."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How good or bad the news is."""

    NEUTRAL = "neutral"
    BUSY = "busy"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
