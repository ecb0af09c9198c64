"""Window with a document list, for tests of the list."""

from __future__ import annotations

from helpers.ui_fixtures import S, document
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from capout_desktop.domain.document import Document
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.actions import DocumentActions
from capout_desktop.ui.documents.columns import Column
from capout_desktop.ui.documents.list_bar import ListBar
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell.main_window import MainWindow

FLAGS = QItemSelectionModel.SelectionFlag


def named(*names: str) -> list[Document]:
    return [document(S.QUEUED, id=name, file_name=name) for name in names]


class Shown:
    """Window, and its parts that search and filter documents."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.model = window, window.model
        table, bar = window.findChild(DocumentTable), window.findChild(ListBar)
        actions = window.findChild(DocumentActions)
        assert isinstance(table, DocumentTable)
        assert isinstance(bar, ListBar)
        assert isinstance(actions, DocumentActions)
        self.table, self.bar, self.actions = table, bar, actions

    def row_buttons(self) -> list[QPushButton]:
        """The buttons over the rows, also those that wait to be used."""
        layer = self.window.findChild(QWidget, "rowButtons")
        return [] if layer is None else layer.findChildren(QPushButton)

    def add(self, documents: list[Document]) -> None:
        self.window.apply(documents)
        self.model.flush()

    @property
    def names(self) -> list[str]:
        return [document.file_name for document in self.model.listed_documents()]

    def click_header(self, column: Column) -> None:
        header = self.table.horizontalHeader()
        place = header.viewport().rect().center()
        place.setX(header.sectionViewportPosition(column.index) + 20)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def select(self, name: str) -> None:
        document = self.model.listed_documents()[self.names.index(name)]
        row = self.model.row_of(document.id)
        assert row is not None
        self.table.selectionModel().setCurrentIndex(
            self.model.index(row, 0), FLAGS.ClearAndSelect | FLAGS.Rows
        )

    @property
    def selected(self) -> list[str]:
        return [d.file_name for d in self.table.selected_documents()]

    @property
    def current(self) -> str:
        index = self.table.currentIndex()
        return self.model.document(index.row()).file_name if index.isValid() else ""

    @property
    def counts(self) -> dict[DocumentFilter, int]:
        """Counts that the filter chips show."""
        chips = self.bar.chips.chips
        return {show: int(chip.text().split()[-1].replace(",", "")) for show, chip in chips.items()}

    def right_click(self, place: QPoint) -> None:
        """Press the right mouse button at a place of the viewport, as Qt reports it."""
        viewport, reason = self.table.viewport(), QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, place, viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, event)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key in the table."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.table, key, held)
