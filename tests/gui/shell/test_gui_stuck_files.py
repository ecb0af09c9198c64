"""Files that never answer, in the real window: the program still ends, with its list whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.mails import mail
from helpers.pdfs import pdf

from capout_desktop.domain.document import DocumentState
from capout_desktop.store.journal import Journal

STUCK_SECONDS = 60.0


@pytest.fixture
def dead_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Provide a folder whose files are there, and do not answer when they are opened."""
    folder = tmp_path / "dead"
    folder.mkdir()
    ended = threading.Event()
    real_open = os.open

    def stuck(path: Any, *rest: Any, **more: Any) -> int:
        if str(folder) in str(path):
            ended.wait(STUCK_SECONDS)
        return real_open(path, *rest, **more)

    monkeypatch.setattr(os, "open", stuck)
    yield folder
    ended.set()


def test_files_that_never_answer_keep_neither_others_nor_the_end_waiting(
    live: Callable[..., Desktop], tmp_path: Path, dead_drive: Path
) -> None:
    paths = [dead_drive / f"{number}.pdf" for number in range(4)] + [dead_drive / "letter.eml"]
    for path in paths:
        path.write_bytes(mail("S", {}) if path.suffix == ".eml" else pdf(marker=path.name))
    good = tmp_path / "good.pdf"
    good.write_bytes(pdf(marker="good"))

    async def scenario(desktop: Desktop) -> None:
        def states() -> list[DocumentState]:
            return [row.state for row in desktop.documents.values()]

        def is_checked() -> bool:
            rows = desktop.documents.values()
            return any(row.file_name == good.name and row.sha256 is not None for row in rows)

        drop(desktop.window, files(paths[:4]))
        await desktop.until(lambda: len(states()) == 4, "the rows")
        drop(desktop.window, files(paths[4:]))  # whose opening is still waited for at the end
        drop(desktop.window, files([good]))
        await desktop.until(is_checked, "the good one is checked")
        assert states().count(DocumentState.CHECKING) == 4

    desktop = live(scenario)
    assert desktop.seconds_to_close < STUCK_SECONDS / 4
    journal = Journal(tmp_path / "data" / "journal.sqlite3")
    names = {Path(row.source).name for row in journal.load()} - {"letter.eml"}
    journal.close()
    assert names == {"0.pdf", "1.pdf", "2.pdf", "3.pdf", "good.pdf"}
