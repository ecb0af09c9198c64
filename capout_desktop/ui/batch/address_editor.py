"""Delegate of the address column: edits the address of a draft's file in its cell."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from capout_desktop.domain.xn_address import looks_like_xn_address
from capout_desktop.ui.addresses.choices import AddressChoices, offer_in
from capout_desktop.ui.documents.cell_delegate import CellDelegate
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.table_style import TableStyle
from capout_desktop.ui.style.theme import SMALL

Index = QModelIndex | QPersistentModelIndex
_CONFIRMED = "confirmed"


class AddressEditor(CellDelegate):
    """Edits addresses, and offers the address book while one is typed.

    Attributes:
        choices: The addresses that are offered.
    """

    def __init__(self, model: DocumentModel, look: TableStyle) -> None:
        super().__init__(model, look)
        self.choices = AddressChoices(self)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Implement Qt's method."""
        del option, index
        line = QLineEdit(parent)
        line.setObjectName("inPlace")
        line.setAccessibleName(self.tr("XactNet address for this file"))
        offer_in(line, self.choices)
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Implement Qt's method: make the editor wide enough for the whole address."""
        words = str(index.data(Qt.ItemDataRole.EditRole))
        needed = option.fontMetrics.horizontalAdvance(words) + 4 * SMALL
        place = QRect(option.rect)
        place.setWidth(max(place.width(), needed))
        editor.setGeometry(place.adjusted(SMALL // 2, SMALL // 2, 0, -SMALL // 2))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Implement Qt's method: an update of the file does not overwrite what is being typed."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Implement Qt's method: take an address that was changed, and is not half typed."""
        if not isinstance(editor, QLineEdit):
            return
        address = self.choices.meant(editor.text())
        is_whole = bool(editor.property(_CONFIRMED)) or looks_like_xn_address(address)
        if address and is_whole and address != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, address, Qt.ItemDataRole.EditRole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Implement Qt's method: Enter confirms an address of any form."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            watched.setProperty(_CONFIRMED, is_enter)
        return super().eventFilter(watched, event)
