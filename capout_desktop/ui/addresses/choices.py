"""The address book as lists offer it: found by label and by address, typed as the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate

from capout_desktop.domain.xn_address import find_address, labeled

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole


class AddressChoices(QAbstractListModel):
    """Addresses with their labels: shown as `Smith Team — name@instance`, edited as the address."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._addresses: tuple[str, ...] = ()
        self._labels: Mapping[str, str] = {}

    def offer(self, addresses: Sequence[str], labels: Mapping[str, str]) -> None:
        """Offer these from now on."""
        self.beginResetModel()
        self._addresses, self._labels = tuple(addresses), dict(labels)
        self.endResetModel()

    def meant(self, typed: str) -> str:
        """The address that the person meant by what stands in a field."""
        return find_address(typed, self._addresses, self._labels)

    def label(self, address: str) -> str:
        """What the person calls it; empty where it has no name."""
        return self._labels.get(address, "")

    def row_of(self, address: str) -> int:
        """Where an address stands; -1 where it is not offered."""
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
            return labeled(address, self.label(address))
        return None


class AddressCompleter(QCompleter):
    """Completes by any part of label or address, and puts in the address alone."""

    def __init__(self, choices: AddressChoices, parent: QObject) -> None:
        super().__init__(choices, parent)
        self.setCompletionRole(ItemRole.DisplayRole)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = QListView()
        popup.setObjectName("completions")
        self.setPopup(popup)
        popup.setItemDelegate(QStyledItemDelegate(popup))  # the one that style sheets reach

    def pathFromIndex(self, index: Index) -> str:
        """Implement Qt's method: what stands in the field after a choice."""
        return str(index.data(ItemRole.EditRole))


def offer_in(line: QLineEdit, choices: AddressChoices) -> None:
    """Let a line complete what is typed from the choices."""
    line.setCompleter(AddressCompleter(choices, line))
