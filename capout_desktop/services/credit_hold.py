"""What CapOut refused for want of credits goes by itself once there are some again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

from capout_desktop.domain.credit_guard import there_may_be_enough
from capout_desktop.domain.credits import CreditBalance
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import NO_CREDITS_CODE
from capout_desktop.services.clock import now
from capout_desktop.services.credits import Credits, CreditsStatus
from capout_desktop.services.register import Register
from capout_desktop.services.tasks import TaskOwner
from capout_desktop.services.uploads import Uploads

ASK_EVERY = timedelta(minutes=2)
"""While documents wait for credits: somebody may buy some elsewhere."""

STILL_TRUE = timedelta(minutes=1)
"""A balance read so shortly before a refusal is taken for the one that was not enough."""


class CreditHold:
    """Watches for documents that wait for credits, and for credits."""

    def __init__(
        self, register: Register, uploads: Uploads, credits_left: Credits, tasks: TaskOwner
    ) -> None:
        self._register = register
        self._uploads = uploads
        self._credits = credits_left
        self._tasks = tasks
        self._polling: asyncio.Task[None] | None = None
        self._is_short = False
        self._short_at: int | None = None
        self._tried_with: int | None = None
        self._last: CreditBalance | None = None
        register.listen(self._follow)
        credits_left.listen(self._look)

    def _follow(self, documents: Iterable[Document]) -> None:
        if self._is_short or not any(map(_waits_for_credits, documents)):
            return
        self._is_short = True
        self._last = last = self._credits.status.balance
        is_true = last is not None and now() - last.as_of <= STILL_TRUE
        self._short_at = last.total if last is not None and is_true else self._tried_with
        self._credits.refresh(settle=True)
        if self._polling is None or self._polling.done():
            self._polling = self._tasks.start(self._poll(), "waiting for credits")

    async def _poll(self) -> None:
        while self._is_short:
            await asyncio.sleep(ASK_EVERY.total_seconds())
            self._credits.refresh_if_older(ASK_EVERY)

    def _look(self, status: CreditsStatus) -> None:
        balance = status.balance
        if not self._is_short or balance is None or balance is self._last:
            return
        self._last = balance
        if not any(map(_waits_for_credits, self._register.in_state(DocumentState.HELD))):
            self._is_short = False
        elif there_may_be_enough(self._short_at, balance.total):
            self._is_short = False
            # Should it be refused again, it was not enough.
            self._tried_with = balance.total
            self._uploads.credits_changed()
        elif self._short_at is not None:
            self._short_at = min(self._short_at, balance.total)


def _waits_for_credits(document: Document) -> bool:
    return (
        document.state is DocumentState.HELD
        and document.problem is not None
        and document.problem.code == NO_CREDITS_CODE
    )
