"""Layout that places widgets side by side on as many lines as needed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from capout_desktop.ui.style.theme import SMALL


class FlowLayout(QLayout):
    """Flow layout of the visible widgets, each as wide as its size hint."""

    def __init__(self, parent: QWidget | None = None, gap: int = SMALL) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Implement Qt's method."""
        self._items.append(item)

    def count(self) -> int:
        """Implement Qt's method."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Implement Qt's method."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Implement Qt's method."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Implement Qt's method."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Implement Qt's method."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Implement Qt's method."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Implement Qt's method."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Implement Qt's method."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Implement Qt's method."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Place the items, or only measure them; return the height of all lines."""
        left, top, line = rect.left(), rect.top(), 0
        for item in self._shown():
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(rect.width(), item.minimumSize().width())))
            if line and left + size.width() > rect.left() + rect.width():
                left, top, line = rect.left(), top + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line - rect.top()
