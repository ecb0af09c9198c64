"""Service for the key of one organization: loading, testing, replacing, refusal."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Unauthorized, UnreadableBalance
from capout_desktop.domain import key_problem, policy
from capout_desktop.domain.credits import CreditBalance, KeyKind, key_kind
from capout_desktop.domain.organization import (
    Organization,
    is_confirmed,
    may_be_same,
    session_id,
    unconfirmed_organization,
)
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.services.organizations.key_store import KeyringTrouble, KeyStore
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.tasks import TaskOwner

_log = logging.getLogger(__name__)

PROMPT_SECONDS = 2.0
"""Time after which a keyring is assumed to wait for the person."""

RETEST_SECONDS = 2.0
"""Pause before a refused key is tested once more."""

TRUSTED_SECONDS = 60.0
"""A key that passed that test is not tested again within this time, but given up if refused."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A key that CapOut accepted, and its organization.

    Attributes:
        balance: The balance from the test of the key; None if there was none.
        fingerprint: That of the key; see `key_fingerprint`.
    """

    api_key: str = field(repr=False)
    organization_id: str
    kind: KeyKind
    client: CapOutClient
    credential_id: str
    balance: CreditBalance | None = None
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingerprint", key_fingerprint(self.api_key))


def key_fingerprint(key: str) -> str:
    """Return a digest that tells keys apart without revealing them."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


class Phase(Enum):
    """Phase of finding and testing a key."""

    LOOKING = "looking"
    """The keyring is being read; it may show a prompt of its own."""
    NEEDED = "needed"
    TESTING = "testing"
    OFFLINE = "offline"
    """There is a key, but CapOut cannot be reached to test it; retried automatically."""
    READY = "ready"


@dataclass(frozen=True, slots=True)
class CredentialStatus:
    """Status of a key, as the window shows it.

    Attributes:
        problem: Why a key is needed or cannot be tested.
        storage: Why the key is kept for this session only, or what the keyring waits for. None if
            it is stored, or was given for one session on purpose.
    """

    phase: Phase
    credential: Credential | None = None
    problem: Problem | None = None
    storage: Problem | None = None


