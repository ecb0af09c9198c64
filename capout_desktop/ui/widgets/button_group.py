"""Keyboard focus of exclusive buttons: Tab goes to the checked one, arrow keys to the others."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup


def come_to_chosen(group: QButtonGroup) -> None:
    """Let Tab go to the checked button of a group.

    Qt does so only after one of the buttons has had the focus; before that, Tab goes to the first
    button, whichever is checked.
    """

    def settle() -> None:
        chosen = group.checkedButton()
        if chosen is None:
            return
        for button in group.buttons():
            policy = button.focusPolicy() & ~Qt.FocusPolicy.TabFocus
            button.setFocusPolicy(policy | Qt.FocusPolicy.TabFocus if button is chosen else policy)

    group.buttonToggled.connect(settle)
    settle()
