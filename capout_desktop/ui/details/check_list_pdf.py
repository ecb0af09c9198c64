"""The check list as a PDF to print."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

MARGIN_MM = 18.0
POINTS = 11.0
HEADING_POINTS = 15.0
AROUND = 6.0
"""Room below each line, in device-independent pixels."""


def check_list_pdf(text: str, title: str) -> bytes:
    """Return a PDF with a text on letter paper; it takes a few milliseconds and no file.

    The first line is its heading, and the last one is set off.
    """
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    writer.setPageMargins(
        QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter
    )
    page = QTextDocument()
    font = QFont()
    font.setPointSizeF(POINTS)
    page.setDefaultFont(font)
    page.setPlainText(text)  # names from a PDF are no markup
    _set_apart(page)
    page.print_(writer)
    del writer  # it completes the file
    buffer.close()
    return bytes(content.data())


def _set_apart(page: QTextDocument) -> None:
    cursor = QTextCursor(page)
    cursor.select(QTextCursor.SelectionType.Document)
    line = QTextBlockFormat()
    line.setBottomMargin(AROUND)
    cursor.mergeBlockFormat(line)
    heading = QTextCharFormat()
    heading.setFontPointSize(HEADING_POINTS)
    heading.setFontWeight(QFont.Weight.Bold)
    first = QTextCursor(page.firstBlock())
    first.select(QTextCursor.SelectionType.BlockUnderCursor)
    first.mergeCharFormat(heading)
    line.setTopMargin(2 * AROUND)
    QTextCursor(page.lastBlock()).mergeBlockFormat(line)
