"""State of the sandbox, usable from any thread."""

from __future__ import annotations

import random
import secrets
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from capout_desktop.sandbox.contract import Behavior, Call, DocumentsOrder, IdForm
from capout_desktop.sandbox.faults import FailWorkflow, Faults
from capout_desktop.sandbox.ledger import CallLog, CallRecord, LedgerEntry, cost_of
from capout_desktop.sandbox.organization import (
    SANDBOX_CREDITS,
    SANDBOX_KEY,
    SANDBOX_NAME,
    TEST_KEY_PREFIX,
    Organization,
    new_organization,
)
from capout_desktop.sandbox.tokens import Token, Tokens
from capout_desktop.sandbox.upload_body import InlinePdf, UploadRequest
from capout_desktop.sandbox.workflow import SandboxDocument

_FIRST_INTEGER_ID = 1000


class NotEnoughCreditsError(Exception):
    """The organization has fewer credits than the document costs."""


class SandboxState:
    """Organizations, documents, ledger and log of calls, with the switches and faults.

    All methods can be called from any thread. `wait_for` waits for a condition without polling.

    Attributes:
        behavior: The switches; can be changed at any time.
        faults: The faults to strike.
        journal: The received calls.
    """

    def __init__(
        self,
        behavior: Behavior | None = None,
        *,
        key: str = SANDBOX_KEY,
        credits: int = SANDBOX_CREDITS,  # noqa: A002 - the field's own word
        seed: int = 0,
    ) -> None:
        self.behavior = behavior or Behavior()
        self.faults = Faults(seed)
        self.journal = CallLog()
        self._changed = threading.Condition()
        self._tokens = Tokens()
        self._organizations: dict[str, Organization] = {}
        self._documents: dict[tuple[str, str], SandboxDocument] = {}
        self._counts: Counter[str] = Counter()
        self._ledger: list[LedgerEntry] = []
        self._random = random.Random(seed)  # noqa: S311 - must be repeatable
        self._listeners: list[Callable[[SandboxDocument], None]] = []
        self.add_organization(SANDBOX_NAME, key=key, credits=credits)

    # For tests.

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """All accepted uploads, in order."""
        with self._changed:
            return tuple(self._ledger)

    def add_organization(
        self,
        name: str,
        *,
        key: str,
        credits: int = SANDBOX_CREDITS,  # noqa: A002 - the field's own word
    ) -> Organization:
        """Add and return an organization with its own key; replaces the one with that key."""
        with self._changed:
            organization = new_organization(name, key, credits, self.now())
            self._organizations[organization.key] = organization
            return organization

    def add_key(self, key: str, *, like: str = SANDBOX_KEY) -> None:
        """Add a key to the organization that has the key `like`."""
        with self._changed:
            self._organizations[key] = self._organizations[like]

    def remove_key(self, key: str) -> None:
        """Revoke a key: it answers 401 from now on."""
        with self._changed:
            self._organizations.pop(key, None)

    def credits_left(self, key: str = SANDBOX_KEY) -> int:
        """Return the credits that the key's organization has left."""
        with self._changed:
            return self._organizations[key].credits(self.now())

    def set_credits(self, amount: int, key: str = SANDBOX_KEY) -> None:
        """Set the credits of the key's organization, in new buckets."""
        with self._changed:
            organization = self._organizations[key]
            fresh = new_organization(organization.name, key, amount, self.now())
            organization.buckets = fresh.buckets

    def seed_document(
        self,
        file_name: str,
        xn_address: str,
        *,
        key: str = SANDBOX_KEY,
        pdf: InlinePdf | None = None,
    ) -> str:
        """Add a document that another client uploaded, charged and in the ledger; return its id."""
        with self._changed:
            organization = self._organizations[key]
        request = UploadRequest(file_name, xn_address, pdf, "" if pdf else "https://example.com/")
        return self.accept(organization, request, key).id

    def advance(self, document_id: str, organization_id: str = "") -> None:
        """Advance a document by one step: start the first stage, or end one and start the next.

        The organization is required if several have a document with that id.
        """
        with self._changed:
            document = self._named(document_id, organization_id)
            had_failed = document.failed
            document.advance(self.now())
            if document.failed and not had_failed and self.behavior.refunds:
                self._refund(document)
            self._notify(document)

    def finish(self, document_id: str, organization_id: str = "") -> None:
        """Complete all remaining stages of a document at once."""
        with self._changed:
            document = self._named(document_id, organization_id)
            while not document.is_over:
                self.advance(document_id, organization_id)

    def fail(
        self, document_id: str, failure: FailWorkflow | None = None, organization_id: str = ""
    ) -> None:
        """Advance a document to the stage of `failure`, and make it fail there."""
        with self._changed:
            document = self._named(document_id, organization_id)
            document.failure = failure or FailWorkflow()
            self.finish(document_id, organization_id)

    def wait_for(self, predicate: Callable[[], bool], timeout: float = 60.0) -> None:
        """Wait until `predicate` returns true; it is called again at each change.

        Raises:
            TimeoutError: It was not true within `timeout` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(predicate, timeout):
                raise TimeoutError(f"nothing made it true within {timeout} s")

    # For the other parts of the server.

    @staticmethod
    def now() -> datetime:
        """Return the server's time (UTC)."""
        return datetime.now(UTC)

    @property
    def locked(self) -> AbstractContextManager[object]:
        """Context manager in which only this thread can change the state."""
        return self._changed

    def listen(self, listener: Callable[[SandboxDocument], None]) -> None:
        """Call `listener`, with the lock held, after each added or changed document."""
        with self._changed:
            self._listeners.append(listener)

    def unlisten(self, listener: Callable[[SandboxDocument], None]) -> None:
        """Stop calling `listener`."""
        with self._changed:
            self._listeners.remove(listener)

    def touch(self) -> None:
        """Make `wait_for` check again, after a change outside this object."""
        with self._changed:
            self._changed.notify_all()

    def record(self, record: CallRecord) -> CallRecord:
        """Append a call to the log, and return it."""
        with self._changed:
            self.journal.append(record)
            self._changed.notify_all()
            return record

    def received(self, record: CallRecord, body_bytes: int) -> None:
        """Record how many bytes of a call's body have been read."""
        with self._changed:
            record.body_bytes = body_bytes
            self._changed.notify_all()

    def answered(self, record: CallRecord, status: int) -> None:
        """Record the status code of a call's answer."""
        with self._changed:
            record.answered = status
            self._changed.notify_all()

    def organization_of(self, key: str) -> Organization | None:
        """Return the organization of a key; None if the key is unknown."""
        with self._changed:
            return self._organizations.get(key)

    def accept(
        self, organization: Organization, request: UploadRequest, key: str
    ) -> SandboxDocument:
        """Charge an upload made with `key`, start its workflow, and return its document.

        Raises:
            NotEnoughCreditsError: There are too few credits; nothing was charged.
        """
        with self._changed:
            now = self.now()
            pdf = request.pdf
            is_free = key.startswith(TEST_KEY_PREFIX) and not self.behavior.test_keys_charge
            cost = 0 if is_free else cost_of(pdf.size if pdf else None)
            shown_from = time.monotonic() + self.behavior.credits_delay
            if not organization.spend(cost, now, shown_from):
                raise NotEnoughCreditsError
            failure = self.faults.take(Call.WORKFLOW)
            document = SandboxDocument(
                id=self._new_id(organization),
                has_integer_id=self.behavior.ids is IdForm.INTEGER,
                workflow_id=f"wf_{secrets.token_hex(6)}",
                organization_id=organization.id,
                file_name=request.file_name,
                xn_address=request.xn_address,
                created_at=now,
                updated_at=now,
                listed_from=time.monotonic() + self.behavior.listing_delay,
                pace=self._random.uniform(0.8, 1.2),
                failure=failure if isinstance(failure, FailWorkflow) else None,
            )
            self._documents[document.key] = document
            self._ledger.append(
                LedgerEntry(
                    document_id=document.id,
                    organization_id=organization.id,
                    file_name=request.file_name,
                    xn_address=request.xn_address,
                    sha256=pdf.sha256 if pdf else "",
                    size=pdf.size if pdf else None,
                    url=request.url,
                    accepted_at=now,
                    cost=cost,
                    key=key,
                )
            )
            self._notify(document)
            return document

    def document(self, document_id: str, organization_id: str) -> SandboxDocument | None:
        """Return an organization's document; None if it has none with that id."""
        with self._changed:
            return self._documents.get((organization_id, document_id))

    def listed_documents(self, organization_id: str) -> Sequence[SandboxDocument]:
        """Return the documents of `GET /documents`, with its time window, order and limit."""
        with self._changed:
            behavior = self.behavior
            now, window = time.monotonic(), behavior.documents_window
            oldest = None if window is None else self.now() - timedelta(seconds=window)
            listed = [
                document
                for document in self._documents.values()
                if document.organization_id == organization_id
                and document.listed_from <= now
                and (oldest is None or document.created_at >= oldest)
                and (document.is_over or not behavior.documents_ended_only)
            ]
            if behavior.documents_order is DocumentsOrder.LAST_CHANGED_FIRST:
                listed.sort(key=lambda document: document.updated_at)
            if behavior.documents_order is not DocumentsOrder.OLDEST_FIRST:
                listed.reverse()
            return listed[: behavior.documents_limit]

    def recent_documents(self, organization_id: str, count: int) -> Sequence[SandboxDocument]:
        """Return the last `count` uploaded documents, newest first."""
        with self._changed:
            own = [d for d in self._documents.values() if d.organization_id == organization_id]
            return own[::-1][:count]

    def unfinished_documents(self) -> Sequence[SandboxDocument]:
        """Return the documents whose workflow has not ended."""
        with self._changed:
            return [document for document in self._documents.values() if not document.is_over]

    def mint_token(self, organization: Organization) -> Token:
        """Create and return a realtime token."""
        with self._changed:
            return self._tokens.mint(organization.id, self.behavior.token_lifetime, self.now())

    def redeem_token(self, text: str) -> Token | None:
        """Return the token with that text; None if it is invalid."""
        with self._changed:
            single_use = self.behavior.token_single_use
            return self._tokens.redeem(text, self.now(), single_use=single_use)

    def expire_tokens(self) -> None:
        """Expire all tokens created so far."""
        with self._changed:
            self._tokens.expire_all(self.now())

    def _named(self, document_id: str, organization_id: str) -> SandboxDocument:
        if organization_id:
            return self._documents[organization_id, document_id]
        found = [d for d in self._documents.values() if d.id == document_id]
        if len(found) != 1:
            raise KeyError(document_id)
        return found[0]

    def _refund(self, document: SandboxDocument) -> None:
        of_it = (e for e in self._ledger if (e.organization_id, e.document_id) == document.key)
        for entry in of_it:
            self._organizations[entry.key].give_back(entry.cost)

    def _new_id(self, organization: Organization) -> str:
        match self.behavior.ids:
            case IdForm.RANDOM:
                return f"doc_{secrets.token_hex(6)}"
            case IdForm.UUID:
                return str(uuid.uuid4())
            case IdForm.PER_ORGANIZATION:
                self._counts[organization.id] += 1
                return f"doc_{self._counts[organization.id]}"
            case IdForm.INTEGER:
                self._counts[""] += 1
                return str(_FIRST_INTEGER_ID + self._counts[""])

    def _notify(self, document: SandboxDocument) -> None:
        for listener in self._listeners:
            listener(document)
        self._changed.notify_all()
