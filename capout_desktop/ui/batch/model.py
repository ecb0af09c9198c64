"""Table model of a batch: a check box, an editable address and a verdict for each file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from capout_desktop.domain.batch_review import BatchReview, FileVerdict
from capout_desktop.domain.document import Document
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.domain.xn_address import labeled, looks_like_xn_address
from capout_desktop.ui.addresses.choices import AddressChoices
from capout_desktop.ui.batch.text import ICONS, verdict_explanation, verdict_tone, verdict_words
from capout_desktop.ui.documents.document_text import no_address, origin_text
from capout_desktop.ui.documents.row_ranges import coarse_runs
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.text.tool_tip import tool_tip

FRAME_MS = 40
ICON = 16
Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole


_FLAGS = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    # Otherwise a tree view asks each of thousands of rows for its child rows and columns.
    | Qt.ItemFlag.ItemNeverHasChildren
)
_FLAGS_BY_CHOICE = (
    _FLAGS | Qt.ItemFlag.ItemIsUserCheckable,
    _FLAGS | Qt.ItemFlag.ItemIsEditable,
    _FLAGS,
)
"""Item flags of each column in rows where the person has a choice."""


class BatchColumn(IntEnum):
    """The columns of the sheet."""

    FILE = 0
    ADDRESS = 1
    VERDICT = 2


class BatchModel(QAbstractTableModel):
    """Table model of a `BatchReview`; `apply` may be called any number of times within a frame.

    Attributes:
        refreshed: Emitted after each frame that changed something, and after each change of a
            check box.
        address_given: Emitted when the person typed an address into a row.
    """

    refreshed = Signal()
    address_given = Signal(str, str)

    chosen = Signal(list, bool)
    """Emitted with the ids of files that the person checked or unchecked."""

    def __init__(self, theme: Theme, choices: AddressChoices, parent: QObject) -> None:
        super().__init__(parent)
        self.batch = BatchReview()
        self._theme = theme
        self._choices = choices
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._pending: dict[str, Document] = {}
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self.flush)
        theme.changed.connect(self._tell_all)
        choices.modelReset.connect(self._tell_all)

    def apply(self, documents: Iterable[Document]) -> None:
        """Add or update documents; they are shown within a frame."""
        self._pending.update((document.id, document) for document in documents)
        if self._pending and not self._frame.isActive():
            self._frame.start()

    def knows(self, local_id: str) -> bool:
        """Return whether a document is in the batch or is added with the next frame."""
        return local_id in self._rows or local_id in self._pending

    def flush(self) -> None:
        """Show all applied documents now."""
        self._frame.stop()
        pending, self._pending = self._pending, {}
        if not pending:
            return
        new = [local_id for local_id in pending if local_id not in self._rows]
        first = len(self._ids)
        if new:
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            touched = self._take(pending, new)
            self.endInsertRows()
        else:
            touched = self._take(pending, new)
        self._tell(row for local_id in touched if (row := self._rows[local_id]) < first)
        self.refreshed.emit()

    def id_of(self, row: int) -> str:
        """Return the id of the document in a row."""
        return self._ids[row]

    def choose(self, rows: Iterable[int], goes: bool) -> None:
        """Check or uncheck rows in which the person has a choice."""
        chosen = [row for row in rows if self.batch.can_choose(self._ids[row])]
        ids = [self._ids[row] for row in chosen]
        self.batch.choose(ids, goes)
        self.chosen.emit(ids, goes)
        self._tell(chosen)
        self.refreshed.emit()

    def next_row(self, verdicts: Sequence[FileVerdict], after: int) -> int:
        """Return the next row with one of the verdicts, wrapping around at the end; -1 if none."""
        count = len(self._ids)
        for step in range(1, count + 1):
            row = (after + step) % count
            if self.batch.verdict(self._ids[row]) in verdicts:
                return row
        return -1

    def _take(self, pending: dict[str, Document], new: Sequence[str]) -> set[str]:
        for local_id in new:
            self._rows[local_id] = len(self._ids)
            self._ids.append(local_id)
        return self.batch.take(pending.values())

    def _tell(self, rows: Iterable[int]) -> None:
        for first, last in coarse_runs(sorted(rows)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(BatchColumn) - 1))

    def _tell_all(self) -> None:
        self._tell(range(len(self._ids)))

    # Overridden Qt methods

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(BatchColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole
    ) -> object:
        """Implement Qt's method."""
        if orientation is not Qt.Orientation.Horizontal or role != ItemRole.DisplayRole:
            return None
        return (self.tr("File"), self.tr("XactNet address"), self.tr("Status"))[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Implement Qt's method."""
        if self.batch.can_choose(self._ids[index.row()]):
            return _FLAGS_BY_CHOICE[index.column()]
        return _FLAGS

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Implement Qt's method."""
        local_id = self._ids[index.row()]
        match index.column():
            case BatchColumn.FILE:
                return self._file(local_id, role)
            case BatchColumn.ADDRESS:
                return self._address(local_id, role)
            case _:
                return self._verdict(local_id, role)

    def setData(self, index: Index, value: object, role: int = ItemRole.EditRole) -> bool:
        """Implement Qt's method."""
        if role == ItemRole.CheckStateRole:
            self.choose([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        address = self._choices.meant(str(value))
        if role != ItemRole.EditRole or not address:
            return False
        self.address_given.emit(self._ids[index.row()], address)
        return True

    def _file(self, local_id: str, role: int) -> object:
        document = self.batch[local_id]
        match role:
            case ItemRole.DisplayRole:
                return visible_text(document.file_name)
            case ItemRole.CheckStateRole if self.batch.can_choose(local_id):
                ticked = self.batch.goes(local_id)
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            case ItemRole.ToolTipRole:
                return tool_tip(origin_text(document))
            case ItemRole.ForegroundRole if not self.batch.goes(local_id):
                return self._theme.color("muted")
            case ItemRole.AccessibleTextRole:
                words = verdict_explanation(self.batch, local_id).replace("\n", ". ")
                return f"{visible_text(document.file_name)}, {words}"
        return None

    def _address(self, local_id: str, role: int) -> object:
        address = self.batch[local_id].xn_address
        odd = not looks_like_xn_address(address)
        match role:
            case ItemRole.EditRole:
                return address
            case ItemRole.DisplayRole:
                shown = visible_text(self._choices.label(address) or address)
                return shown or no_address(self.batch[local_id])
            case ItemRole.ForegroundRole:
                return self._theme.color("warning" if odd else "text")
            case ItemRole.ToolTipRole:
                return tool_tip(self._spoken_address(local_id))
            case ItemRole.AccessibleTextRole:
                return self._spoken_address(local_id)
        return None

    def _spoken_address(self, local_id: str) -> str:
        address = self.batch[local_id].xn_address
        if address and not looks_like_xn_address(address):
            words = self.tr("{address}: usually looks like name@instance")
            return words.format(address=visible_text(address))
        shown = visible_text(labeled(address, self._choices.label(address)))
        return shown or no_address(self.batch[local_id])

    def _verdict(self, local_id: str, role: int) -> object:
        match role:
            case ItemRole.DisplayRole:
                return verdict_words(self.batch, local_id)
            case ItemRole.DecorationRole:
                ink = self._theme.palette.ink(verdict_tone(self.batch, local_id))
                return icons.icon(ICONS[self.batch.verdict(local_id)], ink, ICON)
            case ItemRole.ForegroundRole:
                return self._theme.color("text" if self.batch.goes(local_id) else "muted")
            case ItemRole.ToolTipRole:
                return tool_tip(verdict_explanation(self.batch, local_id))
            case ItemRole.AccessibleTextRole:
                return verdict_explanation(self.batch, local_id)
        return None
