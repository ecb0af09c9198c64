"""The side of the list where the details are: the panel itself is made when first opened."""

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
    """Keeps table and panel beside each other.

    Attributes:
        place: What stands in the window: the table, and the panel where it is open.
        action: Shows and hides the panel.
        panel: None until it was opened.
        cost_of: Set by whoever knows what documents cost; asked by the document's local id.
        changed: The person opened, closed or sized the panel.
        preview_wanted: The picture of a document's first page, so many device pixels wide.
        history_wanted: All that happened to a document.
    """

    changed = Signal()
    preview_wanted = Signal(str, int)
    history_wanted = Signal(str)

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
        self.action.setToolTip(self.tr("Details of what is selected (Ctrl+I)"))
        self.action.setIconVisibleInMenu(False)
        self.action.toggled.connect(self._toggled)
        table.activated.connect(lambda _index: self.action.setChecked(True))
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def is_open(self) -> bool:
        """Whether the panel stands beside the list."""
        return self.action.isChecked()

    @property
    def width(self) -> int:
        """The width that the person gave the panel, in pixels; 0 before they did."""
        return self._given_width

    def restore(self, is_open: bool, width: int) -> None:
        """Stand as it stood when the window was last closed; `width` 0 means the usual one."""
        self._given_width = width
        self.action.setChecked(is_open)

    def show_preview(self, local_id: str, image: bytes | None) -> None:
        """Show a document's first page, as PNG; None where no picture can be had."""
        if self.panel is not None:
            self.panel.show_preview(local_id, image)

    def show_history(self, local_id: str, entries: Sequence[HistoryEntry]) -> None:
        """Show what happened to a document, oldest first."""
        if self.panel is not None:
            self.panel.show_history(local_id, entries)

    def costs_changed(self) -> None:
        """Ask anew what the document shown has cost."""
        if self.panel is not None:
            self.panel.show_cost_anew()

    def _toggled(self, opened: bool) -> None:
        if opened and self.panel is None:
            self.panel = self._make()
        if self.panel is not None:
            self.panel.setVisible(opened)
            self._table.give_way(opened)
            if opened:
                self._give_width(self.panel)
        self.changed.emit()

    def _make(self) -> DetailPanel:
        from capout_desktop.ui.details.selection import details_for  # noqa: PLC0415 - on demand

        panel = details_for(self._table, self._actions, self._theme, self._cost)
        panel.preview_wanted.connect(self.preview_wanted)
        panel.history_wanted.connect(self.history_wanted)
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
        """Give the panel its width once the list is in sight: before, there is none to share."""
        if event.type() == QEvent.Type.Show and self.panel is not None and self.is_open:
            self._give_width(self.panel)
        return super().eventFilter(watched, event)


def _unknown(_local_id: str) -> None:
    return None
