"""How much of a document has been sent: a bar that moves without laying out the panel anew."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents.progress_view import progress_view
from capout_desktop.ui.style.theme import TIGHT, Theme

BAR = 6
WHOLE = 1000


class SentBar(QProgressBar):
    """A thin bar over its words; a progress bar to a screen reader as well."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.caption = ""
        self.setRange(0, WHOLE)
        self.setAccessibleName(self.tr("Sent"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_progress(self, document: Document) -> None:
        """Show how much of it has been sent."""
        view = progress_view(document)
        value = round(view.fraction * WHOLE)
        if (value, view.caption) != (self.value(), self.caption):
            self.caption = view.caption
            self.setValue(value)
            self.update()

    def sizeHint(self) -> QSize:
        """Implement Qt's method."""
        return QSize(0, BAR + TIGHT + QFontMetrics(self._theme.small_font()).height())

    def minimumSizeHint(self) -> QSize:
        """Implement Qt's method."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar and the words below it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, 0, self.width(), BAR)
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        if self.value():
            bar.setWidth(max(bar.width() * self.value() / WHOLE, BAR))
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.small_font())
        words = self.rect().adjusted(0, BAR + TIGHT, 0, 0)
        elide = Qt.TextElideMode.ElideRight
        caption = painter.fontMetrics().elidedText(self.caption, elide, self.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, caption)
        painter.end()
