"""Supervisor of loops that must never end by themselves: restarts with growing pauses."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from capout_desktop.services.runtime import clock

_log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
STEADY_SECONDS = 5.0
"""A restarted loop that ran for so long works again."""


async def keep_running(
    work: Callable[[], Coroutine[Any, Any, None]],
    on_failure: Callable[[Exception], None],
    on_recovery: Callable[[], None],
) -> None:
    """Run `work`, and run it again after a pause whenever it fails, until it returns.

    `on_failure` is called with the first failure after the loop worked, and `on_recovery` once the
    loop has worked again for `STEADY_SECONDS` or has returned.
    """
    pause = FIRST_PAUSE_SECONDS
    failed = False

    def recover() -> None:
        nonlocal failed, pause
        failed, pause = False, FIRST_PAUSE_SECONDS
        on_recovery()

    while True:
        steady = clock.call_later(STEADY_SECONDS, recover) if failed else None
        try:
            await work()
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            # Something that the loop waited for was canceled, and not the loop.
            failure: Exception = RuntimeError("stopped by the cancellation of what it waited for")
            failure.__cause__ = error
        except Exception as error:  # noqa: BLE001 - logged and reported
            failure = error
        else:
            if failed:
                recover()
            return
        finally:
            if steady is not None:
                steady.cancel()
        name = "a loop" if (task := asyncio.current_task()) is None else task.get_name()
        _log.error("%s failed and is restarted in %.0f s", name, pause, exc_info=failure)
        if not failed:
            failed = True
            on_failure(failure)
        await clock.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
