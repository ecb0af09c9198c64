"""Delegate of the list: check boxes that are clicked. The rows are painted as wholes."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from capout_desktop.ui.documents.check_box import is_on_box
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.table_style import TableStyle


class CellDelegate(QStyledItemDelegate):
    """Changes check boxes; `RowPainter` paints."""

    def __init__(self, model: DocumentModel, look: TableStyle) -> None:
        super().__init__(model)
        self._look = look

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Implement Qt's method."""
        del option, index
        return QSize(0, self._look.row_height)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Implement Qt's method: a click on a check box changes it."""
        if (
            index.column()
            or not isinstance(event, QMouseEvent)
            or event.type() is not QEvent.Type.MouseButtonRelease
            or event.button() is not Qt.MouseButton.LeftButton
            or not is_on_box(option.rect, event.position().toPoint())
        ):
            return False
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return False
        # Like other check boxes, one in between becomes checked.
        ticked = Qt.CheckState(state) is not Qt.CheckState.Checked
        after = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return model.setData(index, after, Qt.ItemDataRole.CheckStateRole)
