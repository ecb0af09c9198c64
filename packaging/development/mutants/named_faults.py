"""The nasty faults that version 0.1.0's tests did not find, each at its place of today."""

from __future__ import annotations

NAMED_FAULTS: tuple[tuple[str, str, str], ...] = ()
