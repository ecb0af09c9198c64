"""Resending of documents that CapOut refused for lack of credits."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from capout_desktop.domain.credit_guard import there_may_be_enough
from capout_desktop.domain.credits import CreditBalance
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.credits.balances import Credits, CreditsStatus
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.queue import UploadQueue

ASK_EVERY = timedelta(minutes=2)
"""Interval of balance requests while documents wait for credits, which may be bought elsewhere."""

STILL_TRUE = timedelta(minutes=1)
"""Longest age at which a balance read before a refusal counts as the insufficient one."""


@dataclass(slots=True)
class _Shortage:
    """An organization's lack of credits.

    Attributes:
        is_short: Whether documents wait for credits now.
        short_at: A balance that was not enough; None while unknown.
        tried_with: The balance when the documents were last released.
        last: The last examined balance.
    """

    is_short: bool = False
    short_at: int | None = None
    tried_with: int | None = None
    last: CreditBalance | None = None


class CreditHold:
    """Releases documents that wait for credits once the balance rises."""

    def __init__(
        self, store: DocumentStore, uploads: UploadQueue, credits_left: Credits, tasks: TaskOwner
    ) -> None:
        self._store = store
        self._uploads = uploads
        self._credits = credits_left
        self._tasks = tasks
        self._polling: asyncio.Task[None] | None = None
        self._shortages: dict[str, _Shortage] = defaultdict(_Shortage)
        store.listen(self._follow)
        credits_left.listen(self._look)

    def _follow(self, documents: Iterable[Document]) -> None:
        for document in documents:
            # Documents that were never sent wait for the same credits as refused ones.
            if document.organization_id and _waits_for_credits(document):
                self._begin(document.organization_id, document.attempt_at)

    def _begin(self, organization_id: str, attempt_at: datetime | None) -> None:
        """Record a shortage; `attempt_at` is when the refused attempt began."""
        shortage = self._shortages[organization_id]
        if shortage.is_short:
            return
        last = self._credits.status_of(organization_id).balance
        age = self._credits.age_of(organization_id)
        is_true = age is not None and age <= STILL_TRUE.total_seconds()
        if last is not None and attempt_at is not None and last.as_of > attempt_at:
            is_true = False  # the refusal may be older than these credits
        shortage.is_short, shortage.last = True, last
        shortage.short_at = last.total if last is not None and is_true else shortage.tried_with
        self._credits.refresh(organization_id, settle=True)
        if self._polling is None or self._polling.done():
            self._polling = self._tasks.keep(self._poll, VitalLoop.CREDITS)

    async def _poll(self) -> None:
        while short := [id_ for id_, known in self._shortages.items() if known.is_short]:
            for organization_id in short:
                self._credits.refresh_if_older(ASK_EVERY, organization_id)
            await clock.sleep(ASK_EVERY.total_seconds())

    def _look(self, organization_id: str, status: CreditsStatus) -> None:
        shortage, balance = self._shortages.get(organization_id), status.balance
        if shortage is None or not shortage.is_short:
            return
        if balance is None or balance is shortage.last:
            return
        shortage.last = balance
        if not self._has_waiting(organization_id):
            shortage.is_short = False
        elif there_may_be_enough(shortage.short_at, balance.total):
            shortage.is_short = False
            # If a document is refused again, this balance was not enough.
            shortage.tried_with = balance.total
            self._uploads.credits_changed(organization_id)
        elif shortage.short_at is not None:
            shortage.short_at = min(shortage.short_at, balance.total)

    def _has_waiting(self, organization_id: str) -> bool:
        return any(
            document.organization_id == organization_id and _waits_for_credits(document)
            for document in self._store.in_state(DocumentState.HELD)
        )


def _waits_for_credits(document: Document) -> bool:
    return document.held_for(HoldReason.NO_CREDITS)
