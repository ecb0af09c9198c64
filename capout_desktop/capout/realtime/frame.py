"""Realtime frames read without holding up the loop."""

from __future__ import annotations

import asyncio

from capout_desktop.capout.wire import statuses_in_frame
from capout_desktop.domain.status_report import StatusReport

_READ_IN_A_THREAD = 256 * 1024
"""Characters or bytes from which on reading a frame would hold up the loop to be seen."""


async def statuses_in(frame: str | bytes) -> list[StatusReport]:
    """Return the statuses in a frame; a large one is read in a thread."""
    if len(frame) < _READ_IN_A_THREAD:
        return statuses_in_frame(frame)
    return await asyncio.to_thread(statuses_in_frame, frame)
