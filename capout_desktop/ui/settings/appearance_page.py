"""Settings page for appearance and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from capout_desktop.ui.settings.page import Choice, SettingsPage
from capout_desktop.ui.text.language import LANGUAGES

if TYPE_CHECKING:
    from capout_desktop.store.view_state_file import ViewState


class AppearancePage(SettingsPage):
    """Theme, density of the rows, language.

    Attributes:
        language_chosen: Emitted with a code such as `es`; empty for the system's language.
    """

    language_chosen = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.theme = Choice(
            self.tr("Theme"),
            {
                "system": self.tr("&Match system"),
                "light": self.tr("&Light"),
                "dark": self.tr("&Dark"),
            },
        )
        self.density = Choice(
            self.tr("Rows of the list"),
            {
                "comfortable": self.tr("&Comfortable: two lines, with the reason"),
                "compact": self.tr("C&ompact: one line, more at a glance"),
            },
        )
        self.language = QComboBox()
        self.language.addItem(self.tr("Match system"), "")
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.activated.connect(
            lambda at: self.language_chosen.emit(self.language.itemData(at))
        )
        self.add_caption(self.tr("Theme"))
        self.add(self.theme)
        self.add_caption(self.tr("Rows of the list"))
        self.add(self.density)
        self.add_caption(self.tr("L&anguage"), self.language)
        self.add_narrow(self.language)
        self.add_explanation(
            self.tr(
                "The window opens again in the new language, as soon as no file is being uploaded."
            )
        )
        self.end()

    def show_look(self, look: ViewState) -> None:
        """Show the current values, without emitting a signal."""
        self.theme.show_value(look.theme)
        self.density.show_value(look.density)
        self.language.setCurrentIndex(max(self.language.findData(look.language), 0))
