"""The user's decisions about uploads that CapOut's list cannot tell."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from msgspec.structs import replace

from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.decision import Choice
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Accepted, Event, MarkedNeverSent, MarkedReceived, SendAgain
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime.clock import now


class Decisions:
    """Stores a decision with its attempt before the document changes.

    Each method returns whether the decision was stored and applied. It was not if the document
    was settled meanwhile, or if the journal cannot be written.
    """

    def __init__(
        self,
        store: DocumentStore,
        status_of: Callable[[Document, str], str],
        on_not_done: Callable[[Exception], None],
    ) -> None:
        """Create it; `status_of` returns the status of an entry in a document's list."""
        self._store = store
        self._status_of = status_of
        self._on_disk_trouble = on_not_done

    def choices(self, local_id: str) -> list[Choice]:
        """Return the entries that may be the document and that no other document claims."""
        document = self._store[local_id]
        attempt = self._store.last_attempt(document)
        if attempt is None or not attempt.seen:
            return []
        claimed = self._store.ids_at_capout(document.organization_id)
        return [
            Choice(entry, self._status_of(document, entry.entry_id))
            for entry in attempt.seen
            if entry.entry_id not in claimed
        ]

    async def it_is(self, local_id: str, entry_id: str) -> bool:
        """Take the user's word that this entry is the document."""
        if all(entry_id != choice.entry.entry_id for choice in self.choices(local_id)):
            return False
        accepted = Accepted(now(), entry_id)
        return await self._decide(local_id, AttemptOutcome.RECEIVED, accepted, entry_id)

    async def received(self, local_id: str) -> bool:
        """Take the user's word that CapOut has it; its status cannot be followed."""
        return await self._decide(local_id, AttemptOutcome.RECEIVED, MarkedReceived(now()))

    async def send_again(self, local_id: str) -> bool:
        """Send the document again, which may cost credits twice."""
        return await self._decide(local_id, AttemptOutcome.SEND_AGAIN, SendAgain(now()))

    async def never_sent(self, local_id: str) -> bool:
        """Take the user's word that CapOut does not have it, and do not send it again."""
        return await self._decide(local_id, AttemptOutcome.NEVER_SENT, MarkedNeverSent(now()))

    async def _decide(
        self, local_id: str, outcome: AttemptOutcome, event: Event, document_id: str = ""
    ) -> bool:
        document = self._store[local_id]
        attempt = self._store.last_attempt(document)
        if document.state is not DocumentState.CONFIRMING or attempt is None:
            return False
        decided: Attempt = replace(attempt, outcome=outcome, document_id=document_id)
        try:
            return await self._store.decide_attempt(decided, event)
        except sqlite3.Error as error:
            self._on_disk_trouble(error)
            return False
