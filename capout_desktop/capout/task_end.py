"""Ending tasks without taking from them the time to tidy up."""

from __future__ import annotations

import asyncio
from typing import Any


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they have ended; how they ended is of no interest any more.

    Nobody is canceled a second time, as by a group that ends and by `asyncio.gather` in a caller
    that is canceled: in the middle of hanging up, that leaves connections behind which nobody
    closes. So a caller that is canceled waits no longer, and the tasks end in their own time.
    """
    for task in tasks:
        if not task.cancelling():
            task.cancel()
        task.add_done_callback(_look)
    if tasks:
        await asyncio.wait(tasks)


def _look(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()
