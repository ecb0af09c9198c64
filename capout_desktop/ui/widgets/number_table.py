"""Small read-only table of figures, usable by keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

_ROW = 28


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a column, and whether it contains figures."""

    words: str
    is_figure: bool = False


class NumberTable(QTableWidget):
    """Table of texts; the first column takes the width that the others leave."""

    def __init__(self, headings: Sequence[Heading], parent: QWidget | None = None) -> None:
        super().__init__(0, len(headings), parent)
        self._headings = tuple(headings)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, heading in enumerate(headings):
            item = QTableWidgetItem(heading.words)
            item.setTextAlignment(self._alignment(column))
            self.setHorizontalHeaderItem(column, item)

    def name_first_column(self, words: str) -> None:
        """Set the title of the first column."""
        self.model().setHeaderData(0, Qt.Orientation.Horizontal, words)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace the rows, and keep the current row."""
        chosen = self.currentRow()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setTextAlignment(self._alignment(column))
                self.setItem(number, column, item)
        if 0 <= chosen < len(rows):
            self.setCurrentCell(chosen, 0)
        self.updateGeometry()

    def texts(self) -> list[list[str]]:
        """Return what is shown, row by row."""
        model = self.model()
        return [
            [model.index(row, column).data() for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]

    def height_for(self, rows: int) -> int:
        """Return the height at which this number of rows is fully visible."""
        return self.horizontalHeader().sizeHint().height() + rows * _ROW + 2 * self.frameWidth() + 2

    def minimumSizeHint(self) -> QSize:
        """Return a height of one row."""
        return QSize(200, self.height_for(1))

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        right = self._headings[column].is_figure
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
