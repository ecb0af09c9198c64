"""Rows of a list that have room around their words."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from capout_desktop.ui.theme import SMALL

Index = QModelIndex | QPersistentModelIndex


class RoomyRows(QStyledItemDelegate):
    """One line of text a row; names lose their middle where it is narrow, sentences their end."""

    def __init__(self, parent: QWidget, sentences: Collection[int] = ()) -> None:
        """`sentences` are the columns that hold such."""
        super().__init__(parent)
        self._sentences = frozenset(sentences)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Implement Qt's method: room for a field that opens there, too."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + 2 * SMALL)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Implement Qt's method."""
        super().initStyleOption(option, index)
        is_sentence = index.column() in self._sentences
        elide = Qt.TextElideMode
        option.textElideMode = elide.ElideRight if is_sentence else elide.ElideMiddle
