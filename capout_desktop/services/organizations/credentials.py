"""Working credentials, and the choice of one for each document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import is_confirmed, is_pending_session, may_be_same
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import Credential

Listener = Callable[[str, Credential | None], None]


class Credentials:
    """Registry of the credentials for all that sends, looks up and follows documents.

    An organization is *expected* while its key is being found and tested, *used* while its key
    works, and *suspended* while the person has to enter one.

    Attributes:
        active: The organization for documents that have none yet; empty if there is none.
        server: Address of CapOut for all keys; empty for the default address.
    """

    def __init__(self, server: str = "") -> None:
        self.active = ""
        self.server = server
        self._renamed: dict[str, str] = {}
        self._expected: set[str] = set()
        self._used: dict[str, Credential] = {}
        self._suspended: set[str] = set()
        self._listeners: list[Listener] = []

    @property
    def working(self) -> Sequence[Credential]:
        """All credentials with a working key."""
        return list(self._used.values())

    @property
    def active_credential(self) -> Credential | None:
        """Credential of the active organization; None while its key does not work."""
        return self._used.get(self.active)

    def listen(self, listener: Listener) -> None:
        """Call `listener` on each change with an organization's id and its credential or None."""
        self._listeners.append(listener)

    def activate(self, credential_id: str) -> None:
        """Make this the organization of documents that have none yet."""
        self.active = credential_id
        self._tell(credential_id)

    def expect(self, credential_id: str) -> None:
        """Mark an organization as expected: its key is being found and tested."""
        self._forget(credential_id)
        self._expected.add(credential_id)
        self._tell(credential_id)

    def use(self, credential: Credential) -> None:
        """Use this credential for its organization from now on."""
        self._forget(credential.credential_id)
        self._used[credential.credential_id] = credential
        self._tell(credential.credential_id)

    def suspend(self, credential_id: str) -> None:
        """Hold the organization's documents until the person enters a working key."""
        self._forget(credential_id)
        self._suspended.add(credential_id)
        self._tell(credential_id)

    def forget(self, credential_id: str) -> None:
        """Remove an organization."""
        self._forget(credential_id)
        self._tell(credential_id)

    def rename(self, before: str, after: str) -> None:
        """Change the id of an organization, once that of a session's key is known."""
        self._forget(before)
        self._renamed[before] = after

    def payer_of(self, document: Document) -> Credential | None:
        """Return the credential to bind a document to; None if it is bound or has to wait."""
        if document.server != self.server:
            return None
        if not document.credential_id:
            return self.active_credential
        return self._used.get(self._renamed.get(document.credential_id, ""))

    def credential_for(self, document: Document) -> Credential | None:
        """Return the credential of a document; None if there is none now."""
        resolved = self.resolve(document)
        return resolved if isinstance(resolved, Credential) else None

    def reader_of(self, document: Document) -> Credential | None:
        """Return a credential that can read a document's status, whatever the kind of its key."""
        resolved = self.resolve(document, any_kind=True)
        return resolved if isinstance(resolved, Credential) else None

    def resolve(self, document: Document, *, any_kind: bool = False) -> Credential | Problem | None:
        """Return a document's credential, the problem if it has none, or None if not known yet.

        A removed organization, a session's key or lost settings leave documents without their own
        key.
        Any key of the same organization, kind and server can be used for these, and no other. With
        `any_kind` the kind does not matter.
        """
        if document.server != self.server:
            return Problem(HoldReason.OTHER_SERVER)
        credential_id = (
            self._renamed.get(document.credential_id, document.credential_id) or self.active
        )
        credential = self._used.get(credential_id)
        if credential is not None and may_be_same(
            credential.organization_id, document.organization_id
        ):
            if any_kind or document.key_kind in {None, credential.kind}:
                return credential
            same = self._of_organization(document)
            fits = (other for other in same if other.kind is document.key_kind)
            return next(fits, None if self._expected else Problem(HoldReason.OTHER_KEY_KIND))
        if credential_id in self._suspended:
            return Problem(HoldReason.NO_KEY)
        if credential_id in self._expected:
            return None
        same = self._of_organization(document)
        for other in same:
            if any_kind or document.key_kind in {None, other.kind}:
                return other
        if self._expected or not credential_id:
            return None
        if same:
            return Problem(HoldReason.OTHER_KEY_KIND)
        is_pending = is_pending_session(credential_id)
        return Problem(HoldReason.SESSION_OVER if is_pending else HoldReason.NO_ORGANIZATION)

    def _of_organization(self, document: Document) -> list[Credential]:
        if not is_confirmed(document.organization_id):
            return []
        used = self._used.values()
        return [a for a in used if a.organization_id == document.organization_id]

    def _forget(self, credential_id: str) -> None:
        self._expected.discard(credential_id)
        self._used.pop(credential_id, None)
        self._suspended.discard(credential_id)

    def _tell(self, credential_id: str) -> None:
        for listener in self._listeners:
            listener(credential_id, self._used.get(credential_id))
