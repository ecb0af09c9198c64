"""Button for the organization in use, with a menu to change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.organizations.organization_row import KeyState, OrganizationRow
from capout_desktop.ui.organizations.organization_text import dot, kind_word
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.text.tool_tip import tool_tip

WIDEST = 180
NARROWEST = 60
"""Least width of the visible part of a name; the menu shows the whole name."""
_AROUND = 12 + 12 + 6 + 32
"""Width of the margins, the dot with its spacing, and the arrow."""


class OrganizationSwitcher(QPushButton):
    """Shows color and name of the active organization; the menu lists all of them.

    Attributes:
        chosen: Emitted with the id of the organization for new documents.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("organization")
        self.setProperty("kind", "menu")
        self.setIconSize(QSize(12, 12))
        self._theme = theme
        self._rows: Sequence[OrganizationRow] = ()
        self._active = self._label = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.choices = QMenu(self)
        self.choices.setTitle(self.tr("Switch &organization"))
        self._group = QActionGroup(self)
        self.setMenu(QMenu(self))
        theme.changed.connect(self._fill)
        self.hide()

    def offer(self, *actions: QAction) -> None:
        """Add these actions below the organizations."""
        self._more = actions
        self._fill()

    def show_profiles(self, rows: Sequence[OrganizationRow], active: str) -> None:
        """Show the organizations and the active one."""
        if (rows, active) != (self._rows, self._active):
            self._rows, self._active = rows, active
            self._fill()

    def _fill(self) -> None:
        menu = self.menu()
        for action in self._group.actions():
            self._group.removeAction(action)
            action.deleteLater()
        menu.clear()
        for row in self._rows:
            action = self._choice(row)
            menu.addAction(action)
            self.choices.addAction(action)
            if row.organization.id == self._active:
                self._show_active(row)
        menu.addSeparator()
        menu.addActions(self._more)
        self.choices.setEnabled(len(self._rows) > 1)
        self.setVisible(any(row.organization.id == self._active for row in self._rows))

    def _choice(self, row: OrganizationRow) -> QAction:
        organization = row.organization
        needed = row.state is KeyState.NEEDED
        note = self.tr("Needs a key") if needed else kind_word(organization.kind)
        # Text after a tab is placed at the right, where other entries show their shortcuts.
        action = QAction(
            dot(organization.color), f"{_plain(organization.label)}\t{note}", self._group
        )
        if organization.id == self._active:
            action.setFont(self._theme.strong_font())
        action.triggered.connect(lambda _checked: self.chosen.emit(organization.id))
        return action

    def _show_active(self, row: OrganizationRow) -> None:
        label = visible_text(row.organization.label)
        self._label = label
        self.updateGeometry()
        self._write_label()
        self.setIcon(dot(row.organization.color))
        hint = (
            self.tr("New documents use this session's key, which is never stored")
            if row.organization.is_for_session
            else self.tr("New documents use the key of {organization}").format(organization=label)
        )
        self.setToolTip(tool_tip(hint))
        self.setAccessibleName(self.tr("Organization: {name}").format(name=label))
        self.setAccessibleDescription(hint)

    def sizeHint(self) -> QSize:
        """Return the size for the whole name, up to a limit."""
        width = min(self.fontMetrics().horizontalAdvance(self._label) + 2, WIDEST)
        return QSize(width + _AROUND, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size for the beginning of the name, for small windows."""
        return QSize(NARROWEST + _AROUND, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide the name to the new width."""
        super().resizeEvent(event)
        self._write_label()

    def _write_label(self) -> None:
        room = max(self.width() - _AROUND, NARROWEST)
        elided = self.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, room)
        self.setText(_plain(elided))


def _plain(label: str) -> str:
    """Return the label with ampersands escaped, so that they do not become mnemonics."""
    return visible_text(label).replace("&", "&&")
