"""Page with the list of documents: model, table, bar above and actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from capout_desktop.domain.document import DocumentState
from capout_desktop.ui.batch.batch_actions import BatchActions
from capout_desktop.ui.batch.drafts import Drafts
from capout_desktop.ui.details.side_panel import DetailsSidePanel
from capout_desktop.ui.documents.actions import DocumentActions
from capout_desktop.ui.documents.announcements import ended_words
from capout_desktop.ui.documents.batch_buttons import BatchButtons
from capout_desktop.ui.documents.columns import STATUS
from capout_desktop.ui.documents.export_action import ExportAction
from capout_desktop.ui.documents.list_bar import ListBar
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.queue_actions import QueueActions
from capout_desktop.ui.documents.remedies import Remedies
from capout_desktop.ui.documents.row_buttons import RowButton, RowButtons
from capout_desktop.ui.documents.search import SearchBar
from capout_desktop.ui.documents.selection_bar import SelectionBar
from capout_desktop.ui.documents.submitted_elsewhere_view import SubmittedElsewhereView
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.documents.view_actions import ViewActions
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.menu_groups import fill


class DocumentsPage(QObject):
    """Creates and connects the parts of the list."""

    def __init__(self, theme: Theme, window: QWidget, batches: BatchActions) -> None:
        super().__init__(window)
        self.model = DocumentModel(self)
        self.table = DocumentTable(self.model, theme)
        self.actions = DocumentActions(self.table, window)
        self.queue = QueueActions(window)
        self.bar = ListBar(theme, window)
        self.bar.hide()
        self.drafts = Drafts(self.table, batches, self.actions, window)
        self.details = DetailsSidePanel(self.table, self.actions, theme)
        self.bar.add_button(self.details.action)
        self.finding = SearchBar(self.table, self.bar, window)
        self.exporting = ExportAction(self.model, window)
        self.view = ViewActions(self.table, self.bar, window)
        self.organization = SubmittedElsewhereView(self.model, self.bar)
        self.model.ended.connect(lambda ended: announce(self.table, ended_words(ended)))
        self.model.counted.connect(self._show_counts)
        self.queue.paused_shown.connect(self.model.show_paused)
        self.table.menu_wanted.connect(self._open_menu)
        self._remedies = Remedies(self.model, self.actions)
        self._batch_buttons = BatchButtons(self)
        batches.follow(self._batch_buttons)
        batches.export.connect(self.exporting.export_batch)
        RowButtons(self.table, self._buttons_of)
        self.selection_bar = SelectionBar(self.table, self.actions)

    @property
    def groups(self) -> Sequence[Sequence[QAction]]:
        """The actions for the Documents menu."""
        return (*self.actions.groups, *self.queue.groups, *self.finding.groups)

    def spoken_row(self, document_id: str) -> str:
        """Return a document's row as a screen reader reads it; empty if it is not on the list."""
        return self.model.spoken_document(document_id)

    def offer_web_app(self, offered: bool) -> None:
        """Show or leave out the buttons that open the web app."""
        self._batch_buttons.offer_web_app(offered)
        self.model.rows_changed.emit()

    def _buttons_of(self, row: int) -> Sequence[RowButton]:
        group = self.model.group(row)
        if group is not None:
            draft = self.model.drafts.of(group)
            if draft is not None:
                return tuple(self.drafts.buttons.buttons(draft, self.table.viewport()))
            return self._batch_buttons.buttons(group)
        room = self.table.viewport().rect()
        room.setLeft(self.table.columnViewportPosition(STATUS.index))
        return self._remedies.buttons(row, room, self.table.fontMetrics())

    def _show_counts(self) -> None:
        self.queue.offer_retry(self.model.retryable > 0)
        self.queue.offer_clearing(self.model.counts[DocumentState.COMPLETE] > 0)

    def _open_menu(self, place: QPoint) -> None:
        groups = self.actions.applicable
        if not groups:
            return
        menu = QMenu(self.table)
        fill(menu, groups)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
