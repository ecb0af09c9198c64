"""Says that nothing real is spent: `TEST` or `SANDBOX`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from capout_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from capout_desktop.domain.credits import KeyKind


class KeyBadge(QLabel):
    """A small plate beside the address; not there for a key that spends real credits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_kind(self, kind: KeyKind | None) -> None:
        """Show what the key in use spends."""
        text, meaning = {
            "test": (self.tr("TEST"), self.tr("Test key: no real credits are spent")),
            "sandbox": (
                self.tr("SANDBOX"),
                self.tr("Practice CapOut on this computer: nothing leaves it, nothing is spent"),
            ),
        }.get(kind.value if kind else "", ("", ""))
        self.setText(text)
        self.setToolTip(meaning)
        self.setAccessibleName(f"{text}: {meaning}" if text else "")
        self.setVisible(bool(text))

    def _restyle(self) -> None:
        colors = self._theme.palette
        self.setFont(self._theme.small_font())
        self.setStyleSheet(
            f"background: {colors.warning_soft}; color: {colors.warning};"
            f"border: 1px solid {colors.warning}; border-radius: 4px;"
            "padding: 2px 7px; font-weight: 600; letter-spacing: 1px;"
        )
