"""Drafts in the list: shows them once a frame, and leads to one that was just added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QWidget

from capout_desktop.domain.draft import Draft
from capout_desktop.ui.batch.address_editor import AddressEditor
from capout_desktop.ui.batch.draft_buttons import DraftButtons
from capout_desktop.ui.batch.draft_keys import DraftKeys
from capout_desktop.ui.batch.draft_text import draft_heading
from capout_desktop.ui.documents.columns import ADDRESS
from capout_desktop.ui.text.formatting import today
from capout_desktop.ui.widgets.accessibility import announce

if TYPE_CHECKING:
    from capout_desktop.domain.address_book import AddressBook
    from capout_desktop.ui.batch.batch_actions import BatchActions
    from capout_desktop.ui.documents.actions import DocumentActions
    from capout_desktop.ui.documents.table import DocumentTable

FRAME_MS = 40
_FLAGS = QItemSelectionModel.SelectionFlag


class Drafts(QObject):
    """Drafts of the list, at its top.

    Attributes:
        buttons: The buttons of their headings.
    """

    def __init__(
        self,
        table: DocumentTable,
        batches: BatchActions,
        actions: DocumentActions,
        window: QWidget,
    ) -> None:
        """Create it; what the person wants is emitted by `batches` and `actions`."""
        super().__init__(table)
        self._table = table
        self._model = table.documents
        self._read: Callable[[], Sequence[Draft]] = tuple
        self._changed: set[str] = set()
        self._wanted = ""
        self._said: set[str] = set()
        self._anchor: int | None = None
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._frame.timeout.connect(self._show)
        self.buttons = DraftButtons(batches, window)
        self._editor = table.edit_with(ADDRESS, AddressEditor)
        self._editor.closeEditor.connect(table.keep_still)
        self._keys = DraftKeys(table, self.buttons, batches, actions)
        self._model.rearranging.connect(self._note_place)
        self._model.rearranged.connect(self._keep_place)

    def read_from(self, drafts: Callable[[], Sequence[Draft]]) -> None:
        """Show what `drafts` returns, newest first, after each `refresh`."""
        self._read = drafts
        self._said = {draft.batch.id for draft in drafts()}  # nobody added these just now
        self.refresh()

    def refresh(self, changed: Iterable[str] = ()) -> None:
        """Show the present drafts within a frame; `changed` are files whose choice changed."""
        self._changed.update(changed)
        if not self._frame.isActive():
            self._frame.start()

    def show_book(self, book: AddressBook) -> None:
        """Set the addresses that are offered."""
        self.buttons.book = book
        self._editor.choices.offer(book.addresses, book.labels)
        self.refresh()

    def go_to(self, batch_id: str) -> None:
        """Lead to a draft as soon as it is shown, unless the person is typing something."""
        self._wanted = batch_id
        self.refresh()

    def go_to_document(self, document_id: str) -> None:
        """Lead to the row of a document."""
        row = self._model.row_of(document_id)
        if row is not None:
            self._select(row)

    def _show(self) -> None:
        drafts = self._read()
        changed, self._changed = self._changed, set()
        headings = [draft_heading(draft, today()) for draft in drafts]
        self._model.show_drafts(headings, changed)
        for heading in headings:
            batch_id = heading.draft.batch.id
            if batch_id not in self._said and not heading.draft.is_reading:
                self._said.add(batch_id)
                announce(self._table, heading.spoken)
        if self._wanted and any(draft.batch.id == self._wanted for draft in drafts):
            self._lead()

    def _lead(self) -> None:
        self._model.flush()
        for row in self._model.headings:
            group = self._model.group(row)
            if group is not None and group.batch is not None and group.batch.id == self._wanted:
                self._wanted = ""
                if not self._is_typing():
                    self._model.fold(row, False)
                    self._select(row)
                return

    def _select(self, row: int) -> None:
        index = self._model.index(row, 0)
        self._table.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect | _FLAGS.Rows)
        hint = QAbstractItemView.ScrollHint.PositionAtTop
        if self._model.group(row) is None:
            hint = QAbstractItemView.ScrollHint.EnsureVisible
        self._table.scrollTo(index, hint)
        if not self._is_typing() and self._table.isVisible():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_typing(self) -> bool:
        focus = QApplication.focusWidget()
        # A dialog is used on; the address bar above the list is not left while it is filled in.
        elsewhere = focus is not None and focus.window() is not self._table.window()
        return elsewhere or isinstance(focus, QLineEdit | QComboBox)

    def _note_place(self) -> None:
        """Remember where the row is whose address is being typed."""
        editing = self._table.state() is QAbstractItemView.State.EditingState
        row = self._table.currentIndex().row()
        self._anchor = self._table.rowViewportPosition(row) if editing and row >= 0 else None

    def _keep_place(self) -> None:
        """Leave that row where it was, although others were added above it."""
        if self._anchor is None:
            return
        self._table.executeDelayedItemsLayout()
        moved = self._table.rowViewportPosition(self._table.currentIndex().row()) - self._anchor
        bar = self._table.verticalScrollBar()
        bar.setValue(bar.value() + moved)
