"""Which keys work at the moment, and which of them speaks for a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import is_confirmed, is_pending_session, may_be_same
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import Credential

Listener = Callable[[str, Credential | None], None]


class Credentials:
    """The one truth about keys for whatever sends, looks up and follows documents.

    An organization is *expected* while its key is being found and tested, *used* once it works, and
    *suspended* while the person has to enter one.

    Attributes:
        active: The organization of what belongs to none yet; empty before there is one.
        server: Where CapOut is for every key; empty for the usual address.
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
        """Every credential whose key works."""
        return list(self._used.values())

    @property
    def active_credential(self) -> Credential | None:
        """The credential of what belongs to none yet; None while its key does not work."""
        return self._used.get(self.active)

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of each organization whose key changed; None where it has none now."""
        self._listeners.append(listener)

    def activate(self, credential_id: str) -> None:
        """Let what belongs to no organization yet go with this one."""
        self.active = credential_id
        self._tell(credential_id)

    def expect(self, credential_id: str) -> None:
        """Wait for this organization's key: it is being found and tested."""
        self._forget(credential_id)
        self._expected.add(credential_id)
        self._tell(credential_id)

    def use(self, credential: Credential) -> None:
        """Use this account for its organization from now on."""
        self._forget(credential.credential_id)
        self._used[credential.credential_id] = credential
        self._tell(credential.credential_id)

    def suspend(self, credential_id: str) -> None:
        """Hold what belongs to this organization until the person entered a key that works."""
        self._forget(credential_id)
        self._suspended.add(credential_id)
        self._tell(credential_id)

    def forget(self, credential_id: str) -> None:
        """The person removed this organization."""
        self._forget(credential_id)
        self._tell(credential_id)

    def rename(self, before: str, after: str) -> None:
        """Call an organization something else: the organization of a session's key is known now."""
        self._forget(before)
        self._renamed[before] = after

    def payer_of(self, document: Document) -> Credential | None:
        """The credential that a document is to be bound to; None where it is, or that must wait."""
        if document.server != self.server:
            return None
        if not document.credential_id:
            return self.active_credential
        return self._used.get(self._renamed.get(document.credential_id, ""))

    def of(self, document: Document) -> Credential | None:
        """The credential that speaks for a document; None where there is none now."""
        standing = self.standing(document)
        return standing if isinstance(standing, Credential) else None

    def reader_of(self, document: Document) -> Credential | None:
        """The credential that can tell of a document that CapOut has, whatever its key spends."""
        standing = self.standing(document, any_kind=True)
        return standing if isinstance(standing, Credential) else None

    def standing(
        self, document: Document, *, any_kind: bool = False
    ) -> Credential | Problem | None:
        """Return a document's credential, why it has none, or None where that is not known yet.

        A removed organization, a session's key and lost settings leave documents behind:
        any key of the same organization speaks for those. Another one's never does, nor one that
        spends something else, nor any of another server.
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
