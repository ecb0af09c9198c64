"""Which documents are checked, and what ends with the check."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from helpers.documents import document
from helpers.new_threads import NewThreads
from helpers.pdfs import pdf
from helpers.stored_documents import stored_documents

from capout_desktop.domain.document import DocumentState
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector, PdfVerdict
from capout_desktop.services.intake.preflight import Preflight

S = DocumentState


@dataclass
class Inspector:
    """Stands for the inspector: every PDF opens."""

    files: list[int] = field(default_factory=list)
    is_closed: bool = False

    def inspect_open(self, file: int) -> PdfFacts:
        self.files.append(file)
        return PdfFacts(PdfVerdict.OPENS, 3)

    def close(self) -> None:
        self.is_closed = True


async def test_what_was_not_checked_before_the_program_ended_is_checked_at_the_next_start(
    tmp_path: Path,
) -> None:
    new, inspector = NewThreads(), Inspector()
    rows = [
        document(
            S.CHECKING, id=name, file_name=name, source=str(tmp_path / name), removed=is_removed
        )
        for name, is_removed in (("a.pdf", False), ("removed.pdf", True), ("b.pdf", False))
    ]
    for row in rows:
        (tmp_path / row.file_name).write_bytes(pdf())
    async with stored_documents(tmp_path) as stored:
        store = stored.store
        await store.add(rows)
        done = asyncio.Event()
        store.listen(lambda _: done.set() if store.count(S.QUEUED) == 2 else None)
        preflight = Preflight(store, cast("PdfInspector", inspector), stored.tasks)
        await asyncio.wait_for(done.wait(), 60)
        assert [(row.state, row.page_count) for row in store] == [
            (S.QUEUED, 3),
            (S.CHECKING, None),
            (S.QUEUED, 3),
        ]
        assert len(inspector.files) == 2
        await stored.tasks.close()
        assert new.named("check")
        assert new.named("pdfium")
        preflight.close()
        assert inspector.is_closed
        new.wait_for_end("check")
        new.wait_for_end("pdfium")
