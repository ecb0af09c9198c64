"""Teammates' documents through the real window, from a real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.documents.list_bar import ListBar

Live = Callable[..., Desktop]


def test_teammates_documents_are_listed_with_own_ones_without_duplicates(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.seed_document("theirs.pdf", "mate@example")
    path = tmp_path / "own.pdf"
    path.write_bytes(pdf(2))

    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        await desktop.until(lambda: window.model.elsewhere == 1, "the list is there")
        assert drop(window, files([path]))
        await desktop.until_all(DocumentState.COMPLETE)
        bar = window.findChild(ListBar)
        assert isinstance(bar, ListBar)
        window.model.flush()
        assert window.model.rowCount() == 1
        QTest.mouseClick(bar.scope.everything_button, Qt.MouseButton.LeftButton)
        names = sorted(window.model.document(row).file_name for row in range(2))
        assert (window.model.rowCount(), names) == (2, ["own.pdf", "theirs.pdf"])
        assert len(desktop.documents) == 1, "a teammate's document is no document of this computer"
        assert bar.age.startswith("As of ")

    live(scenario)
    assert len(sandbox.state.ledger) == 2
