"""Buttons of which exactly one holds: Tab comes to that one, the arrows go to the others."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup


def come_to_chosen(group: QButtonGroup) -> None:
    """Let Tab stop at the button that holds.

    Qt does so only from the moment on at which one of them has had the keyboard; before that Tab
    would come to the first one, whichever holds.
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
