"""Preview of the first page, with a blank sheet while it loads and a text if there is none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import SMALL, TIGHT, Theme
from capout_desktop.ui.text.tool_tip import tool_tip

SIZE = QSize(96, 125)
"""Size of the preview: a sheet of letter paper."""
LINES = (0.62, 0.8, 0.74, 0.8, 0.5)
"""Bars that represent the text until the preview is loaded, as fractions of the width."""


class Preview(QWidget):
    """Shows the first page of a document."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: QPixmap | None = None
        self._words = ""
        self.setFixedSize(SIZE)
        theme.changed.connect(self.update)
        self.wait()

    @property
    def pixel_width(self) -> int:
        """The width of the preview in device pixels."""
        return round(SIZE.width() * self.devicePixelRatioF())

    def wait(self) -> None:
        """Show a blank sheet until the preview is loaded."""
        self._show(None, "", self.tr("Reading the first page"))

    def show_page(self, image: QImage) -> None:
        """Show the first page."""
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._show(QPixmap.fromImage(image), "", self.tr("First page"))

    def show_none(self, why: str) -> None:
        """Say that there is no preview; `why` is the tooltip."""
        self._show(None, self.tr("No preview"), f"{self.tr('No preview')}. {why}")

    def _show(self, page: QPixmap | None, words: str, spoken: str) -> None:
        self._page, self._words = page, words
        self.setAccessibleName(spoken)
        self.setToolTip(tool_tip(spoken if words else ""))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet with the preview or the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = QRectF(self.rect())
        if self._page is not None:
            size = self._page.deviceIndependentSize()
            size.scale(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            sheet = QRectF((sheet.width() - size.width()) / 2, 0, size.width(), size.height())
            painter.drawPixmap(sheet, self._page, QRectF(self._page.rect()))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("window"))
            painter.drawRoundedRect(sheet, TIGHT, TIGHT)
            self._paint_words(painter, sheet) if self._words else self._paint_lines(painter, sheet)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), TIGHT, TIGHT)
        painter.end()

    def _paint_lines(self, painter: QPainter, sheet: QRectF) -> None:
        painter.setBrush(self._theme.color("track"))
        room = sheet.width() - 2 * SMALL
        for number, part in enumerate(LINES):
            top = sheet.top() + 2 * SMALL + number * (SMALL + TIGHT)
            bar = QRectF(sheet.left() + SMALL + TIGHT, top, room * part, TIGHT)
            painter.drawRoundedRect(bar, TIGHT / 2, TIGHT / 2)

    def _paint_words(self, painter: QPainter, sheet: QRectF) -> None:
        muted = self._theme.palette.muted
        picture = icons.pixmap("document", muted, 24, self.devicePixelRatioF())
        painter.setFont(self._theme.small_font())
        painter.setPen(QColor(muted))  # text needs a pen, too
        box = sheet.adjusted(TIGHT, TIGHT, -TIGHT, -TIGHT)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        words = painter.boundingRect(box, int(flags), self._words)
        top = sheet.center().y() - (24 + TIGHT + words.height()) / 2
        painter.drawPixmap(round(sheet.center().x() - 12), round(top), picture)
        words.moveTop(top + 24 + TIGHT)
        painter.drawText(words, int(flags), self._words)
