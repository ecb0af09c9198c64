"""One attempt to upload one document, on the transfer thread, and what its end means.

An unknown outcome is never resent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Delivery, FileTrouble
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain import events as ev
from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.hold import HoldReason, looking_up_after
from capout_desktop.domain.problem import Problem
from capout_desktop.services.runtime.clock import now

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """How an attempt ended: with a receipt, with an error, or stopped (neither).

    Attributes:
        body_is_out: Whether every byte may have reached CapOut; then only an answer or a
            look-up tells whether it was accepted.
    """

    receipt: UploadReceipt | None
    error: CapOutError | None
    body_is_out: bool


async def attempt(
    document: Document, make_client: Callable[[], CapOutClient], on_progress: Progress
) -> AttemptResult:
    """Upload the document; always return how it ended, also when canceled.

    `on_progress` is called on this loop's thread with bytes of the body sent and in all.
    """
    # A link's body is a few hundred bytes: from its first byte on it may be out as a whole.
    body_is_out = False

    def note(sent: int, total: int) -> None:
        nonlocal body_is_out
        body_is_out = sent >= total
        on_progress(sent, total)

    try:
        client = make_client()
        try:
            if document.source_kind is SourceKind.LINK:
                body_is_out = True
                receipt = await client.upload_link(
                    document.source,
                    file_name=document.file_name,
                    xn_address=document.xn_address,
                )
            else:
                receipt = await client.upload_file(
                    Path(document.source),
                    file_name=document.file_name,
                    xn_address=document.xn_address,
                    on_progress=note,
                )
        finally:
            await client.aclose()
    except CapOutError as error:
        return AttemptResult(None, error, body_is_out)
    except asyncio.CancelledError:
        return AttemptResult(None, None, body_is_out)
    except Exception:  # noqa: BLE001 - logged, and looked up
        # A fault of this program's own must not read as "nothing was sent".
        _log.exception("the attempt failed in a way that nobody foresaw")
        return AttemptResult(None, None, body_is_out=True)
    return AttemptResult(receipt, None, body_is_out=True)


def meaning(result: AttemptResult, recalled: bool, retry_at: datetime | None) -> ev.Event:
    """Return the event that the attempt's end is.

    Args:
        result: How it ended.
        recalled: Whether the person called the document back meanwhile.
        retry_at: When it goes again by itself after a refusal (UTC); None where that is useless.
    """
    at = now()
    if result.receipt is not None:
        receipt = result.receipt
        return ev.Accepted(
            at,
            receipt.document_id,
            receipt.workflow_id or "",
            receipt.status,
            dict(receipt.extra),
        )
    if result.error is not None:
        return _meaning_of_error(result.error, at, retry_at)
    if result.body_is_out:
        return ev.OutcomeUnknown(at, Problem(HoldReason.LOOKING_UP))
    if recalled:
        return ev.Canceled(at)
    return ev.AttemptRefused(at, Problem(HoldReason.STOPPED), retry_at=at)


def _meaning_of_error(error: CapOutError, at: datetime, retry_at: datetime | None) -> ev.Event:
    problem = error.problem
    if error.delivery is Delivery.UNKNOWN:
        return ev.OutcomeUnknown(at, looking_up_after(problem))
    if error.status_code in {401, 402} and retry_at is None:
        return ev.Held(at, problem)
    if isinstance(error, FileTrouble):
        return ev.Rejected(at, problem)
    return ev.AttemptRefused(at, problem, retry_at)
