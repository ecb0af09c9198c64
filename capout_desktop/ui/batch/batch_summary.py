"""The batch in a few lines, each with its icon; a click goes to the files that it counts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.batch import BatchSummary, Verdict
from capout_desktop.ui.batch.text import ICONS, TONES, summary_lines
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme

ICON = 16


class BatchSummaryLines(QWidget):
    """As many lines as there is something to say.

    Attributes:
        wanted: The person wants to see the files with these verdicts, one after the other.
    """

    wanted = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[tuple[Verdict, ...], str]] = []
        self._lines: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        theme.changed.connect(self._paint)

    def show_summary(self, summary: BatchSummary) -> None:
        """Say it anew; lines that say the same are not touched."""
        before, self._shown = self._shown, summary_lines(summary)
        if before != self._shown:
            self._paint()

    def _paint(self) -> None:
        while len(self._lines) < len(self._shown):
            self._lines.append(self._line(len(self._lines)))
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(self._shown))
            if number < len(self._shown):
                verdicts, words = self._shown[number]
                line.setText(words)
                ink = self._theme.palette.ink(TONES[verdicts[0]])
                line.setIcon(icons.icon(ICONS[verdicts[0]], ink, ICON))

    def _line(self, number: int) -> QPushButton:
        line = QPushButton(self)
        line.setProperty("kind", "line")
        line.setIconSize(QSize(ICON, ICON))
        line.setToolTip(self.tr("Go to the next of these files"))
        line.setAccessibleDescription(line.toolTip())
        line.clicked.connect(lambda: self.wanted.emit(self._shown[number][0]))
        self._column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        return line
