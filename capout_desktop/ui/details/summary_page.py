"""Summary of several selected documents: number by state, total size and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.ui.details.fact_list import Fact, FactList
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, SMALL, Theme
from capout_desktop.ui.text.formatting import count_text, number_text, size_text
from capout_desktop.ui.widgets.section import Section
from capout_desktop.ui.widgets.selectable_text import show_text
from capout_desktop.ui.widgets.text_label import TextLabel

ICON = 18


@dataclass(slots=True)
class SelectionCounts:
    """Counts of the selected documents.

    Attributes:
        examples: One document of each state; its words and icon represent the state.
        unknown_sizes: Number of documents of unknown size.
        unknown_pages: Number of documents with an unknown number of pages.
    """

    states: Counter[DocumentState] = field(default_factory=Counter)
    examples: dict[DocumentState, Document] = field(default_factory=dict, compare=False)
    addresses: set[str] = field(default_factory=set)
    size: int = 0
    pages: int = 0
    unknown_sizes: int = 0
    unknown_pages: int = 0

    @property
    def count(self) -> int:
        """The number of documents counted."""
        return self.states.total()

    def add(self, documents: Iterable[Document]) -> None:
        """Count more documents."""
        for document in documents:
            if not self.states[document.state]:
                self.examples[document.state] = document
            self.states[document.state] += 1
            self.addresses.add(document.xn_address)
            if document.size is None:
                self.unknown_sizes += 1
            else:
                self.size += document.size
            if document.page_count is None:
                self.unknown_pages += 1
            else:
                self.pages += document.page_count


class SummaryPage(QWidget):
    """Shows the counts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tally: SelectionCounts | None = None
        self._title = TextLabel()
        self._title.setProperty("type", "strong")
        self._title.setWordWrap(True)
        self._states = QWidget()
        self._rows: dict[DocumentState, _StateRow] = {}
        self._grid = QGridLayout(self._states)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SMALL + 2)
        self._grid.setVerticalSpacing(SMALL - 2)
        self._grid.setColumnStretch(1, 1)
        self._facts = FactList(theme)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(LARGE)
        self.actions_place = QVBoxLayout()
        page.addWidget(self._title)
        page.addLayout(self.actions_place)
        page.addWidget(Section(self.tr("By state"), self._states))
        page.addWidget(Section(self.tr("Together"), self._facts))
        page.addStretch(1)

        theme.changed.connect(self._restyle)

    def _add_row(self, state: DocumentState) -> None:
        row = self._rows[state] = _StateRow(self._theme)
        number = list(DocumentState).index(state)  # rows without a widget take no room
        for column, part in enumerate(row.parts):
            self._grid.addWidget(part, number, column)

    def _restyle(self) -> None:
        for row in self._rows.values():
            row.restyle()

    def show_tally(self, tally: SelectionCounts) -> None:
        """Show the counts; only changed rows are updated."""
        if tally == self._tally:
            return
        self._tally = tally
        show_text(
            self._title,
            count_text(tally.count, "{number} document selected", "{number} documents selected"),
        )
        for state in tally.examples:
            if state not in self._rows:
                self._add_row(state)
        for state, row in self._rows.items():
            row.show_number(tally.states[state], tally.examples.get(state))
        self._facts.show_facts(_facts(tally))


class _StateRow:
    """Row with an icon, a word and a number."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._example: Document | None = None
        self._picture, self._word, self._number = TextLabel(), TextLabel(), TextLabel()
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.parts = (self._picture, self._word, self._number)

    def show_number(self, number: int, example: Document | None) -> None:
        for part in self.parts:
            part.setVisible(number > 0)
        show_text(self._number, number_text(number))
        if example is not None and self._example is None:
            self._example = example
            self._word.setText(wording.state_word(example))
            self.restyle()

    def restyle(self) -> None:
        if self._example is not None:
            ink = self._theme.palette.ink(wording.state_tone(self._example))
            name, ratio = wording.state_icon(self._example), self._picture.devicePixelRatioF()
            self._picture.setPixmap(icons.pixmap(name, ink, ICON, ratio))


def _facts(tally: SelectionCounts) -> list[Fact]:
    facts = []
    if tally.unknown_sizes < tally.count:
        size = _counted(size_text(tally.size), tally.unknown_sizes)
        facts.append(Fact(_tr("Size"), size))
    if tally.unknown_pages < tally.count:
        pages = count_text(tally.pages, "{number} page", "{number} pages")
        facts.append(Fact(_tr("Pages"), _counted(pages, tally.unknown_pages)))
    addresses = sorted(address for address in tally.addresses if address)
    if len(addresses) == 1 and len(tally.addresses) == 1:
        facts.append(Fact(_tr("XactNet address"), addresses[0]))
    elif addresses:
        many = count_text(len(addresses), "{number} address", "{number} addresses")
        facts.append(Fact(_tr("XactNet address"), many))
    return facts


def _counted(sum_of_known: str, unknown: int) -> str:
    """Return the sum, marked as incomplete if some values are unknown."""
    if not unknown:
        return sum_of_known
    documents = count_text(unknown, "{number} document", "{number} documents")
    words = _tr("{sum}, not counting {documents}")
    return words.format(sum=sum_of_known, documents=documents)


def _tr(text: str) -> str:
    return QCoreApplication.translate("detail_summary", text)
