"""A line made of parts, of which the least important ones go first where it is too narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

BETWEEN = " · "
MORE = "…"


class Part(NamedTuple):
    """One part of the line.

    Attributes:
        importance: The part with the lowest goes first.
    """

    words: str
    importance: int


class PartsLabel(QLabel):
    """Shows as much as there is room for; screen readers and the tooltip have all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._parts: tuple[Part, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it."""
        return BETWEEN.join(part.words for part in self._parts)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Say this, in this order."""
        self._parts = tuple(parts)
        self.setAccessibleName(self.sentence)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more or less of it."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        room, metrics = self.contentsRect().width(), self.fontMetrics()
        kept, text = list(self._parts), self.sentence
        while len(kept) > 1 and metrics.horizontalAdvance(text) > room:
            kept.remove(min(kept, key=lambda part: part.importance))
            text = BETWEEN.join([*(part.words for part in kept), MORE])
        if metrics.horizontalAdvance(text) > room:
            from PySide6.QtCore import Qt  # noqa: PLC0415 - not at the first paint, see `theme`

            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setText(text)
        self.setToolTip(self.sentence if text != self.sentence else "")
