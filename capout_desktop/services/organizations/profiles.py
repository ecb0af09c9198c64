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
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.profile import (
    FIRST_ID,
    Color,
    Profile,
    free_label,
    next_color,
    pending_session_id,
)
from capout_desktop.services.organizations.account_service import (
    Account,
    AccountService,
    AccountStatus,
    Phase,
    key_fingerprint,
)
from capout_desktop.services.organizations.accounts import Accounts
from capout_desktop.services.organizations.key_store import KeyringTrouble, KeyStore
from capout_desktop.services.runtime.tasks import TaskOwner

_log = logging.getLogger(__name__)


class Profiles:
    """The person's organizations, and the key of each.

    Attributes:
        accounts: What the keys are used by; kept up to date here.
        server: Where CapOut is for all of them; empty for the usual address.
    """

    def __init__(
        self,
        accounts: Accounts,
        keys: KeyStore,
        make_client: Callable[[str], CapOutClient],
        tasks: TaskOwner,
        *,
        stored: Sequence[Profile],
        active: str,
        session_key: str,
        session_label: str,
        nameless: str,
        sandbox: bool,
        server: str = "",
    ) -> None:
        """Build it; `start` begins to look for the keys.

        `session_key` makes a profile of its own, which is active and never stored; it is shown
        by `session_label`. Organizations that nobody named are called `nameless`, with a number.
        All of `stored` are of `server`.
        """
        self.accounts = accounts
        self._keys = keys
        self._make_client = make_client
        self._tasks = tasks
        self._on_change: Callable[[], None] = _ignore
        self._sandbox = sandbox
        self.server = server
        self._nameless = nameless
        self._services: dict[str, AccountService] = {}
        self._chosen = active
        session_key = clean_api_key(session_key)
        if session_key:
            session = Profile(
                id=pending_session_id(key_fingerprint(session_key)),
                label=session_label,
                kind=key_kind(session_key, sandbox=sandbox),
                server=server,
            )
            self._serve(session, session_key)
        for profile in stored:
            self._serve(profile)
        if not self._services:
            # Not a profile yet, but its key may be in the keyring: settings get lost.
            label = free_label("", (), nameless)
            self._serve(Profile(id=FIRST_ID, label=label, server=server))
        self._active = next(iter(self._services))
        if not session_key and active in self._services:
            self._active = active

    def listen(self, on_change: Callable[[], None]) -> None:
        """Tell `on_change` from now on when anything changed that the window shows."""
        self._on_change = on_change

    @property
    def listed(self) -> Sequence[Profile]:
        """Every profile whose organization is known, the session's own first."""
        return [s.profile for s in self._services.values() if s.profile.organization_id]

    @property
    def stored(self) -> Sequence[Profile]:
        """What is to be remembered."""
        return [profile for profile in self.listed if not profile.is_for_session]

    @property
    def chosen(self) -> str:
        """The profile to begin the next start with; a session's own does not count."""
        return self._chosen if self.active.is_for_session else self._active

    @property
    def active(self) -> Profile:
        """What new documents go with."""
        return self._services[self._active].profile

    def name_of(self, organization_id: str) -> str:
        """What the person calls an organization; its id where there is no profile of it."""
        known = (p for p in self.listed if p.organization_id == organization_id)
        return next((profile.label for profile in known), organization_id)

    @property
    def active_service(self) -> AccountService:
        """The key of the active profile."""
        return self._services[self._active]

    def try_now(self) -> None:
        """Test every key at once whose next try is waited for: something may be better now."""
        for service in self._services.values():
            service.try_now()

    def status(self, profile_id: str) -> AccountStatus:
        """How far a profile's key is."""
        return self._services[profile_id].status

    def start(self) -> None:
        """Look for every key and test it: each profile's documents go on by themselves."""
        for profile_id in self._services:
            self.accounts.expect(profile_id)
        self.accounts.activate(self._active)
        # The one in use first: a keyring answers one question after the other.
        for service in sorted(self._services.values(), key=lambda s: s.profile != self.active):
            service.start()

    def switch(self, profile_id: str) -> None:
        """Let new documents go with this profile from now on."""
        if profile_id != self._active and profile_id in self._services:
            self._active = profile_id
            self.accounts.activate(profile_id)
            self._on_change()

    async def submit(self, pasted: str) -> Problem | None:
        """Use a key for the active profile; None where it works, else what is wrong with it."""
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
        taken = {profile.label for profile in self.listed}
        profile = Profile(
            id=id_,
            label=free_label(label, taken, self._nameless),
            color=next_color(self.listed),
            server=self.server,
        )
        service = self._new_service(profile)
        problem = await service.submit(key)
        if problem is not None:
            await service.close()
        return problem

    async def replace_key(self, profile_id: str, pasted: str) -> Problem | None:
        """Give a profile another key of its organization; None where that works."""
        key = clean_api_key(pasted)
        problem = unusable(key) or self._duplicate(key, but=profile_id)
        return problem or await self._services[profile_id].submit(key)

    async def check(self, profile_id: str) -> Problem | None:
        """Test a profile's key; None where it works."""
        service = self._services[profile_id]
        if service.status.account is None and service.status.phase is Phase.NEEDED:
            # Whatever was wrong may be right by now: the keyring unlocked, the key allowed again.
            service.start()
            return None
        return await service.check()

    async def remove(self, profile_id: str) -> Problem | None:
        """Forget a profile and its key; None where that is done.

        A key that the keyring does not give up is left there, and the person is told.
        """
        service = self._services.pop(profile_id)
        if not self._services:
            label = free_label("", (), self._nameless)
            self._serve(Profile(id=uuid.uuid4().hex, label=label, server=self.server))
            next(iter(self._services.values())).need()
        if self._active == profile_id:
            self._active = next(iter(self._services))
            self.accounts.activate(self._active)
        # Whoever used its connections lets go of them before they are closed.
        self.accounts.forget(profile_id)
        self._on_change()
        await service.close()
        if service.profile.is_for_session:
            return None
        try:
            await self._keys.delete(profile_id)
        except KeyringTrouble as trouble:
            _log.warning("key not removed: %s", trouble.problem.code)
            return trouble.problem
        return None

    def rename(self, profile_id: str, label: str) -> None:
        """Call a profile something else; an empty or taken name is made a free one."""
        taken = {profile.label for profile in self.listed if profile.id != profile_id}
        self._learn(profile_id, label=free_label(label, taken, self._nameless))

    def recolor(self, profile_id: str, color: Color) -> None:
        """Mark a profile by another color."""
        self._learn(profile_id, color=color)

    def use_address(self, xn_address: str) -> None:
        """Let the active profile's documents go to this address from now on."""
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

    def refuse(self, account: Account, problem: Problem) -> None:
        """CapOut does not accept this account's key any more."""
        service = self._services.get(account.profile_id)
        if service is not None:
            service.refuse(account, problem)

    async def close(self) -> None:
        """Close every connection that a key opened."""
        for service in self._services.values():
            await service.close()

    def _serve(self, profile: Profile, session_key: str = "") -> None:
        self._services[profile.id] = self._new_service(profile, session_key)

    def _new_service(self, profile: Profile, session_key: str = "") -> AccountService:
        return AccountService(
            profile,
            self._keys,
            self._make_client,
            self._tasks,
            self._account_changed,
            session_key=session_key,
            sandbox=self._sandbox,
        )

    def _duplicate(self, key: str, but: str = "") -> Problem | None:
        for service in self._services.values():
            account = service.status.account
            if account is not None and account.api_key == key and account.profile_id != but:
                return key_problem.ALREADY_HERE
        return None

    def _account_changed(self, service: AccountService) -> None:
        status = service.status
        before = service.profile.id
        if status.account is not None:
            self._note_ready(service, status.account)
        elif before not in self._services:
            return  # removed meanwhile, or never added
        elif status.phase is Phase.NEEDED:
            self.accounts.suspend(before)
        elif status.phase is Phase.LOOKING:
            self.accounts.expect(before)
        self._on_change()

    def _note_ready(self, service: AccountService, account: Account) -> None:
        before = service.profile
        service.profile = replace(
            before,
            id=account.profile_id,
            organization_id=account.organization_id,
            kind=account.kind,
        )
        if before.id != account.profile_id:
            # The session's own profile is named after its organization, known only now.
            self._services = {s.profile.id: s for s in self._services.values()}
            self.accounts.rename(before.id, account.profile_id)
            if self._active == before.id:
                self._active = account.profile_id
        else:
            self._services[account.profile_id] = service
        if account not in self.accounts.working:
            self.accounts.use(account)
        if self._active == account.profile_id != self.accounts.active:
            self.accounts.activate(account.profile_id)

    def _learn(self, profile_id: str, **facts: object) -> None:
        service = self._services[profile_id]
        service.profile = replace(service.profile, **facts)
        self._on_change()


def _ignore() -> None:
    """Nobody listens yet."""
