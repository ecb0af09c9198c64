"""Which calls are repeated, and after how long."""

from __future__ import annotations

import asyncio

import pytest

from capout_desktop.capout.errors import Unavailable
from capout_desktop.capout.retries import Retries

LONGEST = 20.0


@pytest.mark.parametrize(
    ("asked", "waits"), [(None, [0.0] * 3), (LONGEST, [LONGEST] * 3), (LONGEST + 0.1, [])]
)
async def test_a_call_is_repeated_unless_the_server_asks_for_a_longer_wait(
    asked: float | None, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[float] = []
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def call() -> None:
        calls.append(1)
        raise Unavailable(status_code=503, retry_after=asked)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(Unavailable):
        await Retries(first=0.0, longest=LONGEST).run(call)
    assert waited == waits
    assert len(calls) == len(waits) + 1
