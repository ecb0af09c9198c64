"""The details of documents that really go, from a real journal and with real pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import endless_pdf, locked_pdf, scanned_pdf, written_pdf
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake import pdf_inspector
from capout_desktop.ui.details.preview import Preview
from capout_desktop.ui.details.timeline_view import TimelineText
from capout_desktop.ui.documents.table import DocumentTable

S = DocumentState
Live = Callable[..., Desktop]


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def select(desktop: Desktop, local_id: str) -> None:
    desktop.window.model.flush()
    table = desktop.window.findChild(DocumentTable)
    desktop.window.look.documents.view.unfold_all.trigger()  # it may be in a folded batch
    row = desktop.window.model.row_of(local_id)
    assert isinstance(table, DocumentTable)
    assert row is not None
    table.selectRow(row)


def preview(desktop: Desktop) -> str:
    panel = desktop.window.details.panel
    found = panel.findChild(Preview) if panel is not None else None
    return found.accessibleName() if isinstance(found, Preview) else ""


def told(desktop: Desktop) -> str:
    panel = desktop.window.details.panel
    found = panel.findChild(TimelineText) if panel is not None else None
    return found.toPlainText() if isinstance(found, TimelineText) else ""


def named(rows: list[Document], name: str) -> Document:
    return next(row for row in rows if row.file_name == name)


def test_the_details_follow_a_document_to_its_end(live: Live, tmp_path: Path) -> None:
    path = write(tmp_path, "scope.pdf", scanned_pdf(3))

    async def scenario(desktop: Desktop) -> None:
        assert drop(desktop.window, files([path]))
        await desktop.until(lambda: desktop.documents, "the row is there")
        (row,) = desktop.documents.values()
        desktop.window.details.action.setChecked(True)
        select(desktop, row.id)
        await desktop.until(lambda: preview(desktop) == "First page", "the picture is shown")
        await desktop.until_all(S.COMPLETE)
        await desktop.until(lambda: "Complete" in told(desktop), "the timeline goes on by itself")
        (row,) = desktop.documents.values()
        assert row.notices == (Notice.SCAN,)
        story = told(desktop)
        places = [
            story.index(words)
            for words in (
                "Added to the list",
                "Checked: ready to send. A scan",
                "Sending",
                f"Accepted by CapOut as {row.document_id}",
                "OCR ",  # running or done, by how quickly the news came
                "Categories done",
                "Complete: the estimate is in Xactimate",
            )
        ]
        assert places == sorted(places)
        panel = desktop.window.details.panel
        assert panel is not None
        await desktop.until(
            lambda: "Left before" in {label.text() for label in panel.findChildren(QLabel)},
            "what it did to the credits is told",
        )
        buttons = [b for b in panel.findChildren(QToolButton) if b.isVisible()]
        (copy,) = [b for b in buttons if b.text() == "Copy CapOut document ID"]
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == row.document_id

    live(scenario)


def test_the_history_of_a_document_is_kept_after_a_restart(live: Live, tmp_path: Path) -> None:
    path = write(tmp_path, "scope.pdf", written_pdf(2))

    async def first(desktop: Desktop) -> None:
        assert drop(desktop.window, files([path]))
        await desktop.until_all(S.COMPLETE)

    async def second(desktop: Desktop) -> None:
        (row,) = await desktop.until_all(S.COMPLETE)
        desktop.window.details.action.setChecked(True)
        select(desktop, row.id)
        await desktop.until(lambda: "Complete" in told(desktop), "the timeline is read")
        assert "Added to the list" in told(desktop)

    live(first)
    live(second)


def test_the_panel_is_restored_after_a_restart(live: Live, tmp_path: Path) -> None:
    path = write(tmp_path, "scope.pdf", written_pdf(2))

    async def first(desktop: Desktop) -> None:
        assert drop(desktop.window, files([path]))
        await desktop.until_all(S.COMPLETE)
        desktop.window.details.restore(True, 400)

    async def second(desktop: Desktop) -> None:
        await desktop.until_all(S.COMPLETE)
        details = desktop.window.details
        await desktop.until(
            lambda: details.panel is not None and details.panel.width() == 400, "it is as wide"
        )
        assert details.is_open

    live(first)
    live(second)


def test_a_hostile_pdf_has_no_preview_and_is_still_sent(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_inspector, "INSPECTION_SECONDS", 4.0)
    monkeypatch.setattr(pdf_inspector, "DRAWING_SECONDS", 3.0)
    paths = [
        write(tmp_path, "hostile.pdf", endless_pdf()),
        write(tmp_path, "good.pdf", written_pdf(2)),
        write(tmp_path, "locked.pdf", locked_pdf()),
    ]

    async def scenario(desktop: Desktop) -> None:
        assert drop(desktop.window, files(paths))
        await desktop.send_batch(2)
        rows = await desktop.until_all(S.COMPLETE, S.REJECTED, count=3)
        assert named(rows, "hostile.pdf").state is S.COMPLETE
        assert named(rows, "good.pdf").page_count == 2
        desktop.window.details.action.setChecked(True)
        select(desktop, named(rows, "hostile.pdf").id)
        await desktop.until(
            lambda: preview(desktop).startswith("No preview"), "the hostile one has no picture"
        )
        select(desktop, named(rows, "good.pdf").id)
        await desktop.until(lambda: preview(desktop) == "First page", "the next one has")
        select(desktop, named(rows, "locked.pdf").id)
        await desktop.until(
            lambda: preview(desktop).startswith("No preview"), "the locked one has no picture"
        )

    live(scenario)
    assert {entry.file_name for entry in sandbox.state.ledger} == {"hostile.pdf", "good.pdf"}
