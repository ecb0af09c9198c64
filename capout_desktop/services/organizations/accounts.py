"""Which keys work at the moment, and which of them speaks for a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.profile import is_confirmed, is_pending_session, may_be_same
from capout_desktop.services.organizations.account_service import Account

Listener = Callable[[str, Account | None], None]


class Accounts:
    """The one truth about keys for whatever sends, looks up and follows documents.

    A profile is *expected* while its key is being found and tested, *used* once it works, and
    *suspended* while the person has to enter one.

    Attributes:
        active: The profile of what belongs to none yet; empty before there is one.
        server: Where CapOut is for every key; empty for the usual address.
    """

    def __init__(self, server: str = "") -> None:
        self.active = ""
        self.server = server
        self._renamed: dict[str, str] = {}
        self._expected: set[str] = set()
        self._used: dict[str, Account] = {}
        self._suspended: set[str] = set()
        self._listeners: list[Listener] = []

    @property
    def working(self) -> Sequence[Account]:
        """Every account whose key works."""
        return list(self._used.values())

    @property
    def active_account(self) -> Account | None:
        """The account of what belongs to none yet; None while its key does not work."""
        return self._used.get(self.active)

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of each profile whose key changed; None where it has none now."""
        self._listeners.append(listener)

    def activate(self, profile_id: str) -> None:
        """Let what belongs to no profile yet go with this one."""
        self.active = profile_id
        self._tell(profile_id)

    def expect(self, profile_id: str) -> None:
        """Wait for this profile's key: it is being found and tested."""
        self._forget(profile_id)
        self._expected.add(profile_id)
        self._tell(profile_id)

    def use(self, account: Account) -> None:
        """Use this account for its profile from now on."""
        self._forget(account.profile_id)
        self._used[account.profile_id] = account
        self._tell(account.profile_id)

    def suspend(self, profile_id: str) -> None:
        """Hold what belongs to this profile until the person entered a key that works."""
        self._forget(profile_id)
        self._suspended.add(profile_id)
        self._tell(profile_id)

    def forget(self, profile_id: str) -> None:
        """The person removed this profile."""
        self._forget(profile_id)
        self._tell(profile_id)

    def rename(self, before: str, after: str) -> None:
        """Call a profile something else: the organization of a session's key is known now."""
        self._forget(before)
        self._renamed[before] = after

    def payer_of(self, document: Document) -> Account | None:
        """The account that a document is to be bound to; None where it is, or that must wait."""
        if document.server != self.server:
            return None
        if not document.profile_id:
            return self.active_account
        return self._used.get(self._renamed.get(document.profile_id, ""))

    def of(self, document: Document) -> Account | None:
        """The account that speaks for a document; None where there is none now."""
        standing = self.standing(document)
        return standing if isinstance(standing, Account) else None

    def reader_of(self, document: Document) -> Account | None:
        """The account that can tell of a document that CapOut has, whatever its key spends."""
        standing = self.standing(document, any_kind=True)
        return standing if isinstance(standing, Account) else None

    def standing(self, document: Document, *, any_kind: bool = False) -> Account | Problem | None:
        """Return a document's account, why it has none, or None where that is not known yet.

        A removed profile, a key of an earlier session and lost settings leave documents behind:
        any key of the same organization speaks for those. Another one's never does, nor one that
        spends something else, nor any of another server.
        """
        if document.server != self.server:
            return Problem(HoldReason.OTHER_SERVER)
        profile_id = self._renamed.get(document.profile_id, document.profile_id) or self.active
        account = self._used.get(profile_id)
        if account is not None and may_be_same(account.organization_id, document.organization_id):
            if any_kind or document.key_kind in {None, account.kind}:
                return account
            same = self._of_organization(document)
            fits = (other for other in same if other.kind is document.key_kind)
            return next(fits, None if self._expected else Problem(HoldReason.OTHER_KEY_KIND))
        if profile_id in self._suspended:
            return Problem(HoldReason.NO_KEY)
        if profile_id in self._expected:
            return None
        same = self._of_organization(document)
        for other in same:
            if any_kind or document.key_kind in {None, other.kind}:
                return other
        if self._expected or not profile_id:
            return None
        if same:
            return Problem(HoldReason.OTHER_KEY_KIND)
        is_pending = is_pending_session(profile_id)
        return Problem(HoldReason.SESSION_OVER if is_pending else HoldReason.NO_PROFILE)

    def _of_organization(self, document: Document) -> list[Account]:
        if not is_confirmed(document.organization_id):
            return []
        used = self._used.values()
        return [a for a in used if a.organization_id == document.organization_id]

    def _forget(self, profile_id: str) -> None:
        self._expected.discard(profile_id)
        self._used.pop(profile_id, None)
        self._suspended.discard(profile_id)

    def _tell(self, profile_id: str) -> None:
        for listener in self._listeners:
            listener(profile_id, self._used.get(profile_id))
