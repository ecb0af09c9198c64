"""Button of the status bar that says which folder is watched."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.text.formatting import count_text, number_text
from capout_desktop.ui.text.tool_tip import tool_tip

ICON = 16
LONGEST = 130
"""Widest name of a folder, in device-independent pixels; the tooltip has its path."""


class WatchSign(QPushButton):
    """Name of the watched folder and how many files it brought today; hidden without a folder."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setObjectName("watchSign")
        self._theme = theme
        self._folder, self._today, self._trouble = "", 0, ""
        self._is_brief = False
        theme.changed.connect(self._write)
        self.hide()

    def show_watch(self, folder: str, today: int, trouble: str) -> None:
        """Show the folder and today's number of files; `trouble` says why it is not watched."""
        self._folder, self._today, self._trouble = folder, today, trouble
        self._write()
        self.setVisible(bool(folder))

    def set_brief(self, brief: bool) -> None:
        """Show only the number, for narrow windows."""
        if brief != self._is_brief:
            self._is_brief = brief
            self._write()

    def _write(self) -> None:
        colors = self._theme.palette
        name = visible_text(PurePath(self._folder).name or self._folder)
        today = count_text(self._today, "{number} file today", "{number} files today")
        state = self._trouble or self.tr("Watching {folder}").format(folder=name)
        from PySide6.QtCore import Qt  # noqa: PLC0415 - not at the first paint, see `theme`

        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, LONGEST)
        full = f"{elided} · {today}"
        text = number_text(self._today) if self._is_brief else full
        self.setText(text.replace("&", "&&"))
        name = "warning" if self._trouble else "folder"
        self.setIcon(icons.icon(name, colors.warning if self._trouble else colors.muted, ICON))
        self.setIconSize(QSize(ICON, ICON))
        self.setAccessibleName(f"{state} · {today}")
        lines = (state, today, self._folder, self.tr("Click for its settings"))
        self.setToolTip(tool_tip("\n".join(lines)))
