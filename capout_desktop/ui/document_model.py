"""The table's model: a mirror of plain documents, repainted once a frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from PySide6.QtCore import (
    QAbstractTableModel,
    QElapsedTimer,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.ui import cell_words
from capout_desktop.ui.arrangement import ArrangedRows, Arrangement
from capout_desktop.ui.column import Column
from capout_desktop.ui.document_row import DocumentRow
from capout_desktop.ui.figures import today
from capout_desktop.ui.row_order import RowOrder
from capout_desktop.ui.row_runs import coarse_runs, runs_of

__all__ = ("FRAME_MS", "MOST_NEW", "Column", "DocumentModel")

FRAME_MS = 16
MOST_NEW = 4000
"""So many new rows fit into a frame; the rest waits for the next ones."""
DAY_WATCH_MS = 60_000
CALM_MS = 250
"""News put sorted or searched rows into their places at most that often."""
MOST_OF_THE_TIME = 0.1
"""And never is more than this part of the time spent on it."""
Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole


class DocumentModel(QAbstractTableModel):
    """Shows documents; `apply` may be called any number of times within a frame.

    Attributes:
        counted: After a frame in which the number of documents in any state changed.
        ended: Documents that came to their end in a frame while being watched.
        rows_changed: After each frame that changed or added rows, and after other rows are shown.
        day_began: Times that were written without their day need it from now on.
    """

    counted = Signal()
    ended = Signal(list)
    rows_changed = Signal()
    day_began = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: list[Document] = []
        self._rows: list[DocumentRow | None] = []
        self._positions: dict[str, int] = {}
        self._order = RowOrder()
        self._arrangement = Arrangement(self._documents)
        self._shown: RowOrder | ArrangedRows = self._order
        self._elsewhere: list[int] = []
        self._everything = False
        self._out_of_place = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._put_into_place)
        self._pending: dict[str, Document] = {}
        self._arrivals: dict[str, Document] = {}
        self._counts: Counter[DocumentState] = Counter()
        self._today = today()
        self._day_watch = QTimer(self)
        self._day_watch.setInterval(DAY_WATCH_MS)
        self._day_watch.timeout.connect(self._look_at_the_day)
        self._day_watch.start()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._show_frame)

    # What the window asks

    @property
    def counts(self) -> Mapping[DocumentState, int]:
        """How many documents are in each state."""
        return self._counts

    @property
    def waiting(self) -> int:
        """How many documents have not come to their end."""
        return sum(number for state, number in self._counts.items() if not state.is_terminal)

    def document(self, row: int) -> Document:
        """The document in a row."""
        return self._documents[self._shown.position(row)]

    def row_of(self, document_id: str) -> int | None:
        """Where a document stands; None where it is not shown."""
        self.flush()
        position = self._positions.get(document_id)
        return None if position is None else self._shown.row(position)

    def row(self, row: int) -> DocumentRow:
        """What a row shows."""
        position = self._shown.position(row)
        shown = self._rows[position]
        if shown is None:
            shown = self._rows[position] = DocumentRow(self._documents[position], self._today)
        return shown

    @property
    def own(self) -> int:
        """How many documents of this computer are on the list."""
        return len(self._order)

    @property
    def elsewhere(self) -> int:
        """How many documents were submitted elsewhere, shown or not."""
        return len(self._elsewhere)

    @property
    def total(self) -> int:
        """How many rows there are without a search."""
        return len(self._order) + (len(self._elsewhere) if self._everything else 0)

    # Which rows, in which order

    @property
    def shows_everything(self) -> bool:
        """Whether what was submitted elsewhere is shown, too."""
        return self._everything

    def search(self, text: str) -> None:
        """Show only documents with each of these words in the name, address, id or status."""
        self.flush()
        self._arrangement.search(text)
        self._rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Implement Qt's method; column -1 stands for the order in which documents came."""
        self.flush()
        self._arrangement.sort_by(column, descending=order == Qt.SortOrder.DescendingOrder)
        self._rearrange()

    def show_everything(self, everything: bool) -> None:
        """Show what was submitted elsewhere, too, or only what this computer has."""
        self.flush()
        self._everything = everything
        self._rearrange()

    def show_elsewhere(self, documents: Iterable[Document]) -> None:
        """Take over all that was submitted elsewhere; what was shown of it before goes.

        These are never counted.
        """
        newest_first = sorted(documents, key=lambda document: document.added_at, reverse=True)
        self._elsewhere, changed = [], []
        for document in newest_first:
            position = self._positions.get(document.id)
            if position is None:
                position = self._keep(document)
            elif self._documents[position] != document:
                self._documents[position] = document
                self._rows[position] = None
                self._arrangement.changed(position)
                changed.append(position)
            self._elsewhere.append(position)
        if self._everything:
            self._rearrange()
            self._tell_changed(changed)

    def _rearrange(self) -> None:
        """Show the rows that are wanted now; selected and current rows stay so."""
        self._out_of_place = False
        took = QElapsedTimer()
        took.start()
        shown: RowOrder | ArrangedRows = self._order
        if self._everything or not self._arrangement.is_plain:
            shown = ArrangedRows(self._arrangement.arrange(self._all_positions()))
        before = self._shown
        if before.positions == shown.positions:
            self._shown = shown
        else:
            self.layoutAboutToBeChanged.emit()
            self._shown = shown
            old = self.persistentIndexList()
            new = []
            for index in old:
                row = shown.row(before.position(index.row()))
                new.append(QModelIndex() if row is None else self.createIndex(row, index.column()))
            self.changePersistentIndexList(old, new)
            self.layoutChanged.emit()
        self._calm.start(max(CALM_MS, round(took.elapsed() / MOST_OF_THE_TIME)))
        self.rows_changed.emit()

    def _all_positions(self) -> Sequence[int]:
        """What this computer has in its order; the rest where its time puts it among that."""
        own = self._order.positions
        if not self._everything or not self._elsewhere:
            return own
        merged: list[int] = []
        others = list(reversed(self._elsewhere))
        for position in own:
            at = self._documents[position].added_at
            while others and self._documents[others[-1]].added_at > at:
                merged.append(others.pop())
            merged.append(position)
        return [*merged, *reversed(others)]

    def _put_into_place(self) -> None:
        if self._out_of_place:
            self._rearrange()

    # What comes in

    def apply(self, documents: Iterable[Document]) -> None:
        """Add or update documents by their id; shown within a frame."""
        pending = self._pending
        for document in documents:
            pending[document.id] = document
        if pending and not self._frame.isActive():
            self._frame.start()

    def flush(self) -> None:
        """Show now all that was applied."""
        while self._pending or self._arrivals:
            self._show_frame()
        self._put_into_place()

    def _show_frame(self) -> None:
        self._frame.stop()
        pending, self._pending = self._pending, {}
        changed, ended = self._update(pending.values())
        moved = [self._arrangement.changed(position) for position in changed]
        came_or_went = self._hide_and_show(changed)
        self._take_in(pending)
        new = [self._arrivals.pop(key) for key in list(islice(self._arrivals, MOST_NEW))]
        if new:
            self._insert(new)
        if self._arrivals:
            self._frame.start()
        if self._shown is not self._order and (new or came_or_went or any(moved)):
            self._out_of_place = True
            if not self._calm.isActive():
                self._rearrange()
        self._tell_changed(changed)
        self.counted.emit()
        self.rows_changed.emit()
        if ended:
            self.ended.emit(ended)

    def _tell_changed(self, positions: Iterable[int]) -> None:
        rows = sorted(row for row in map(self._shown.row, positions) if row is not None)
        for first, last in coarse_runs(rows):
            self.dataChanged.emit(
                self.index(first, 0), self.index(last, len(Column) - 1), [ItemRole.DisplayRole]
            )

    def _take_in(self, pending: Mapping[str, Document]) -> None:
        """Keep the new documents until their frame comes, oldest first."""
        arrivals, before = self._arrivals, len(self._arrivals)
        arrivals.update(
            (k, d) for k, d in pending.items() if k not in self._positions and not d.removed
        )
        if len(arrivals) > before:
            self._arrivals = dict(sorted(arrivals.items(), key=_added_at))

    def _look_at_the_day(self) -> None:
        """Write the times anew once what was today is yesterday."""
        if self._today == today():
            return
        self._today = today()
        self.day_began.emit()
        self._rows = [None] * len(self._documents)
        if len(self._shown):
            last = self.index(len(self._shown) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [ItemRole.DisplayRole])

    def _update(self, documents: Iterable[Document]) -> tuple[list[int], list[Document]]:
        changed, ended = [], []
        for document in documents:
            position = self._positions.get(document.id)
            if position is None:
                continue
            before = self._documents[position]
            if before is document:
                continue
            self._documents[position] = document
            self._rows[position] = None
            changed.append(position)
            if before.state is not document.state and not self._order.is_hidden(position):
                self._counts[before.state] -= 1
                self._counts[document.state] += 1
                if document.state.is_terminal:
                    ended.append(document)
        return changed, ended

    def _hide_and_show(self, changed: Iterable[int]) -> bool:
        """Take off the list what the person removed, and put back what was taken back."""
        moved = [at for at in changed if self._documents[at].removed != self._order.is_hidden(at)]
        gone = [at for at in moved if self._documents[at].removed]
        rows = sorted(row for row in map(self._order.row, gone) if row is not None)
        for first, last in reversed(runs_of(rows)):
            if self._shown is self._order:
                self.beginRemoveRows(QModelIndex(), first, last)
            self._order.hide(first, last)
            if self._shown is self._order:
                self.endRemoveRows()
        back = {at for at in moved if not self._documents[at].removed}
        for row, position in self._order.places_to_return(back) if back else ():
            with self._inserting(row, 1):
                self._order.show(row, position)
        self._counts.subtract(self._documents[at].state for at in gone)
        self._counts.update(self._documents[at].state for at in back)
        return bool(moved)

    @contextmanager
    def _inserting(self, first: int, count: int) -> Iterator[None]:
        """Tell of new rows of the order where it is what is shown."""
        if self._shown is self._order:
            self.beginInsertRows(QModelIndex(), first, first + count - 1)
            yield
            self.endInsertRows()
        else:
            yield

    def _insert(self, new: Sequence[Document]) -> None:
        added = [document.added_at for document in new]
        count = self._order.split(added)
        self._counts.update(document.state for document in new)
        if count:
            with self._inserting(self._order.continuing_row, count):
                self._order.continue_batch(len(self._documents), added[:count])
                for document in new[:count]:
                    self._keep(document)
        if count < len(new):
            with self._inserting(0, len(new) - count):
                self._order.begin_batches(len(self._documents), added[count:])
                for document in new[count:]:
                    self._keep(document)

    def _keep(self, document: Document) -> int:
        """Give a document its position, which it has for good."""
        position = self._positions[document.id] = len(self._documents)
        self._documents.append(document)
        self._rows.append(None)
        return position

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = ItemRole.DisplayRole,
    ) -> object:
        """Implement Qt's method."""
        if orientation is not Qt.Orientation.Horizontal or role != ItemRole.DisplayRole:
            return None
        return (
            self.tr("File"),
            self.tr("XactNet address"),
            self.tr("Progress"),
            self.tr("Status"),
            self.tr("Updated"),
            self.tr("Credits"),
        )[section]

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Implement Qt's method; the delegates read `row` and do not come here."""
        if role == ItemRole.DisplayRole:
            return cell_words.text(self.row(index.row()), Column(index.column()))
        if role == ItemRole.ToolTipRole:
            shown, column = self.row(index.row()), Column(index.column())
            return cell_words.tooltip(shown, column, self._today)
        if role == ItemRole.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        return None

    def spoken(self, row: int, column: int) -> str:
        """What a screen reader says of a cell."""
        return cell_words.spoken(self.row(row), Column(column), self._today)


def _added_at(item: tuple[str, Document]) -> datetime:
    return item[1].added_at
