"""Store of all documents and batches of this computer; only it changes them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from msgspec.structs import replace

from capout_desktop.domain import hold, timeline
from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.batch import Batch
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import BytesSent, Downloading, Event, SetApart
from capout_desktop.domain.identity import ContentAndAddress, content_and_address
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.organization import may_be_same
from capout_desktop.domain.timeline import HistoryEntry
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.runtime.clock import now

_log = logging.getLogger(__name__)
T = TypeVar("T")

_NOT_STORED = (BytesSent, Downloading)

TOLD_AT_ONCE = 1000
"""Number of new documents in one call of most listeners; each takes some microseconds."""

Listener = Callable[[Sequence[Document]], None]
BatchListener = Callable[[Sequence[Batch]], None]
Word = Callable[[Document], Iterable[Event]]
"""The events that a person's word about a document means in its present state."""
BatchWord = Callable[[Batch], Batch]
"""What a person's word makes of a batch."""


class DocumentStore:
    """Holds all documents, applies events, writes the journal, and notifies the listeners."""

    def __init__(
        self,
        journal: JournalWriter,
        documents: Iterable[Document],
        on_failure: Callable[[BaseException], None] = lambda _: None,
    ) -> None:
        """Create it with the journal's documents.

        `on_failure` is called with each failure of a listener, and with each failure on one
        document, which is then set apart; the other listeners and documents go on.
        """
        self._journal = journal
        self._on_failure = on_failure
        self._deciding = asyncio.Lock()
        # The last of each document, and the earlier ones, of which there are few.
        self._attempts: dict[str, Attempt] = {}
        self._earlier_attempts: dict[str, tuple[Attempt, ...]] = {}
        for attempt in journal.attempts_at_start:
            self._note_attempt(attempt)
        self._documents: dict[str, Document] = {}
        self._by_state: dict[DocumentState, dict[str, None]] = {s: {} for s in DocumentState}
        self._batches = {batch.id: batch for batch in journal.batches_at_start}
        self._of_batch: dict[str, dict[str, None]] = {}
        self._take_in(documents)
        self._listeners: list[Listener] = []
        self._first_listeners: list[Listener] = []
        self._batch_listeners: list[BatchListener] = []
        # The first of each address and content, and the others, of which there are few.
        self._copies: dict[str, dict[str, str]] = {}
        self._more_copies: dict[ContentAndAddress, dict[str, None]] = {}
        for document in self._documents.values():
            self._note_copy(document)

    def listen(self, listener: Listener, *, first: bool = False) -> None:
        """Call `listener` after every change from now on.

        With `first`, it is called before the others, and with all new documents at once however
        many they are: it only takes note of them.
        """
        (self._first_listeners if first else self._listeners).append(listener)

    def listen_to_batches(self, listener: BatchListener) -> None:
        """Call `listener` after every change of batches from now on.

        A new batch is told before its documents.
        """
        self._batch_listeners.append(listener)

    @property
    def batches(self) -> list[Batch]:
        """All batches, in the order in which they were added."""
        return list(self._batches.values())

    def batch(self, batch_id: str) -> Batch | None:
        """Return a batch; None if there is none of this id, as in journals before 0.2."""
        return self._batches.get(batch_id)

    def documents_of(self, batch_id: str) -> list[Document]:
        """Return the documents of a batch, in the order in which they were added."""
        return [self._documents[id_] for id_ in self._of_batch.get(batch_id, ())]

    def size_of(self, batch_id: str) -> int:
        """Return the number of documents of a batch, including those off the list."""
        return len(self._of_batch.get(batch_id, ()))

    def __getitem__(self, local_id: str) -> Document:
        return self._documents[local_id]

    def __contains__(self, local_id: str) -> bool:
        return local_id in self._documents

    def __iter__(self) -> Iterator[Document]:
        return iter(self._documents.values())

    def __len__(self) -> int:
        return len(self._documents)

    def in_state(self, *states: DocumentState) -> list[Document]:
        """Return the documents in these states; those longest in their state come first."""
        return [self._documents[id_] for state in states for id_ in self._by_state[state]]

    def count(self, state: DocumentState) -> int:
        """Return the number of documents in the state."""
        return len(self._by_state[state])

    def earlier_copy(self, document: Document) -> Document | None:
        """Return a document with the same content and address that CapOut has, or may have.

        That may be the document itself if it was sent before its present attempt.
        """
        key = content_and_address(document)
        first = self._first_copy(key)
        for id_ in () if first is None else (first, *self._more_copies.get(key, ())):
            other = self._documents[id_]
            if key in _sent(other) or (id_ != document.id and key in _under_way(other)):
                return other
        return None

    def attempts(self, local_id: str) -> Sequence[Attempt]:
        """Return every attempt to upload the document, oldest first."""
        last = self._attempts.get(local_id)
        return () if last is None else (*self._earlier_attempts.get(local_id, ()), last)

    def last_attempt(self, document: Document) -> Attempt | None:
        """Return the present or last attempt of a document; None before the first."""
        return self._attempt(document.id, document.attempt_id)

    def every_attempt(self) -> list[Attempt]:
        """Return all attempts of all documents."""
        earlier = self._earlier_attempts
        return [
            attempt
            for local_id, last in self._attempts.items()
            for attempt in (*earlier.get(local_id, ()), last)
        ]

    def ids_at_capout(self, organization_id: str) -> set[str]:
        """Return the ids of the documents in the organization's list that are explained here."""
        return {
            attempt.document_id
            for attempt in self.every_attempt()
            if attempt.document_id
            and may_be_same(attempt.destination.organization_id, organization_id)
        }

    async def history(self, local_id: str) -> list[HistoryEntry]:
        """Return the history of a document, oldest entry first.

        Raises:
            sqlite3.Error: The journal cannot be read.
        """
        added = timeline.added(self._documents[local_id])
        return [added, *await self._journal.history(local_id)]

    async def add(self, documents: Sequence[Document], batch: Batch | None = None) -> None:
        """Add new documents: write them to disk, then notify the listeners.

        `batch` is their batch. If it is new, it is stored in the same transaction.

        Raises:
            sqlite3.Error: The journal could not store them; they are not added.
        """
        rejected = [document for document in documents if document.problem is not None]
        new = [batch] if batch is not None and batch.id not in self._batches else []
        await self._journal.add(documents, map(timeline.rejected_unseen, rejected), new)
        if new:
            self._replace_batches(new)
        self._take_in(documents)
        self._call(self._first_listeners, documents)
        self._call(self._listeners, documents[:TOLD_AT_ONCE])
        for start in range(TOLD_AT_ONCE, len(documents), TOLD_AT_ONCE):
            await asyncio.sleep(0)  # already on disk; lets the window paint
            portion = documents[start : start + TOLD_AT_ONCE]
            # They may have changed meanwhile, or been deleted.
            present = [found for d in portion if (found := self._documents.get(d.id)) is not None]
            self._call(self._listeners, present)

    def apply(self, local_id: str, event: Event) -> Document:
        """Apply an event, to be written with the next batch, and return the document."""
        return self._apply(((local_id, event),))[0]

    def apply_all(self, events: Iterable[tuple[str, Event]]) -> None:
        """Apply many events and notify the listeners once."""
        self._apply(events)

    def set_apart(self, local_id: str, error: BaseException) -> None:
        """Let a document wait that this program failed on, and say so in its row."""
        problem = hold.set_apart(error)
        if self._documents[local_id].problem != problem:
            _log.error("document %s is set apart", local_id, exc_info=error)
            self._on_failure(error)
            self._apply(((local_id, SetApart(now(), problem)),))

    async def decide(
        self,
        words: Iterable[tuple[str, Word]],
        batch_words: Iterable[tuple[str, BatchWord]] = (),
    ) -> None:
        """Carry out a person's words about documents and batches; it is on disk before it is seen.

        Words are carried out in the order in which they were given.

        Raises:
            sqlite3.Error: The journal could not store them, and nothing has changed.
        """
        async with self._deciding:
            planned = []
            for local_id, word in words:
                if local_id not in self._documents:
                    continue  # it was deleted while the word waited
                before = after = self._documents[local_id]
                told: list[HistoryEntry] = []
                for event in word(before):
                    earlier, after = after, reduce(after, event)
                    if after is not earlier:
                        told += timeline.entries(earlier, after, event)
                if after is not before:
                    planned.append((before, after, word, told))
            batches = [
                decided_batch
                for batch_id, batch_word in batch_words
                if (decided_batch := batch_word(self._batches[batch_id])) != self._batches[batch_id]
            ]
            if not planned and not batches:
                return
            await self._journal.decide(
                [after for _, after, _, _ in planned],
                [entry for _, _, _, told in planned for entry in told],
                batches,
            )
            if batches:
                self._replace_batches(batches)
            changed = []
            for before, after, word, _ in planned:
                present = decided = self._documents[before.id]
                if present is before:
                    decided = after
                else:
                    # It has changed meanwhile, and the word applies to what it is now.
                    for event in word(present):
                        decided = reduce(decided, event)
                    self._journal.save(decided)
                if decided is not present:
                    self._replace(present, decided)
                    changed.append(decided)
            if changed:
                self._tell(changed)

    async def commit(self, local_id: str, *events: Event) -> Document:
        """Apply events, notify the listeners once, and return when they are on disk.

        Raises:
            sqlite3.Error: The document has changed in memory, but not yet on disk.
        """
        document = self._apply((local_id, event) for event in events)[-1]
        await self._journal.flush()
        return document

    async def forget(self, local_ids: Iterable[str]) -> None:
        """Delete documents that have ended, with all that is stored of them.

        A batch goes with the last of its documents.

        The listeners get them as removed ones, for the last time.

        Raises:
            sqlite3.Error: Nothing was deleted.
        """
        async with self._deciding:
            ended = [d for id_ in local_ids if (d := self._documents[id_]).state.is_terminal]
            ids = {document.id for document in ended}
            emptied = [
                batch_id
                for batch_id in {document.batch_id for document in ended} - {""}
                if ids.issuperset(self._of_batch.get(batch_id, ()))
            ]
            await self._journal.forget([*ids], emptied)
            gone = [document for document in ended if self._documents[document.id] is document]
            for document in gone:
                del self._documents[document.id]
                del self._by_state[document.state][document.id]
                self._attempts.pop(document.id, None)
                self._earlier_attempts.pop(document.id, None)
                self._of_batch.get(document.batch_id, {}).pop(document.id, None)
                self._forget_copy(document)
            for batch_id in emptied:
                if not self._of_batch.get(batch_id):
                    self._batches.pop(batch_id, None)
            for start in range(0, len(gone), TOLD_AT_ONCE):
                portion = gone[start : start + TOLD_AT_ONCE]
                self._tell([replace(document, removed=True) for document in portion])

    async def save_attempt(self, attempt: Attempt) -> None:
        """Store an attempt as it stands now; it is on disk before it changes here.

        Raises:
            sqlite3.Error: The journal could not store it, and nothing has changed here.
        """
        await self._journal.save_attempt(attempt)
        self._note_attempt(attempt)

    async def decide_attempt(self, attempt: Attempt, event: Event) -> bool:
        """Store what the user decided about an attempt, then apply it; return whether it applies.

        Raises:
            sqlite3.Error: The journal could not store it, and nothing has changed here.
        """
        before = self._documents[attempt.document]
        after = reduce(before, event)
        if after is before or before.attempt_id != attempt.id:
            return False
        await self._journal.save_attempt(attempt, after)
        present = self._documents[before.id]
        if (present.state, present.attempt_id) == (before.state, before.attempt_id):
            # Something else may have changed, such as what was read in the estimate.
            before, after = present, reduce(present, event)
        if self._documents[before.id] is not before or after is before:
            # It was settled by itself meanwhile, which is certain knowledge.
            await self._journal.save_attempt(self._attempt(before.id, attempt.id) or attempt)
            self._journal.save(self._documents[before.id])
            return False
        self._note_attempt(attempt)
        self._replace(before, after)
        self._journal.save(after, timeline.entries(before, after, event))
        self._tell([after])
        return True

    async def end_attempt(self, attempt: Attempt, *events: Event) -> Document:
        """Apply the end of an attempt, and return once the attempt and its document are on disk.

        The attempt is written first: a document that still seems to be uploading is settled by
        its attempt at the next start.

        Raises:
            sqlite3.Error: The document has changed here, but not yet on disk.
        """
        self._note_attempt(attempt)
        document = self._apply((attempt.document, event) for event in events)[-1]
        await self._journal.end_attempt(attempt)
        await self._journal.flush()
        return document

    async def begin_attempt(
        self, local_id: str, event: Event, attempt: Attempt | None = None
    ) -> Document:
        """Write `AttemptStarted` to disk, then apply it, and return the document.

        `attempt` is its record; without one the record is made from the document.
        The attempt may begin only if the returned document is uploading.

        Raises:
            sqlite3.Error: The journal could not store it; the attempt must not begin.
        """
        before = self._documents[local_id]
        after = reduce(before, event)
        if after is before:
            return before
        try:
            await self._journal.begin_attempt(after, attempt)
        except asyncio.CancelledError:
            # The program is ending and nothing was sent, so the next start needs no look-up.
            self._journal.save(self._documents[local_id])
            raise
        if attempt is not None:
            self._note_attempt(attempt)
        present = self._documents[local_id]
        if present is not before:
            sends_the_same = _differ_in_estimate_only(before, present)
            after = reduce(present, event) if sends_the_same else present
            self._journal.save(after)
        if after is present:
            # The person canceled it meanwhile, for example: the attempt does not begin.
            if attempt is not None:
                await self.save_attempt(replace(attempt, outcome=AttemptOutcome.REFUSED))
            return self._documents[local_id]
        self._replace(present, after)
        self._tell([after])
        return after

    def _apply(self, events: Iterable[tuple[str, Event]]) -> list[Document]:
        changed: dict[str, Document] = {}
        failed: dict[str, Exception] = {}
        result = []
        for local_id, event in events:
            before = self._documents[local_id]
            try:
                after = reduce(before, event)
                told = timeline.entries(before, after, event) if after is not before else []
            except Exception as error:  # noqa: BLE001 - the others go on
                failed[local_id] = error
                after, told = before, []
            result.append(after)
            if after is before:
                continue
            self._replace(before, after)
            changed[local_id] = after
            if not isinstance(event, _NOT_STORED):
                self._journal.save(after, told)
        if changed:
            self._tell(list(changed.values()))
        for local_id, failure in failed.items():
            self.set_apart(local_id, failure)
        return result

    def _take_in(self, documents: Iterable[Document]) -> None:
        for (state, batch_id), alike in groupby(documents, attrgetter("state", "batch_id")):
            added = {document.id: document for document in alike}
            self._documents |= added
            self._by_state[state] |= dict.fromkeys(added)
            if batch_id:
                self._of_batch.setdefault(batch_id, {}).update(dict.fromkeys(added))

    def _replace(self, before: Document, after: Document) -> None:
        self._documents[after.id] = after
        if not _is_known_copy(before, after):
            self._note_copy(after)
        if before.state is not after.state:
            del self._by_state[before.state][before.id]
            self._by_state[after.state][after.id] = None

    def _replace_batches(self, batches: Sequence[Batch]) -> None:
        self._batches.update((batch.id, batch) for batch in batches)
        self._call(self._batch_listeners, batches)

    def _note_attempt(self, attempt: Attempt) -> None:
        last = self._attempts.get(attempt.document)
        if last is None or last.id == attempt.id:
            self._attempts[attempt.document] = attempt
            return
        earlier = self._earlier_attempts.get(attempt.document, ())
        if any(one.id == attempt.id for one in earlier):
            earlier = tuple(attempt if one.id == attempt.id else one for one in earlier)
        else:
            earlier = (*earlier, last)
            self._attempts[attempt.document] = attempt
        self._earlier_attempts[attempt.document] = earlier

    def _attempt(self, local_id: str, attempt_id: str) -> Attempt | None:
        known = self.attempts(local_id)
        return next((one for one in known if one.id == attempt_id), None)

    def _first_copy(self, key: ContentAndAddress) -> str | None:
        content, address = key
        return self._copies.get(address, {}).get(content)

    def _note_copy(self, document: Document) -> None:
        for key in (*_under_way(document), *_sent(document)):
            content, address = key
            first = self._copies.setdefault(address, {}).setdefault(content, document.id)
            if first != document.id:
                self._more_copies.setdefault(key, {})[document.id] = None

    def _forget_copy(self, document: Document) -> None:
        for key in (*_under_way(document), *_sent(document)):
            others = self._more_copies.get(key, {})
            content, address = key
            if self._first_copy(key) != document.id:
                others.pop(document.id, None)
            elif others:
                first = self._copies[address][content] = next(iter(others))
                del others[first]
            else:
                del self._copies[address][content]
                self._more_copies.pop(key, None)

    def _tell(self, documents: Sequence[Document]) -> None:
        self._call(self._first_listeners, documents)
        self._call(self._listeners, documents)

    def _call(
        self, listeners: Iterable[Callable[[Sequence[T]], None]], changed: Sequence[T]
    ) -> None:
        for listener in listeners:
            try:
                listener(changed)
            except Exception as error:  # noqa: BLE001 - reported
                # What one part of the program cannot show must not stop the others.
                _log.error("a listener of the documents failed", exc_info=error)
                self._on_failure(error)


def _differ_in_estimate_only(one: Document, other: Document) -> bool:
    """Return whether two versions of a document differ only in what was read of its estimate."""
    read = {"estimate": one.estimate, "corrections": one.corrections}
    return one == replace(other, claim_sent_at=one.claim_sent_at, **read)


def _is_known_copy(before: Document, after: Document) -> bool:
    """Return whether CapOut had the document before, and it is still the same for `_note_copy`."""
    return (
        bool(before.document_id)
        and after.sha256 is before.sha256
        and after.source is before.source
        and after.xn_address is before.xn_address
        and after.sent_before is before.sent_before
    )


def _under_way(document: Document) -> Iterable[ContentAndAddress]:
    """Yield content and address of a document that CapOut has or may have; none or one pair."""
    return (content_and_address(document),) if document.may_be_with_capout else ()


def _sent(document: Document) -> Iterable[ContentAndAddress]:
    """Yield content and address that were sent before the document's present attempt."""
    content, _ = content_and_address(document)
    return [(content, address) for address, _ in document.sent_before]
