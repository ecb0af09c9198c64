"""Attempts by themselves: when a file is looked at again, and what never begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from helpers.clock import ControlledClock, controlled_clock
from helpers.documents import document
from helpers.pdfs import pdf

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain import file_problem
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import AttemptStarted, Event, Rejected
from capout_desktop.services.organizations.credential_service import Credential, key_fingerprint
from capout_desktop.services.uploads.backoff import CircuitBreaker
from capout_desktop.services.uploads.document_waits import DocumentWaits
from capout_desktop.services.uploads.lack_of_credits import LackOfCredits
from capout_desktop.services.uploads.uploader import Uploader


@dataclass
class Store:
    """Stands for the store of one document, which the person calls back when it is to begin."""

    row: Document
    applied: list[Event] = field(default_factory=list)
    begun: list[tuple[AttemptStarted, Attempt]] = field(default_factory=list)

    def __getitem__(self, _: str) -> Document:
        return self.row

    def apply(self, _: str, event: Event) -> None:
        self.applied.append(event)

    async def begin_attempt(self, _: str, event: AttemptStarted, attempt: Attempt) -> Document:
        self.begun.append((event, attempt))
        return document(DocumentState.CANCELED)


@pytest.fixture
def clock() -> Iterator[ControlledClock]:
    with controlled_clock() as controlled:
        yield controlled


async def test_a_missing_file_is_looked_for_again_and_rejected_in_the_end(
    clock: ControlledClock, tmp_path: Path
) -> None:
    path = tmp_path / "scope.pdf"
    row = document(DocumentState.QUEUED, source=str(path), size=len(pdf()), attempts=2)
    store, waits = Store(row), DocumentWaits()
    stand_in, nothing = cast("Any", store), cast("Any", None)
    uploader = Uploader(
        stand_in,
        nothing,
        CircuitBreaker(lambda _: None),
        waits,
        LackOfCredits(),
        nothing,
        nothing,
        stand_in,
    )
    client = CapOutClient("https://capout.invalid", "capout_test_key")
    key = Credential("capout_test_key", "org", KeyKind.SANDBOX, client, "default")

    async def attempt() -> float:
        uploader.add(row.id)
        assert list(uploader.running) == [row.id]
        await uploader.upload(row, key)
        assert list(uploader.running) == []
        return waits.seconds_left(row.id)

    pauses = file_problem.LOOK_AGAIN_FOR_MISSING
    assert await attempt() == pauses[0]
    path.write_bytes(pdf())
    await clock.advance(pauses[0])
    assert await attempt() == 0
    [(began, record)] = store.begun
    assert (began.attempt_id, record.document, record.number) == (record.id, row.id, 3)
    assert record.key_fingerprint == key_fingerprint("capout_test_key")
    path.unlink()
    for pause in pauses:
        assert await attempt() == pause, "counted anew since it could be read"
        await clock.advance(pause)
    assert store.applied == []
    assert await attempt() == 0
    [rejected] = store.applied
    assert isinstance(rejected, Rejected)
    assert rejected.problem == file_problem.GONE
    assert await attempt() == pauses[0]
    assert len(store.begun) == 1
    # What was settled while its file was looked for stays as it is.
    store.row = document(DocumentState.CANCELED)
    for pause in (*pauses[1:], 0):
        await clock.advance(waits.seconds_left(row.id))
        assert await attempt() == pause
    path.write_bytes(pdf())
    assert await attempt() == 0
    assert (len(store.applied), len(store.begun)) == (1, 1)
    await client.aclose()