class CredentialService:
    """Loads, tests, stores and replaces the key of one organization.

    Attributes:
        organization: The organization of the key, as far as known.
        status: The status of the key.
        key: The key in use, or to be used once CapOut can be reached; never shown or logged.
    """

    def __init__(
        self,
        organization: Organization,
        keys: KeyStore,
        make_client: Callable[[str], CapOutClient],
        tasks: TaskOwner,
        on_change: Callable[[CredentialService], None],
        *,
        session_key: str,
        sandbox: bool,
    ) -> None:
        """Create the service; a `session_key` replaces the stored key and is never stored."""
        self.organization = organization
        self._keys = keys
        self._make_client = make_client
        self._tasks = tasks
        self._on_change = on_change
        self._session_key = session_key
        self._sandbox = sandbox
        self._turn = asyncio.Lock()
        self._finding: asyncio.Task[None] | None = None
        self._impatient = asyncio.Event()
        self.key = ""
        self._passed_again_at: float | None = None
        self._clients: list[CapOutClient] = []
        self.status = CredentialStatus(Phase.LOOKING)

    def start(self) -> None:
        """Find the key, and test it until CapOut decides; a second call starts over."""
        self._stop_finding()
        self._change(CredentialStatus(Phase.LOOKING))
        self._finding = self._tasks.keep(self._find, VitalLoop.KEY)

    def need(self) -> None:
        """Wait for the person to enter a key; used if the keyring has none."""
        self._change(CredentialStatus(Phase.NEEDED))

    async def submit(self, key: str) -> Problem | None:
        """Test a cleaned key that the person entered; return a problem, or None if it is in use.

        If the new key does not work, a working one stays in use. The new key is stored, without
        waiting for a keyring that waits for the person.
        """
        async with self._turn:
            try:
                credential = await self._test(key)
            except CapOutError as error:
                return error.problem
            if not self._is_ours(credential):
                return key_problem.other_organization(self.organization.label)
            # A late answer of the keyring must not replace this key.
            self._stop_finding()
            self._session_key, self.key = "", key
            await self._keys.prepare()
            storing = self._tasks.start(self._store(credential), "key to the keyring")
            done, _ = await asyncio.wait({storing}, timeout=PROMPT_SECONDS)
            storage = storing.result() if done else key_problem.WAITING
            self._change(CredentialStatus(Phase.READY, credential, storage=storage))
            if not done:
                storing.add_done_callback(lambda task: self._stored(credential, task))
            return None

    async def check(self) -> Problem | None:
        """Test the key in use; return a problem, or None if it works."""
        credential = self.status.credential
        if credential is None:
            return self.status.problem or self.status.storage
        try:
            await credential.client.credits()
        except CapOutError as error:
            if isinstance(error, Unauthorized):
                self.refuse(credential, error.problem)
            return error.problem
        return None

    def try_now(self) -> None:
        """Test the key now instead of at the next scheduled retry."""
        self._impatient.set()

    def refuse(self, credential: Credential, problem: Problem) -> None:
        """Handle that CapOut refused this credential's key; ignored if it was replaced.

        One refusal may be a mistake of a gateway, so the key is tested once more before the person
        has to act. A key that is refused again soon after it passed that test is given up.
        """
        if credential is not self.status.credential:
            return
        passed_at = self._passed_again_at
        if passed_at is not None and clock.monotonic() - passed_at < TRUSTED_SECONDS:
            self._change(CredentialStatus(Phase.NEEDED, problem=problem))
            return
        self._stop_finding()
        self._change(CredentialStatus(Phase.TESTING))
        self._finding = self._tasks.keep(self._test_again, VitalLoop.KEY)

    async def close(self) -> None:
        """Close all connections opened with keys of this organization."""
        self._stop_finding()
        for client in self._clients:
            await client.aclose()

    async def _find(self) -> None:
        key = self._session_key or await self._load()
        if key:
            self.key = key
            await self._test_until_decided(key, was_refused=False)

    async def _test_again(self) -> None:
        await clock.sleep(RETEST_SECONDS)
        await self._test_until_decided(self.key, was_refused=True)
        if self.status.phase is Phase.READY:
            self._passed_again_at = clock.monotonic()

    async def _test_until_decided(self, key: str, *, was_refused: bool) -> None:
        """Test the key until CapOut accepts it, or has refused it twice in all."""
        attempts = 0
        while True:
            self._change(CredentialStatus(Phase.TESTING))
            try:
                credential = await self._test(key)
            except Unauthorized as error:
                if not was_refused and error.status_code is not None:
                    was_refused = True
                    await clock.sleep(RETEST_SECONDS)
                    continue
                self._change(CredentialStatus(Phase.NEEDED, problem=error.problem))
                return
            except CapOutError as error:
                attempts += 1
                self._change(CredentialStatus(Phase.OFFLINE, problem=error.problem))
                wait = policy.retry_delay(
                    attempts,
                    chance=random.random(),  # noqa: S311 - jitter
                    retry_after=error.retry_after,
                )
                self._impatient.clear()
                await clock.wait_for(self._impatient, min(wait.total_seconds(), 60))
                continue
            if self._is_ours(credential):
                self._change(CredentialStatus(Phase.READY, credential))
            else:
                problem = key_problem.other_organization(self.organization.label)
                self._change(CredentialStatus(Phase.NEEDED, problem=problem))
            return

    async def _load(self) -> str:
        def say_that_it_waits() -> None:
            self._change(CredentialStatus(Phase.LOOKING, storage=key_problem.WAITING))

        await self._keys.prepare()
        loop = asyncio.get_running_loop()
        waits = loop.call_later(PROMPT_SECONDS, say_that_it_waits)
        try:
            key = await self._keys.load(self.organization.id)
        except KeyringTrouble as trouble:
            self._change(CredentialStatus(Phase.NEEDED, storage=trouble.problem))
            return ""
        finally:
            waits.cancel()
        if not key:
            was_known = bool(self.organization.organization_id)
            problem = key_problem.lost(self.organization.label) if was_known else None
            self._change(CredentialStatus(Phase.NEEDED, problem=problem))
        return key or ""

    async def _store(self, credential: Credential) -> Problem | None:
        """Store the key; return why it is kept for this session only, or None."""
        try:
            await self._keys.save(self.organization.id, credential.api_key)
        except KeyringTrouble as trouble:
            _log.warning("key not stored: %s", trouble.problem.code)
            return trouble.problem
        return None

    def _stored(self, credential: Credential, storing: asyncio.Task[Problem | None]) -> None:
        if self.status.credential is not credential or storing.cancelled():
            return
        if storing.exception() is None:  # else `TaskOwner` reports it
            self._change(replace(self.status, storage=storing.result()))

    async def _test(self, key: str) -> Credential:
        client = self._make_client(key)
        self._clients.append(client)
        balance = None
        organization = ""
        try:
            balance = await client.credits()
            organization = balance.organization_id
        except UnreadableBalance as error:
            _log.warning("the key is valid, but the credits cannot be read: %s", error)
            organization = error.organization_id
        except CapOutError as error:
            if isinstance(error, Unauthorized) or error.retryable:
                raise
            # A key that may upload but not read the credits is valid.
            _log.warning("credits cannot be read: %s", error)
        if not organization:
            organization = unconfirmed_organization(key_fingerprint(key))
        kind = key_kind(key, sandbox=self._sandbox)
        is_session = self.organization.is_for_session
        credential_id = session_id(organization) if is_session else self.organization.id
        return Credential(key, organization, kind, client, credential_id, balance)

    def _is_ours(self, credential: Credential) -> bool:
        known = self.organization.organization_id
        return not is_confirmed(known) or may_be_same(known, credential.organization_id)

    def _stop_finding(self) -> None:
        if self._finding is not None:
            self._finding.cancel()
            self._finding = None

    def _change(self, status: CredentialStatus) -> None:
        self.status = status
        self._on_change(self)
