"""Overview of all keyboard shortcuts, generated from the window's actions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.ui.style.theme import LARGE, MEDIUM, TIGHT, WIDE
from capout_desktop.ui.widgets.text_label import TextLabel

Group = tuple[str, list[tuple[str, str]]]
"""A title, and the texts of its actions with their shortcuts."""

MOST_HEIGHT = 620


def shortcut_groups(window: QMainWindow) -> list[Group]:
    """Return the menus with their shortcuts, then the shortcuts of actions that are in no menu."""
    groups: list[Group] = []
    seen: set[QAction] = set()
    for title_action in window.menuBar().actions():
        menu = title_action.menu()
        if not isinstance(menu, QMenu):
            continue
        rows = []
        for action in _actions_in(menu):
            seen.add(action)
            if not action.shortcut().isEmpty():
                rows.append(_row(action))
        if rows:
            groups.append((plain_text(title_action.text()), rows))
    rest = [a for a in window.findChildren(QAction) if a not in seen and a.text()]
    rows = [_row(action) for action in rest if not action.shortcut().isEmpty()]
    if rows:
        groups.append((_tr("Elsewhere"), rows))
    return groups


def plain_text(text: str) -> str:
    """Return an action's text without mnemonic mark and trailing dots."""
    return re.sub(r"&(.)", r"\1", text).rstrip("…").rstrip(".")


class ShortcutsSheet(QDialog):
    """Dialog with the shortcuts, grouped by menu."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        inside = QWidget()
        inside.setObjectName("plain")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(WIDE)
        grid.setVerticalSpacing(TIGHT)
        grid.setColumnStretch(0, 1)
        for title, rows in shortcut_groups(window):
            self._add_group(grid, title, rows)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setAccessibleName(self.windowTitle())
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(area, 1)
        column.addLayout(buttons)
        wanted = inside.sizeHint().height() + 2 * WIDE + self.close_button.sizeHint().height()
        self.resize(460, min(wanted + LARGE, MOST_HEIGHT))

    def _add_group(self, grid: QGridLayout, title: str, rows: list[tuple[str, str]]) -> None:
        heading = TextLabel(title)
        heading.setProperty("type", "strong")
        row = grid.rowCount()
        if row > 1:
            grid.setRowMinimumHeight(row, MEDIUM)
            row += 1
        grid.addWidget(heading, row, 0, 1, 2)
        for words, keys in rows:
            row += 1
            what = TextLabel(words)
            key = TextLabel(keys)
            key.setObjectName("key")
            key.setAccessibleName(f"{words}: {keys}")
            grid.addWidget(what, row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)


def _actions_in(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        yield action
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _actions_in(inner)


def _row(action: QAction) -> tuple[str, str]:
    form = QKeySequence.SequenceFormat.NativeText
    keys = [sequence.toString(form) for sequence in action.shortcuts()[:1]]
    return plain_text(action.text()), ", ".join(keys)


def _tr(text: str) -> str:
    return QCoreApplication.translate("shortcuts", text)
