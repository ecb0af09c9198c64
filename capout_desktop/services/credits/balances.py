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
from capout_desktop.services.credits.spending_book import SpendingBook
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner

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


Listener = Callable[[str, CreditsStatus], None]
"""Hears an organization's id and how its credits stand."""


@dataclass(slots=True)
class _Purse:
    """One organization's credits, and the question that is under way about them."""

    credential: Credential
    status: CreditsStatus = CreditsStatus()
    asking: asyncio.Task[None] | None = None
    again: bool = False
    asked_at: datetime | None = None


class Credits:
    """Keeps the balance of each organization whose key is known, and enters each into the book.

    Attributes:
        book: What the credits went to, in every organization.
        shown: The organization that the window shows; empty before there is one.
    """

    def __init__(self, tasks: TaskOwner, book: SpendingBook) -> None:
        self._tasks = tasks
        self.book = book
        self.shown = ""
        self._purses: dict[str, _Purse] = {}
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of every change in any organization from now on."""
        self._listeners.append(listener)

    @property
    def status(self) -> CreditsStatus:
        """How the credits of the organization stand that is shown."""
        return self.status_of(self.shown)

    def status_of(self, organization_id: str) -> CreditsStatus:
        """How the credits of an organization stand."""
        purse = self._purses.get(organization_id)
        return purse.status if purse is not None else CreditsStatus()

    def know(self, credential: Credential, balance: CreditBalance | None) -> None:
        """Ask with this credential; `balance` is what testing its key told."""
        organization_id = credential.organization_id
        purse = self._purses.get(organization_id)
        # Before its first credential nothing of an organization can have been on its way meanwhile.
        since = KEY_TEST if purse is not None else timedelta()
        if purse is None:
            purse = self._purses[organization_id] = _Purse(credential)
        purse.credential = credential
        if balance is not None:
            self.book.record(balance, balance.as_of - since)
            self._change(purse, CreditsStatus(balance))

    def use(self, credential: Credential, balance: CreditBalance | None) -> None:
        """Show the credits of this credential's organization from now on."""
        self.shown = credential.organization_id
        self.know(credential, balance)
        if balance is None:
            self._change(self._purses[self.shown], self.status)

    def show_none(self) -> None:
        """Show no organization's credits: the one in use has no key that works."""
        self.shown = ""
        for listener in self._listeners:
            listener("", self.status)

    def forget(self, organization_id: str) -> None:
        """Ask about this organization no more: its key was removed."""
        purse = self._purses.pop(organization_id, None)
        if purse is not None and purse.asking is not None:
            purse.asking.cancel()

    def refresh(self, organization_id: str = "", *, settle: bool = False) -> None:
        """Ask CapOut about an organization whose key is known; empty means the one shown.

        With `settle` a moment later, so that many wishes become one question.
        """
        purse = self._purses.get(organization_id or self.shown)
        if purse is None:
            return
        if purse.asking is not None and not purse.asking.done():
            purse.again = True
            return
        delay = SETTLE_SECONDS if settle else 0
        purse.asking = self._tasks.start(self._ask(purse, delay), "credits")

    def refresh_if_older(self, age: timedelta, organization_id: str = "") -> None:
        """Ask CapOut unless the last figure is younger than `age`, or a newer is on its way."""
        purse = self._purses.get(organization_id or self.shown)
        if purse is None or purse.status.refreshing:
            return
        at, balance = now(), purse.status.balance
        is_old = balance is None or at - balance.as_of >= age
        waits = purse.asked_at is not None and at - purse.asked_at < min(age, TRIED_LATELY)
        if is_old and not waits:
            self.refresh(organization_id)

    def estimate(self, files: int, waiting: int = 0) -> Estimate:
        """Return what `files` documents may cost beside what is left.

        `waiting` documents go before them. `ui.credit_words` puts it into words.
        """
        balance = self.status.balance
        left = balance.total if balance is not None else None
        return estimate(files, self.book.typical(self.shown), left, waiting)

    async def _ask(self, purse: _Purse, delay: float) -> None:
        while True:
            await asyncio.sleep(delay)
            purse.again = False
            self._change(purse, CreditsStatus(purse.status.balance, refreshing=True))
            asked_at = purse.asked_at = now()
            try:
                balance = await purse.credential.client.credits()
            except CapOutError as error:
                status = CreditsStatus(purse.status.balance, problem=error.problem)
            else:
                self.book.record(balance, asked_at)
                status = CreditsStatus(balance)
            self._change(purse, status)
            if not purse.again:
                return
            delay = AGAIN_SECONDS

    def _change(self, purse: _Purse, status: CreditsStatus) -> None:
        purse.status = status
        for listener in self._listeners:
            listener(purse.credential.organization_id, status)
