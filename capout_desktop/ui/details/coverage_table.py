"""Table of an estimate's coverages, which shows what there is room for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.document import Document
from capout_desktop.ui.details.estimate_facts import COVERAGE_AMOUNTS, coverage_rows, field_name
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.number_table import Heading, NumberTable

NAME_LETTERS = 24
"""Width that the names have before all amounts are shown."""
BY_WEIGHT = (1, 5, 4, 2, 3)
"""Columns of amounts, the most important first: RCV, net claim, deductible, depreciation, ACV."""


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
            heads = [field_name(name) for name in COVERAGE_AMOUNTS]
            for number, (name, *amounts) in enumerate(rows):
                # In a narrow panel, some amounts have no column.
                told = [name, *map(" ".join, zip(heads, amounts, strict=True))]
                for column in range(self.columnCount()):
                    if (item := self.item(number, column)) is not None:
                        item.setToolTip(tool_tip("\n".join(told)))
            self.setFixedHeight(self.height_for(len(rows)))
            self._fit()
        self.setVisible(bool(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns for which there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out columns until the names have their room, too."""
        letter = QFontMetrics(self.font()).averageCharWidth()
        left = self.viewport().width() - min(self.sizeHintForColumn(0), NAME_LETTERS * letter)
        for column in BY_WEIGHT:
            self.setColumnHidden(column, False)  # the hint of a hidden one is 0
            head = self.horizontalHeader().sectionSizeHint(column)
            left -= max(self.sizeHintForColumn(column), head)
            self.setColumnHidden(column, left < 0)
