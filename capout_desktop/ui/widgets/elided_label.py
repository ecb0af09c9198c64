"""A line of words that ends in an ellipsis where the room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class ShortenedLabel(QLabel):
    """Takes whatever room there is; screen readers have the words in full.

    Attributes:
        full_text: What it would show, had it the room.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.full_text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show as much of the text as there is room for."""
        self.full_text = text
        self.setAccessibleName(text)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is now."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        shown, metrics = self.full_text, self.fontMetrics()
        if metrics.horizontalAdvance(shown) > self.width():
            from PySide6.QtCore import Qt  # noqa: PLC0415 - not at the first paint, see `theme`

            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
