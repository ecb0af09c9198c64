"""Failed requests for statuses are repeated, counted with their own repeats, or given up."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, ConnectionBroken, NotFound
from capout_desktop.capout.realtime import status_fetcher
from capout_desktop.capout.realtime.status_fetcher import StatusFetcher
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.status_report import StatusReport


async def test_what_fails_is_asked_again_and_its_repeats_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    charged: list[int] = []
    asked: list[str] = []
    ended: dict[str, str] = {}
    both = asyncio.Event()

    class Pace:
        def __init__(self, **_: float) -> None:
            """Have no limit."""

        async def take(self) -> None:
            """Let it go at once."""

        def charge(self, requests: int) -> None:
            charged.append(requests)

    class Client:
        async def status(self, document_id: str) -> StatusReport:
            asked.append(document_id)
            if document_id == "gone":
                raise NotFound("no such document", status_code=404)
            if asked.count(document_id) < 3:
                raise ConnectionBroken("down")
            return StatusReport(document_id, "processing")

    async def deliver(report: StatusReport) -> None:
        note(report.document_id, "delivered")

    async def give_up(document_id: str, error: CapOutError) -> None:
        note(document_id, error.code)

    def note(document_id: str, end: str) -> None:
        ended[document_id] = end
        if len(ended) == 2:
            both.set()

    monkeypatch.setattr(status_fetcher, "RateLimiter", Pace)
    client = cast("CapOutClient", Client())
    fetcher = StatusFetcher(client, deliver, lambda _: True, give_up, patience=0)
    fetcher.request(["gone", "slow"])
    running = asyncio.create_task(fetcher.run())
    async with asyncio.timeout(60):
        await both.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert ended == {"gone": NotFound.code, "slow": "delivered"}
    assert (asked.count("gone"), asked.count("slow")) == (4, 3)
    assert charged == [Retries().attempts - 1] * 2, "a request that is lost was made several times"
