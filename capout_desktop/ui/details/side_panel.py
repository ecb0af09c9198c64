"""Splitter with the list and the detail panel, which is created when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSplitter

from capout_desktop.ui.documents.actions import DocumentActions
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from capout_desktop.domain.timeline import HistoryEntry
    from capout_desktop.domain.typical_cost import DocumentCost
    from capout_desktop.ui.details.panel import DetailPanel

ICON = 18


class DetailsSidePanel(QObject):
    """Places the detail panel beside the table.

    Attributes:
        place: The widget for the window: the table, and the panel if it is open.
        action: The action that shows and hides the panel.
        panel: The detail panel; None until it was first opened.
        cost_of: Function that returns the cost of a document by its local id; set from outside.
        changed: Emitted when the person opened, closed or resized the panel.
        preview_wanted: Emitted to request a preview of a document's first page, with its width
            in device pixels.
        history_wanted: Emitted to request the history of a document.
        page_wanted: Emitted with a document's local id and the number of a page to show.
        correction_wanted: Emitted with a document's local id and the field to correct, or "".
        comparison_wanted: Emitted with the local id of a document to compare.
        check_list_wanted: Emitted with the path and content of a check list to write as a PDF.
    """

    changed = Signal()
    preview_wanted = Signal(str, int)
    history_wanted = Signal(str)
    check_list_wanted = Signal(str, bytes)
    page_wanted = Signal(str, int)
    correction_wanted = Signal(str, str)
    comparison_wanted = Signal(str)

    def __init__(self, table: DocumentTable, actions: DocumentActions, theme: Theme) -> None:
        super().__init__(table)
        self._table = table
        self._actions = actions
        self._theme = theme
        self._given_width = 0
        self.panel: DetailPanel | None = None
        self.cost_of: Callable[[str], DocumentCost | None] = _unknown
        self.place = QSplitter(Qt.Orientation.Horizontal)
        self.place.setObjectName("listAndDetails")
        self.place.setChildrenCollapsible(False)
        self.place.setHandleWidth(1)
        self.place.addWidget(table)
        self.place.setStretchFactor(0, 1)
        self.place.setFocusProxy(table)
        self.place.splitterMoved.connect(self._sized)
        self.action = QAction(self.tr("&Details"), self)
        self.action.setCheckable(True)
        self.action.setShortcut(QKeySequence("Ctrl+I"))
        self.action.setToolTip(self.tr("Details of the selected documents (Ctrl+I)"))
        self.action.setIconVisibleInMenu(False)
        self.action.toggled.connect(self._toggled)
        table.activated.connect(lambda _index: self.action.setChecked(True))
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def is_open(self) -> bool:
        """Whether the panel is open."""
        return self.action.isChecked()

    @property
    def width(self) -> int:
        """The width of the panel that the person set, in pixels; 0 before they did."""
        return self._given_width

    def restore(self, is_open: bool, width: int) -> None:
        """Restore the state of the last session; `width` 0 means the default width."""
        self._given_width = width
        self.action.setChecked(is_open)

    def show_preview(self, local_id: str, image: bytes | None) -> None:
        """Show a document's first page, as PNG; None if there is no preview."""
        if self.panel is not None:
            self.panel.show_preview(local_id, image)

    def show_history(self, local_id: str, entries: Sequence[HistoryEntry]) -> None:
        """Show the history of a document, oldest first."""
        if self.panel is not None:
            self.panel.show_history(local_id, entries)

    def costs_changed(self) -> None:
        """Update the cost of the document that is shown."""
        if self.panel is not None:
            self.panel.show_cost_anew()

    def _toggled(self, opened: bool) -> None:
        if opened and self.panel is None:
            self.panel = self._make()
        if self.panel is not None:
            self.panel.setVisible(opened)
            self._table.hide_redundant_columns(opened)
            if opened:
                self._give_width(self.panel)
        self.changed.emit()

    def _make(self) -> DetailPanel:
        from capout_desktop.ui.details.selection import details_for  # noqa: PLC0415 - on demand

        panel = details_for(self._table, self._actions, self._theme, self._cost)
        panel.preview_wanted.connect(self.preview_wanted)
        panel.history_wanted.connect(self.history_wanted)
        panel.check_list_wanted.connect(self.check_list_wanted)
        panel.page_wanted.connect(self.page_wanted)
        panel.correction_wanted.connect(self.correction_wanted)
        panel.comparison_wanted.connect(self.comparison_wanted)
        panel.closed.connect(self._closed)
        self.place.addWidget(panel)
        self.place.setStretchFactor(1, 0)
        self.place.installEventFilter(self)
        return panel

    def _cost(self, local_id: str) -> DocumentCost | None:
        return self.cost_of(local_id)

    def _closed(self) -> None:
        self.action.setChecked(False)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_width(self, panel: DetailPanel) -> None:
        wanted = self._given_width or panel.usual_width
        width = min(max(wanted, panel.minimumWidth()), panel.maximumWidth())
        self.place.setSizes([max(self.place.width() - width, 1), width])

    def _sized(self, _place: int, _index: int) -> None:
        if self.panel is not None and self.panel.isVisible():
            self._given_width = self.panel.width()
            self.changed.emit()

    def _restyle(self) -> None:
        self.action.setIcon(icons.icon("details", self._theme.palette.text, ICON))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Set the panel's width when the list is first visible: before that it has no width."""
        if event.type() == QEvent.Type.Show and self.panel is not None and self.is_open:
            self._give_width(self.panel)
        return super().eventFilter(watched, event)


def _unknown(_local_id: str) -> None:
    return None
