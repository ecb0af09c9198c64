"""What keeps documents from being sent, and when it does not any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from capout_desktop.domain import events as ev
from capout_desktop.domain import hold
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import is_pending_session
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.first_look import FirstLook
from capout_desktop.services.uploads.in_flight import InFlight
from capout_desktop.services.uploads.lack_of_credits import LackOfCredits

NAMESAKE_SECONDS = 30.0
"""Interval of checks whether a namesake of unknown outcome still delays a document."""

_S = DocumentState
_T = TypeVar("_T")


class Obstacles:
    """Reasons why documents wait that are not a matter of time."""

    def __init__(
        self,
        store: DocumentStore,
        credentials: Credentials,
        first_look: FirstLook,
        lack_of_credits: LackOfCredits,
    ) -> None:
        self._store = store
        self._credentials = credentials
        self._first_look = first_look
        self._lack_of_credits = lack_of_credits

    def obstacle_of(self, document: Document) -> Problem | None:
        """Return why a queued document cannot be sent; None if nothing is in the way."""
        resolved = self._credentials.resolve(document)
        if isinstance(resolved, Problem):
            return resolved
        if not document.xn_address:
            typed = document.unconfirmed_address
            return hold.unconfirmed_address(typed) if typed else Problem(HoldReason.NO_ADDRESS)
        if problem := self._sent_before(document):
            return problem
        return self._lack_of_credits.problem_of(self.organization_of(document))

    def _sent_before(self, document: Document) -> Problem | None:
        if document.send_again or (copy := self._store.earlier_copy(document)) is None:
            return None
        sent_on = (copy.attempt_at or copy.added_at).astimezone()
        return hold.already_sent(sent_on.date())

    def settled(self, flying: InFlight, at: datetime) -> Iterator[tuple[str, ev.Event]]:
        """Yield the release of those whose namesake, copy or missing key is no obstacle now."""

        def is_free(document: Document) -> bool:
            match document.problem_code:
                case HoldReason.SAME_IN_FLIGHT:
                    return not flying.has_namesake(document, self.organization_of(document))
                case HoldReason.ALREADY_SENT:
                    return self._store.earlier_copy(document) is None
                case code if code in hold.WITHOUT_LIST:
                    credential = self._credentials.credential_for(document)
                    return credential is not None and self._first_look.is_answered(
                        document, credential
                    )
                case code if code in hold.WITHOUT_KEY:
                    return not isinstance(self._credentials.resolve(document), Problem)
                case _:
                    return False

        for document, free in self.judged(self._store.in_state(_S.HELD), is_free):
            if free:
                yield document.id, ev.Released(at)

    def next_check(self) -> float | None:
        """Return the seconds until a document on hold may be free without anything changing."""
        waits = [NAMESAKE_SECONDS] if self._store.count(_S.CONFIRMING) else []
        for document in self._store.in_state(_S.HELD):
            if document.problem_code in hold.WITHOUT_LIST:
                credential = self._credentials.credential_for(document)
                if credential is not None:
                    waits.append(self._first_look.retry_in(credential))
        return min(waits, default=None)

    def waiting_for_start(self, at: datetime) -> Iterator[tuple[str, ev.Event]]:
        """Yield the hold of those that the person has not started yet."""

        def obstacle(document: Document) -> Problem | None:
            if not document.waits_for_start:
                return None
            # Before the person lets it go, they shall know that it went before.
            return self._sent_before(document) or Problem(HoldReason.WAITS_FOR_START)

        for document, problem in self.judged(self._store.in_state(_S.QUEUED), obstacle):
            yield document.id, ev.Held(at, problem)

    def unbound(self) -> Iterator[tuple[str, ev.Event]]:
        """Yield the binding of what was added before it was known who pays for it."""

        def payer(document: Document) -> Credential | None:
            if document.credential_id and not is_pending_session(document.credential_id):
                return None
            return self._credentials.payer_of(document)

        waiting = self._store.in_state(_S.CHECKING, _S.QUEUED, _S.HELD)
        for document, credential in self.judged(waiting, payer):
            ids = credential.credential_id, credential.organization_id
            yield document.id, ev.Assigned(now(), *ids, credential.kind)

    def organization_of(self, document: Document) -> str:
        """Return the id of the organization whose key sends the document."""
        credential = self._credentials.credential_for(document)
        return credential.organization_id if credential is not None else document.organization_id

    def release(
        self, reasons: frozenset[HoldReason], concerned: Callable[[Document], bool]
    ) -> None:
        """Let those go that are held for these reasons, as far as it concerns them."""
        at = now()
        self._store.apply_all(
            (document.id, ev.Released(at))
            for document in self._store.in_state(_S.HELD)
            if document.problem_code in reasons and concerned(document)
        )

    def release_of(self, credential: Credential) -> None:
        """Let those go that waited for another key than the one that works now."""
        self.release(
            hold.RELEASED_BY_KEY, lambda d: self._credentials.credential_for(d) is credential
        )

    def judged(
        self, documents: Iterable[Document], judge: Callable[[Document], _T | None]
    ) -> Iterator[tuple[Document, _T]]:
        """Yield what is decided about each document; one that cannot be judged is set apart."""
        for document in documents:
            if document.held_for(HoldReason.SET_APART):
                continue
            try:
                verdict = judge(document)
            except Exception as error:  # noqa: BLE001 - one document must not stop the others
                self._store.set_apart(document.id, error)
                continue
            if verdict is not None:
                yield document, verdict
