"""A key is given up only after a second refusal, and never because of an older key's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from helpers.clock import ControlledClock, controlled_clock

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Garbage, GarbageKind, Refuse
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.credential_service import TRUSTED_SECONDS, Phase
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.organizations.key_store import KeyStore
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.runtime.tasks import TaskOwner

REFUSED = Problem(HoldReason.KEY_REFUSED)


@dataclass
class Desk:
    sandbox: SandboxServer
    organizations: Organizations
    clock: ControlledClock
    phases: list[Phase]

    async def until(self, phase: Phase) -> None:
        await self.clock.pass_until(lambda: self.organizations.active_service.status.phase is phase)


@asynccontextmanager
async def running() -> AsyncIterator[Desk]:
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    phases: list[Phase] = []
    keys = KeyStore()
    with SandboxServer(Behavior(speed=0)) as sandbox, controlled_clock() as clock:
        organizations = Organizations(
            Credentials(),
            keys,
            lambda key: CapOutClient(sandbox.base_url, key, retries=Retries(attempts=1)),
            tasks,
            stored=[],
            active="",
            session_key=SANDBOX_KEY,
            session_label="This session",
            nameless="Organization",
            sandbox=True,
        )
        organizations.listen(lambda: phases.append(organizations.active_service.status.phase))
        yield Desk(sandbox, organizations, clock, phases)
        await tasks.close()
        await organizations.close()
        keys.close()
    assert not failures


@pytest.mark.parametrize("refusals", [1, 2])
async def test_at_the_start_one_refusal_is_tested_again_and_two_are_believed(refusals: int) -> None:
    async with running() as desk:
        desk.sandbox.state.faults.add(Call.CREDITS, *[Refuse(401)] * refusals)
        desk.organizations.start()
        await desk.until(Phase.READY if refusals == 1 else Phase.NEEDED)
        assert (Phase.NEEDED in desk.phases) == (refusals == 2)


async def test_a_key_is_valid_if_capout_answers_without_a_readable_balance() -> None:
    async with running() as desk:
        desk.sandbox.state.faults.by_chance(Call.CREDITS, Garbage(GarbageKind.WRONG_SHAPE), 1.0)
        desk.organizations.start()
        await desk.until(Phase.READY)
        assert Phase.OFFLINE not in desk.phases


async def test_a_sign_in_page_instead_of_a_balance_says_nothing_about_the_key() -> None:
    async with running() as desk:
        desk.sandbox.state.faults.by_chance(Call.CREDITS, Garbage(GarbageKind.HTML), 1.0)
        desk.organizations.start()
        await desk.until(Phase.OFFLINE)
        assert Phase.READY not in desk.phases
        assert not desk.organizations.credentials.working


async def test_a_single_refusal_of_a_working_key_does_not_switch_it_off() -> None:
    async with running() as desk:
        organizations = desk.organizations
        organizations.start()
        await desk.until(Phase.READY)
        older = organizations.active_service.status.credential
        assert older is not None
        organizations.refuse(older, REFUSED)
        assert not organizations.credentials.working, "nothing goes while it is tested"
        await desk.until(Phase.READY)
        assert Phase.NEEDED not in desk.phases
        # A late answer about the credential from before that test says nothing.
        organizations.refuse(older, REFUSED)
        newer = organizations.active_service.status.credential
        assert newer is not None
        assert organizations.credentials.working == [newer]
        # Refused again at once: its test passes, and its documents do not.
        organizations.refuse(newer, REFUSED)
        assert organizations.active_service.status.phase is Phase.NEEDED


async def test_a_key_that_passed_its_test_long_ago_is_tested_again() -> None:
    async with running() as desk:
        desk.organizations.start()
        await desk.until(Phase.READY)
        for _ in range(2):
            credential = desk.organizations.active_service.status.credential
            assert credential is not None
            desk.organizations.refuse(credential, REFUSED)
            await desk.until(Phase.READY)
            await desk.clock.advance(TRUSTED_SECONDS)
        assert Phase.NEEDED not in desk.phases
