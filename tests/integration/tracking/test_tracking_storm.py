"""Servers at random: each document that CapOut has is followed to its end, and to the right one.

The ids are those of receipts, or those of a list that has other ones: a document whose receipt was
lost is known by the id in the list.
"""

from __future__ import annotations

import asyncio
import gc
import random
import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest
from helpers.following import following
from helpers.jump_clock import JumpClock, jump_clock

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.sandbox import hostile
from capout_desktop.sandbox.contract import Behavior, Call, DocumentsForm, ListedIds
from capout_desktop.sandbox.faults import FailWorkflow
from capout_desktop.sandbox.listing import listed_id
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

S = DocumentState
LONGEST_SECONDS = 3 * 3600.0
"""Seconds within which everything ends, most of it in some minutes."""
MOMENTS = 20
"""Number of moments at which the connections may break, before the faults end."""

_READABLE_FORMS = [form for form in DocumentsForm if form is not DocumentsForm.BY_ID]
_LIST_WITH_STATUSES = {
    "documents_limit": 100,
    "documents_window": None,
    "documents_omit": frozenset[str](),
}


@pytest.mark.parametrize("seed", range(4))
def test_what_capout_has_is_followed_to_its_end(tmp_path: Path, seed: int) -> None:
    assert not complaints_of(seed, ListedIds.AS_RECEIPTS, tmp_path)


@pytest.mark.parametrize("form", [ListedIds.OTHER, ListedIds.UPPER_CASE])
@pytest.mark.parametrize("seed", [168, 204])
def test_what_only_the_list_of_capout_knows_is_followed_to_its_end(
    tmp_path: Path, seed: int, form: ListedIds
) -> None:
    assert not complaints_of(seed, form, tmp_path)


def complaints_of(seed: int, form: ListedIds, folder: Path) -> list[str]:
    """Let a storm pass, and return what it complains of."""
    with warnings.catch_warnings():
        # A connection that is canceled in the moment in which it stands is left to the garbage
        # collector by `anyio.connect_tcp`. Here there are hundreds of such moments.
        warnings.simplefilter("ignore", ResourceWarning)
        with jump_clock() as clock:
            complaints = clock.run(Storm(seed, clock, form).follow(folder))
        gc.collect()
    return complaints


class Storm:
    """Documents that a random server has, and the service that follows them."""

    def __init__(self, seed: int, clock: JumpClock, listed_ids: ListedIds) -> None:
        self._clock = clock
        self._chance = random.Random(seed)
        self._server = hostile.draw(seed)
        speed = self._chance.choice((0.05, 0.2, 1.0, 20.0))
        self._sandbox = SandboxServer(Behavior(speed=speed), credits=10**6, seed=seed)
        state = self._sandbox.state
        self._server.apply(state)
        state.behavior.documents_ids = listed_ids
        state.faults.by_chance(Call.WORKFLOW, FailWorkflow(), 0.2)
        if listed_ids is not ListedIds.AS_RECEIPTS:
            state.behavior.documents_form = self._chance.choice(_READABLE_FORMS)
            for name, value in _LIST_WITH_STATUSES.items():
                setattr(state.behavior, name, value)
        organization = state.organization_of(SANDBOX_KEY)
        assert organization is not None
        self._organization_id = organization.id
        # By the id that this computer knows.
        self._receipts: dict[str, str] = {}
        for number in range(self._chance.choice((1, 3, 12, 40))):
            receipt = state.seed_document(f"{number}.pdf", "team@example")
            self._receipts[str(listed_id(receipt, listed_ids))] = receipt
        self._lies: list[str] = []

    async def follow(self, folder: Path) -> list[str]:
        """Follow all documents; return which did not end, or not as CapOut has it."""
        with self._sandbox:
            client = CapOutClient(self._sandbox.base_url, SANDBOX_KEY)
            async with following(folder, client, [*self._receipts]) as followed:
                store = followed.store
                store.listen(self._compare)
                await self._break_connections()
                self._sandbox.state.faults.clear()
                ends_at = self._clock.monotonic() + LONGEST_SECONDS
                while store.in_state(S.PROCESSING) and self._clock.monotonic() < ends_at:
                    if followed.refused:
                        followed.refused.clear()
                        followed.use_key(client)
                    await asyncio.sleep(20)
                left = [f"{row.document_id} never ended" for row in store.in_state(S.PROCESSING)]
        complaints = [*left, *self._lies]
        return [*complaints, str(self._server)] if complaints else []

    async def _break_connections(self) -> None:
        for _ in range(MOMENTS):
            await asyncio.sleep(self._chance.uniform(0, 60))
            if self._chance.random() < 0.2:
                self._sandbox.drop_streams(self._chance.choice((None, 1000, 1011)))

    def _compare(self, rows: Sequence[Document]) -> None:
        for row in rows:
            receipt = self._receipts[row.document_id]
            truth = self._sandbox.state.document(receipt, self._organization_id)
            assert truth is not None
            if row.state is S.COMPLETE and truth.completed_at is None:
                self._lies.append(f"{row.document_id} is not complete")
            if row.state is S.FAILED and not truth.failed:
                self._lies.append(f"{row.document_id} has not failed")
