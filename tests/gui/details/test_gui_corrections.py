"""What the person does with what was read: correct it, see its page, compare two files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from helpers.desktop import Desktop
from helpers.ui_fixtures import S
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QToolButton, QWidget

from capout_desktop.resources import resource_path
from capout_desktop.ui.details.comparison_dialog import ComparisonDialog
from capout_desktop.ui.details.correction_dialog import CorrectionDialog
from capout_desktop.ui.details.page import DocumentPage
from capout_desktop.ui.details.pdf_page_view import PdfPageDialog
from capout_desktop.ui.documents.estimate_text import searched_text
from capout_desktop.ui.widgets.selectable_text import SelectableText

T = TypeVar("T", bound=QDialog)
Live = Callable[..., Desktop]
SAMPLE = min(resource_path("samples").glob("State-Meridian*.pdf"))


def page_of(desktop: Desktop) -> DocumentPage:
    found = desktop.window.findChild(DocumentPage)
    assert isinstance(found, DocumentPage)
    return found


def press(parent: QWidget, name: str) -> None:
    buttons = parent.findChildren(QToolButton)
    button = next(one for one in buttons if one.accessibleName() == name and not one.isHidden())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def opened(desktop: Desktop, kind: type[T]) -> T:
    return next(one for one in desktop.window.findChildren(kind) if one.isVisible())


def said(page: DocumentPage) -> str:
    texts = [one.toPlainText() for one in page.facts_of_estimate.findChildren(SelectableText)]
    return "\n".join(texts)


async def with_details(desktop: Desktop) -> None:
    """Wait until the only document is complete and its estimate was read; open its details."""

    def is_read() -> bool:
        return all(row.estimate is not None for row in desktop.documents.values())

    await desktop.until_all(S.COMPLETE)
    await desktop.until(is_read, "the estimate is read")
    desktop.window.model.flush()
    desktop.window.look.documents.details.action.setChecked(True)
    desktop.window.look.documents.table.selectRow(0)
    await desktop.until(lambda: desktop.window.findChild(DocumentPage) is not None, "the details")
    await desktop.until(page_of(desktop).estimate_section.isVisible, "what was read")


def test_what_was_read_is_shown_on_its_page_corrected_kept_and_taken_back(
    live: Live, tmp_path: Path
) -> None:
    source = shutil.copy(SAMPLE, tmp_path / "scope.pdf")
    private = ("Oduya", "Quimby", "48213", "1187 Larkfield", "HO3-7720914-06", "State Meridian")

    async def correct(desktop: Desktop) -> None:
        await with_details(desktop)
        page = page_of(desktop)
        assert "Marguerite Oduya" in said(page)
        press(page, "Show page 3 of the PDF: RCV")
        view = opened(desktop, PdfPageDialog).view
        await desktop.until(lambda: not view.picture.isNull(), "the page is drawn")
        assert view.number == 3
        assert not view.after_button.isEnabled()
        QTest.mouseClick(view.before_button, Qt.MouseButton.LeftButton)
        assert view.picture.isNull(), "one page at a time"
        await desktop.until(lambda: not view.picture.isNull(), "the page before it is drawn")
        opened(desktop, PdfPageDialog).reject()
        press(page, "Correct Insured…")
        dialog = opened(desktop, CorrectionDialog)
        line = dialog.entries["insured_name"].line
        await desktop.until(line.hasFocus, "it is edited first")
        dialog.entries["insured_name"].line.setText("Zelda Quimby")
        dialog.entries["date_of_loss"].line.setText("soon")
        QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        assert dialog.failure.isVisible(), "that is no date"
        dialog.entries["date_of_loss"].line.setText("3/2/2026")
        QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        await desktop.until(lambda: "Zelda Quimby" in said(page), "the correction is shown")
        assert "Mar 2, 2026" in said(page)
        (row,) = desktop.documents.values()
        assert "zelda quimby" in searched_text(row).casefold()
        QGuiApplication.clipboard().setText("before")
        desktop.window.help.diagnostics_action.trigger()
        await desktop.until(
            lambda: QGuiApplication.clipboard().text() != "before", "the diagnostics are there"
        )
        assert not [word for word in private if word in QGuiApplication.clipboard().text()]

    async def take_back(desktop: Desktop) -> None:
        await with_details(desktop)
        page = page_of(desktop)
        await desktop.until(lambda: "Zelda Quimby" in said(page), "it outlives the session")
        QTest.mouseClick(page.correct_button, Qt.MouseButton.LeftButton)
        dialog = opened(desktop, CorrectionDialog)
        back = dialog.entries["insured_name"].back_button
        assert back.isVisible()
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)
        QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        await desktop.until(lambda: "Marguerite Oduya" in said(page), "it is taken back")
        assert "Mar 2, 2026" in said(page), "the other one stays"

    desktop = live(correct, sources=(str(source),), verbose=True)
    live(take_back, verbose=True)
    logs = [path.read_text() for path in (desktop.data_dir / "logs").rglob("*") if path.is_file()]
    assert logs
    assert not [word for word in private if any(word in text for text in logs)]


def test_two_files_of_a_claim_are_compared_side_by_side(live: Live, tmp_path: Path) -> None:
    sample = SAMPLE.read_bytes()
    (tmp_path / "first.pdf").write_bytes(sample)
    (tmp_path / "second.pdf").write_bytes(sample + b"% another file\n")

    async def scenario(desktop: Desktop) -> None:
        await with_details(desktop)
        page = page_of(desktop)
        assert not page.compare_button.isVisible()
        desktop.program.take([str(tmp_path / "second.pdf")])
        await desktop.until(
            lambda: any(row.claim_sent_at for row in desktop.documents.values()), "it is read"
        )
        model, table = desktop.window.model, desktop.window.look.documents.table
        model.flush()
        again = next(row for row in desktop.documents.values() if row.claim_sent_at)
        table.setCurrentIndex(model.index(model.row_of(again.id) or 0, 0))
        await desktop.until(page.compare_button.isVisible, "the comparison is offered")
        QTest.mouseClick(page.compare_button, Qt.MouseButton.LeftButton)
        dialog = opened(desktop, ComparisonDialog)
        assert "by mistake" in dialog.verdict.text()
        rows = {row[0]: row[1:] for row in dialog.table.texts()}
        assert rows["Claim number"] == ["48213", "48213"]
        await desktop.until(
            lambda: not any(view.picture.isNull() for view in dialog.views), "both pages are drawn"
        )
        first, second = dialog.views
        first.turn_to(2)
        assert second.number == 2, "the other file follows"
        await desktop.until(
            lambda: not any(view.picture.isNull() for view in dialog.views), "both pages are drawn"
        )

    live(scenario, sources=(str(tmp_path / "first.pdf"),))
