"""Organizations with their keys: adding, switching, replacing keys, removing."""

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
    """The person's organizations, and a `CredentialService` for each.

    Attributes:
        credentials: The registry of working credentials, which this class updates.
        server: Address of CapOut for all of them; empty for the default address.
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
        """Create it; call `start` to find the keys.

        `session_key` adds an organization that is active, never stored, and displayed as
        `session_label`. Organizations without a name are called `nameless` with a number. All
        `stored` organizations belong to `server`.
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
            # No organization yet, but the keyring may have a key if the settings were lost.
            label = free_label("", (), nameless)
            self._serve(Organization(id=FIRST_ID, label=label, server=server))
        self._active = next(iter(self._services))
        if not session_key and active in self._services:
            self._active = active

    def listen(self, on_change: Callable[[], None]) -> None:
        """Call `on_change` after every change that the window shows."""
        self._on_change = on_change

    @property
    def listed(self) -> Sequence[Organization]:
        """All organizations; that of a session's key is first."""
        return [s.organization for s in self._services.values() if s.organization.organization_id]

    @property
    def stored(self) -> Sequence[Organization]:
        """The organizations to store."""
        return [organization for organization in self.listed if not organization.is_for_session]

    @property
    def chosen(self) -> str:
        """Id of the organization to start with next time; never that of a session's key."""
        return self._chosen if self.active.is_for_session else self._active

    @property
    def active(self) -> Organization:
        """The organization of new documents."""
        return self._services[self._active].organization

    def name_of(self, organization_id: str) -> str:
        """Return the displayed name of an organization; its id if it is not set up here."""
        known = (p for p in self.listed if p.organization_id == organization_id)
        return next((organization.label for organization in known), organization_id)

    @property
    def active_service(self) -> CredentialService:
        """Credential service of the active organization."""
        return self._services[self._active]

    def try_now(self) -> None:
        """Test all keys that wait for their next retry now."""
        for service in self._services.values():
            service.try_now()

    def status(self, credential_id: str) -> CredentialStatus:
        """Return the status of an organization's key."""
        return self._services[credential_id].status

    def start(self) -> None:
        """Find and test all keys, so that the documents of every organization continue."""
        for credential_id in self._services:
            self.credentials.expect(credential_id)
        self.credentials.activate(self._active)
        # The active one first, since a keyring answers requests one after the other.
        for service in sorted(self._services.values(), key=lambda s: s.organization != self.active):
            service.start()

    def switch(self, credential_id: str) -> None:
        """Make this the active organization, which new documents belong to."""
        if credential_id != self._active and credential_id in self._services:
            self._active = credential_id
            self.credentials.activate(credential_id)
            self._on_change()

    async def submit(self, pasted: str) -> Problem | None:
        """Use a key for the active organization; return a problem, or None if it works."""
        if not self.active.is_for_session:
            return await self.replace_key(self._active, pasted)
        problem = await self.add("", pasted)
        if problem is None:
            self.switch(self.listed[-1].id)
        return problem

    async def add(self, label: str, pasted: str) -> Problem | None:
        """Add an organization; return a problem, or None if its key works."""
        key = clean_api_key(pasted)
        if problem := unusable(key) or self._duplicate(key):
            return problem
        if not self.active.organization_id and not self.active.is_for_session:
            # There is none yet: documents that wait for the first key belong to this one.
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
        """Replace an organization's key; return a problem, or None if the new one works."""
        key = clean_api_key(pasted)
        problem = unusable(key) or self._duplicate(key, but=credential_id)
        return problem or await self._services[credential_id].submit(key)

    async def check(self, credential_id: str) -> Problem | None:
        """Test an organization's key; return a problem, or None if it works."""
        service = self._services[credential_id]
        if service.status.credential is None and service.status.phase is Phase.NEEDED:
            # The cause may be gone by now: the keyring unlocked, or the key allowed again.
            service.start()
            return None
        return await service.check()

    async def remove(self, credential_id: str) -> Problem | None:
        """Remove an organization and its key; return a problem, or None if both are removed.

        If the keyring refuses to delete the key, the key stays there and a problem is returned.
        """
        service = self._services.pop(credential_id)
        if not self._services:
            label = free_label("", (), self._nameless)
            self._serve(Organization(id=uuid.uuid4().hex, label=label, server=self.server))
            next(iter(self._services.values())).need()
        if self._active == credential_id:
            self._active = next(iter(self._services))
            self.credentials.activate(self._active)
        # The users of its connections release them before they are closed.
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
        """Rename an organization; an empty or taken name is changed to a free one."""
        taken = {
            organization.label for organization in self.listed if organization.id != credential_id
        }
        self._learn(credential_id, label=free_label(label, taken, self._nameless))

    def recolor(self, credential_id: str, color: Color) -> None:
        """Change the color of an organization."""
        self._learn(credential_id, color=color)

    def use_address(self, xn_address: str) -> None:
        """Set the recipient address of the active organization."""
        self._learn(self._active, xn_address=xn_address)

    def ask_keyring_again(self) -> None:
        """Search the keyring again for all missing keys."""
        for service in list(self._services.values()):
            if service.status.phase is Phase.NEEDED:
                service.start()

    def insist_on_plaintext(self) -> None:
        """Allow a keyring that stores keys unprotected, for this session, as the person chose."""
        self._keys.insist_on_plaintext()
        self.ask_keyring_again()

    def refuse(self, credential: Credential, problem: Problem) -> None:
        """Handle that CapOut no longer accepts this credential's key."""
        service = self._services.get(credential.credential_id)
        if service is not None:
            service.refuse(credential, problem)

    async def close(self) -> None:
        """Close all connections of all keys."""
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
        else:
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
            # The organization of a session's key is identified only now, which changes its id.
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
    """Do nothing; the default callback."""
