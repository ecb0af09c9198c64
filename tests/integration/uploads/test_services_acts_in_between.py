"""What a person does while the queue waits for the disk."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from helpers.queue_bench import S, bench, stands

from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.server import SandboxServer


async def test_a_document_that_is_canceled_while_its_attempt_is_written_does_not_go(
    tmp_path: Path,
) -> None:
    with SandboxServer(Behavior(speed=0)) as sandbox:
        async with bench(tmp_path, sandbox.base_url) as desk:
            desk.uploads.pause(True)
            await desk.send("scope.pdf")
            queued = await desk.until(stands("scope.pdf", S.QUEUED))
            begun, may_go_on = asyncio.Event(), threading.Event()
            begin = desk.store.begin_attempt

            async def hold_the_disk(*what: object) -> object:
                # The journal's thread is busy from now on, so the attempt waits for it.
                busy = asyncio.ensure_future(desk.disk.run(may_go_on.wait))
                await asyncio.sleep(0)
                begun.set()
                try:
                    return await begin(*what)  # type: ignore[arg-type]
                finally:
                    await busy

            desk.store.begin_attempt = hold_the_disk  # type: ignore[assignment,method-assign]
            desk.uploads.pause(False)
            async with asyncio.timeout(20):
                await begun.wait()
            desk.uploads.cancel(queued.id)
            may_go_on.set()
            await desk.send("next.pdf")  # goes after it: what was to be sent has been sent
            await desk.until(stands("next.pdf", S.PROCESSING, S.COMPLETE))
            assert desk.store[queued.id].state is S.CANCELED
        assert [entry.file_name for entry in sandbox.state.ledger] == ["next.pdf"]
        assert sandbox.state.journal.count(Call.UPLOAD) == 1
