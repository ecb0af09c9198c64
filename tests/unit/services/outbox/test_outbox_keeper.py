"""When files of the outbox are deleted."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from helpers.clock import controlled_clock
from helpers.documents import at, document
from helpers.stored_documents import stored_documents

from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.events import StatusReported
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.outbox.keeper import AGAIN_SECONDS, OutboxKeeper
from capout_desktop.store.outbox import Outbox


async def test_a_file_that_another_program_has_open_is_deleted_as_soon_as_that_is_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = Outbox(tmp_path / "outbox")
    open_, gone, free = (outbox.add([name]).path for name in (b"open", b"gone", b"free"))
    origin = CopiedFrom(CopyKind.UNPACKED, "/mails/re.eml", "scope.pdf")
    unlink, refusals = os.unlink, [open_, open_]
    unlink(gone)

    def refuse(path: str) -> None:
        """Do not delete what is open, as on Windows."""
        if path in refusals:
            refusals.remove(path)
            raise PermissionError(path)
        unlink(path)

    monkeypatch.setattr(os, "unlink", refuse)
    left = asyncio.Queue[int]()
    with controlled_clock() as clock:
        async with asyncio.timeout(60), stored_documents(tmp_path) as stored:
            processing, ids = DocumentState.PROCESSING, {open_: "1", gone: "2", free: "3"}
            await stored.store.add(
                [
                    document(processing, id=at_, document_id=id_, source=at_, copied_from=origin)
                    for at_, id_ in ids.items()
                ]
            )
            keeper = OutboxKeeper(
                stored.store, outbox, stored.tasks, lambda number, _: left.put_nowait(number)
            )
            assert await left.get() == 2
            stored.store.apply_all(
                (path, StatusReported(at(9), StatusReport(id_, "complete")))
                for path, id_ in ids.items()
            )
            assert await left.get() == 1
            await clock.advance(AGAIN_SECONDS)
            assert await left.get() == 1
            await clock.advance(AGAIN_SECONDS)
            assert await left.get() == 0
            assert clock.asked.count(AGAIN_SECONDS) == 2
            keeper.close()
