"""Delegate for lists with padding around the text."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style.theme import SMALL, Theme

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """One line of text per row; names are elided in the middle, sentences at the end.

    The row with the focus has a frame as in the list of documents: Qt would paint a gradient.
    """

    def __init__(self, parent: QWidget, sentences: Collection[int] = ()) -> None:
        """Create a delegate; `sentences` are the columns that contain sentences."""
        super().__init__(parent)
        self._sentences = frozenset(sentences)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Implement Qt's method: include room for an editor."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + 2 * SMALL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Implement Qt's method."""
        super().paint(painter, option, index)
        tree = self.parent()
        if not isinstance(tree, QTreeView) or not tree.hasFocus():
            return
        if tree.currentIndex().row() == index.row():
            last = index.model().columnCount() - 1
            column = index.column()
            _frame(painter, option.rect, first=column == 0, last=column == last)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Implement Qt's method."""
        super().initStyleOption(option, index)
        option.text = visible_text(option.text)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        is_sentence = index.column() in self._sentences
        elide = Qt.TextElideMode
        option.textElideMode = elide.ElideRight if is_sentence else elide.ElideMiddle


def _frame(painter: QPainter, rect: QRect, *, first: bool, last: bool) -> None:
    """Paint a cell's part of the frame around its row."""
    painter.save()
    painter.setPen(QPen(Theme.current().color("accent"), 2))
    top, bottom = rect.top() + 1, rect.bottom()
    painter.drawLine(rect.left(), top, rect.right() + 1, top)
    painter.drawLine(rect.left(), bottom, rect.right() + 1, bottom)
    for wanted, x in ((first, rect.left() + 1), (last, rect.right())):
        if wanted:
            painter.drawLine(x, top, x, bottom)
    painter.restore()
