"""How much of the credits expires soon, as a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from capout_desktop.ui.style.theme import Theme

HEIGHT = 8


class ExpiryBar(QWidget):
    """All credits, those that expire within 30 days first; the words stand beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_part(self, expiring: int, total: int) -> None:
        """Show how many of all expire."""
        self._part = min(1.0, max(0.0, expiring / total)) if total > 0 else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line, as wide as can be had."""
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(whole, HEIGHT / 2, HEIGHT / 2)
        painter.setClipPath(outline)
        painter.fillRect(whole, self._theme.color("track"))
        part = QRectF(whole)
        part.setWidth(max(HEIGHT, whole.width() * self._part) if self._part else 0)
        painter.fillRect(part, self._theme.color("warning"))
        painter.end()
