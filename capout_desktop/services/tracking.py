"""Follows what CapOut is working on, and says by which way the news come."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from capout_desktop.capout import realtime
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import StatusMissing, StatusReported
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.account import Account
from capout_desktop.services.clock import now
from capout_desktop.services.register import Register
from capout_desktop.services.tasks import TaskOwner


@dataclass(frozen=True, slots=True)
class Connection:
    """How news of the documents come in.

    Attributes:
        interval: Seconds between two questions where CapOut is asked; 0 where it tells by itself.
        since: Since when no news come (UTC); None while they do.
        problem: Why it is not better than that; None where nothing is wrong.
    """

    live: bool = False
    interval: float = 0
    since: datetime | None = None
    problem: Problem | None = None


class Tracking:
    """Watches every document in the state `PROCESSING` that the account in use has sent."""

    def __init__(
        self,
        register: Register,
        tasks: TaskOwner,
        on_connection: Callable[[Connection], None],
        on_key_refused: Callable[[Problem], None],
    ) -> None:
        self._register = register
        self._tasks = tasks
        self._on_connection = on_connection
        self._on_key_refused = on_key_refused
        self._account: Account | None = None
        self._listener: realtime.RealtimeListener | None = None
        self._listening: asyncio.Task[None] | None = None
        self._local_ids: dict[str, str] = {}
        self._offline_since: datetime | None = None
        register.listen(self._watch)

    def use(self, account: Account | None) -> None:
        """Follow with this account's key from now on."""
        if self._listening is not None:
            self._listening.cancel()
        self._account = account
        self._listener = None
        if account is not None:
            self._listener = realtime.RealtimeListener(account.client)
            self._watch(self._register.in_state(DocumentState.PROCESSING))
            self._listening = self._tasks.start(self._listen(self._listener), "realtime")

    def _watch(self, documents: Iterable[Document]) -> None:
        if self._account is None or self._listener is None:
            return
        wanted = []
        for document in documents:
            ours = document.organization_id == self._account.organization_id
            if document.state is DocumentState.PROCESSING and ours:
                self._local_ids[document.document_id] = document.id
                wanted.append(document.document_id)
        self._listener.watch(wanted)

    async def _listen(self, listener: realtime.RealtimeListener) -> None:
        async with contextlib.aclosing(listener.events()) as events:
            async for event in events:
                self._take(event)

    def _take(self, event: realtime.RealtimeEvent) -> None:
        match event:
            case StatusReport():
                local_id = self._local_ids.get(event.document_id)
                if local_id is not None:
                    self._register.apply(local_id, StatusReported(now(), event))
            case realtime.StatusUnavailable():
                local_id = self._local_ids.get(event.document_id)
                if local_id is not None:
                    self._register.apply(local_id, StatusMissing(now(), event.problem))
            case realtime.Ended():
                self._on_key_refused(event.error.problem)
            case realtime.Reconnecting():
                self._offline_since = self._offline_since or now()
                self._on_connection(Connection(since=self._offline_since, problem=event.problem))
            case realtime.Polling():
                self._offline_since = None
                self._on_connection(Connection(interval=event.interval, problem=event.problem))
            case _:
                self._offline_since = None
                self._on_connection(Connection(live=isinstance(event, realtime.Live)))
