"""Table of the batch sheet: Space toggles the check box, F2 or a double click edits the address."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from capout_desktop.ui.addresses.choices import AddressChoices, offer_in
from capout_desktop.ui.batch.model import BatchColumn, BatchModel
from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.widgets.row_delegate import RowDelegate

Index = QModelIndex | QPersistentModelIndex
LINES = 8
"""Number of rows that are visible without scrolling."""


class AddressDelegate(RowDelegate):
    """Delegate that edits an address in its cell, with completion from the address book."""

    def __init__(self, choices: AddressChoices, parent: QWidget) -> None:
        super().__init__(parent, sentences=(BatchColumn.VERDICT,))
        self._choices = choices

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """Implement Qt's method."""
        line = QLineEdit(parent)
        line.setObjectName("inPlace")
        line.setAccessibleName(self.tr("XactNet address for this file"))
        offer_in(line, self._choices)
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Implement Qt's method: make the editor wide enough for the whole address."""
        words = str(index.data(Qt.ItemDataRole.EditRole))
        needed = option.fontMetrics.horizontalAdvance(words) + 4 * SMALL
        place = QRect(option.rect)
        place.setWidth(max(place.width(), needed))
        editor.setGeometry(place)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Implement Qt's method: an update of the file does not overwrite what is being typed."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Implement Qt's method: ignore an address that was not changed."""
        if isinstance(editor, QLineEdit) and editor.text() != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


class BatchTable(QTreeView):
    """Table of the batch with rows of equal height and extended selection.

    Attributes:
        address_given: Emitted when the person gave an address to these documents.
    """

    address_given = Signal(list, str)

    def __init__(self, model: BatchModel, choices: AddressChoices, parent: QWidget) -> None:
        super().__init__(parent)
        self.files = model
        self.setObjectName("batch")
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.viewport().update())
        self.setItemDelegate(AddressDelegate(choices, self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setAccessibleName(self.tr("Files of this batch"))
        self.setAccessibleDescription(
            self.tr("Space checks or unchecks a file, F2 changes its address")
        )
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        model.address_given.connect(self._give_address)

    def sizeHint(self) -> QSize:
        """Return a height of a few rows; more rows scroll."""
        row = self.fontMetrics().height() + 2 * SMALL
        return QSize(super().sizeHint().width(), LINES * row + self.header().sizeHint().height())

    def lay_out_columns(self) -> None:
        """Distribute the available width among the columns."""
        width = self.viewport().width()
        self.setColumnWidth(BatchColumn.FILE, round(width * 0.35))
        self.setColumnWidth(BatchColumn.ADDRESS, round(width * 0.22))

    def show_row(self, row: int) -> None:
        """Make a row the current one, and scroll to it."""
        index = self.files.index(row, BatchColumn.FILE)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space toggle all selected rows like the current one, and F2 edit the address."""
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            goes = self.files.batch.goes(self.files.id_of(current.row()))
            self.files.choose(self._selected_rows(), not goes)
        elif event.key() == Qt.Key.Key_F2 and current.isValid():
            self.edit(current.siblingAtColumn(BatchColumn.ADDRESS))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the row that has the keyboard focus; the first one if there was none."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.files.rowCount():
            self.setCurrentIndex(self.files.index(0, BatchColumn.FILE))

    def _selected_rows(self) -> list[int]:
        rows = {index.row() for index in self.selectionModel().selectedRows()}
        return sorted(rows | {self.currentIndex().row()})

    def _give_address(self, local_id: str, address: str) -> None:
        ids = [self.files.id_of(row) for row in self._selected_rows()]
        batch = self.files.batch
        several = [i for i in ids if batch.can_choose(i)] if local_id in ids else [local_id]
        self.address_given.emit(several, address)
