"""Spending report: a table by day, address or organization, which can be exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.spending import LineKind, SpendingBy, SpendingLine
from capout_desktop.ui.credits.spending_text import cut_word, kind_word
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, WIDE, Theme
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import count_text, number_text, today, weekday_text
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.number_table import Heading, NumberTable
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem

SIZE = QSize(700, 500)
PERIODS = (7, 30, 90, 400)


class SpendingReport(QDialog):
    """Non-modal window that is updated as documents are sent.

    Attributes:
        wanted: Emitted when another grouping or period was chosen.
        export_wanted: Emitted with the absolute path to export the table to.
    """

    wanted = Signal()
    export_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("spending")
        self.setWindowTitle(self.tr("Spending"))
        self.by_box = QComboBox(self)
        for cut in SpendingBy:
            self.by_box.addItem(cut_word(cut), cut)
        self.period_box = QComboBox(self)
        for days in PERIODS:
            self.period_box.addItem(self.tr("Last {days} days").format(days=days), days)
        self.period_box.setCurrentIndex(PERIODS.index(30))
        self.table = NumberTable(
            [
                Heading(cut_word(SpendingBy.DAY)),
                Heading(self.tr("For")),
                Heading(self.tr("Documents"), is_figure=True),
                Heading(self.tr("Credits"), is_figure=True),
            ],
            self,
        )
        self.table.setAccessibleName(self.tr("Spending"))
        self._empty = TextLabel(self.tr("No spending is known for this time."), self)
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._total = TextLabel(self)
        self._total.setProperty("type", "strong")
        self._note = TextLabel(self)
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._outcome = TextLabel(self)
        self._outcome.setWordWrap(True)
        self._outcome.hide()
        self.export_button = QPushButton(self.tr("&Export as CSV…"), self)
        self.close_button = QPushButton(self.tr("&Close"), self)
        for button in (self.export_button, self.close_button):
            button.setAutoDefault(False)
        self.by_box.currentIndexChanged.connect(self.wanted)
        self.period_box.currentIndexChanged.connect(self.wanted)
        self.export_button.clicked.connect(self._choose_file)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self.resize(SIZE)

    @property
    def by(self) -> SpendingBy:
        """The grouping of the lines."""
        return SpendingBy(self.by_box.currentData())

    @property
    def days(self) -> int:
        """The number of days that the report covers."""
        return int(self.period_box.currentData())

    @property
    def outcome(self) -> str:
        """The text about the last export."""
        return self._outcome.text()

    def show_lines(self, lines: Sequence[SpendingLine], name_of: Callable[[str], str]) -> None:
        """Show the report; `name_of` returns the name of an organization by its id."""
        self.table.name_first_column(cut_word(self.by))
        self.table.show_rows(
            [
                (
                    self._key_words(line.key, name_of),
                    kind_word(line.kind),
                    number_text(line.documents) if line.kind is LineKind.DOCUMENTS else "",
                    self._credits_words(line),
                )
                for line in lines
            ]
        )
        self.table.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self.export_button.setEnabled(bool(lines))
        self._total.setText(self._total_words(lines))
        divided = any(line.is_divided for line in lines)
        self._note.setText(
            self.tr(
                "“About” means that several documents were charged together and the cost "
                "was divided."
            )
            if divided
            else ""
        )
        self._note.setVisible(divided)

    def show_exported(self, name: str, problem: Problem | None) -> None:
        """Say that the table was exported to the file of this name, or why it was not."""
        if problem is None:
            words = self.tr("Exported as {name}").format(name=name)
        else:
            words = problem_words.in_short(problem)
        self._outcome.setText(words)
        self._outcome.setToolTip(tool_tip(problem.detail if problem is not None else ""))
        self._outcome.setProperty("role", "muted" if problem is None else "bad")
        self._outcome.style().polish(self._outcome)
        self._outcome.show()
        announce(self._outcome, words)

    def _key_words(self, key: str, name_of: Callable[[str], str]) -> str:
        match self.by:
            case SpendingBy.DAY:
                return weekday_text(date.fromisoformat(key), today())
            case SpendingBy.ORGANIZATION:
                return name_of(key)
            case _:
                return key or "\u2013"

    def _credits_words(self, line: SpendingLine) -> str:
        words = number_text(line.credits)
        if line.kind is LineKind.ADDED:
            return f"+{words}"
        return self.tr("about {credits}").format(credits=words) if line.is_divided else words

    def _total_words(self, lines: Sequence[SpendingLine]) -> str:
        documents = sum(line.documents for line in lines)
        on_documents = sum(line.credits for line in lines if line.kind is LineKind.DOCUMENTS)
        if not lines:
            return ""
        return self.tr("{documents}, {credits}").format(
            documents=count_text(documents, "{number} document", "{number} documents"),
            credits=count_text(on_documents, "{number} credit", "{number} credits"),
        )

    def _choose_file(self) -> None:
        from capout_desktop.ui.widgets.file_dialogs import choose_csv  # noqa: PLC0415 - seldom needed

        name = f"capout-spending-by-{self.by.value}.csv"
        choose_csv(self, self.tr("Export the spending"), name, self.export_wanted.emit)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(SMALL)
        for words, box in ((self.tr("&By"), self.by_box), (self.tr("&Time"), self.period_box)):
            label = TextLabel(words, self)
            label.setProperty("role", "muted")
            label.setBuddy(box)
            choices.addWidget(label)
            choices.addWidget(box)
            choices.addSpacing(MEDIUM)
        choices.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._total, 1)
        foot.addWidget(self.export_button)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, LARGE, WIDE, LARGE)
        column.setSpacing(MEDIUM)
        column.addLayout(choices)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._note)
        column.addWidget(self._outcome)
        column.addLayout(foot)
