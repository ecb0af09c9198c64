"""The credits left: asked for at start, after documents ended, and on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from capout_desktop.capout.errors import CapOutError
from capout_desktop.domain.credits import CreditBalance
from capout_desktop.domain.problem import Problem
from capout_desktop.services.account import Account
from capout_desktop.services.tasks import TaskOwner

SETTLE_SECONDS = 0.5
"""Documents of one batch end together; one question is enough for them."""


@dataclass(frozen=True, slots=True)
class CreditsStatus:
    """What the window shows: the last figure, whether a newer is on its way, why it is old."""

    balance: CreditBalance | None = None
    refreshing: bool = False
    problem: Problem | None = None


class Credits:
    """Keeps the balance of the account in use."""

    def __init__(self, tasks: TaskOwner, on_change: Callable[[CreditsStatus], None]) -> None:
        self._tasks = tasks
        self._on_change = on_change
        self._account: Account | None = None
        self._running: asyncio.Task[None] | None = None
        self._again = False
        self.status = CreditsStatus()

    def use(self, account: Account, balance: CreditBalance | None) -> None:
        """Follow another account from now on; `balance` is what testing its key told."""
        self._account = account
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

    async def _refresh(self, account: Account, delay: float) -> None:
        while True:
            await asyncio.sleep(delay)
            self._again = False
            self._change(CreditsStatus(self.status.balance, refreshing=True))
            try:
                status = CreditsStatus(await account.client.credits())
            except CapOutError as error:
                status = CreditsStatus(self.status.balance, problem=error.problem)
            if account is not self._account:
                account, self._again = self._account or account, True
            else:
                self._change(status)
            if not self._again:
                return
            delay = SETTLE_SECONDS

    def _change(self, status: CreditsStatus) -> None:
        self.status = status
        self._on_change(status)
