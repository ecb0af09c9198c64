"""Table model of the document list; changes are shown once per frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
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

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_tally import UNDER_WAY, Standing
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.draft import Draft
from capout_desktop.domain.typical_cost import RowCost
from capout_desktop.domain.upload_pace import UploadPace
from capout_desktop.domain.usual_time import usual_time
from capout_desktop.services.runtime.clock import monotonic
from capout_desktop.ui.documents.arranged_rows import ArrangedRows, Section
from capout_desktop.ui.documents.arrangement import Arrangement, Change, merged
from capout_desktop.ui.documents.batch_facts import BatchFacts
from capout_desktop.ui.documents.batch_text import PACE, USUAL, pace_parts, standing_parts
from capout_desktop.ui.documents.columns import ADDRESS, COLUMNS, FILE, PROGRESS
from capout_desktop.ui.documents.grouping import (
    Group,
    GroupBy,
    group_facts,
    group_name,
    spoken_group,
)
from capout_desktop.ui.documents.row import DocumentRow, is_further_out
from capout_desktop.ui.documents.row_order import RowOrder
from capout_desktop.ui.documents.row_ranges import coarse_runs, runs_of
from capout_desktop.ui.documents.shown_drafts import (
    DraftHeading,
    ShownDrafts,
    check_state_of,
    to_toggle,
)
from capout_desktop.ui.documents.state_counts import StateCounts
from capout_desktop.ui.text.formatting import duration_text, today
from capout_desktop.ui.text.parts import Part, joined
from capout_desktop.ui.text.tool_tip import tool_tip

DAY_WATCH_MS = 60_000
PACE_MS = 1000
"""Interval in which the speed of the uploads is shown anew."""
Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_CHECKABLE = _ROW_FLAGS | Qt.ItemFlag.ItemIsUserCheckable
_EDITABLE = _ROW_FLAGS | Qt.ItemFlag.ItemIsEditable
FRAME_MS = 8
"""Least time from one frame to the next. Measured, 2,000 statuses a second: 99 of 100 rows were
painted within 19 ms after their status was sent, with 16 ms here within 28, for a tenth less work.
"""
FLOOD = 100
"""Number of changed rows in a frame that nobody can follow, if they also came this fast:"""
FLOOD_A_MS = 2.5
FLOOD_MS = 100
"""Delay of the next frame in a flood: the time for painting is better spent on the updates.
Measured, 50,000 statuses at once: 7 of 30 microseconds each went into painting at 40 ms."""
SENT_MS = 40
"""Delay of the next frame after one in which progress bars only grew a little."""
MOST_NEW = 4000
"""Maximum number of new rows in a frame; the rest is added in the next ones."""
CALM_MS = 250
"""Shortest interval between two rearrangements of sorted or searched rows."""
MOST_LOOKED_AT = 5000
"""Number of the newest documents from which it is found how long one usually takes."""
MOST_AT_ONCE = 1000
"""Maximum number of documents in which a search is prepared at once, while the window waits."""
SLICE = 100
"""Number of documents in which a search is prepared between two looks at the clock."""
SLICE_MS = 6
"""Time after which the window has its turn while a search is prepared in a long list."""
MOST_BATCHES = 64
"""Maximum number of batches that are arranged one by one instead of all together."""
MOST_OF_THE_TIME = 0.1
"""Maximum fraction of the time that is spent on rearranging."""


class ListedRows(QAbstractTableModel):
    """Read-only base of the model: documents by position, and their rows. See `DocumentModel`.

    Attributes:
        rearranging: Emitted just before rows move or other documents are listed.
        rearranged: Emitted just after that.
        moving: Emitted with the first and the last of some neighboring rows, just before their
            documents change places among themselves; rows are then inserted or removed below them.
        moved: Emitted with the first and the last row after that.
        day_began: Emitted after the local date changed: times written without a date now need one.
        rows_changed: Emitted after each frame that changed or added rows, and after other rows
            are shown.
        ticked: Emitted with files of drafts that the person checked (true) or unchecked.
        address_given: Emitted with a file of a draft, and the address that was typed into its row.
        paused: Whether the rows say that sending is paused.
        drafts: The drafts; see `DocumentModel.show_drafts`.
    """

    ticked = Signal(list, bool)
    address_given = Signal(str, str)
    rearranging = Signal()
    rearranged = Signal()
    moving = Signal(int, int)
    moved = Signal(int, int)
    day_began = Signal()
    rows_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: list[Document] = []
        self._rows: list[DocumentRow | None] = []
        self._arrangement = Arrangement(self._documents)
        self._shown: RowOrder | ArrangedRows = RowOrder()
        self._today = today()
        self._usual: dict[str, timedelta | None] = {}
        self._cost_of: Callable[[Document], RowCost | None] = lambda _: None
        self._pace = UploadPace()
        # What headings say, made once although a heading is painted in a part for each column.
        self._said: dict[object, tuple[BatchFacts | None, list[Part]]] = {}
        self.paused = False
        self.drafts = ShownDrafts()
        self._day_watch = QTimer(self)
        self._day_watch.setInterval(DAY_WATCH_MS)
        self._day_watch.timeout.connect(self._look_at_the_day)
        self._day_watch.start()

    def document(self, row: int) -> Document:
        """Return the document in a row."""
        return self._documents[self._shown.position(row)]

    def position(self, row: int) -> int:
        """Return the permanent position of a row's document; negative for a heading."""
        return self._shown.position(row)

    def row_at(self, position: int) -> int | None:
        """Return the row of the document or heading at a position; None if it is not shown."""
        return self._shown.row(position)

    def group(self, row: int) -> Group | None:
        """Return the group whose heading is in a row; None for a document's row."""
        position = self._shown.position(row)
        return self._shown.groups[~position] if position < 0 else None

    def heading(self, group: Group) -> tuple[str, str]:
        """Return the text of a heading: the group's name, and more about it."""
        name, draft = group_name(group, self._today), self.drafts.heading(group)
        return name, group_facts(group, self._today) if draft is None else draft.facts

    def standings(self, group: Group) -> Sequence[Part]:
        """Return how the documents of a batch stand, and how fast those under way are."""
        kept = self._said.get(group.key)
        if kept is None or kept[0] is not group.facts:
            kept = self._said[group.key] = (group.facts, self._standings(group))
        return kept[1]

    def _standings(self, group: Group) -> list[Part]:
        parts, standings = standing_parts(group.standings), group.standings
        if group.batch is not None and any(map(standings.get, UNDER_WAY)):
            if standings.get(Standing.SENDING) or standings.get(Standing.WAITING):
                parts += [Part(words, PACE) for words in self.pace(group.batch.id)]
            usual = self.usual_time(group.first)
            if usual is not None:
                each = self.tr("usually {duration} each")
                parts.append(Part(each.format(duration=duration_text(usual)), USUAL))
        return parts

    def pace(self, batch_id: str) -> list[str]:
        """Return how fast a batch is sent, and how long that still takes; empty if unknown.

        The batch without an id is all documents.
        """
        batch = self._arrangement.batches.known.get(batch_id)
        paused = self.paused or (batch is not None and batch.paused)
        pace = self._pace.of(batch_id, monotonic(), goes_on=not paused)
        return [] if pace is None else pace_parts(pace)

    @property
    def headings(self) -> Sequence[int]:
        """The rows of all headings, from top to bottom."""
        return self._shown.headings

    @property
    def low_headings(self) -> Sequence[int]:
        """The rows of those headings that are lower than other rows, from top to bottom."""
        return self._shown.low_headings

    def heading_above(self, row: int) -> int:
        """Return the row of the nearest heading above a row; negative if there is none."""
        return self._shown.heading_above(row)

    def is_folded(self, group: Group) -> bool:
        """Return whether the rows of a group are hidden."""
        return self._arrangement.folds.is_folded(group)

    def listed_documents(self) -> list[Document]:
        """Return the documents of the list from top to bottom, including those that are folded."""
        return [self._documents[at] for at in self._shown.all_positions()]

    def batch_of(self, row: int) -> Group | None:
        """Return the group of the batch whose heading is above a document's row; None for none."""
        return self._shown.batch_of(row)

    def draft_at(self, row: int) -> Draft | None:
        """Return the draft of a heading, or of a document's row; None if it is in no draft."""
        group = self.group(row)
        if group is None:
            return self.drafts.named(self.document(row).batch_id)
        return self.drafts.of(group)

    def is_paused(self, document: Document) -> bool:
        """Return whether sending is paused for a document, with all others or with its batch."""
        batch = self._arrangement.batches.known.get(document.batch_id)
        return self.paused or (batch is not None and batch.paused)

    def usual_time(self, document: Document) -> timedelta | None:
        """Return how long documents usually take at the server of this one, if that is known."""
        if document.server not in self._usual:
            newest = islice(reversed(self._documents), MOST_LOOKED_AT)
            self._usual[document.server] = usual_time(
                other for other in newest if other.server == document.server
            )
        return self._usual[document.server]

    def is_moving(self, row: int) -> bool:
        """Return whether a progress bar in a row is animated."""
        return self._shown.position(row) >= 0 and self.row(row).moving

    def row(self, row: int) -> DocumentRow:
        """Return the content of a row."""
        return self._content(self._shown.position(row))

    def _content(self, position: int) -> DocumentRow:
        shown = self._rows[position]
        if shown is None:
            document = self._documents[position]
            choice = self.drafts.choice(document)
            shown = self._rows[position] = DocumentRow(
                document,
                self._today,
                paused=self.is_paused(document),
                usual=self.usual_time(document),
                choice=choice,
                cost=None if choice is None else self.drafts.cost(document),
                charged=self._cost_of(document),
            )
        return shown

    @property
    def listed(self) -> int:
        """How many documents are on the list, including those that are folded."""
        return self._shown.documents

    # Rows

    def _show_rows(self, shown: RowOrder | ArrangedRows) -> None:
        before = self._shown
        self.rearranging.emit()
        self.layoutAboutToBeChanged.emit()
        self._shown = shown
        old = self.persistentIndexList()
        new = []
        for index in old:
            position = before.position(index.row())
            row = shown.row(position) if position >= 0 else shown.heading(before.groups[~position])
            new.append(QModelIndex() if row is None else self.createIndex(row, index.column()))
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()
        self.rearranged.emit()

    def _move_within(self, section: Section) -> None:
        """Show other rows for a batch, without Qt looking at those of all other batches."""
        shown = self._shown
        place = shown.place_for(section) if isinstance(shown, ArrangedRows) else None
        if place is None or not isinstance(shown, ArrangedRows):
            return
        first, end, rows = place
        new_end = first + len(rows)
        if end > first:
            self.moving.emit(first, end - 1)
        # Rows that stay have their new content before others are inserted or removed below them.
        shown.positions[first : min(end, new_end)] = rows[: min(end, new_end) - first]
        if new_end > end:
            self.beginInsertRows(QModelIndex(), end, new_end - 1)
            shown.replace(section)
            self.endInsertRows()
        elif new_end < end:
            self.beginRemoveRows(QModelIndex(), new_end, end - 1)
            shown.replace(section)
            self.endRemoveRows()
        else:
            shown.replace(section)
        self.moved.emit(first, new_end - 1)
        self.dataChanged.emit(self.index(first, 0), self.index(new_end - 1, len(COLUMNS) - 1), [])

    def _look_at_the_day(self) -> None:
        """Update the times after the date changed."""
        if self._today == today():
            return
        self._today = today()
        self.day_began.emit()
        self._forget_rows()

    def show_paused(self, paused: bool) -> None:
        """Show in the rows of waiting documents whether sending is paused."""
        if paused is not self.paused:
            self.paused = paused
            self._forget_rows()
            self.rows_changed.emit()

    def show_costs(self, cost_of: Callable[[Document], RowCost | None]) -> None:
        """Show what accepted documents have cost; again after more of it is known."""
        self._cost_of = cost_of
        self._forget_rows()

    def _forget_rows(self) -> None:
        """Make the content of all rows anew when it is next needed."""
        self._said.clear()
        self._rows[:] = [None] * len(self._documents)
        if len(self._shown):
            last = self.index(len(self._shown) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [ItemRole.DisplayRole])

    # Overridden Qt methods

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = ItemRole.DisplayRole,
    ) -> object:
        """Implement Qt's method."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == ItemRole.TextAlignmentRole:
            return COLUMNS[section].alignment | Qt.AlignmentFlag.AlignVCenter
        return COLUMNS[section].title() if role == ItemRole.DisplayRole else None

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Implement Qt's method; the delegates call `row` instead."""
        group = self.group(index.row())
        if group is not None:
            return self._heading(group, role) if index.column() == 0 else None
        if role == ItemRole.DisplayRole:
            return COLUMNS[index.column()].text(self.row(index.row()))
        if role == ItemRole.ToolTipRole:
            column = COLUMNS[index.column()]
            return tool_tip(column.tooltip_text(self.row(index.row()), self._today))
        if role == ItemRole.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        if role == ItemRole.CheckStateRole and index.column() == FILE.index:
            choice = self.row(index.row()).choice
            if choice is not None:
                return Qt.CheckState.Checked if choice.goes else Qt.CheckState.Unchecked
        if role == ItemRole.EditRole and index.column() == ADDRESS.index:
            return self.document(index.row()).xn_address
        return None

    def setData(self, index: Index, value: object, role: int = ItemRole.EditRole) -> bool:
        """Implement Qt's method: emit what the person wants; it is shown once it is stored."""
        row = index.row()
        draft = self.draft_at(row)
        if draft is None:
            return False
        if role == ItemRole.EditRole:
            self.address_given.emit(self.document(row).id, str(value))
            return True
        if role != ItemRole.CheckStateRole:
            return False
        goes = Qt.CheckState(value) is Qt.CheckState.Checked
        if self.group(row) is None:
            self.ticked.emit([self.document(row).id], goes)
        else:
            self.ticked.emit(to_toggle(draft, goes=goes), goes)
        return True

    def match(
        self,
        start: Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Implement Qt's method for type-ahead: find a name that begins with the letters.

        Qt's own method computes every row, which takes seconds in a long list.
        """
        del role, hits, flags
        typed, count = str(value).casefold(), len(self._shown)
        for row in (*range(start.row(), count), *range(start.row())):
            at = self._shown.position(row)
            if at >= 0 and self._documents[at].file_name.casefold().startswith(typed):
                return [self.index(row, start.column())]
        return []

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Implement Qt's method: all rows can be selected, headings too."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        column = index.column()
        if not self.drafts or column not in {FILE.index, ADDRESS.index}:
            return _ROW_FLAGS
        position = self._shown.position(index.row())
        if position >= 0:
            if self.drafts.choice(self._documents[position]) is None:
                return _ROW_FLAGS
            return _CHECKABLE if column == FILE.index else _EDITABLE
        is_draft = self.drafts.of(self._shown.groups[~position]) is not None
        return _CHECKABLE if is_draft and column == FILE.index else _ROW_FLAGS

    def spoken(self, row: int, column: int) -> str:
        """Return the text of a document's cell for screen readers."""
        return COLUMNS[column].spoken_text(self.row(row), self._today)

    def _heading(self, group: Group, role: int) -> object:
        if role == ItemRole.DisplayRole:
            return " · ".join(filter(None, self.heading(group)))
        shown, folded = self.drafts.heading(group), self.is_folded(group)
        if role == ItemRole.AccessibleTextRole:
            spoken = None if shown is None else shown.spoken
            standings = joined(self.standings(group))
            return spoken_group(group, self._today, standings, folded=folded, spoken=spoken)
        if shown is not None and role == ItemRole.CheckStateRole:
            return check_state_of(shown.draft)
        if shown is not None and role == ItemRole.ToolTipRole:
            return tool_tip("\n".join((joined(shown.counts), *shown.warnings)))
        return None


class DocumentModel(ListedRows):
    """Table model of documents; `apply` may be called any number of times within a frame.

    Attributes:
        counted: Emitted after a frame in which the number of documents in any state changed.
        ended: Emitted with the documents that were finished in a frame while being watched.
        pace_changed: Emitted once a second while documents are being sent.
    """

    pace_changed = Signal()

    counted = Signal()
    ended = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._positions: dict[str, int] = {}
        self._order = RowOrder()
        self._shown = self._order
        self._elsewhere: list[int] = []
        self._everything = False
        self._out_of_place = False
        self._batches_out_of_place: set[str] = set()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._put_into_place)
        self._searched: str | None = None  # what to search for as soon as that is prepared
        self._preparing = QTimer(self)
        self._preparing.timeout.connect(self._prepare_search)
        self._under_way: list[str] = []
        self._pending: dict[str, Document] = {}
        self._arrivals: dict[str, Document] = {}
        self._tally = StateCounts()
        self._others = StateCounts()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._show_frame)
        self._pace_watch = QTimer(self)
        self._pace_watch.setInterval(PACE_MS)
        self._pace_watch.timeout.connect(self._show_pace)
        self._pause = FRAME_MS
        self._since_frame = QElapsedTimer()

    # Queries

    @property
    def counts(self) -> Mapping[DocumentState, int]:
        """How many documents are in each state."""
        return self._tally.states

    @property
    def counts_by_kind(self) -> Mapping[tuple[DocumentState, DocumentFilter], int]:
        """How many documents are in each state, divided by the filter that would list them."""
        return self._tally.both

    @property
    def retryable(self) -> int:
        """How many documents failed and can be sent again without asking."""
        return self._tally.retryable

    @property
    def waiting(self) -> int:
        """How many documents are not finished."""
        return sum(number for state, number in self.counts.items() if not state.is_terminal)

    def row_of(self, document_id: str) -> int | None:
        """Return the row of a document; None if it is not shown."""
        self.flush()
        position = self._positions.get(document_id)
        return None if position is None else self._shown.row(position)

    def spoken_document(self, document_id: str) -> str:
        """Return a document's row as a screen reader reads it, also while its batch is folded.

        The text is empty if the document is not on the list.
        """
        self.flush()
        position = self._positions.get(document_id)
        if position is None or self._order.is_hidden(position):
            return ""
        content = self._content(position)
        # The file's text has what the optional columns show.
        always = (column for column in COLUMNS if not column.optional)
        return "; ".join(column.spoken_text(content, self._today) for column in always)

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
        """How many documents there are without search and filter."""
        return len(self._order) + (len(self._elsewhere) if self._everything else 0)

    # Search, filter, grouping and order

    @property
    def shows_everything(self) -> bool:
        """Whether documents submitted elsewhere are shown, too."""
        return self._everything

    @property
    def shown(self) -> DocumentFilter:
        """The filter in use."""
        return self._arrangement.shown

    @property
    def group_by(self) -> GroupBy:
        """The property by which documents are grouped."""
        return self._arrangement.group_by

    def kinds(self) -> dict[DocumentFilter, int]:
        """Return how many of the documents that match the search each filter would list."""
        if self._arrangement.is_search:
            counts = dict(self._arrangement.found)
        else:
            others = self._others.kinds if self._everything else {}
            counts = {
                kind: self._tally.kinds[kind] + others.get(kind, 0) for kind in DocumentFilter
            }
        return {**counts, DocumentFilter.ALL: sum(counts.values())}

    @property
    def found(self) -> int:
        """How many documents match the search, before the filter."""
        return self.kinds()[DocumentFilter.ALL]

    @property
    def is_searching(self) -> bool:
        """Whether the list does not show yet what was searched for last."""
        return self._searched is not None

    def search(self, text: str) -> None:
        """Show only documents with each of these words in what is known of it.

        The first search of a long list shows its result only after a moment. The window does not
        wait for it: see `is_searching`.
        """
        self.flush()
        self._searched = text
        if text.strip() and self._arrangement.unprepared > MOST_AT_ONCE:
            self.prepare_search()
            self.rows_changed.emit()
        else:
            self._show_found()

    def prepare_search(self) -> None:
        """Prepare a search, a few milliseconds at a time."""
        if self._arrangement.unprepared > MOST_AT_ONCE:
            self._preparing.start(0)

    def _prepare_search(self) -> None:
        took = QElapsedTimer()
        took.start()
        while self._arrangement.unprepared and took.elapsed() < SLICE_MS:
            self._arrangement.prepare(SLICE)
        if not self._arrangement.unprepared:
            self._preparing.stop()
            if self._searched is not None:
                self._show_found()

    def _show_found(self) -> None:
        text, self._searched = self._searched or "", None
        self._arrangement.search(text)
        self._rearrange()

    def show(self, show: DocumentFilter) -> None:
        """Show only documents of a kind."""
        self.flush()
        self._arrangement.show(show)
        self._rearrange()

    def group_rows(self, by: GroupBy) -> None:
        """Group the rows under headings, or remove the headings."""
        self.flush()
        self._arrangement.group(by)
        self._rearrange()

    def fold(self, row: int, folded: bool) -> None:
        """Fold or unfold the group whose heading is in a row.

        Only rows below the heading are removed or inserted: with 100,000 rows this has to be done
        within a frame.
        """
        group, shown = self.group(row), self._shown
        if group is None or isinstance(shown, RowOrder) or self.is_folded(group) is folded:
            return
        rows = shown.below(group)
        self._arrangement.folds.fold((group,), folded)
        if folded:
            self.beginRemoveRows(QModelIndex(), row + 1, row + len(rows))
            shown.remove(row + 1, len(rows))
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), row + 1, row + len(rows))
            shown.insert(row + 1, rows)
            self.endInsertRows()
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1), [])

    def fold_all(self, folded: bool) -> None:
        """Fold all groups, or unfold them."""
        self.flush()
        shown = self._shown
        if isinstance(shown, RowOrder):
            return
        self._arrangement.folds.fold(shown.groups, folded)
        self._show_rows(shown.folded_anew())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Implement Qt's method; column -1 restores the order of arrival."""
        self.flush()
        self._arrangement.sort_by(column, descending=order == Qt.SortOrder.DescendingOrder)
        self._rearrange()

    def show_everything(self, everything: bool) -> None:
        """Show documents submitted elsewhere, too, or only those of this computer."""
        self.flush()
        self._everything = everything
        self._rearrange()

    def apply_batches(self, batches: Iterable[Batch]) -> None:
        """Add or update batches by their id; documents may come before or after them."""
        self._arrangement.batches.take(batches)
        if self._shown is not self._order or not self._arrangement.is_plain:
            self._rearrange()  # drafts come first, however the others are grouped
        self._forget_rows()

    def keep_still(self, row: int) -> None:
        """Move no rows of the draft that this row is in; -1 lets all move again.

        A file that needs a look comes first in its draft, but not from under the mouse.
        """
        is_document = 0 <= row < len(self._shown) and self.group(row) is None
        draft = self.draft_at(row) if is_document else None
        free = self._arrangement.batches.keep_still("" if draft is None else draft.batch.id)
        if free:
            self._batches_out_of_place.update(free)
            if not self._calm.isActive():
                self._put_into_place()

    def show_drafts(self, drafts: Iterable[DraftHeading], changed: Iterable[str] = ()) -> None:
        """Replace the drafts; `changed` are files whose check box or status changed."""
        touched = self.drafts.show(drafts).union(changed)
        at = [self._positions[id_] for id_ in touched if id_ in self._positions]
        for position in at:
            self._rows[position] = None
        self._tell_changed(at)
        for row in self.headings:
            group = self.group(row)
            if group is None or group.batch is None or not group.batch.is_draft:
                break  # drafts come first
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1), [])
        self.rows_changed.emit()

    def show_elsewhere(self, documents: Iterable[Document]) -> None:
        """Replace the documents that were submitted elsewhere.

        They are not part of `counts`.
        """
        newest_first = sorted(documents, key=lambda document: document.added_at, reverse=True)
        self._others = StateCounts()
        self._others.add(newest_first)
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
        """Apply search, filter and order; selected and current rows are kept."""
        self._out_of_place = False
        self._batches_out_of_place.clear()
        took = QElapsedTimer()
        took.start()
        shown: RowOrder | ArrangedRows = self._order
        if self._everything or not self._arrangement.is_plain:
            others = self._elsewhere if self._everything else ()
            shown = self._arrangement.arrange(
                merged(self._order.positions, others, self._documents)
            )
        before = self._shown
        if before.positions == shown.positions:
            self._shown = shown
            if shown.headings:  # a folded group may have more documents now
                first, last = shown.headings[0], shown.headings[-1]
                self.dataChanged.emit(self.index(first, 0), self.index(last, 0), [])
        else:
            self._show_rows(shown)
        self._rest_after(took)
        self.rows_changed.emit()

    def _put_into_place(self) -> None:
        """Arrange what changed: only the batches of the documents if that is enough."""
        if self._out_of_place or len(self._batches_out_of_place) > MOST_BATCHES:
            self._rearrange()
        elif self._batches_out_of_place:
            took = QElapsedTimer()
            took.start()
            batch_ids, self._batches_out_of_place = self._batches_out_of_place, set()
            for batch_id in batch_ids:
                self._move_within(self._arrangement.batches.section(batch_id))
            self._rest_after(took)
            self.rows_changed.emit()

    def _rest_after(self, took: QElapsedTimer) -> None:
        self._calm.start(max(CALM_MS, round(took.elapsed() / MOST_OF_THE_TIME)))

    # Updates

    def apply(self, documents: Iterable[Document]) -> None:
        """Add or update documents by their id; shown within a frame."""
        pending = self._pending
        for document in documents:
            pending[document.id] = document
        if pending and not self._frame.isActive():
            # After a rest they are shown at once; otherwise, together with what comes meanwhile.
            passed = self._since_frame.elapsed() if self._since_frame.isValid() else self._pause
            self._frame.start(max(0, self._pause - passed))

    def flush(self) -> None:
        """Show all applied documents now."""
        while self._pending or self._arrivals:
            self._show_frame()
        self._put_into_place()

    def _show_frame(self) -> None:
        self._frame.stop()
        passed = self._since_frame.elapsed() if self._since_frame.isValid() else 0
        self._since_frame.start()
        pending, self._pending = self._pending, {}
        changed, sent, ended = self._update(pending.values())
        is_out_of_place = self._note_changes((*changed, *sent))
        came_or_went = self._hide_and_show(changed)
        self._take_in(pending)
        new = [self._arrivals.pop(key) for key in list(islice(self._arrivals, MOST_NEW))]
        if new:
            self._insert(new)
        if self._arrivals:
            self._frame.start(FRAME_MS)
        is_arranged = self._shown is not self._order or not self._arrangement.is_plain
        if is_arranged:
            self._out_of_place |= bool(new) or came_or_went or is_out_of_place
            if not self._calm.isActive():
                self._put_into_place()
        only_bytes = bool(sent) and not changed and not new
        if len(changed) >= max(FLOOD, FLOOD_A_MS * passed):
            self._pause = FLOOD_MS
        else:
            self._pause = SENT_MS if only_bytes else FRAME_MS
        self._tell_changed(changed)
        self._tell_changed(sent, (PROGRESS.index, PROGRESS.index))
        self.counted.emit()
        self.rows_changed.emit()
        if not self._pace_watch.isActive() and self._pace.under_way(monotonic()):
            self._pace_watch.start()
        if ended:
            self._usual.clear()
            self._said.clear()
            self.ended.emit(ended)

    def _show_pace(self) -> None:
        """Update the headings of the batches that are being sent."""
        under_way = self._pace.under_way(monotonic())
        if not under_way:
            self._pace_watch.stop()
        # Those that have just ended, too: their last speed goes.
        batches, self._under_way = {*under_way, *self._under_way}, under_way
        self._said.clear()
        for batch_id in batches:
            row = self._shown.heading_of((GroupBy.BATCH, batch_id))
            if row is not None:
                ends = self.index(row, 0), self.index(row, len(COLUMNS) - 1)
                self.dataChanged.emit(*ends, [ItemRole.DisplayRole])
        self.pace_changed.emit()

    def _note_changes(self, positions: Iterable[int]) -> bool:
        """Note which batches are out of place; return whether the whole list is."""
        everything = False
        for position in positions:
            change = self._arrangement.changed(position)
            if change is Change.BATCH:
                self._batches_out_of_place.add(self._arrangement.batches.batch_of(position))
            everything |= change is Change.LIST
        return everything

    def _tell_changed(
        self, positions: Iterable[int], columns: tuple[int, int] | None = None
    ) -> None:
        """Emit `dataChanged` for documents, for all columns or those from one to another."""
        left, right = columns or (0, len(COLUMNS) - 1)
        rows = sorted(row for row in map(self._shown.row, positions) if row is not None)
        for first, last in coarse_runs(rows):
            ends = self.index(first, left), self.index(last, right)
            self.dataChanged.emit(*ends, [Qt.ItemDataRole.DisplayRole])

    def _take_in(self, pending: Mapping[str, Document]) -> None:
        """Keep new documents, oldest first, until the next frame."""
        arrivals, before = self._arrivals, len(self._arrivals)
        arrivals.update(
            (k, d) for k, d in pending.items() if k not in self._positions and not d.removed
        )
        if len(arrivals) > before:
            self._arrivals = dict(sorted(arrivals.items(), key=_added_at))

    def _update(self, documents: Iterable[Document]) -> tuple[list[int], list[int], list[Document]]:
        """Return changed positions, those with only more bytes sent, and the ended documents."""
        changed, sent, ended = [], [], []
        at = monotonic()
        for document in documents:
            position = self._positions.get(document.id)
            if position is None:
                continue
            before = self._documents[position]
            if before is document:
                continue
            self._documents[position] = document
            self._pace.take(before, document, at)
            row = self._rows[position]
            if row is not None and is_further_out(before, document):
                row.show_sent(document)
                sent.append(position)
                continue
            self._rows[position] = None
            changed.append(position)
            if not self._order.is_hidden(position):
                self._tally.change(before, document)
                if before.state is not document.state and document.state.is_terminal:
                    ended.append(document)
        return changed, sent, ended

    def _hide_and_show(self, changed: Iterable[int]) -> bool:
        """Hide documents that the person removed, and show those whose removal was undone."""
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
        self._tally.take([self._documents[at] for at in gone])
        self._tally.add([self._documents[at] for at in back])
        return bool(moved)

    @contextmanager
    def _inserting(self, first: int, count: int) -> Iterator[None]:
        """Announce inserted rows to Qt if the plain order is what is shown."""
        if self._shown is self._order:
            self.beginInsertRows(QModelIndex(), first, first + count - 1)
            yield
            self.endInsertRows()
        else:
            yield

    def _insert(self, new: Sequence[Document]) -> None:
        self._usual.clear()
        self._said.clear()
        added = [document.added_at for document in new]
        count = self._order.split(added)
        self._tally.add(new)
        self._pace.add(new)
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
        """Give a document its permanent position."""
        position = self._positions[document.id] = len(self._documents)
        self._documents.append(document)
        self._rows.append(None)
        return position


def _added_at(item: tuple[str, Document]) -> datetime:
    return item[1].added_at
