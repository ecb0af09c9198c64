"""Menus made of groups of actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


def fill(menu: QMenu, groups: Iterable[Iterable[QAction]]) -> None:
    """Add groups of actions to a menu, with a separator between them."""
    for number, group in enumerate(groups):
        if number:
            menu.addSeparator()
        for action in group:
            menu.addAction(action)
