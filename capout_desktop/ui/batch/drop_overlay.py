"""Overlay that covers the window during a drag and says what dropping does, or why it cannot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.painting import fill
from capout_desktop.ui.style.theme import LARGE, MEDIUM, WIDE, Theme


class DropOverlay(QWidget):
    """Translucent overlay with text; transparent to mouse events."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self.text = ""
        self.detail = ""
        self.refuses = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def invite(self, text: str) -> None:
        """Say what dropping does."""
        self._show(text, self.tr("Drop anywhere in this window"), refuses=False)

    def refuse(self, text: str, detail: str) -> None:
        """Say why nothing can be dropped."""
        self._show(text, detail, refuses=True)

    def _show(self, text: str, detail: str, *, refuses: bool) -> None:
        text, detail = visible_text(text), visible_text(detail, lines=True)
        self.text, self.detail, self.refuses = text, detail, refuses
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the overlay, its frame and the centered text."""
        colors, theme = self._theme.palette, self._theme
        ink = QColor(colors.warning if self.refuses else colors.accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colors.warning_soft if self.refuses else colors.accent_soft)
        veil.setAlpha(250)
        fill(painter, self.rect(), veil)
        painter.setPen(QPen(ink, 2.5, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(LARGE, LARGE, -LARGE, -LARGE)
        painter.drawRoundedRect(frame, MEDIUM, MEDIUM)
        self._paint_words(painter, frame, ink, theme)
        painter.end()

    def _paint_words(self, painter: QPainter, frame: QRectF, ink: QColor, theme: Theme) -> None:
        size = 64 if self.refuses else 110
        name = "warning" if self.refuses else "drop"
        picture = icons.pixmap(name, ink.name(), size, self.devicePixelRatioF())
        width = picture.width() / picture.devicePixelRatio()
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        flags = middle | Qt.TextFlag.TextWordWrap
        room = frame.adjusted(WIDE, 0, -WIDE, 0)
        painter.setFont(theme.title_font())
        title = painter.boundingRect(room, flags, self.text)
        painter.setFont(theme.base_font())
        detail = painter.boundingRect(room, flags, self.detail)
        height = size + WIDE + title.height() + MEDIUM + detail.height()
        top = frame.center().y() - height / 2
        painter.drawPixmap(round(frame.center().x() - width / 2), round(top), picture)
        top += size + WIDE
        painter.setPen(QColor(theme.palette.text))
        painter.setFont(theme.title_font())
        painter.drawText(room.adjusted(0, top - room.top(), 0, 0), flags, self.text)
        top += title.height() + MEDIUM
        painter.setPen(QColor(theme.palette.muted))
        painter.setFont(theme.base_font())
        painter.drawText(room.adjusted(0, top - room.top(), 0, 0), flags, self.detail)
