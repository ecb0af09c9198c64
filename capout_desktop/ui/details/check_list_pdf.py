"""The check list as a PDF to print."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

MARGIN_MM = 18.0
POINTS = 11.0


def check_list_pdf(text: str, title: str) -> bytes:
    """Return a PDF with a text on letter paper; it takes a few milliseconds and no file."""
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
    page.print_(writer)
    del writer  # it completes the file
    buffer.close()
    return bytes(content.data())
