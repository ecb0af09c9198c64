"""Look at CapOut's list before a document is sent for the first time.

It finds what a second computer sent, or what a journal restored from a backup does not know. The
list is fetched once per batch and organization.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from capout_desktop.capout.errors import CapOutError
from capout_desktop.domain import hold
from capout_desktop.domain.arrival_evidence import ListEntry
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.twin import likely_twin
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.listing import list_entries

_log = logging.getLogger(__name__)

BATCH = timedelta(seconds=30)
"""A list fetched up to this before a document was added covers it, too."""
FRESH_SECONDS = 300.0
"""Time for which a list covers the documents of earlier sessions."""
PATIENCE_SECONDS = 10.0
"""Longest time for which a document of this session waits for the list."""
ASK_AFTER_SECONDS = 15 * 60.0
"""Time without a list after which the user is asked about documents of earlier sessions."""
FIRST_INTERVAL, LONGEST_INTERVAL = 5.0, 300.0
"""Seconds between two requests for a list that cannot be fetched."""


class Look(Enum):
    """Result other than a problem."""

    CLEAR = auto()
    """Nothing in the list speaks against sending the document."""
    PENDING = auto()
    """The list is being fetched."""


@dataclass(slots=True)
class _List:
    """Last list of one credential, and the requests for it, in seconds of the monotonic clock.

    Attributes:
        failures: Requests that failed since the last list.
        failing_since: When the first of them failed.
        is_refused: Whether CapOut refused the last of them in a way that asking again will not
            change, for example because the key may not read the list.
    """

    credential: Credential
    entries: tuple[ListEntry, ...] = ()
    fetched_at: datetime | None = None
    fetched: float = 0.0
    failures: int = 0
    failing_since: float = 0.0
    is_refused: bool = False
    next_try: float = 0.0
    request: asyncio.Task[None] | None = None


class FirstLook:
    """Fetches the lists, and keeps which ids were listed before each attempt."""

    def __init__(
        self,
        store: DocumentStore,
        tasks: TaskOwner,
        *,
        first_interval: float = FIRST_INTERVAL,
    ) -> None:
        """Create it; call `listen` before `check`."""
        self._store = store
        self._tasks = tasks
        self._first_interval = first_interval
        self._earlier = {document.id for document in store}
        self._lists: dict[str, _List] = {}
        self._listed_before: dict[str, frozenset[str]] = {}
        self._on_change: Callable[[], None] = lambda: None

    def listen(self, on_change: Callable[[], None]) -> None:
        """Call `on_change` when a request for a list has ended."""
        self._on_change = on_change

    def check(self, document: Document, credential: Credential) -> Look | Problem:
        """Return whether the document may be sent, or why it has to wait."""
        is_earlier = document.id in self._earlier
        if document.send_again or (document.attempts and not is_earlier):
            return Look.CLEAR
        known = self._list_of(credential)
        if not self._covers(known, document, is_earlier=is_earlier):
            self._fetch(known)
            if known.request is not None and not (is_earlier and known.failures):
                return Look.PENDING
            if not is_earlier:
                return Look.CLEAR
            unavailable = self._is_unavailable(known)
            return Problem(HoldReason.LIST_UNAVAILABLE if unavailable else HoldReason.LIST_NEEDED)
        twin = likely_twin(document, known.entries, ())
        if twin is not None:  # only then, since it goes through all attempts
            claimed = self._store.ids_at_capout(credential.organization_id)
            twin = likely_twin(document, known.entries, claimed)
        return Look.CLEAR if twin is None else hold.likely_twin(twin.file_name, twin.created_at)

    def retry_in(self, credential: Credential) -> float:
        """Return the seconds until a list that failed is requested again."""
        return max(self._list_of(credential).next_try - clock.monotonic(), 0.0)

    def is_answered(self, document: Document, credential: Credential) -> bool:
        """Return whether a document that waits for the list can be judged now.

        That is so when there is a list, and once when it is time to ask the user.
        """
        known = self._list_of(credential)
        if self._covers(known, document, is_earlier=True):
            return True
        self._fetch(known)
        return self._is_unavailable(known) and document.held_for(HoldReason.LIST_NEEDED)

    def begins(self, attempt_id: str, credential: Credential) -> None:
        """Keep the ids that were listed before this attempt."""
        known = self._list_of(credential)
        if known.fetched_at is not None:
            ids = frozenset(entry.document_id for entry in known.entries)
            self._listed_before[attempt_id] = ids

    def listed_before(self, attempt_id: str) -> frozenset[str] | None:
        """Return the ids that were listed before the attempt; None if no list was fetched."""
        return self._listed_before.get(attempt_id)

    def ended(self, attempt_id: str) -> None:
        """Forget an attempt whose outcome is known."""
        self._listed_before.pop(attempt_id, None)

    def _list_of(self, credential: Credential) -> _List:
        known = self._lists.get(credential.credential_id)
        if known is None or known.credential is not credential:
            known = self._lists[credential.credential_id] = _List(credential)
        return known

    def _covers(self, known: _List, document: Document, *, is_earlier: bool) -> bool:
        if known.fetched_at is None:
            return False
        if is_earlier:
            return clock.monotonic() - known.fetched < FRESH_SECONDS
        return document.added_at - BATCH <= known.fetched_at

    def _is_unavailable(self, known: _List) -> bool:
        if not known.failures:
            return False
        return known.is_refused or clock.monotonic() - known.failing_since >= ASK_AFTER_SECONDS

    def _fetch(self, known: _List) -> None:
        if known.request is None and clock.monotonic() >= known.next_try:
            known.request = self._tasks.start(self._ask(known), "list before a first send")

    async def _ask(self, known: _List) -> None:
        asked_at, asked = now(), clock.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                listing = await known.credential.client.documents()
        except (CapOutError, TimeoutError) as error:
            _log.info("no list before a first send: %s", error)
            wait = min(self._first_interval * 2**known.failures, LONGEST_INTERVAL)
            known.failing_since = known.failing_since if known.failures else clock.monotonic()
            known.failures = min(known.failures + 1, 16)
            known.is_refused = isinstance(error, CapOutError) and error.is_final_refusal
            known.next_try = clock.monotonic() + wait
        else:
            known.entries = list_entries(listing)
            known.fetched_at, known.fetched = asked_at, asked
            known.failures, known.next_try, known.is_refused = 0, 0.0, False
        finally:
            known.request = None
        self._on_change()
