"""Credit balances: fetched at start, before and after documents are sent, and on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from capout_desktop.capout.errors import CapOutError
from capout_desktop.domain.credit_guard import Estimate, estimate
from capout_desktop.domain.credits import CreditBalance
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.program_problem import unforeseen
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.credits.spending_book import SpendingBook
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner

SETTLE_SECONDS = 0.5
"""Delay that combines the requests of documents that finish together into one."""
AGAIN_SECONDS = 2.0
"""Shortest time between two automatic requests."""

TRIED_LATELY = timedelta(seconds=30)
"""Shortest time before a failed request is repeated automatically."""

KEY_TEST = timedelta(seconds=10)
"""Longest duration of a key test, whose answer includes a balance; it dates that balance."""


@dataclass(frozen=True, slots=True)
class CreditsStatus:
    """State of an organization's credits: last balance, whether a request runs, why it is old."""

    balance: CreditBalance | None = None
    refreshing: bool = False
    problem: Problem | None = None


Listener = Callable[[str, CreditsStatus], None]
"""Called with an organization's id and the status of its credits."""


@dataclass(slots=True)
class _OrganizationSpending:
    """Credits of one organization, and the running request for them.

    Attributes:
        asked_at: When the last request began, on the monotonic clock.
        read_at: When the balance was read, on the monotonic clock.
    """

    credential: Credential
    status: CreditsStatus = CreditsStatus()
    asking: asyncio.Task[None] | None = None
    again: bool = False
    asked_at: float | None = None
    read_at: float | None = None


class Credits:
    """Keeps the balance of each organization with a known key, and records it in the spending book.

    Attributes:
        book: The spending of every organization.
        shown: The organization that the window shows; empty before there is one.
    """

    def __init__(self, tasks: TaskOwner, book: SpendingBook) -> None:
        self._tasks = tasks
        self.book = book
        self.shown = ""
        self._purses: dict[str, _OrganizationSpending] = {}
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` on every change in any organization from now on."""
        self._listeners.append(listener)

    @property
    def status(self) -> CreditsStatus:
        """Status of the credits of the shown organization."""
        return self.status_of(self.shown)

    def status_of(self, organization_id: str) -> CreditsStatus:
        """Return the status of an organization's credits."""
        purse = self._purses.get(organization_id)
        return purse.status if purse is not None else CreditsStatus()

    def age_of(self, organization_id: str) -> float | None:
        """Return the seconds since an organization's balance was read; None if it was not."""
        purse = self._purses.get(organization_id)
        if purse is None or purse.read_at is None:
            return None
        return clock.monotonic() - purse.read_at

    def know(self, credential: Credential, balance: CreditBalance | None) -> None:
        """Use this credential for requests; `balance` is the one from the test of its key."""
        organization_id = credential.organization_id
        purse = self._purses.get(organization_id)
        # Before an organization's first credential none of its documents can have been in transit.
        since = KEY_TEST if purse is not None else timedelta()
        if purse is None:
            purse = self._purses[organization_id] = _OrganizationSpending(credential)
        purse.credential = credential
        if balance is not None:
            age = max((clock.now() - balance.as_of).total_seconds(), 0.0)
            purse.read_at = clock.monotonic() - age
            self.book.record(balance, balance.as_of - since, organization_id)
            self._change(purse, CreditsStatus(balance))

    def use(self, credential: Credential, balance: CreditBalance | None) -> None:
        """Show the credits of this credential's organization from now on."""
        self.shown = credential.organization_id
        self.know(credential, balance)
        if balance is None:
            self._change(self._purses[self.shown], self.status)

    def show_none(self) -> None:
        """Show no credits: the active organization has no working key."""
        self.shown = ""
        for listener in self._listeners:
            listener("", self.status)

    def forget(self, organization_id: str) -> None:
        """Stop requests for this organization: its key was removed."""
        purse = self._purses.pop(organization_id, None)
        if purse is not None and purse.asking is not None:
            purse.asking.cancel()

    def refresh(self, organization_id: str = "", *, settle: bool = False) -> None:
        """Request the balance of an organization with a known key; empty means the shown one.

        With `settle` the request is delayed for a moment, which combines several into one.
        """
        purse = self._purses.get(organization_id or self.shown)
        if purse is None:
            return
        if purse.asking is not None and not purse.asking.done():
            purse.again = True
            return
        delay = SETTLE_SECONDS if settle else 0
        purse.asking = self._tasks.keep(lambda: self._ask(purse, delay), VitalLoop.CREDITS)

    def refresh_if_older(self, age: timedelta, organization_id: str = "") -> None:
        """Request the balance unless the last one is younger than `age` or a request is running."""
        purse = self._purses.get(organization_id or self.shown)
        if purse is None or purse.status.refreshing:
            return
        at = clock.monotonic()
        is_old = purse.read_at is None or at - purse.read_at >= age.total_seconds()
        patience = min(age, TRIED_LATELY).total_seconds()
        waits = purse.asked_at is not None and at - purse.asked_at < patience
        if is_old and not waits:
            self.refresh(organization_id)

    def estimate(self, files: int, waiting: int = 0) -> Estimate:
        """Return the likely cost of `files` documents, and the balance.

        `waiting` documents are sent before them. `ui.credits.text` displays it.
        """
        balance = self.status.balance
        left = balance.total if balance is not None else None
        return estimate(files, self.book.typical(self.shown), left, waiting)

    async def _ask(self, purse: _OrganizationSpending, delay: float) -> None:
        while True:
            await clock.sleep(delay)
            purse.again = False
            self._change(purse, CreditsStatus(purse.status.balance, refreshing=True))
            asked_at, purse.asked_at = now(), clock.monotonic()
            try:
                balance = await purse.credential.client.credits()
                self.book.record(balance, asked_at, purse.credential.organization_id)
            except CapOutError as error:
                status = CreditsStatus(purse.status.balance, problem=error.problem)
            except Exception as error:
                # It must not seem to be asked for ever; the next request tries again.
                self._change(purse, CreditsStatus(purse.status.balance, problem=unforeseen(error)))
                raise
            else:
                purse.read_at = clock.monotonic()
                status = CreditsStatus(balance)
            self._change(purse, status)
            if not purse.again:
                return
            delay = AGAIN_SECONDS

    def _change(self, purse: _OrganizationSpending, status: CreditsStatus) -> None:
        purse.status = status
        for listener in self._listeners:
            listener(purse.credential.organization_id, status)
