"""Tones, which colors express in addition to words."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How good or bad a status is."""

    NEUTRAL = "neutral"
    BUSY = "busy"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
