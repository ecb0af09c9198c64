"""Whose key is in use: found at start, tested against CapOut, asked for where there is none."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Unauthorized
from capout_desktop.domain import policy
from capout_desktop.domain.api_key import clean_api_key
from capout_desktop.domain.credits import CreditBalance, KeyKind, key_kind
from capout_desktop.domain.problem import Problem
from capout_desktop.services.keys import KeyringTrouble, KeyStore

_log = logging.getLogger(__name__)

NO_KEY_TYPED = Problem(
    "no-key-typed",
    "Enter your API key",
    "You find it in CapOut's web app under Settings → API keys.",
)
KEY_HAS_SPACES = Problem(
    "key-shape",
    "This does not look like an API key",
    "A key is one long word without spaces. Copy it once more from CapOut's web app.",
)


@dataclass(frozen=True, slots=True)
class Account:
    """A key that CapOut accepted, and whose it is."""

    api_key: str = field(repr=False)
    organization_id: str
    kind: KeyKind
    client: CapOutClient


class Phase(Enum):
    """How far the key is."""

    LOOKING = "looking"
    """The keyring is being asked; it may show a prompt of its own."""
    NEEDED = "needed"
    TESTING = "testing"
    OFFLINE = "offline"
    """There is a key, and CapOut cannot be reached to test it; tried again by itself."""
    READY = "ready"


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """What the window shows of the key.

    Attributes:
        problem: Why a key is needed or cannot be tested.
        storage: Why the key is kept for this session only; None where it is stored, or was given
            for one session on purpose.
    """

    phase: Phase
    account: Account | None = None
    problem: Problem | None = None
    storage: Problem | None = None


class AccountService:
    """Finds, tests, stores and replaces the key.

    Attributes:
        key: The one in use, or that would be if CapOut could be reached; never shown or logged.
    """

    def __init__(
        self,
        keys: KeyStore,
        make_client: Callable[[str], CapOutClient],
        on_change: Callable[[AccountStatus], None],
        *,
        session_key: str | None,
        sandbox: bool,
    ) -> None:
        """`session_key` beats the keyring and is never stored."""
        self._keys = keys
        self._make_client = make_client
        self._on_change = on_change
        self._session_key = session_key
        self._sandbox = sandbox
        self._turn = asyncio.Lock()
        self._impatient = asyncio.Event()
        self._clients: list[CapOutClient] = []
        self.first_balance: CreditBalance | None = None
        self.key = ""
        self.status = AccountStatus(Phase.LOOKING)

    async def start(self) -> None:
        """Find the key and test it until CapOut says yes or no."""
        key = clean_api_key(self._session_key or "")
        if not key:
            try:
                key = await self._keys.load() or ""
            except KeyringTrouble as trouble:
                self._change(AccountStatus(Phase.NEEDED, storage=trouble.problem))
                return
        if not key:
            self._change(AccountStatus(Phase.NEEDED))
            return
        self.key = key
        attempts = 0
        while True:
            self._change(AccountStatus(Phase.TESTING))
            try:
                account = await self._test(key)
            except Unauthorized as error:
                self._change(AccountStatus(Phase.NEEDED, problem=error.problem))
                return
            except CapOutError as error:
                attempts += 1
                self._change(AccountStatus(Phase.OFFLINE, problem=error.problem))
                wait = policy.retry_delay(
                    attempts,
                    chance=random.random(),  # noqa: S311 - jitter
                    retry_after=error.retry_after,
                )
                self._impatient.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._impatient.wait(), min(wait.total_seconds(), 60))
            else:
                self._change(AccountStatus(Phase.READY, account))
                return

    async def submit(self, pasted: str) -> bool:
        """Test a key that the person entered, and store it. Return whether it works."""
        key = clean_api_key(pasted)
        problem = None if key else NO_KEY_TYPED
        if key and (any(c.isspace() for c in key) or not key.isascii()):
            problem = KEY_HAS_SPACES
        if problem is not None:
            self._change(AccountStatus(Phase.NEEDED, problem=problem))
            return False
        async with self._turn:
            self._change(AccountStatus(Phase.TESTING))
            try:
                account = await self._test(key)
            except CapOutError as error:
                self._change(AccountStatus(Phase.NEEDED, problem=error.problem))
                return False
            self.key = key
            storage = None
            try:
                await self._keys.save(key)
            except KeyringTrouble as trouble:
                _log.warning("key not stored: %s", trouble.problem)
                storage = trouble.problem
            self._change(AccountStatus(Phase.READY, account, storage=storage))
            return True

    def try_now(self) -> None:
        """Test the key at once where the next try is waited for: something may be better now."""
        self._impatient.set()

    def refuse(self, problem: Problem) -> None:
        """CapOut does not accept the key in use any more."""
        self._change(AccountStatus(Phase.NEEDED, problem=problem))

    async def close(self) -> None:
        """Close every connection that a key of this session opened."""
        for client in self._clients:
            await client.aclose()

    async def _test(self, key: str) -> Account:
        client = self._make_client(key)
        self._clients.append(client)
        try:
            balance = await client.credits()
        except CapOutError as error:
            if isinstance(error, Unauthorized) or error.retryable:
                raise
            # A key that may upload and not read the credits is still a key.
            _log.warning("credits cannot be read: %s", error.problem)
            self.first_balance = None
            organization = "key-" + hashlib.sha256(key.encode()).hexdigest()[:16]
        else:
            self.first_balance = balance
            organization = balance.organization_id
        kind = key_kind(key, sandbox=self._sandbox)
        return Account(key, organization, kind, client)

    def _change(self, status: AccountStatus) -> None:
        self.status = status
        self._on_change(status)
