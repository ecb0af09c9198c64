"""Detail panel beside the list, with all details of the selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.timeline import HistoryEntry
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, WIDE, Theme
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.typical_cost import DocumentCost
    from capout_desktop.ui.details.page import DocumentPage
    from capout_desktop.ui.details.summary_page import SelectionCounts, SummaryPage

LEAST_LETTERS = 36
USUAL_LETTERS = 50
MOST_LETTERS = 80
"""Widths of the panel."""
ICON = 16
REST_MS = 80
"""Delay before requests, so that moving through the list with the arrow keys causes none."""
NEWS_MS = 250
"""Shortest interval between two requests for the history of a document."""


class DetailPanel(QWidget):
    """Shows one document, or a summary of several; its pages are created on demand.

    Attributes:
        preview_wanted: Emitted to request a preview of a document's first page, with its width
            in device pixels.
        history_wanted: Emitted to request the history of a document.
        page_wanted: Emitted with a document's local id and the number of a page to show.
        correction_wanted: Emitted with a document's local id and the field to correct, or "".
        comparison_wanted: Emitted with the local id of a document to compare.
        check_list_wanted: Emitted with the path and content of a check list to write as a PDF.
        opened: Emitted when the panel became visible.
        closed: Emitted when the person closed the panel with its button or Escape.
    """

    preview_wanted = Signal(str, int)
    history_wanted = Signal(str)
    check_list_wanted = Signal(str, bytes)
    page_wanted = Signal(str, int)
    correction_wanted = Signal(str, str)
    comparison_wanted = Signal(str)
    opened = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        actions: Sequence[QAction] = (),
        cost_of: Callable[[str], DocumentCost | None] = lambda _local_id: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self._cost_of = cost_of
        self._page: DocumentPage | None = None
        self._summary: SummaryPage | None = None
        self._shown: Document | None = None
        self._preview_of: tuple[object, ...] = ()
        self._history_of: tuple[object, ...] = ()
        self.setObjectName("details")
        self.setAccessibleName(self.tr("Details"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.timeout.connect(self._ask_now)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def shown(self) -> Document | None:
        """The single document that is shown."""
        return self._shown

    # Display

    def show_documents(
        self,
        documents: Sequence[Document],
        *,
        paused: bool = False,
        usual: timedelta | None = None,
    ) -> None:
        """Show the selected documents, or update them.

        `paused` says whether sending is paused for the only one, `usual` how long it usually takes.
        """
        if len(documents) == 1:
            self._show_one(documents[0], paused, usual)
        elif documents:
            from capout_desktop.ui.details.summary_page import SelectionCounts  # noqa: PLC0415 - on demand

            tally = SelectionCounts()
            tally.add(documents)
            self.show_tally(tally)
        else:
            self._shown = None
            self._ask.stop()
            self._pages.setCurrentWidget(self._hint)

    def show_tally(self, tally: SelectionCounts) -> None:
        """Show the summary of several documents."""
        self._shown = None
        self._ask.stop()
        self._summary_page().show_tally(tally)
        self._turn_to(self._summary_page())

    def show_preview(self, local_id: str, image: bytes | None) -> None:
        """Show a document's first page, as PNG; None if there is no preview."""
        if self._shown is not None and self._shown.id == local_id:
            self._document_page().show_preview(image)

    def show_history(self, local_id: str, entries: Sequence[HistoryEntry]) -> None:
        """Show the history of a document, oldest first."""
        if self._shown is not None and self._shown.id == local_id:
            self._document_page().show_history(entries)

    def show_cost_anew(self) -> None:
        """Update what the document cost."""
        if self._shown is not None:
            self._document_page().show_cost(self._shown, self._cost_of(self._shown.id))

    def _show_one(self, document: Document, paused: bool, usual: timedelta | None) -> None:
        before, self._shown = self._shown, document
        page = self._document_page()
        page.show_document(document, paused=paused, usual=usual)
        page.show_cost(document, self._cost_of(document.id))
        self._turn_to(page)
        if before is None or before.id != document.id:
            self._preview_of = self._history_of = ()
            self._area.verticalScrollBar().setValue(0)
            self._ask.start(REST_MS)
        elif not self._ask.isActive() and self._is_old():
            self._ask.start(NEWS_MS)

    # Requests

    def _is_old(self) -> bool:
        return self._shown is not None and (_of_preview(self._shown), _of_history(self._shown)) != (
            self._preview_of,
            self._history_of,
        )

    def _ask_now(self) -> None:
        document = self._shown
        if document is None or not self.isVisible():
            return
        if self._history_of != _of_history(document):
            self._history_of = _of_history(document)
            self.history_wanted.emit(document.id)
        if self._preview_of != _of_preview(document):
            self._preview_of = _of_preview(document)
            if document.source and document.source_kind is SourceKind.FILE:
                width = self._document_page().preview.pixel_width
                self.preview_wanted.emit(document.id, width)

    def _want_page(self, number: int) -> None:
        if self._shown is not None:
            self.page_wanted.emit(self._shown.id, number)

    def _want_correction(self, field: str) -> None:
        if self._shown is not None:
            self.correction_wanted.emit(self._shown.id, field)

    def _want_comparison(self) -> None:
        if self._shown is not None:
            self.comparison_wanted.emit(self._shown.id)

    # Construction

    def _lay_out(self) -> None:
        title = TextLabel(self.tr("Details"))
        title.setProperty("type", "strong")
        self._close = QToolButton()
        self._close.setProperty("kind", "icon")
        self._close.setIconSize(QSize(ICON, ICON))
        self._close.setAccessibleName(self.tr("Close the details"))
        self._close.setToolTip(self.tr("Close the details"))
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(LARGE, SMALL, SMALL, SMALL)
        head.addWidget(title, 1)
        head.addWidget(self._close)
        self._hint = _Hint(self._theme)
        self._content = QWidget()
        self._content.setObjectName("detailContent")
        self._stack = QVBoxLayout(self._content)
        self._stack.setContentsMargins(LARGE, SMALL, LARGE, WIDE)
        self._area = QScrollArea()
        self._area.setObjectName("detailArea")
        self._area.setAccessibleName(self.tr("Details"))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setWidget(self._content)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._pages, 1)

    def _document_page(self) -> DocumentPage:
        if self._page is None:
            from capout_desktop.ui.details.page import (  # noqa: PLC0415 - on demand
                ActionButtons,
                DocumentPage,
            )

            self._page = DocumentPage(self._theme)
            self._page.actions_place.addWidget(ActionButtons(self._actions))
            self._page.check_list_wanted.connect(self.check_list_wanted)
            self._page.page_wanted.connect(self._want_page)
            self._page.correction_wanted.connect(self._want_correction)
            self._page.comparison_wanted.connect(self._want_comparison)
            self._page.timeline.text.caret_moved.connect(self._follow_caret)
            self._stack.addWidget(self._page)
        return self._page

    def _summary_page(self) -> SummaryPage:
        if self._summary is None:
            from capout_desktop.ui.details.page import ActionButtons  # noqa: PLC0415 - on demand
            from capout_desktop.ui.details.summary_page import SummaryPage  # noqa: PLC0415

            self._summary = SummaryPage(self._theme)
            self._summary.actions_place.addWidget(ActionButtons(self._actions))
            self._stack.addWidget(self._summary)
        return self._summary

    def _turn_to(self, page: QWidget) -> None:
        for other in (self._page, self._summary):
            if other is not None:
                other.setVisible(other is page)
        self._pages.setCurrentWidget(self._area)

    def _follow_caret(self, place: QRectF) -> None:
        if self._page is None:
            return
        text = self._page.timeline.text
        at = text.mapTo(self._content, place.center().toPoint())
        self._area.ensureVisible(at.x(), at.y(), 0, round(place.height()) + MEDIUM)

    def _restyle(self) -> None:
        colors = self._theme.palette
        self._close.setIcon(icons.icon("close", colors.text, ICON))
        # In characters, not pixels: at twice the font size the same words need twice the room.
        letter = QFontMetrics(self._theme.base_font()).averageCharWidth()
        self.setMinimumWidth(LEAST_LETTERS * letter)
        self.setMaximumWidth(MOST_LETTERS * letter)
        self.usual_width = USUAL_LETTERS * letter

    # Overridden Qt methods

    def showEvent(self, event: QShowEvent) -> None:
        """Request what was not updated while the panel was hidden."""
        super().showEvent(event)
        self.opened.emit()
        if self._is_old():
            self._ask.start(REST_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop updating while the panel is hidden."""
        super().hideEvent(event)
        self._ask.stop()

    def event(self, event: QEvent) -> bool:
        """Request a preview of higher resolution when the device pixel ratio grows."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._preview_of = ()
            self._ask.start(REST_MS)
        return super().event(event)


class _Hint(QWidget):
    """Hint that is shown while nothing is selected."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = TextLabel()
        self._picture.setProperty("centered", True)
        words = TextLabel(self.tr("Select a document to see its details."))
        words.setProperty("role", "muted")
        words.setProperty("centered", True)
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE * 3)
        column.setSpacing(MEDIUM)
        column.addStretch(1)
        column.addWidget(self._picture)
        column.addWidget(words)
        column.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        ink, ratio = self._theme.palette.scroll_handle, self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap("document", ink, 40, ratio))


def _of_preview(document: Document) -> tuple[object, ...]:
    return document.id, document.source, document.modified_ns


def _of_history(document: Document) -> tuple[object, ...]:
    """Return what the history depends on: if it changed, there is a new entry."""
    return (
        document.id,
        document.state,
        document.stages,
        document.problem,
        document.attempts,
        document.server_status,
        document.xn_address,
        document.source,
        document.removed,
    )
