"""Dialog in which the pages of a PDF that are sent are chosen, and pictures are arranged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain import policy
from capout_desktop.domain.estimate import PageKind
from capout_desktop.domain.page_choice import (
    ChosenPage,
    estimate_pages,
    pages_of_ranges,
    ranges_text,
)
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.page_grid import SHEET, PageGrid
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.text.formatting import count_text, number_text, size_text
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.png_image import png_image
from capout_desktop.ui.widgets.text_label import TextLabel

SIZE = QSize(860, 560)
MEASURING_PAUSE_MS = 250
"""Pause after the last tick before the size of the copy is asked for."""


class PagesDialog(QDialog):
    """Shows the pages with their kinds; the chosen ones are sent as a copy.

    Attributes:
        page_wanted: Emitted with the number of a page that is shown, and its width in pixels.
        size_wanted: Emitted with the pages whose size as a copy is to be shown.
        chosen: Emitted with the pages that are to be sent; the dialog waits for the copy.
    """

    page_wanted = Signal(int, int)
    size_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, window: QWidget, name: str, *, may_arrange: bool = False, goes_at_once: bool = False
    ) -> None:
        """Create it for the file `name`.

        Args:
            window: The window that it belongs to.
            name: Name of the file.
            may_arrange: Whether pages can be moved and turned: they are pictures.
            goes_at_once: Whether the copy is sent without a further word.
        """
        super().__init__(window)
        self._count = 0
        self._of_estimate: tuple[int, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Arrange pages") if may_arrange else self.tr("Choose pages"))
        title = _label(visible_text(name))
        title.setProperty("type", "heading")
        about = _label(
            self.tr("Untick pictures to leave them out. Move and turn them as they are to be read.")
            if may_arrange
            else self.tr("A copy with the ticked pages is sent. Your file stays as it is.")
        )
        about.setProperty("role", "muted")
        self.grid = PageGrid(Theme.current(), self)
        self.ranges = QLineEdit(self)
        self.ranges.setPlaceholderText(self.tr("1-12, 15"))
        self.ranges.setAccessibleName(self.tr("Pages to send, such as 1-12, 15"))
        ranges_label = TextLabel(self.tr("&Pages:"), self)
        ranges_label.setBuddy(self.ranges)
        self.estimate_button = self._button(self.tr("&Estimate only"))
        self.all_button = self._button(self.tr("&All"))
        self.none_button = self._button(self.tr("&None"))
        self.earlier_button = self._button(self.tr("Move &earlier"))
        self.later_button = self._button(self.tr("Move &later"))
        self.turn_button = self._button(self.tr("&Turn"))
        self.size_label = _label(self.tr("Reading the pages…"))
        self.size_label.setProperty("role", "muted")
        self.failure = _label("")
        self.failure.setProperty("role", "bad")
        self.failure.hide()
        self.send_button = QPushButton(
            self.tr("&Send these pages") if goes_at_once else self.tr("&Use these pages"), self
        )
        self.send_button.setProperty("kind", "primary")
        self.send_button.setDefault(True)
        self.cancel_button = self._button(self.tr("Cancel"))
        self._lay_out(title, about, ranges_label, may_arrange=may_arrange)
        self.resize(SIZE)
        self._measuring = QTimer(self)
        self._measuring.setSingleShot(True)
        self._measuring.setInterval(MEASURING_PAUSE_MS)
        self._measuring.timeout.connect(self._measure)
        self._connect()
        self._enable()
        self.grid.setFocus()

    def show_pages(self, count: int, kinds: Sequence[PageKind], ticked: Sequence[int]) -> None:
        """Show pages 1 to `count`, of which some are chosen at first."""
        self._count = count
        self._of_estimate = estimate_pages(kinds, count) if PageKind.ESTIMATE in kinds else ()
        self.grid.pages.show_pages(count, kinds, ticked)
        first = min(ticked, default=1) - 1
        self.grid.setCurrentIndex(self.grid.pages.index(first))
        self.grid.scrollTo(self.grid.pages.index(first))

    def show_page(self, number: int, picture: bytes | None) -> None:
        """Show a page; None if it cannot be drawn."""
        image = None if picture is None else png_image(picture)
        self.grid.pages.show_image(number, image)

    def show_size(self, pages: Sequence[ChosenPage], size: int | None) -> None:
        """Show the size in bytes that a copy of these pages has; None if none can be made."""
        if tuple(pages) != self.grid.pages.chosen:
            return
        number = self._number_text(len(pages))
        if size is None:
            self._say(self.tr("No copy of these pages can be made."), "bad")
        elif size > policy.MAX_PDF_BYTES:
            text = self.tr("{pages}, {size}: still too large for CapOut")
            self._say(text.format(pages=number, size=size_text(size)), "bad")
        elif size > policy.SAFE_PDF_BYTES:
            text = self.tr("{pages}, {size}: CapOut may find it too large")
            self._say(text.format(pages=number, size=size_text(size)), "warning")
        else:
            text = self.tr("{pages}, {size}")
            self._say(text.format(pages=number, size=size_text(size)), "muted")

    def show_unreadable(self) -> None:
        """Say that the file cannot be opened."""
        self._say("", "muted")
        self._fail(self.tr("The file cannot be opened. Press Retry in its row to see why."))

    def show_failure(self) -> None:
        """Say that the copy is not made; the person may try again."""
        self.grid.setEnabled(True)
        self._enable()
        self._fail(self.tr("The copy could not be made, or the file is being sent already."))

    def _lay_out(
        self, title: QWidget, about: QWidget, ranges: QWidget, *, may_arrange: bool
    ) -> None:
        choosing = (ranges, self.ranges, self.estimate_button)
        arranging = (self.earlier_button, self.later_button, self.turn_button)
        tools = QHBoxLayout()
        tools.setSpacing(SMALL)
        for widget in (*choosing, self.all_button, self.none_button, *arranging):
            tools.addWidget(widget)
        for widget in choosing:
            widget.setVisible(not may_arrange)
        for widget in arranging:
            widget.setVisible(may_arrange)
        tools.addStretch(1)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.send_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        foot = QHBoxLayout()
        foot.addWidget(self.size_label, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(title)
        column.addWidget(about)
        column.addLayout(tools)
        column.addWidget(self.grid, 1)
        column.addWidget(self.failure)
        column.addLayout(foot)

    def _connect(self) -> None:
        pages = self.grid.pages
        pages.wanted.connect(self._want_page)
        pages.changed.connect(self._follow)
        self.ranges.textEdited.connect(self._take_ranges)
        self.estimate_button.clicked.connect(lambda: pages.tick(self._of_estimate))
        self.all_button.clicked.connect(lambda: pages.tick(range(1, self._count + 1)))
        self.none_button.clicked.connect(lambda: pages.tick(()))
        self.earlier_button.clicked.connect(lambda: self._move(-1))
        self.later_button.clicked.connect(lambda: self._move(1))
        self.turn_button.clicked.connect(self._turn)
        self.grid.selectionModel().currentChanged.connect(lambda _new, _old: self._enable())
        self.grid.verticalScrollBar().valueChanged.connect(lambda _value: pages.forget_requests())
        self.send_button.clicked.connect(self._send)
        self.cancel_button.clicked.connect(self.reject)

    def _want_page(self, number: int) -> None:
        self.page_wanted.emit(number, round(SHEET.width() * self.devicePixelRatioF()))

    def _follow(self) -> None:
        """Show what is chosen now."""
        chosen = self.grid.pages.chosen
        if pages_of_ranges(self.ranges.text(), self._count) != tuple(
            sorted(page.number for page in chosen)
        ):
            self.ranges.setText(ranges_text(page.number for page in chosen))
        self._enable()
        if chosen:
            text = self.tr("{pages}, size: …")
            self._say(text.format(pages=self._number_text(len(chosen))), "muted")
            self._measuring.start()
        else:
            self._measuring.stop()
            self._say(self.tr("No page is ticked."), "warning")

    def _take_ranges(self, text: str) -> None:
        pages = pages_of_ranges(text, self._count)
        if pages is None:
            self.send_button.setEnabled(False)
            of = self.tr("Type pages such as 1-12, 15; there are {number}.")
            self._say(of.format(number=number_text(self._count)), "warning")
        else:
            self.grid.pages.tick(pages)

    def _measure(self) -> None:
        if chosen := self.grid.pages.chosen:
            self.size_wanted.emit(chosen)

    def _move(self, by: int) -> None:
        row = self.grid.currentIndex().row()
        if row >= 0:
            row = self.grid.pages.move_page(row, by)
            self.grid.setCurrentIndex(self.grid.pages.index(row))
            announce(self.grid, self.tr("Place {number}").format(number=number_text(row + 1)))

    def _turn(self) -> None:
        if rows := self.grid.selected_rows:
            self.grid.pages.turn(rows)

    def _send(self) -> None:
        chosen = self.grid.pages.chosen
        if chosen:
            self.failure.hide()
            self.grid.setEnabled(False)
            self.send_button.setEnabled(False)
            self._say(self.tr("Making the copy…"), "muted")
            self.chosen.emit(chosen)

    def _enable(self) -> None:
        has_pages, row = self._count > 0, self.grid.currentIndex().row()
        self.send_button.setEnabled(bool(self.grid.pages.chosen))
        self.estimate_button.setEnabled(bool(self._of_estimate))
        for widget in (self.ranges, self.all_button, self.none_button):
            widget.setEnabled(has_pages)
        self.turn_button.setEnabled(row >= 0)
        self.earlier_button.setEnabled(row > 0)
        self.later_button.setEnabled(0 <= row < self._count - 1)

    def _fail(self, text: str) -> None:
        self.failure.setText(text)
        self.failure.show()
        announce(self.failure, text)

    def _say(self, text: str, role: str) -> None:
        self.size_label.setText(text)
        if self.size_label.property("role") != role:
            self.size_label.setProperty("role", role)
            self.size_label.style().unpolish(self.size_label)
            self.size_label.style().polish(self.size_label)

    def _number_text(self, chosen: int) -> str:
        of = count_text(self._count, "{number} page", "{number} pages")
        return self.tr("{chosen} of {pages}").format(chosen=number_text(chosen), pages=of)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        return button


def _label(text: str) -> TextLabel:
    label = TextLabel(text)
    label.setWordWrap(True)
    return label
