"""Hostile PDFs through the real window, each verdict compared with that of an independent judge."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.hostile_pdfs import Made, Seen, complaint, make, write

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.services.intake.worker_confinement import MEMORY_BUDGET_BYTES
from capout_desktop.store.journal import Journal

Live = Callable[..., Desktop]
SECONDS = 90.0
"""Longest time without a further verdict."""
GROWTH_BYTES = 64 << 20
ROW_BYTES = 40_000
"""What the program may need beside that, and for each row with its estimate."""


class Memory:
    """The most memory that this process and its workers have used, looked at all the time."""

    def __init__(self) -> None:
        self._me = psutil.Process()
        self.before = self.window = self._me.memory_info().rss
        self.workers = 0
        self._ended = threading.Event()

    def __enter__(self) -> Memory:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            used = 0
            for child in self._me.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    used += child.memory_info().rss
            self.workers = max(self.workers, used)
            self.window = max(self.window, self._me.memory_info().rss)


def seen(row: Document) -> Seen:
    refusal = row.problem_code if row.state is DocumentState.REJECTED else ""
    return Seen(refusal, row.page_count, frozenset(notice.value for notice in row.notices))


@pytest.fixture
def made(pdf_numbers: range, tmp_path: Path) -> dict[str, Made]:
    """Write the files and return them by their paths."""
    folder = tmp_path / "files"
    folder.mkdir()
    # What keeps PDFium busy until its time is over takes too long for every test run.
    every = (make(number, with_slow=len(pdf_numbers) > 100) for number in pdf_numbers)
    return {str(write(one, folder)): one for one in every}


def test_no_hostile_pdf_loses_a_row_or_gets_a_wrong_verdict(
    live: Live, tmp_path: Path, made: dict[str, Made], report: Callable[[str], None]
) -> None:
    gc.collect()
    rows: dict[str, Document] = {}
    told = Counter[str]()
    memory = Memory()

    def settled(desktop: Desktop) -> int:
        rows = desktop.documents.values()
        return sum(row.state is not DocumentState.CHECKING for row in rows)

    async def scenario(desktop: Desktop) -> None:
        desktop.window.queue.pause_toggled.emit(True)
        began = time.monotonic()
        drop(desktop.window, files([Path(path) for path in made]))
        before, changed = -1, began
        while (now := settled(desktop)) < len(made):
            if now != before:
                before, changed = now, time.monotonic()
            assert time.monotonic() < changed + SECONDS, f"{now} of {len(made)} verdicts"
            await asyncio.sleep(0.05)
        told["seconds"] = round(time.monotonic() - began)
        desktop.window.model.flush()  # the list shows several changes at once, a moment later
        shown = desktop.window.model.listed_documents()
        assert sorted(row.origin_path for row in shown) == sorted(made)
        rows.update({row.origin_path: row for row in shown})

    with memory:
        live(scenario)
    journal = Journal(tmp_path / "data" / "journal.sqlite3")
    assert sorted(row.origin_path for row in journal.load()) == sorted(made)
    journal.close()

    wrong = []
    for path, one in made.items():
        said = seen(rows[path])
        told[said.refusal or "passed"] += 1
        if why := complaint(one, Path(path), said):
            wrong.append(f"{one.kind}: {one.name!r}: {why}")
    growth = memory.window - memory.before
    report(
        f"{len(made)} files: {dict(told)}; workers at most {memory.workers >> 20} MB, "
        f"the program grew by {growth >> 20} MB"
    )
    assert not wrong, "\n".join(wrong)
    assert memory.workers <= MEMORY_BUDGET_BYTES
    assert growth <= GROWTH_BYTES + ROW_BYTES * len(made)
