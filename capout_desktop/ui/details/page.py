"""Page with all details of one document, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.document_warning import document_warnings
from capout_desktop.domain.links import Link, further_fields, links_of
from capout_desktop.domain.timeline import HistoryEntry
from capout_desktop.domain.typical_cost import DocumentCost
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.details.check_list import CheckList, check_list
from capout_desktop.ui.details.coverage_table import CoverageTable
from capout_desktop.ui.details.estimate_facts import coverage_rows, estimate_facts
from capout_desktop.ui.details.fact_list import Fact, FactList
from capout_desktop.ui.details.facts import credit_facts, facts
from capout_desktop.ui.details.preview import Preview
from capout_desktop.ui.details.stage_list import StageList
from capout_desktop.ui.details.state_block import NoticeList, StateBlock
from capout_desktop.ui.details.timeline import Timeline
from capout_desktop.ui.documents.document_text import file_facts
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, TIGHT, Theme
from capout_desktop.ui.text.formatting import today
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.flow_layout import FlowLayout
from capout_desktop.ui.widgets.png_image import png_image
from capout_desktop.ui.widgets.section import Section
from capout_desktop.ui.widgets.selectable_text import FileName, show_text
from capout_desktop.ui.widgets.text_label import TextLabel

ICON = 16
ROOMY_WITH_BUTTONS = 68
"""Width in characters from which values with three buttons have room beside their names."""


class DocumentPage(QWidget):
    """Page of one document; an update changes only what differs.

    Attributes:
        page_wanted: Emitted with the number of a page of the PDF that the person wants to see.
        correction_wanted: Emitted with the name of the field that they want to correct; empty
            if they want to see all of them.
        comparison_wanted: Emitted if they want to compare it with the file of the same claim.
        check_list_wanted: Emitted with the path and content of a check list to write as a PDF.
        check_list: The check list; None until a document had one.
        coverages: The table of coverages; None until a document had several.
    """

    page_wanted = Signal(int)
    correction_wanted = Signal(str)
    comparison_wanted = Signal()
    check_list_wanted = Signal(str, bytes)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self.preview = Preview(theme)
        self.name = FileName()
        self.name.setProperty("type", "strong")
        self._file = TextLabel()
        self._file.setProperty("role", "muted")
        self._file.setProperty("type", "small")
        self._file.setWordWrap(True)
        self.state = StateBlock(theme)
        self._told: tuple[bool, timedelta | None] = (False, None)
        self._notices = NoticeList(theme)
        self._links = _Links(theme)
        self._stages = StageList(theme)
        self._facts, self._credits, self._answers = (FactList(theme) for _ in range(3))
        self.timeline = Timeline(theme)
        self._estimate = FactList(theme, roomy=ROOMY_WITH_BUTTONS)
        self.facts_of_estimate = self._estimate
        self.coverages: CoverageTable | None = None
        self.correct_button = QPushButton(self.tr("Correct what was read…"))
        self.correct_button.setProperty("kind", "link")
        self.correct_button.clicked.connect(lambda: self.correction_wanted.emit(""))
        self._estimate.correction_wanted.connect(self.correction_wanted)
        self._estimate.page_wanted.connect(self.page_wanted)
        self.compare_button = QPushButton(self.tr("Compare the two files…"))
        self.compare_button.clicked.connect(self.comparison_wanted)
        self.estimate_section = Section(
            self.tr("What the PDF says"), self._estimate, self.correct_button
        )
        left = Qt.AlignmentFlag.AlignLeft
        self.estimate_section.column.setAlignment(self.correct_button, left)
        self.check_list: CheckList | None = None
        self.check_list_section = Section(self.tr("Compare with Xactimate"))
        self.links_section = Section(self.tr("From CapOut"), self._links)
        self.stages_section = Section(self.tr("Stages"), self._stages)
        self.answers_section = Section(self.tr("Other information from CapOut"), self._answers)
        self.timeline_section = Section(self.tr("History"), self.timeline)
        self.actions_place = QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(self.name)
        words.addWidget(self._file)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(MEDIUM)
        head.addWidget(self.preview)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(LARGE)
        column.addLayout(head)
        column.addWidget(self.state)
        column.addWidget(self._notices)
        column.addWidget(self.compare_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self.actions_place)
        for part in (
            self.links_section,
            self.check_list_section,
            self.estimate_section,
            self.answers_section,
            self.stages_section,
            Section(self.tr("Details"), self._facts),
            Section(self.tr("Credits"), self._credits),
            self.timeline_section,
        ):
            column.addWidget(part)
        column.addStretch(1)

    @property
    def document(self) -> Document | None:
        """The document that is shown."""
        return self._document

    def show_document(
        self, document: Document, *, paused: bool = False, usual: timedelta | None = None
    ) -> None:
        """Show a document, or update the one that is shown.

        `paused` says whether sending is paused, `usual` how long documents usually take.
        """
        before, self._document = self._document, document
        told, self._told = self._told, (paused, usual)
        if before is not document or told != self._told:
            self.state.show_state(document, today(), paused=paused, usual=usual)
        if before is document:
            return
        name = visible_text(document.file_name)
        show_text(self.name, name)
        self.name.setToolTip(tool_tip(name))
        show_text(self._file, file_facts(document))
        self._notices.show_problems(list(document_warnings(document)))
        self.stages_section.setVisible(document.stages is not None)
        if document.stages is not None:
            self._stages.show_stages(document)
        said = estimate_facts(document)
        self._estimate.show_facts(said)
        self.estimate_section.setVisible(document.estimate is not None)
        self._show_coverages(document)
        self.compare_button.setVisible(document.claim_sent_at is not None)
        self._show_check_list(document)
        self._facts.show_facts(facts(document))
        if before is None or before.extra is not document.extra:
            self._show_answers(document)
        if before is None or before.id != document.id:
            self._begin(document)

    def show_cost(self, document: Document, cost: DocumentCost | None) -> None:
        """Show what the document cost, as far as it is known."""
        self._credits.show_facts(credit_facts(document, cost))

    def _begin(self, document: Document) -> None:
        """Clear the details of the previous document."""
        self.timeline.clear()
        self.timeline_section.hide()
        if not document.source:
            self.preview.show_none(self.tr("The file is on another computer."))
        elif document.source_kind is SourceKind.LINK:
            self.preview.show_none(self.tr("CapOut downloads this file from its link."))
        else:
            self.preview.wait()

    def _show_coverages(self, document: Document) -> None:
        if self.coverages is None and coverage_rows(document):
            self.coverages = CoverageTable()
            self.estimate_section.column.insertWidget(
                self.estimate_section.column.indexOf(self.correct_button), self.coverages
            )
        if self.coverages is not None:
            self.coverages.show_document(document)

    def _show_check_list(self, document: Document) -> None:
        if self.check_list is None and check_list(document):
            self.check_list = CheckList()
            self.check_list.pdf_wanted.connect(self.check_list_wanted)
            self.check_list_section.column.addWidget(self.check_list)
        has_one = self.check_list is not None and self.check_list.show_document(document)
        self.check_list_section.setVisible(has_one)

    def _show_answers(self, document: Document) -> None:
        links = links_of(document)
        self._links.show_links(links)
        self.links_section.setVisible(bool(links))
        said = [Fact(name, value) for name, value in further_fields(document)]
        self._answers.show_facts(said)
        self.answers_section.setVisible(bool(said))

    def show_preview(self, image: bytes | None) -> None:
        """Show the first page; None if the file has no preview."""
        page = png_image(image)
        if page.isNull():
            self.preview.show_none(self.tr("The first page cannot be shown."))
        else:
            self.preview.show_page(page)

    def show_history(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the history of the document, oldest first."""
        self.timeline.show_entries(entries)
        self.timeline_section.setVisible(bool(entries))


