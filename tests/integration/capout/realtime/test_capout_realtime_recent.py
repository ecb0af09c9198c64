"""The organization's latest documents are heard of, whoever submitted them."""

from __future__ import annotations

import asyncio

import pytest
from helpers.realtime_recorder import QUICK, hearing, seed, until
from helpers.scripted_server import MakeClient

from capout_desktop.capout.realtime.listener import Live, LiveSse, Polling
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.server import SandboxServer


@pytest.mark.parametrize("way", [Live, LiveSse])
async def test_what_somebody_submits_meanwhile_is_heard_of(
    sandbox: SandboxServer, make_client: MakeClient, way: type[object]
) -> None:
    if way is LiveSse:
        sandbox.state.faults.by_chance(Call.WEBSOCKET, Refuse(403))
    [before] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), (), QUICK, recent=10) as heard:
        await until(sandbox, lambda: sandbox.followed_ids >= {before})
        await asyncio.to_thread(sandbox.state.finish, before)
        await heard.complete(before)
        [meanwhile] = seed(sandbox, 1)
        await until(sandbox, lambda: sandbox.followed_ids >= {meanwhile})
        await asyncio.to_thread(sandbox.state.finish, meanwhile)
        await heard.complete(meanwhile)
        assert heard.count(way) >= 1


async def test_a_watched_one_is_subscribed_to_beside_the_latest(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    old, *latest = seed(sandbox, 4)
    async with hearing(make_client(sandbox.base_url), [old], QUICK, recent=3) as heard:
        await until(sandbox, lambda: sandbox.followed_ids == {old, *latest})
        for document in (old, latest[0]):
            await asyncio.to_thread(sandbox.state.finish, document)
        await heard.complete(old, latest[0])
        assert heard.listener.watched == frozenset()


async def test_where_only_questions_get_through_the_watched_ones_are_asked_about(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.faults.by_chance(Call.WEBSOCKET, Refuse(403))
    sandbox.state.faults.by_chance(Call.SSE, Refuse(403))
    [one] = seed(sandbox, 1)
    async with hearing(make_client(sandbox.base_url), [one], QUICK, recent=3) as heard:
        await heard.until(lambda: heard.count(Polling) > 0)
        await asyncio.to_thread(sandbox.state.finish, one)
        await heard.complete(one)
