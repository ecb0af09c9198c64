"""The table's model: a mirror of plain documents, repainted once a frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import IntEnum
from itertools import islice

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.ui import wording
from capout_desktop.ui.document_row import DocumentRow
from capout_desktop.ui.figures import full_moment_text, today
from capout_desktop.ui.progress_view import progress_sentence, progress_tooltip
from capout_desktop.ui.row_order import RowOrder

FRAME_MS = 16
MOST_NEW = 4000
"""So many new rows fit into a frame; the rest waits for the next ones."""
DAY_WATCH_MS = 60_000
MOST_RANGES = 64
"""More scattered changes than this are cheaper as one range: the view clips it."""

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    FILE = 0
    ADDRESS = 1
    PROGRESS = 2
    STATUS = 3
    UPDATED = 4
    CREDITS = 5


class DocumentModel(QAbstractTableModel):
    """Shows documents; `apply` may be called any number of times within a frame.

    Attributes:
        counted: After a frame in which the number of documents in any state changed.
        ended: Documents that came to their end in a frame while being watched.
        rows_changed: After each frame that changed or added rows.
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
        return self._documents[self._order.position(row)]

    def row_of(self, document_id: str) -> int | None:
        """Where a document stands; None where it is not shown."""
        self.flush()
        position = self._positions.get(document_id)
        return None if position is None else self._order.row(position)

    def row(self, row: int) -> DocumentRow:
        """What a row shows."""
        position = self._order.position(row)
        shown = self._rows[position]
        if shown is None:
            shown = self._rows[position] = DocumentRow(self._documents[position], self._today)
        return shown

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

    def _show_frame(self) -> None:
        self._frame.stop()
        pending, self._pending = self._pending, {}
        changed, ended = self._update(pending.values())
        self._hide_and_show(changed)
        self._take_in(pending)
        new = [self._arrivals.pop(key) for key in list(islice(self._arrivals, MOST_NEW))]
        if new:
            self._insert(new)
        if self._arrivals:
            self._frame.start()
        rows = sorted(row for row in map(self._order.row, changed) if row is not None)
        for first, last in _ranges(rows):
            self.dataChanged.emit(
                self.index(first, 0), self.index(last, len(Column) - 1), [ItemRole.DisplayRole]
            )
        self.counted.emit()
        self.rows_changed.emit()
        if ended:
            self.ended.emit(ended)

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
        if len(self._order):
            last = self.index(len(self._order) - 1, len(Column) - 1)
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

    def _hide_and_show(self, changed: Iterable[int]) -> None:
        """Take off the list what the person removed, and put back what was taken back."""
        moved = [at for at in changed if self._documents[at].removed != self._order.is_hidden(at)]
        gone = [at for at in moved if self._documents[at].removed]
        rows = sorted(row for row in map(self._order.row, gone) if row is not None)
        for first, last in reversed(_runs(rows)):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._order.hide(first, last)
            self.endRemoveRows()
        back = {at for at in moved if not self._documents[at].removed}
        for row, position in self._order.places_to_return(back) if back else ():
            self.beginInsertRows(QModelIndex(), row, row)
            self._order.show(row, position)
            self.endInsertRows()
        self._counts.subtract(self._documents[at].state for at in gone)
        self._counts.update(self._documents[at].state for at in back)

    def _insert(self, new: Sequence[Document]) -> None:
        added = [document.added_at for document in new]
        count = self._order.split(added)
        if count:
            first = self._order.continuing_row
            self.beginInsertRows(QModelIndex(), first, first + count - 1)
            self._order.continue_batch(added[:count])
            self._append(new[:count])
            self.endInsertRows()
        if count < len(new):
            self.beginInsertRows(QModelIndex(), 0, len(new) - count - 1)
            self._order.begin_batches(added[count:])
            self._append(new[count:])
            self.endInsertRows()

    def _append(self, new: Sequence[Document]) -> None:
        first = len(self._documents)
        self._documents.extend(new)
        self._rows.extend([None] * len(new))
        self._positions.update({d.id: first + offset for offset, d in enumerate(new)})
        self._counts.update(document.state for document in new)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(self._order)

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
            return self._text(index.row(), index.column())
        if role == ItemRole.ToolTipRole:
            return self._tooltip(index.row(), index.column())
        if role == ItemRole.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        return None

    def _text(self, row: int, column: int) -> str:
        shown = self.row(row)
        match column:
            case Column.FILE:
                return shown.name
            case Column.ADDRESS:
                return shown.document.xn_address or shown.address
            case Column.PROGRESS:
                return progress_sentence(shown.document)
            case Column.STATUS:
                return f"{shown.state}: {shown.reason}"
            case Column.UPDATED:
                return shown.updated
            case _:
                return shown.charge

    def spoken(self, row: int, column: int) -> str:
        """What a screen reader says of a cell."""
        shown = self.row(row)
        match column:
            case Column.FILE:
                return f"{shown.name}, {shown.facts}" if shown.facts else shown.name
            case Column.ADDRESS:
                address = shown.document.xn_address
                return self.tr("For {address}").format(address=address or shown.address)
            case Column.STATUS:
                lines = wording.explanation(shown.document, self._today).splitlines()
                return " ".join(line if line[-1] in ".…" else f"{line}." for line in lines)
            case _:
                return self._text(row, column)

    def _tooltip(self, row: int, column: int) -> str:
        shown = self.row(row)
        document = shown.document
        match column:
            case Column.FILE:
                return "\n".join(filter(None, (document.file_name, shown.facts, document.source)))
            case Column.PROGRESS:
                return progress_tooltip(document)
            case Column.STATUS:
                return wording.explanation(document, self._today)
            case Column.UPDATED:
                return full_moment_text(document.changed_at)
            case Column.CREDITS:
                return wording.charge_explanation(document)
            case _:
                return self.spoken(row, column)


def _added_at(item: tuple[str, Document]) -> datetime:
    return item[1].added_at


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring rows; one range over all where they are too scattered."""
    runs = _runs(rows)
    return [(rows[0], rows[-1])] if len(runs) > MOST_RANGES else runs


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring rows into pairs of first and last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