class ActionButtons(QWidget):
    """One button for each enabled action."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        self._buttons: list[QToolButton] = []
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setProperty("kind", "action")
            action.changed.connect(self._refresh)
            self._buttons.append(button)
            flow.addWidget(button)
        self._refresh()

    def _refresh(self) -> None:
        """Update the buttons that differ; actions change often."""
        for button in self._buttons:
            offered = button.defaultAction().isEnabled()
            if offered is button.isHidden():
                button.setVisible(offered)
        self.setVisible(any(not button.isHidden() for button in self._buttons))


class _Links(QWidget):
    """Buttons that open the links of CapOut in the browser."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: list[Link] = []
        self._buttons: list[QPushButton] = []
        self._flow = FlowLayout(self, TIGHT)
        theme.changed.connect(self._restyle)

    def show_links(self, links: Sequence[Link]) -> None:
        """Replace the links."""
        if list(links) == self._shown:
            return
        self._shown = list(links)
        while len(self._buttons) < len(links):
            button = QPushButton()
            button.setProperty("kind", "link")
            button.setIconSize(QSize(ICON, ICON))
            number = len(self._buttons)
            button.clicked.connect(lambda _checked, number=number: self._open(number))
            self._buttons.append(button)
            self._flow.addWidget(button)
        for button in self._buttons[len(links) :]:
            button.hide()
        for button, link in zip(self._buttons, links, strict=False):
            label = visible_text(link.label)
            button.setText(label.replace("&", "&&"))
            button.setAccessibleName(label)
            button.setAccessibleDescription(self.tr("Opens in the browser"))
            button.setToolTip(tool_tip(link.url))
            button.show()
        self._restyle()

    def _open(self, number: int) -> None:
        url = QUrl(self._shown[number].url)
        # A URL from a server could start a local program: only web pages are opened.
        if url.isValid() and url.scheme() == "https":
            QDesktopServices.openUrl(url)

    def _restyle(self) -> None:
        for button in self._buttons:
            button.setIcon(icons.icon("external", self._theme.palette.accent, ICON))
