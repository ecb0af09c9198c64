"""The check list of a complete document, saved as a PDF through the whole program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
from gui.batch.test_gui_intake import toast_code
from helpers.desktop import Desktop
from helpers.estimates import alvarez
from helpers.ui_fixtures import S, document
from PySide6.QtWidgets import QFileDialog

from capout_desktop.ui.details.check_list import CheckList
from capout_desktop.ui.widgets.banner import Banner

Live = Callable[..., Desktop]


def the_text(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(
            pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))
        )
    finally:
        pdf.close()


def banner_code(desktop: Desktop) -> str:
    found = desktop.window.findChild(Banner)
    return found.code if isinstance(found, Banner) else ""


def test_the_check_list_is_saved_as_a_pdf_or_the_reason_is_said(live: Live, tmp_path: Path) -> None:
    path = tmp_path / "check.pdf"

    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        window.apply([document(S.COMPLETE, file_name="<b>Kim.pdf", estimate=alvarez())])
        window.model.flush()
        window.look.documents.details.action.setChecked(True)
        window.look.documents.table.selectRow(0)
        await desktop.until(
            lambda: window.findChild(CheckList) is not None, "the details are shown"
        )
        shown = window.findChild(CheckList)
        assert isinstance(shown, CheckList)
        shown.print_button.click()
        dialog = next(one for one in window.findChildren(QFileDialog) if one.isVisible())
        assert dialog.selectedFiles()[0].endswith(".pdf")
        dialog.selectFile(str(path))
        dialog.accept()
        await desktop.until(lambda: toast_code(desktop) == "check-list-saved", "it is saved")
        words = the_text(path)
        assert "<b>Kim.pdf" in words, "a name is no markup"
        assert "RCV: $18,593.81" in words
        assert "Price list: TXDF8X_MAR26" in words
        assert "Inbox" in words
        shown.pdf_wanted.emit(str(tmp_path / "gone" / "check.pdf"), b"%PDF-")
        await desktop.until(
            lambda: banner_code(desktop) == "check-list-not-saved", "the reason is said"
        )

    live(scenario)
