"""The columns of the table."""

from __future__ import annotations

from enum import IntEnum


class Column(IntEnum):
    """The columns, from left to right."""

    FILE = 0
    ADDRESS = 1
    PROGRESS = 2
    STATUS = 3
    UPDATED = 4
    CREDITS = 5
