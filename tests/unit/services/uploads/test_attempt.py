"""What the end of an attempt means for its document."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest
from helpers.documents import at, document
from helpers.pdfs import pdf
from helpers.scripted_server import Line, ScriptedServer

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import (
    CapOutError,
    Delivery,
    FileTrouble,
    PaymentRequired,
    Unauthorized,
    Unavailable,
)
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.events import (
    AttemptRefused,
    Canceled,
    Event,
    Held,
    OutcomeUnknown,
    Rejected,
)
from capout_desktop.domain.file_problem import GONE
from capout_desktop.services.uploads.attempt import AttemptResult, attempt, meaning

STOPPED = AttemptResult(None, None, body_is_out=False)
SENT_WHOLE = AttemptResult(None, None, body_is_out=True)


async def test_a_fault_of_this_program_does_not_mean_that_nothing_was_sent() -> None:
    async def nothing() -> None:
        return None

    def broken() -> CapOutClient:
        raise RuntimeError("nobody foresaw this")

    row = document(DocumentState.UPLOADING)
    result = await attempt(row, broken, lambda _sent, _total: None, nothing)
    assert result.body_is_out
    assert isinstance(meaning(result, Delivery.REFUSED, False, at(9)), OutcomeUnknown)


@pytest.mark.parametrize("is_held_before", [True, False])
async def test_an_upload_that_is_stopped_is_looked_up_once_its_body_may_be_complete(
    tmp_path: Path, is_held_before: bool
) -> None:
    reached = asyncio.Event()
    content = pdf()
    (tmp_path / "scope.pdf").write_bytes(content)
    row = document(
        DocumentState.UPLOADING,
        source=str(tmp_path / "scope.pdf"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )

    async def take_and_say_nothing(line: Line) -> None:
        await line.read_request()
        reached.set()
        await line.until_gone()

    async def before_last_bytes() -> None:
        if is_held_before:
            reached.set()
            await asyncio.Event().wait()

    async with ScriptedServer(take_and_say_nothing, None) as server:
        url = server.url
        uploading = asyncio.create_task(
            attempt(
                row,
                lambda: CapOutClient(url, "capout_test_0123456789abcdef"),
                lambda _sent, _total: None,
                before_last_bytes,
            )
        )
        async with asyncio.timeout(20):
            await reached.wait()
            uploading.cancel()
            result = await uploading
    assert result.body_is_out is not is_held_before
    means = AttemptRefused if is_held_before else OutcomeUnknown
    assert isinstance(meaning(result, Delivery.NOT_SENT, False, None), means)


@pytest.mark.parametrize(
    ("result", "recalled", "means"),
    [
        (STOPPED, False, AttemptRefused),
        (STOPPED, True, Canceled),
        (SENT_WHOLE, False, OutcomeUnknown),
        (SENT_WHOLE, True, OutcomeUnknown),
    ],
)
def test_what_was_stopped_goes_again_unless_it_may_have_arrived(
    result: AttemptResult, recalled: bool, means: type[Event]
) -> None:
    assert isinstance(meaning(result, Delivery.NOT_SENT, recalled, None), means)


@pytest.mark.parametrize(
    ("error", "delivery", "goes_again", "means"),
    [
        (Unauthorized("no", status_code=401), Delivery.REFUSED, False, Held),
        (Unauthorized("no", status_code=401), Delivery.REFUSED, True, AttemptRefused),
        (PaymentRequired("no", status_code=402), Delivery.REFUSED, False, Held),
        (Unavailable("no", status_code=503), Delivery.UNKNOWN, True, OutcomeUnknown),
        (Unavailable("no", status_code=503), Delivery.NOT_SENT, False, AttemptRefused),
        (FileTrouble(GONE), Delivery.NOT_SENT, False, Rejected),
        (FileTrouble(GONE), Delivery.NOT_SENT, True, AttemptRefused),
    ],
)
def test_what_an_error_means(
    error: CapOutError, delivery: Delivery, goes_again: bool, means: type[Event]
) -> None:
    result = AttemptResult(None, error, body_is_out=False)
    event = meaning(result, delivery, recalled=True, retry_at=at(9) if goes_again else None)
    assert isinstance(event, means)
    if isinstance(event, AttemptRefused):
        assert event.retry_at == (at(9) if goes_again else None)
