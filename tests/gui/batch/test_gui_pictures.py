"""Pictures of an estimate, dropped onto the real window and received as one PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import pictures
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdf_readers import ARE_HERE, faults, page_forms
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain.copied_from import CopyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.store.journal import Journal
from capout_desktop.ui.documents.pages_dialog import PagesDialog
from capout_desktop.ui.documents.remedies import remedy

S = DocumentState
Live = Callable[..., Desktop]

pytestmark = pytest.mark.skipif(not ARE_HERE, reason="poppler and qpdf are not installed")


def keep(row: Document, path: Path) -> None:
    """Keep what the row is sent from, which goes once CapOut has it."""
    path.write_bytes(Path(row.source).read_bytes())


def test_pictures_become_one_draft_that_is_arranged_and_sent(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    names = ["page 1.jpg", "page 2.JPEG", "scan.tiff", "bomb.png", "IMG_7.HEIC"]
    contents = [pictures.jpeg(), pictures.jpeg(pictures.RED, orientation=6)]
    contents += [pictures.tiff([0], size=(1700, 2200)), pictures.hostile()["bomb.png"], b"heic"]
    paths = [tmp_path / name for name in names]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    first, sent = tmp_path / "first.pdf", tmp_path / "sent.pdf"

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files(paths))
        (row,) = await desktop.until_all(S.QUEUED, S.HELD, S.REJECTED, count=3) and [
            d for d in desktop.documents.values() if d.state is not S.REJECTED
        ]
        refused = [d for d in desktop.documents.values() if d.state is S.REJECTED]
        assert {(d.file_name, d.problem_code) for d in refused} == {
            ("bomb.png", "picture-too-large"),
            ("IMG_7.HEIC", "picture-heic"),
        }
        assert (row.file_name, row.page_count) == ("page 1.pdf", 3)
        assert row.waits_for_start
        assert Notice.SCAN in row.notices
        assert row.copied_from is not None
        assert row.copied_from.kind is CopyKind.PICTURES
        assert remedy(row)[0] == "pages"
        keep(row, first)

        def asked() -> bool:
            desktop.window.actions_on_rows.run_on("pages", row.id)
            return desktop.window.findChild(PagesDialog) is not None

        await desktop.until(asked, "the dialog")
        dialog = desktop.window.findChild(PagesDialog)
        assert isinstance(dialog, PagesDialog)
        await desktop.until(lambda: dialog.grid.pages.rowCount() == 3, "the pages")
        arrange(dialog)
        QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
        await desktop.until(lambda: desktop.documents[row.id].source != row.source, "the copy")
        await desktop.until(lambda: desktop.documents[row.id].page_count == 3, "its check")
        assert desktop.documents[row.id].waits_for_start
        keep(desktop.documents[row.id], sent)
        await desktop.send_batch(1)
        await desktop.until(lambda: desktop.documents[row.id].state is S.COMPLETE, "the end")

    live(scenario)
    content = sent.read_bytes()
    assert [upload.sha256 for upload in sandbox.state.ledger] == [
        hashlib.sha256(content).hexdigest()
    ]
    assert faults(first) == faults(sent) == ""
    assert [form[0].split(" pts")[0] for form in page_forms(first)] == [
        *("792 x 528", "528 x 792"),
        "612 x 792",
    ]
    # The scan is the first page now, and turned.
    assert [form[1] for form in page_forms(sent)] == ["90", "0", "0"]
    for photo in contents[:2]:
        assert photo[photo.index(b"\xff\xda") :] in content
    journal = Journal(tmp_path / "data" / "journal.sqlite3")
    *earlier, attempt = journal.load_attempts()
    # A broken connection may have cost one of which CapOut certainly has nothing.
    assert all(one.certainly_never_complete for one in earlier), earlier
    assert attempt.sha256 == hashlib.sha256(content).hexdigest()
    assert attempt.original_sha256
    journal.close()
    assert [path.read_bytes() for path in paths] == contents


def arrange(dialog: PagesDialog) -> None:
    """Put the scan first and turn it, by keyboard."""
    grid = dialog.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.pages.index(2))
    for button in (dialog.earlier_button, dialog.earlier_button, dialog.turn_button):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert [page.number for page in grid.pages.chosen] == [3, 1, 2]
