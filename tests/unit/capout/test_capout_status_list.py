"""The list stands for questions about single documents, as far as it says as much."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from capout_desktop.capout.answers import ListedDocument
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.realtime.status_fetcher import StatusFetcher
from capout_desktop.capout.realtime.status_list import WORTHWHILE, StatusList
from capout_desktop.domain.status_report import Outcome, StatusReport

BARE = StatusReport("bare", "processing")
WITH_STAGES = StatusReport("staged", "processing", progress={"upload": "complete"})
ENDED = StatusReport("ended", "complete")
ENDED_WITH_STAGES = StatusReport("ended", "complete", progress={"upload": "complete"})
WITHOUT_STATUS = StatusReport("empty", "")


class Client:
    """Stands for the client: it answers with a list, and counts single questions."""

    def __init__(self, *reports: StatusReport) -> None:
        self.asked: list[str] = []
        self._list = [
            ListedDocument(report.document_id, "a.pdf", "team@example", None, report=report)
            for report in reports
        ]

    async def documents(self) -> list[ListedDocument]:
        return self._list

    async def status(self, document_id: str) -> StatusReport:
        self.asked.append(document_id)
        return StatusReport(document_id, "processing")


@pytest.mark.parametrize(
    ("learned", "used"),
    [
        ([], {"staged", "ended"}),
        ([ENDED], {"staged", "ended"}),
        ([ENDED_WITH_STAGES], {"staged", "ended"}),
        ([WITH_STAGES], {"staged", "ended"}),
        ([BARE], {"bare", "staged", "ended"}),
        ([BARE, ENDED_WITH_STAGES], {"bare", "staged", "ended"}),
        ([BARE, WITH_STAGES], {"staged", "ended"}),
    ],
)
async def test_an_entry_is_used_if_a_single_answer_would_say_no_more(
    learned: list[StatusReport], used: set[str]
) -> None:
    client = Client(BARE, WITH_STAGES, ENDED, WITHOUT_STATUS)
    listing = StatusList(cast("CapOutClient", client))
    for report in learned:
        listing.learn(report)
    assert listing.experienced is any(report.outcome is Outcome.RUNNING for report in learned)
    reports = await listing.ask()
    assert set(reports) == used
    assert all(reports[report.document_id] is report for report in (WITH_STAGES, ENDED))


async def test_one_question_shows_that_the_list_says_as_much_about_the_others() -> None:
    ids = [f"doc_{number}" for number in range(2 * WORTHWHILE)]
    client = Client(*(StatusReport(id_, "processing") for id_ in ids))
    delivered: set[str] = set()
    all_are = asyncio.Event()

    async def deliver(report: StatusReport) -> None:
        delivered.add(report.document_id)
        if len(delivered) == len(ids):
            all_are.set()

    async def give_up(document_id: str, error: CapOutError) -> None:
        raise AssertionError(f"given up: {document_id} {error}")

    fetcher = StatusFetcher(cast("CapOutClient", client), deliver, lambda _: True, give_up)
    fetcher.request(ids)
    running = asyncio.create_task(fetcher.run())
    async with asyncio.timeout(20):
        await all_are.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert client.asked == ids[:1]
