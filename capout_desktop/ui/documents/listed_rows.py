"""What Qt reads of the list: rows of documents, and headings between them."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents import cell_words
from capout_desktop.ui.documents.arrangement import ArrangedRows
from capout_desktop.ui.documents.columns import Column
from capout_desktop.ui.documents.grouping import Group, group_name, spoken_group
from capout_desktop.ui.documents.row import DocumentRow
from capout_desktop.ui.documents.row_order import RowOrder
from capout_desktop.ui.text.formatting import number_text, today

DAY_WATCH_MS = 60_000
Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_HEADING_FLAGS = Qt.ItemFlag.NoItemFlags


class ListedRows(QAbstractTableModel):
    """Documents by position, and which of them stand in which row; `DocumentModel` fills it.

    Attributes:
        rearranging: Just before rows move, or others are listed.
        rearranged: Just after that.
        day_began: Times that were written without their day need it from now on.
    """

    rearranging = Signal()
    rearranged = Signal()
    day_began = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: list[Document] = []
        self._rows: list[DocumentRow | None] = []
        self._shown: RowOrder | ArrangedRows = RowOrder()
        self._today = today()
        self._day_watch = QTimer(self)
        self._day_watch.setInterval(DAY_WATCH_MS)
        self._day_watch.timeout.connect(self._look_at_the_day)
        self._day_watch.start()

    def document(self, row: int) -> Document:
        """The document in a row."""
        return self._documents[self._shown.position(row)]

    def position(self, row: int) -> int:
        """The number that a row's document has for good; negative for a heading."""
        return self._shown.position(row)

    def row_at(self, position: int) -> int | None:
        """Where the document of this number stands; None where it is not shown."""
        return self._shown.row(position)

    def group(self, row: int) -> Group | None:
        """The group whose heading a row is; None for a document's row."""
        position = self._shown.position(row)
        return self._shown.groups[-1 - position] if position < 0 else None

    def heading(self, group: Group) -> tuple[str, str]:
        """What stands in a heading: the group's name, and how many documents it has."""
        return group_name(group, self._today), f" · {number_text(group.count)}"

    def beside_headings(self, row: int, *, up: bool) -> int:
        """The row itself, or the next document's where it is a heading."""
        if not 0 <= row < len(self._shown) or self._shown.position(row) >= 0:
            return row
        return row - 1 if up and row else row + 1

    def listed_documents(self) -> list[Document]:
        """The documents that are shown, from top to bottom."""
        return [self._documents[at] for at in self._shown.positions if at >= 0]

    def is_moving(self, row: int) -> bool:
        """Whether a bar in a row is to be moved."""
        return self._shown.position(row) >= 0 and self.row(row).moving

    def row(self, row: int) -> DocumentRow:
        """What a row shows."""
        position = self._shown.position(row)
        shown = self._rows[position]
        if shown is None:
            shown = self._rows[position] = DocumentRow(self._documents[position], self._today)
        return shown

    @property
    def listed(self) -> int:
        """How many documents are shown."""
        return len(self._shown) - len(self._shown.groups)

    # Which rows

    def _show_rows(self, shown: RowOrder | ArrangedRows) -> None:
        before = self._shown
        self.rearranging.emit()
        self.layoutAboutToBeChanged.emit()
        self._shown = shown
        old = self.persistentIndexList()
        new = []
        for index in old:
            position = before.position(index.row())
            row = shown.row(position) if position >= 0 else None
            new.append(QModelIndex() if row is None else self.createIndex(row, index.column()))
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()
        self.rearranged.emit()

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
        return cell_words.title(Column(section))

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Implement Qt's method; the delegates read `row` and do not come here."""
        group = self.group(index.row())
        if group is not None:
            return self._heading(group, role) if index.column() == 0 else None
        if role == ItemRole.DisplayRole:
            return cell_words.text(self.row(index.row()), Column(index.column()))
        if role == ItemRole.ToolTipRole:
            shown, column = self.row(index.row()), Column(index.column())
            return cell_words.tooltip(shown, column, self._today)
        if role == ItemRole.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        return None

    def match(
        self,
        start: Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Implement Qt's method for letters that are typed in the table: a name begins so.

        Qt's own would have every row worked out, which takes seconds where they are many.
        """
        del role, hits, flags
        typed, count = str(value).casefold(), len(self._shown)
        for row in (*range(start.row(), count), *range(start.row())):
            at = self._shown.position(row)
            if at >= 0 and self._documents[at].file_name.casefold().startswith(typed):
                return [self.index(row, start.column())]
        return []

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Implement Qt's method: headings are passed over by the keyboard and the mouse."""
        if not index.isValid() or self._shown.position(index.row()) < 0:
            return _HEADING_FLAGS
        return _ROW_FLAGS

    def spoken(self, row: int, column: int) -> str:
        """What a screen reader says of a cell; a group's first row begins with its heading."""
        words = cell_words.spoken(self.row(row), Column(column), self._today)
        group = self.group(row - 1) if row and column == Column.FILE else None
        return f"{spoken_group(group, self._today)}. {words}" if group else words

    def _heading(self, group: Group, role: int) -> object:
        if role == ItemRole.DisplayRole:
            return "".join(self.heading(group))
        return spoken_group(group, self._today) if role == ItemRole.AccessibleTextRole else None
