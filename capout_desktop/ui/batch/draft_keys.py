"""Keys for the files of drafts: check, change an address, send the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from capout_desktop.domain.draft import Draft
from capout_desktop.ui.batch.draft_buttons import DraftButtons
from capout_desktop.ui.documents.columns import ADDRESS
from capout_desktop.ui.documents.shown_drafts import check_state_of, to_toggle
from capout_desktop.ui.documents.table import DocumentTable

if TYPE_CHECKING:
    from capout_desktop.ui.batch.batch_actions import BatchActions
    from capout_desktop.ui.documents.actions import DocumentActions

_K, _NO, _CTRL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_ENTER = {_K.Key_Return, _K.Key_Enter}


class DraftKeys(QObject):
    """Handles keys of the table while the current row belongs to a draft.

    Space checks or unchecks the selected files like the current one, or all files on a heading;
    Delete unchecks. F2 or Enter changes the address of a file; F2 on a heading renames the draft.
    Ctrl+Enter sends the draft.
    """

    def __init__(
        self,
        table: DocumentTable,
        buttons: DraftButtons,
        batches: BatchActions,
        actions: DocumentActions,
    ) -> None:
        """Create it; what the person wants is emitted by `batches` and `actions`."""
        super().__init__(table)
        self._batches = batches
        self._actions = actions
        self._table = table
        self._model = table.documents
        self._buttons = buttons
        self._model.address_given.connect(self._give_address)
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle a key press in the table, and a double click on an address."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            # The editor of an address passes on the Enter that ends it.
            is_typing = self._table.state() is QAbstractItemView.State.EditingState
            return watched is self._table and not is_typing and self._take(event)
        if event.type() is QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            index = self._table.indexAt(event.position().toPoint())
            if index.column() == ADDRESS.index and self._can_edit(index.row()):
                return self._edit(index.row())
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> bool:
        row = self._table.currentIndex().row()
        draft = self._model.draft_at(row) if row >= 0 else None
        if draft is None:
            return False
        pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, _K(event.key())
        if pressed[0] == _CTRL and pressed[1] in _ENTER:
            self._buttons.send(draft)
            return True
        is_heading = self._model.group(row) is not None
        if pressed[0] != _NO:
            return False
        handlers: dict[Qt.Key, Callable[[], object]] = {
            _K.Key_Space: lambda: self._toggle(draft, row),
            _K.Key_F2: lambda: self._buttons.rename(draft) if is_heading else self._edit(row),
        }
        if not is_heading:
            handlers[_K.Key_Delete] = lambda: self._tick(goes=False)
            handlers |= dict.fromkeys(_ENTER, lambda: self._edit(row))
        handler = handlers.get(pressed[1])
        if handler is None:
            return False
        handler()
        return True

    def _toggle(self, draft: Draft, row: int) -> None:
        if self._model.group(row) is not None:
            goes = check_state_of(draft) is not Qt.CheckState.Checked
            self._emit(to_toggle(draft, goes=goes), goes=goes)
            return
        choice = self._model.row(row).choice
        if choice is not None:
            self._tick(goes=not choice.goes)

    def _tick(self, *, goes: bool) -> None:
        """Check or uncheck the selected files, and the current one."""
        current = self._model.document(self._table.currentIndex().row())
        chosen = {document.id: document for document in self._table.selected_documents()}
        chosen[current.id] = current
        ids = []
        for document in chosen.values():
            choice = self._model.drafts.choice(document)
            if choice is not None and choice.goes is not goes:
                ids.append(document.id)
        self._emit(ids, goes=goes)

    def _emit(self, ids: list[str], *, goes: bool) -> None:
        if ids:
            self._model.ticked.emit(ids, goes)

    def _give_address(self, document_id: str, address: str) -> None:
        """Give the address to the row, and to all that are selected with it."""
        selected = list(self._table.selected_documents())
        ids = [document_id]
        if any(document.id == document_id for document in selected):
            choice = self._model.drafts.choice
            ids = [document.id for document in selected if choice(document) is not None]
        self._batches.readdress_files.emit(ids, address)

    def _can_edit(self, row: int) -> bool:
        is_document = row >= 0 and self._model.group(row) is None
        return is_document and self._model.row(row).choice is not None

    def _edit(self, row: int) -> bool:
        """Let the person change the address of a row, in its cell if that is shown."""
        index = self._model.index(row, ADDRESS.index)
        if not self._can_edit(row):
            return True
        if self._table.isColumnHidden(ADDRESS.index):
            self._actions.readdress.emit([self._model.document(row).id])
            return True
        self._table.scrollTo(index)
        self._table.edit(index)
        self._table.keep_still()
        return True
