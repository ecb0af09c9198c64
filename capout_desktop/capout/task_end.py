"""Canceling tasks without interrupting their cleanup."""

from __future__ import annotations

import asyncio
from typing import Any


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they have ended; their results and errors are ignored.

    No task is canceled a second time, as a task group or `asyncio.gather` in a canceled caller
    would do: during the closing of a connection, that would leave the connection open. So if the
    caller is canceled, it stops waiting, and the tasks finish their cleanup.
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
