"""Address choices for combo boxes and completers, searchable by label and by address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.domain.xn_address import find_address, labeled

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole


class AddressChoices(QAbstractListModel):
    """List model of addresses: shows `Smith Team — name@instance`, edits the address."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._addresses: tuple[str, ...] = ()
        self._labels: Mapping[str, str] = {}

    def offer(self, addresses: Sequence[str], labels: Mapping[str, str]) -> None:
        """Replace the addresses and their labels."""
        self.beginResetModel()
        self._addresses, self._labels = tuple(addresses), dict(labels)
        self.endResetModel()

    def meant(self, typed: str) -> str:
        """Return the address that the text of a field stands for."""
        return find_address(typed, self._addresses, self._labels)

    def label(self, address: str) -> str:
        """Return the label of an address; empty if it has none."""
        return self._labels.get(address, "")

    def row_of(self, address: str) -> int:
        """Return the row of an address, or -1 if it is not in the list."""
        return self._addresses.index(address) if address in self._addresses else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Implement Qt's method."""
        return 0 if parent.isValid() else len(self._addresses)

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Implement Qt's method."""
        address = self._addresses[index.row()]
        if role == ItemRole.EditRole:
            return address
        if role == ItemRole.DisplayRole:
            return visible_text(labeled(address, self.label(address)))
        return None


class AddressCompleter(QCompleter):
    """Completer that matches any part of label or address, and inserts only the address."""

    def __init__(self, choices: AddressChoices, parent: QObject) -> None:
        super().__init__(choices, parent)
        self.setCompletionRole(ItemRole.DisplayRole)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = QListView()
        popup.setObjectName("completions")
        self.setPopup(popup)
        popup.setItemDelegate(QStyledItemDelegate(popup))  # style sheets apply

    def pathFromIndex(self, index: Index) -> str:
        """Implement Qt's method: return the text that a choice puts into the field."""
        return str(index.data(ItemRole.EditRole))


def offer_in(line: QLineEdit, choices: AddressChoices) -> None:
    """Add completion from the choices to a line edit."""
    line.setCompleter(AddressCompleter(choices, line))
