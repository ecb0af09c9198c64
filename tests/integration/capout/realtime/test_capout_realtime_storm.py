"""Connections die all the time, documents move all the time: in the end every state is true.

`CAPOUT_STORM_SECONDS` says for how long; 15 s unless set.
"""

from __future__ import annotations

import asyncio
import os
import random
import time

import pytest
from helpers.realtime_recorder import hearing, seed
from helpers.scripted_server import MakeClient
from msgspec.structs import replace

from capout_desktop.capout.realtime import polling_channel, status_fetcher
from capout_desktop.capout.realtime.listener import Live, LiveSse, Timing
from capout_desktop.domain.status_report import Outcome
from capout_desktop.sandbox.contract import Call, FrameForm
from capout_desktop.sandbox.faults import (
    DropStream,
    Faults,
    JunkFrame,
    Point,
    Refuse,
    Reset,
    SendJunk,
)
from capout_desktop.sandbox.server import SandboxServer

SECONDS = float(os.environ.get("CAPOUT_STORM_SECONDS", "15"))
DOCUMENTS = 120


def random_faults(faults: Faults) -> None:
    faults.by_chance(Call.WEBSOCKET, Refuse(403), 0.2)
    faults.by_chance(Call.WEBSOCKET, Refuse(502), 0.1)
    faults.by_chance(Call.WEBSOCKET, DropStream(after_frames=40), 0.2)
    faults.by_chance(Call.WEBSOCKET, SendJunk(tuple(JunkFrame)), 0.3)
    faults.by_chance(Call.SSE, Refuse(503), 0.2)
    faults.by_chance(Call.SSE, DropStream(after_frames=30), 0.2)
    faults.by_chance(Call.TOKEN, Refuse(500), 0.05)
    faults.by_chance(Call.STATUS, Refuse(500), 0.03)
    faults.by_chance(Call.STATUS, Reset(Point.BEFORE_BODY), 0.03)
    faults.by_chance(Call.DOCUMENTS, Refuse(500), 0.1)


@pytest.mark.parametrize("progress", [True, False])
async def test_every_state_is_true_after_a_storm(
    sandbox: SandboxServer, make_client: MakeClient, progress: bool
) -> None:
    state = sandbox.state
    state.behavior.progress = progress
    state.behavior.frame_form = FrameForm.BARE if progress else FrameForm.ENVELOPE
    state.behavior.token_lifetime = 5.0
    state.behavior.snapshot_on_subscribe = not progress
    state.set_credits(100_000)
    documents = seed(sandbox, DOCUMENTS)
    chance = random.Random(7)
    failing = set(chance.sample(documents, 10))
    random_faults(state.faults)
    timing = replace(
        Timing(),
        first_delay=0.1,
        longest_delay=1.0,
        background_delay=1.0,
        shortest_token_life=0.0,
    )

    def storm() -> None:
        end = time.monotonic() + SECONDS / 2
        while (left := end - time.monotonic()) > 0:
            for document in chance.sample(documents, 5):
                if chance.random() < 0.3 * (1 - 2 * left / SECONDS):
                    (state.fail if document in failing else state.finish)(document)
                else:
                    state.advance(document)
            if chance.random() < 0.15:
                sandbox.drop_streams(chance.choice([None, 1000, 1006 - 5, 1011, 4401]))
            time.sleep(0.05)

    began = state.now()
    async with hearing(make_client(sandbox.base_url), documents, timing) as heard:
        await asyncio.to_thread(storm)
        state.faults.clear()
        for document in documents:
            await asyncio.to_thread(state.fail if document in failing else state.finish, document)
        await heard.until(lambda: heard.listener.watched == frozenset(), seconds=30)
        wanted = {d: state.document(d, heard_organization(sandbox)) for d in documents}
        for document, truth in wanted.items():
            assert truth is not None
            expected = Outcome.FAILED if truth.failed else Outcome.COMPLETE
            await heard.until(lambda d=document, e=expected: heard.outcome(d) is e)  # type: ignore[misc]
    assert heard.count(Live) + heard.count(LiveSse) >= 2, "there was a storm"
    minutes = 1 + (state.now() - began).total_seconds() / 60
    questions = state.journal.count(Call.STATUS) + state.journal.count(Call.DOCUMENTS)
    promise = status_fetcher.MOST_REQUESTS_A_MINUTE + polling_channel.MOST_REQUESTS_A_MINUTE
    assert questions <= promise * minutes


def heard_organization(sandbox: SandboxServer) -> str:
    return sandbox.state.ledger[0].organization_id
