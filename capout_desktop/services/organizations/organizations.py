"""Every profile with its key: added, switched, replaced, removed; the session's own beats them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain import key_problem
from capout_desktop.domain.api_key import clean_api_key, unusable
from capout_desktop.domain.credits import key_kind
from capout_desktop.domain.organization import (
    FIRST_ID,
    Color,
    Organization,
    free_label,
    next_color,
    pending_session_id,
)
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import (
    Credential,
    CredentialService,
    CredentialStatus,
    Phase,
    key_fingerprint,
)
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.organizations.key_store import KeyringTrouble, KeyStore
from capout_desktop.services.runtime.tasks import TaskOwner

_log = logging.getLogger(__name__)


class Organizations:
    """The person's organizations, and the key of each.

    Attributes:
        credentials: What the keys are used by; kept up to date here.
        server: Where CapOut is for all of them; empty for the usual address.
    """

    def __init__(
        self,
        credentials: Credentials,
        keys: KeyStore,
        make_client: Callable[[str], CapOutClient],
        tasks: TaskOwner,
        *,
        stored: Sequence[Organization],
        active: str,
        session_key: str,
        session_label: str,
        nameless: str,
        sandbox: bool,
        server: str = "",
    ) -> None:
        """Build it; `start` begins to look for the keys.

        `session_key` makes an organization of its own, active and never stored; it is shown
        by `session_label`. Organizations that nobody named are called `nameless`, with a number.
        All of `stored` are of `server`.
        """
        self.credentials = credentials
        self._keys = keys
        self._make_client = make_client
        self._tasks = tasks
        self._on_change: Callable[[], None] = _ignore
        self._sandbox = sandbox
        self.server = server
        self._nameless = nameless
        self._services: dict[str, CredentialService] = {}
        self._chosen = active
        session_key = clean_api_key(session_key)
        if session_key:
            session = Organization(
                id=pending_session_id(key_fingerprint(session_key)),
                label=session_label,
                kind=key_kind(session_key, sandbox=sandbox),
                server=server,
            )
            self._serve(session, session_key)
        for organization in stored:
            self._serve(organization)
        if not self._services:
            # Not an organization yet, but its key may be in the keyring: settings get lost.
            label = free_label("", (), nameless)
            self._serve(Organization(id=FIRST_ID, label=label, server=server))
        self._active = next(iter(self._services))
        if not session_key and active in self._services:
            self._active = active

    def listen(self, on_change: Callable[[], None]) -> None:
        """Tell `on_change` from now on when anything changed that the window shows."""
        self._on_change = on_change

    @property
    def listed(self) -> Sequence[Organization]:
        """Every organization, the session's own first."""
        return [s.organization for s in self._services.values() if s.organization.organization_id]

    @property
    def stored(self) -> Sequence[Organization]:
        """What is to be remembered."""
        return [organization for organization in self.listed if not organization.is_for_session]

    @property
    def chosen(self) -> str:
        """The organization to begin the next start with; a session's own does not count."""
        return self._chosen if self.active.is_for_session else self._active

    @property
    def active(self) -> Organization:
        """What new documents go with."""
        return self._services[self._active].organization

    def name_of(self, organization_id: str) -> str:
        """What the person calls an organization; its id where it is not set up here."""
        known = (p for p in self.listed if p.organization_id == organization_id)
        return next((organization.label for organization in known), organization_id)

    @property
    def active_service(self) -> CredentialService:
        """The key of the active organization."""
        return self._services[self._active]

    def try_now(self) -> None:
        """Test every key at once whose next try is waited for: something may be better now."""
        for service in self._services.values():
            service.try_now()

    def status(self, credential_id: str) -> CredentialStatus:
        """How far an organization's key is."""
        return self._services[credential_id].status

    def start(self) -> None:
        """Look for every key and test it: each organization's documents go on by themselves."""
        for credential_id in self._services:
            self.credentials.expect(credential_id)
        self.credentials.activate(self._active)
        # The one in use first: a keyring answers one question after the other.
        for service in sorted(self._services.values(), key=lambda s: s.organization != self.active):
            service.start()

    def switch(self, credential_id: str) -> None:
        """Let new documents go with this organization from now on."""
        if credential_id != self._active and credential_id in self._services:
            self._active = credential_id
            self.credentials.activate(credential_id)
            self._on_change()

    async def submit(self, pasted: str) -> Problem | None:
        """Use a key for the active organization; return what is wrong with it, or None."""
        if not self.active.is_for_session:
            return await self.replace_key(self._active, pasted)
        problem = await self.add("", pasted)
        if problem is None:
            self.switch(self.listed[-1].id)
        return problem

    async def add(self, label: str, pasted: str) -> Problem | None:
        """Add an organization; None where its key works, else what is wrong with it."""
        key = clean_api_key(pasted)
        if problem := unusable(key) or self._duplicate(key):
            return problem
        if not self.active.organization_id and not self.active.is_for_session:
            # There is none yet: what waits for the first key goes with this one.
            if label.strip():
                self.rename(self._active, label)
            return await self._services[self._active].submit(key)
        id_ = uuid.uuid4().hex if FIRST_ID in self._services else FIRST_ID
        taken = {organization.label for organization in self.listed}
        organization = Organization(
            id=id_,
            label=free_label(label, taken, self._nameless),
            color=next_color(self.listed),
            server=self.server,
        )
        service = self._new_service(organization)
        problem = await service.submit(key)
        if problem is not None:
            await service.close()
        return problem

    async def replace_key(self, credential_id: str, pasted: str) -> Problem | None:
        """Give an organization another key; None where that works."""
        key = clean_api_key(pasted)
        problem = unusable(key) or self._duplicate(key, but=credential_id)
        return problem or await self._services[credential_id].submit(key)

    async def check(self, credential_id: str) -> Problem | None:
        """Test an organization's key; None where it works."""
        service = self._services[credential_id]
        if service.status.credential is None and service.status.phase is Phase.NEEDED:
            # Whatever was wrong may be right by now: the keyring unlocked, the key allowed again.
            service.start()
            return None
        return await service.check()

    async def remove(self, credential_id: str) -> Problem | None:
        """Forget an organization and its key; None where that is done.

        A key that the keyring does not give up is left there, and the person is told.
        """
        service = self._services.pop(credential_id)
        if not self._services:
            label = free_label("", (), self._nameless)
            self._serve(Organization(id=uuid.uuid4().hex, label=label, server=self.server))
            next(iter(self._services.values())).need()
        if self._active == credential_id:
            self._active = next(iter(self._services))
            self.credentials.activate(self._active)
        # Whoever used its connections lets go of them before they are closed.
        self.credentials.forget(credential_id)
        self._on_change()
        await service.close()
        if service.organization.is_for_session:
            return None
        try:
            await self._keys.delete(credential_id)
        except KeyringTrouble as trouble:
            _log.warning("key not removed: %s", trouble.problem.code)
            return trouble.problem
        return None

    def rename(self, credential_id: str, label: str) -> None:
        """Call an organization something else; an empty or taken name is made a free one."""
        taken = {
            organization.label for organization in self.listed if organization.id != credential_id
        }
        self._learn(credential_id, label=free_label(label, taken, self._nameless))

    def recolor(self, credential_id: str, color: Color) -> None:
        """Mark an organization by another color."""
        self._learn(credential_id, color=color)

    def use_address(self, xn_address: str) -> None:
        """Let the active organization's documents go to this address from now on."""
        self._learn(self._active, xn_address=xn_address)

    def ask_keyring_again(self) -> None:
        """Look once more for every key that is needed."""
        for service in list(self._services.values()):
            if service.status.phase is Phase.NEEDED:
                service.start()

    def insist_on_plaintext(self) -> None:
        """Use a keyring that stores keys unprotected for this session: the person wants it."""
        self._keys.insist_on_plaintext()
        self.ask_keyring_again()

    def refuse(self, credential: Credential, problem: Problem) -> None:
        """CapOut does not accept this credential's key any more."""
        service = self._services.get(credential.credential_id)
        if service is not None:
            service.refuse(credential, problem)

    async def close(self) -> None:
        """Close every connection that a key opened."""
        for service in self._services.values():
            await service.close()

    def _serve(self, organization: Organization, session_key: str = "") -> None:
        self._services[organization.id] = self._new_service(organization, session_key)

    def _new_service(self, organization: Organization, session_key: str = "") -> CredentialService:
        return CredentialService(
            organization,
            self._keys,
            self._make_client,
            self._tasks,
            self._credential_changed,
            session_key=session_key,
            sandbox=self._sandbox,
        )

    def _duplicate(self, key: str, but: str = "") -> Problem | None:
        for service in self._services.values():
            credential = service.status.credential
            if (
                credential is not None
                and credential.api_key == key
                and credential.credential_id != but
            ):
                return key_problem.ALREADY_HERE
        return None

    def _credential_changed(self, service: CredentialService) -> None:
        status = service.status
        before = service.organization.id
        if status.credential is not None:
            self._note_ready(service, status.credential)
        elif before not in self._services:
            return  # removed meanwhile, or never added
        elif status.phase is Phase.NEEDED:
            self.credentials.suspend(before)
        elif status.phase is Phase.LOOKING:
            self.credentials.expect(before)
        self._on_change()

    def _note_ready(self, service: CredentialService, credential: Credential) -> None:
        before = service.organization
        service.organization = replace(
            before,
            id=credential.credential_id,
            organization_id=credential.organization_id,
            kind=credential.kind,
        )
        if before.id != credential.credential_id:
            # The session's own organization is named after its organization, known only now.
            self._services = {s.organization.id: s for s in self._services.values()}
            self.credentials.rename(before.id, credential.credential_id)
            if self._active == before.id:
                self._active = credential.credential_id
        else:
            self._services[credential.credential_id] = service
        if credential not in self.credentials.working:
            self.credentials.use(credential)
        if self._active == credential.credential_id != self.credentials.active:
            self.credentials.activate(credential.credential_id)

    def _learn(self, credential_id: str, **facts: object) -> None:
        service = self._services[credential_id]
        service.organization = replace(service.organization, **facts)
        self._on_change()


def _ignore() -> None:
    """Nobody listens yet."""
