"""Table of an estimate's coverages, which shows what there is room for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.document import Document
from capout_desktop.ui.details.estimate_facts import COVERAGE_AMOUNTS, coverage_rows, field_name
from capout_desktop.ui.widgets.number_table import Heading, NumberTable

NAME_LETTERS = 14
"""Least width of the column of names."""
NARROW = (2, 3, 4)
"""Columns that are left out in a narrow panel: what leads from the RCV to the net claim."""


class CoverageTable(NumberTable):
    """Shows a row for each coverage if there are several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        amounts = [Heading(field_name(name), is_figure=True) for name in COVERAGE_AMOUNTS]
        super().__init__(
            [Heading(QCoreApplication.translate("CoverageTable", "Coverage")), *amounts], parent
        )
        self.setAccessibleName(QCoreApplication.translate("CoverageTable", "Coverages"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_document(self, document: Document) -> None:
        """Show the coverages of a document's estimate; hide the table if there is only one."""
        rows = coverage_rows(document)
        if rows != [tuple(row) for row in self.texts()]:
            self.show_rows(rows)
            self.setFixedHeight(self.height_for(len(rows)))
            self._fit()
        self.setVisible(bool(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns for which there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = NAME_LETTERS * QFontMetrics(self.font()).averageCharWidth()
        for column in range(1, self.columnCount()):
            head = self.horizontalHeader().sectionSizeHint(column)
            needed += max(self.sizeHintForColumn(column), head)
        for column in NARROW:
            self.setColumnHidden(column, needed > self.viewport().width())
