"""Some pages of a PDF, chosen in the real window and received by CapOut."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdf_readers import ARE_HERE, faults, page_forms, page_texts
from helpers.pdfs import shared_packet_pdf
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from capout_desktop.domain import policy
from capout_desktop.domain.copied_from import CopyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_warning import document_warnings
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.store.journal import Journal
from capout_desktop.ui.documents.pages_dialog import PagesDialog
from capout_desktop.ui.documents.remedies import remedy

S = DocumentState
Live = Callable[..., Desktop]

pytestmark = pytest.mark.skipif(not ARE_HERE, reason="poppler and qpdf are not installed")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def asked(desktop: Desktop, local_id: str) -> PagesDialog:
    """Return the dialog for a row, once its pages are shown and drawn."""

    def is_open() -> bool:
        desktop.window.actions_on_rows.run_on("pages", local_id)
        return desktop.window.findChild(PagesDialog) is not None

    await desktop.until(is_open, "the dialog, once the row is shown")
    dialog = desktop.window.findChild(PagesDialog)
    assert isinstance(dialog, PagesDialog)
    await desktop.until(lambda: dialog.grid.pages.rowCount() > 0, "the pages")
    await desktop.until(lambda: dialog.grid.pages.image(0) is not None, "a drawn page")
    return dialog


def keep(row: Document, path: Path) -> None:
    """Keep what the row is sent from, which goes once CapOut has it."""
    path.write_bytes(Path(row.source).read_bytes())


def choose(dialog: PagesDialog) -> None:
    """Choose pages 1 to 3 and 7 by keyboard."""
    grid = dialog.grid
    QTest.mouseClick(dialog.none_button, Qt.MouseButton.LeftButton)
    assert not dialog.send_button.isEnabled()
    # By keyboard, as with a screen reader: the first three, then the last but two.
    grid.setFocus()
    grid.setCurrentIndex(grid.pages.index(0))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(grid, Qt.Key.Key_Right, shift)
    QTest.keyClick(grid, Qt.Key.Key_Right, shift)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert dialog.ranges.text() == "1-3"
    spoken = QAccessible.queryAccessibleInterface(grid).child(0)
    assert spoken.text(QAccessible.Text.Name) == "Page 1, Other, chosen"
    dialog.ranges.setFocus()
    QTest.keyClicks(dialog.ranges, ", 7")


def test_the_chosen_pages_of_a_file_that_is_too_large_are_sent(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = shared_packet_pdf(9)
    path, sent = tmp_path / "packet.pdf", tmp_path / "sent.pdf"
    path.write_bytes(content)
    monkeypatch.setattr(policy, "MAX_PDF_BYTES", 200_000)

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.REJECTED)
        assert remedy(row)[0] == "pages"
        desktop.window.queue.pause_toggled.emit(True)
        dialog = await asked(desktop, row.id)
        assert not dialog.isModal()
        assert dialog.ranges.text() == "1-9"
        await desktop.until(lambda: "still too large" in dialog.size_label.text(), "the size")
        choose(dialog)
        await desktop.until(lambda: "4 of 9 pages" in dialog.size_label.text(), "four pages")
        await desktop.until(lambda: "KB" in dialog.size_label.text(), "their size")
        QTest.keyClick(dialog.ranges, Qt.Key.Key_Return)
        (row,) = await desktop.until_all(S.QUEUED)
        keep(row, sent)
        assert row.page_count == 4
        assert row.copied_from is not None
        assert row.copied_from.kind is CopyKind.PAGES
        assert row.copied_from.pages == "1-3, 7"
        again = await asked(desktop, row.id)
        assert again.grid.pages.rowCount() == 9, "the pages of the original"
        assert again.ranges.text() == "1-3, 7"
        again.reject()
        desktop.window.queue.pause_toggled.emit(False)
        await desktop.until_all(S.COMPLETE)

    live(scenario)
    assert [upload.sha256 for upload in sandbox.state.ledger] == [sha256(sent.read_bytes())]
    assert faults(sent) == ""
    texts, forms = page_texts(path), page_forms(path)
    assert page_texts(sent) == [texts[index] for index in (0, 1, 2, 6)]
    assert page_forms(sent) == [forms[index] for index in (0, 1, 2, 6)]
    assert path.read_bytes() == content
    journal = Journal(tmp_path / "data" / "journal.sqlite3")
    *earlier, attempt = journal.load_attempts()
    # A broken connection may have cost one of which CapOut certainly has nothing.
    assert all(one.certainly_never_complete for one in earlier), earlier
    assert attempt.sha256 == sha256(sent.read_bytes())
    assert attempt.original_sha256 == sha256(content)
    journal.close()
    assert not list((tmp_path / "data" / "outbox").iterdir())


def test_pages_are_chosen_after_capout_refused_a_file_that_is_too_large_for_it(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sent = tmp_path / "packet.pdf", tmp_path / "sent.pdf"
    path.write_bytes(shared_packet_pdf(9))
    # Too large by the stricter reading of the limit only, so that the file goes.
    monkeypatch.setattr(policy, "SAFE_PDF_BYTES", 200_000)
    sandbox.state.faults.add(Call.UPLOAD, Refuse(413))

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.FAILED)
        assert row.problem_code == "too-large"
        assert "pdf-large" in {warning.code for warning in document_warnings(row)}
        offered = remedy(row)[0]
        assert desktop.window.actions_on_rows.row_action(offered).button_text == "Choose pages…"
        desktop.window.queue.pause_toggled.emit(True)
        dialog = await asked(desktop, row.id)
        await desktop.until(lambda: "may" in dialog.size_label.text(), "the warning of the size")
        choose(dialog)
        await desktop.until(lambda: "4 of 9 pages" in dialog.size_label.text(), "four pages")
        QTest.keyClick(dialog.ranges, Qt.Key.Key_Return)
        (row,) = await desktop.until_all(S.QUEUED)
        assert "pdf-large" not in {warning.code for warning in document_warnings(row)}
        keep(row, sent)
        desktop.window.queue.pause_toggled.emit(False)
        await desktop.until_all(S.COMPLETE)

    live(scenario)
    assert [upload.sha256 for upload in sandbox.state.ledger] == [sha256(sent.read_bytes())]
    assert page_texts(sent) == [page_texts(path)[index] for index in (0, 1, 2, 6)]
