"""The credits left: asked for at start, before and after documents go, and on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from capout_desktop.capout.errors import CapOutError
from capout_desktop.domain.credit_guard import Estimate, estimate
from capout_desktop.domain.credits import CreditBalance
from capout_desktop.domain.problem import Problem
from capout_desktop.services.account import Account
from capout_desktop.services.clock import now
from capout_desktop.services.credit_book import CreditBook
from capout_desktop.services.tasks import TaskOwner

SETTLE_SECONDS = 0.5
"""Documents of one batch end together; one question is enough for them."""
AGAIN_SECONDS = 2.0
"""While documents come and go all the time, CapOut is asked no more often than this."""

TRIED_LATELY = timedelta(seconds=30)
"""A question that had no answer is not asked again by itself before this."""

KEY_TEST = timedelta(seconds=10)
"""The answer to testing a key is a balance too; it was asked for no longer ago than this."""


@dataclass(frozen=True, slots=True)
class CreditsStatus:
    """What the window shows: the last figure, whether a newer is on its way, why it is old."""

    balance: CreditBalance | None = None
    refreshing: bool = False
    problem: Problem | None = None


class Credits:
    """Keeps the balance of the account in use, and enters each into the book.

    Attributes:
        book: What the credits went to, in every organisation.
        status: What is known of the balance in use.
    """

    def __init__(self, tasks: TaskOwner, book: CreditBook) -> None:
        self._tasks = tasks
        self.book = book
        self._listeners: list[Callable[[CreditsStatus], None]] = []
        self._account: Account | None = None
        self._running: asyncio.Task[None] | None = None
        self._again = False
        self._asked_at: datetime | None = None
        self.status = CreditsStatus()

    def listen(self, listener: Callable[[CreditsStatus], None]) -> None:
        """Tell `listener` of every change from now on."""
        self._listeners.append(listener)

    def use(self, account: Account, balance: CreditBalance | None) -> None:
        """Follow another account from now on; `balance` is what testing its key told."""
        # Before the first account nothing can have been on its way meanwhile.
        since = KEY_TEST if self._account is not None else timedelta()
        self._account = account
        if balance is not None:
            self.book.record(balance, balance.as_of - since)
        self._change(CreditsStatus(balance))

    def refresh(self, *, settle: bool = False) -> None:
        """Ask CapOut; with `settle` a moment later, so that many wishes become one question."""
        if self._account is None:
            return
        if self._running is not None and not self._running.done():
            self._again = True
            return
        self._running = self._tasks.start(
            self._refresh(self._account, SETTLE_SECONDS if settle else 0), "credits"
        )

    def refresh_if_older(self, age: timedelta) -> None:
        """Ask CapOut unless the last figure is younger than `age`, or a newer is on its way."""
        at, balance = now(), self.status.balance
        is_old = balance is None or at - balance.as_of >= age
        waits = self._asked_at is not None and at - self._asked_at < min(age, TRIED_LATELY)
        if is_old and not waits and not self.status.refreshing:
            self.refresh()

    def estimate(self, files: int, waiting: int = 0) -> Estimate:
        """Return what `files` documents may cost beside what is left.

        `waiting` documents go before them. `ui.credit_words` puts it into words.
        """
        balance = self.status.balance
        typical = self.book.typical(balance.organization_id) if balance is not None else None
        return estimate(files, typical, balance.total if balance is not None else None, waiting)

    async def _refresh(self, account: Account, delay: float) -> None:
        while True:
            await asyncio.sleep(delay)
            self._again = False
            self._change(CreditsStatus(self.status.balance, refreshing=True))
            asked_at = self._asked_at = now()
            try:
                balance = await account.client.credits()
            except CapOutError as error:
                status = CreditsStatus(self.status.balance, problem=error.problem)
            else:
                self.book.record(balance, asked_at)
                status = CreditsStatus(balance)
            if account is not self._account:
                account, self._again = self._account or account, True
            else:
                self._change(status)
            if not self._again:
                return
            delay = AGAIN_SECONDS

    def _change(self, status: CreditsStatus) -> None:
        self.status = status
        for listener in self._listeners:
            listener(status)
