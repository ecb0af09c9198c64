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
from capout_desktop.capout.errors import (
    CapOutError,
    Conflict,
    Delivery,
    FileTrouble,
    PaymentRequired,
    ServerFailed,
    TooManyRequests,
    Unauthorized,
)
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain import file_problem
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import (
    Accepted,
    AttemptRefused,
    AttemptStarted,
    Event,
    Held,
    OutcomeUnknown,
    Rejected,
)
from capout_desktop.domain.file_problem import LOOK_AGAIN_AFTER
from capout_desktop.services.organizations.credential_service import Credential, key_fingerprint
from capout_desktop.services.uploads.attempt import AttemptResult
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
    ended: list[Event] = field(default_factory=list)
    begins_as: DocumentState = DocumentState.CANCELED

    def __getitem__(self, _: str) -> Document:
        return self.row

    def apply(self, _: str, event: Event) -> None:
        self.applied.append(event)

    async def begin_attempt(self, _: str, event: AttemptStarted, attempt: Attempt) -> Document:
        self.begun.append((event, attempt))
        return document(self.begins_as)

    def attempts(self, _: str) -> list[Attempt]:
        return []

    async def end_attempt(self, _: Attempt, event: Event) -> None:
        self.ended.append(event)


@dataclass
class Sends:
    """Stands for the transfers and each of them, and for the first look: it ends as it is told."""

    end: AttemptResult

    def start(self, *_: object) -> Sends:
        return self

    async def wait(self) -> AttemptResult:
        return self.end

    def begins(self, *_: object) -> None:
        """Remember nothing."""


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


UNKNOWN = Delivery.UNKNOWN
RECEIPT = UploadReceipt("doc-1", "w", "processing")


@pytest.mark.parametrize(
    ("error", "means", "seconds", "needs_probe", "is_refused"),
    [
        (None, Accepted, None, False, False),
        (TooManyRequests(status_code=429, retry_after=40), AttemptRefused, 40, False, False),
        (Unauthorized(status_code=401), Held, None, False, True),
        (PaymentRequired(status_code=402), Held, None, False, False),
        (
            ServerFailed(status_code=500, delivery=Delivery.UNKNOWN),
            OutcomeUnknown,
            None,
            True,
            False,
        ),
        (Conflict(status_code=409, delivery=UNKNOWN), OutcomeUnknown, None, False, False),
        (FileTrouble(file_problem.GONE), AttemptRefused, LOOK_AGAIN_AFTER[0], False, False),
    ],
    ids=lambda one: getattr(one, "code", None) or str(one),
)
async def test_how_an_attempt_ended_is_stored_with_when_it_goes_again(
    clock: ControlledClock,
    tmp_path: Path,
    error: CapOutError | None,
    means: type[Event],
    seconds: float | None,
    needs_probe: bool,
    is_refused: bool,
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())
    row = document(DocumentState.UPLOADING, source=str(path), organization_id="org")
    store = Store(row, begins_as=DocumentState.UPLOADING)
    end = AttemptResult(RECEIPT if error is None else None, error, body_is_out=True)
    sends, refused = Sends(end), list[tuple[str, str, str]]()
    ways, lack = CircuitBreaker(lambda _: None), LackOfCredits()
    uploader = Uploader(
        cast("Any", store),
        cast("Any", sends),
        ways,
        DocumentWaits(),
        lack,
        lambda key, why, row: refused.append((key.credential_id, why.code, row.id)),
        cast("Any", None),
        cast("Any", sends),
    )
    client = CapOutClient("https://capout.invalid", "capout_test_key")
    key = Credential("capout_test_key", "org", KeyKind.SANDBOX, client, "default")
    uploader.add(row.id)
    await uploader.upload(row, key)
    [event] = store.ended
    assert isinstance(event, means)
    if isinstance(event, AttemptRefused):
        assert event.retry_at is not None
        assert (event.retry_at - clock.now()).total_seconds() == seconds
    assert (ways.needs_probe, store.applied) == (needs_probe, [])
    assert bool(refused) is is_refused
    assert (lack.problem_of("org") is not None) is isinstance(error, PaymentRequired)
    await client.aclose()
