"""The draft of a batch, as the person works in it."""

from __future__ import annotations

from helpers.desktop import Desktop
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from capout_desktop.ui.batch.model import BatchColumn
from capout_desktop.ui.batch.sheet import BatchSheet


async def sheet_saying(desktop: Desktop, send: str) -> BatchSheet:
    """Return the open sheet once its button says this."""

    def found() -> list[BatchSheet]:
        sheets = desktop.window.findChildren(BatchSheet)
        return [s for s in sheets if s.isVisible() and s.send_button.text() == send]

    await desktop.until(found, f"a sheet with the button {send}")
    return found()[0]


def row_of(sheet: BatchSheet, name: str) -> int:
    rows = range(sheet.model.rowCount())
    return next(row for row in rows if sheet.model.batch[sheet.model.id_of(row)].file_name == name)


def toggle(sheet: BatchSheet, name: str) -> None:
    sheet.table.setFocus()
    sheet.table.setCurrentIndex(sheet.model.index(row_of(sheet, name), BatchColumn.FILE))
    QTest.keyClick(sheet.table, Qt.Key.Key_Space)


def readdress(sheet: BatchSheet, name: str, address: str) -> None:
    sheet.table.setFocus()
    sheet.table.setCurrentIndex(sheet.model.index(row_of(sheet, name), BatchColumn.FILE))
    QTest.keyClick(sheet.table, Qt.Key.Key_F2)
    editor = sheet.table.findChild(QLineEdit, "inPlace")
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, address)
    QTest.keyClick(editor, Qt.Key.Key_Return)
