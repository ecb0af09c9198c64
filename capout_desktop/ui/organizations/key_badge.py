"""Badge with the kind of the key in use: `LIVE`, `TEST` or `SANDBOX`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.credits import KeyKind


class KeyBadge(TextLabel):
    """Small label beside the organization; hidden if there is no key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("badge")
        self.hide()

    def show_kind(self, kind: KeyKind | None) -> None:
        """Show the kind of the key in use."""
        word = kind.value if kind else ""
        text, meaning = {
            "live": (self.tr("LIVE"), self.tr("Live key: uploads cost real credits")),
            "test": (self.tr("TEST"), self.tr("Test key: uploads cost no real credits")),
            "sandbox": (
                self.tr("SANDBOX"),
                self.tr("Practice mode: nothing leaves this computer, and nothing is charged"),
            ),
        }.get(word, ("", ""))
        self.setText(text)
        self.setToolTip(tool_tip(meaning))
        self.setAccessibleName(f"{text}: {meaning}" if text else "")
        if self.property("kind") != word:
            self.setProperty("kind", word)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setVisible(bool(text))
