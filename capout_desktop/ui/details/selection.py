"""Updates the detail panel from the selection of the list, however large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from capout_desktop.domain.document import Document
from capout_desktop.domain.typical_cost import DocumentCost
from capout_desktop.ui.details.panel import DetailPanel
from capout_desktop.ui.documents.actions import DocumentActions
from capout_desktop.ui.documents.model import FRAME_MS
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.style.theme import Theme

SLICE = 2000
"""Number of documents counted at a time; in between, the event loop processes other events."""
CALM_MS = 500
"""Shortest interval between two counts of a large selection."""


def details_for(
    table: DocumentTable,
    actions: DocumentActions,
    theme: Theme,
    cost_of: Callable[[str], DocumentCost | None],
) -> DetailPanel:
    """Create the detail panel for the selection of a table, with its actions as buttons."""
    panel = DetailPanel(
        theme,
        (
            actions.action("unlock"),
            actions.retry_action,
            actions.decide_action,
            actions.send_anyway_action,
            actions.vouch_action,
            actions.send_again_action,
            actions.open_action,
            actions.folder_action,
            actions.copy_id_action,
        ),
        cost_of,
    )
    _DetailSelection(table, panel)
    return panel


class _DetailSelection(QObject):
    """Reads the selection once per frame, and only while the panel is visible."""

    def __init__(self, table: DocumentTable, panel: DetailPanel) -> None:
        super().__init__(panel)
        self._table = table
        self._panel = panel
        self._left: Iterator[Document] | None = None
        self._again = False
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._read)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._rested)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._count_on)
        model = table.documents
        table.selectionModel().selectionChanged.connect(self._begin_anew)
        for moved in (model.layoutChanged, model.rowsInserted, model.rowsRemoved, model.modelReset):
            moved.connect(self._begin_anew)
        model.rows_changed.connect(self._schedule)
        panel.opened.connect(self._begin_anew)

    def _begin_anew(self) -> None:
        """Discard the counts of the previous selection."""
        self._turn.stop()
        self._left = None
        self._calm.stop()
        self._schedule()

    def _schedule(self) -> None:
        if self._panel.isVisible() and not self._frame.isActive():
            self._frame.start()

    def _read(self) -> None:
        if self._left is not None or self._calm.isActive():
            self._again = True
            return
        self._again = False
        documents = self._table.selected_documents()
        first = list(islice(documents, SLICE))
        if len(first) < SLICE:
            model = self._table.documents
            paused = bool(first) and model.is_paused(first[0])
            usual = model.usual_time(first[0]) if first else None
            self._panel.show_documents(first, paused=paused, usual=usual)
            return
        from capout_desktop.ui.details.summary_page import SelectionCounts  # noqa: PLC0415 - on demand

        self._tally = SelectionCounts()
        self._tally.add(first)
        self._left = documents
        self._turn.start()

    def _count_on(self) -> None:
        if self._left is None:
            return
        some = list(islice(self._left, SLICE))
        self._tally.add(some)
        if len(some) < SLICE:
            self._turn.stop()
            self._left = None
            self._panel.show_tally(self._tally)
            self._calm.start()

    def _rested(self) -> None:
        if self._again:
            self._schedule()
