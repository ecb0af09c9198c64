"""Menus made of groups of actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


def fill(menu: QMenu, groups: Iterable[Iterable[QAction]]) -> None:
    """Put groups of actions into a menu, a line between them."""
    for number, group in enumerate(groups):
        if number:
            menu.addSeparator()
        for action in group:
            menu.addAction(action)
