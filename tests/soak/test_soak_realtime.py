"""Hundreds of documents, faults all the way: the truth in the end, and memory that stays level.

`CAPOUT_SOAK_SECONDS` says for how long, after a warm-up; two minutes unless set.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import sys
from pathlib import Path

from soak.follower import RECOVERY_SECONDS

from capout_desktop.capout.realtime import polling_channel, status_fetcher
from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import (
    DropStream,
    FailWorkflow,
    Faults,
    JunkFrame,
    Point,
    Refuse,
    Reset,
    SendJunk,
)
from capout_desktop.sandbox.server import SandboxServer

SECONDS = float(os.environ.get("CAPOUT_SOAK_SECONDS", "120"))
DOCUMENTS = 500
WARM_UP_SECONDS = SECONDS / 3
"""Before that imports, buffers and caches come in (SQLite's alone takes 2 MB), the largest frame
included."""
WHOLE_SECONDS = WARM_UP_SECONDS + SECONDS
ROOT = Path(__file__).resolve().parents[2]


class Follower:
    """The follower's process, and what it says."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.said: dict[str, list[object]] = {}
        self._process = process
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, base_url: str, folder: Path, ids: list[str]) -> Follower:
        script = str(Path(__file__).with_name("follower.py"))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-X", "dev", "-W", "error", script, base_url, str(folder)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # The C library then knows of each object.
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONMALLOC": "malloc"},
        )
        follower = cls(process)
        follower.tell(json.dumps(ids))
        return follower

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")

    async def end(self) -> int:
        """Let it wait for the ends of all documents; return its exit code."""
        self.tell("end")
        return await asyncio.wait_for(self._process.wait(), RECOVERY_SECONDS + 30)

    async def close(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._listening

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            for kind, value in json.loads(line).items():
                self.said.setdefault(kind, []).append(value)


def random_faults(faults: Faults) -> None:
    every_junk = SendJunk(tuple(JunkFrame))
    faults.add(Call.WEBSOCKET, every_junk)
    faults.add(Call.SSE, every_junk)
    faults.by_chance(Call.WEBSOCKET, Refuse(403), 0.2)
    faults.by_chance(Call.WEBSOCKET, every_junk, 0.3)
    faults.by_chance(Call.WEBSOCKET, DropStream(after_frames=700), 0.3)
    faults.by_chance(Call.SSE, Refuse(503), 0.1)
    faults.by_chance(Call.SSE, DropStream(after_frames=90), 0.2)
    faults.by_chance(Call.TOKEN, Refuse(500), 0.02)
    faults.by_chance(Call.STATUS, Reset(Point.BEFORE_BODY), 0.02)
    faults.by_chance(Call.STATUS, Refuse(500), 0.02)
    faults.by_chance(Call.DOCUMENTS, Refuse(500), 0.05)


def truth(server: SandboxServer, ids: list[str]) -> dict[str, str]:
    states = {}
    for id_ in ids:
        document = server.state.document(id_, server.state.ledger[0].organization_id)
        assert document is not None
        assert document.is_over
        states[id_] = (DocumentState.FAILED if document.failed else DocumentState.COMPLETE).value
    return states


async def test_500_documents_are_followed_through_faults_with_level_memory(tmp_path: Path) -> None:
    # At this pace the documents end over the last third of the time.
    behavior = Behavior(speed=20 / (0.85 * WHOLE_SECONDS), token_lifetime=20.0, documents_limit=200)
    with SandboxServer(behavior, credits=100_000) as server:
        state = server.state
        state.faults.by_chance(Call.WORKFLOW, FailWorkflow(), 0.05)
        ids = [state.seed_document(f"{n}.pdf", "team@example") for n in range(DOCUMENTS)]
        random_faults(state.faults)
        began = state.now()
        follower = await Follower.start(server.base_url, tmp_path, ids)
        try:
            chance = random.Random(3)
            end = asyncio.get_running_loop().time() + WHOLE_SECONDS
            while (left := end - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(min(chance.uniform(0.5, 4), left))
                server.drop_streams(chance.choice([None, 1001, 1011, 4401]))
            state.faults.clear()
            for id_ in ids:
                await asyncio.to_thread(state.finish, id_)
            assert await follower.end() == 0
        finally:
            await follower.close()
        said = follower.said
        assert "failure" not in said
        assert said["states"] == [truth(server, ids)]

        minutes = 1 + (state.now() - began).total_seconds() / 60
        promise = status_fetcher.MOST_REQUESTS_A_MINUTE + polling_channel.MOST_REQUESTS_A_MINUTE
        questions = state.journal.count(Call.STATUS) + state.journal.count(Call.DOCUMENTS)
        assert questions <= promise * minutes
        connected = state.journal.count(Call.WEBSOCKET) + state.journal.count(Call.SSE)
        assert connected > SECONDS / 10, "there were faults all the way"

    samples = [float(str(held)) for held in said["held"]]
    samples = samples[int(len(samples) * WARM_UP_SECONDS / WHOLE_SECONDS) :]
    quarter = len(samples) // 4
    first, last = statistics.mean(samples[:quarter]), statistics.mean(samples[-quarter:])
    assert last <= 1.05 * first, f"{first / 1e6:.1f} MB became {last / 1e6:.1f} MB"
