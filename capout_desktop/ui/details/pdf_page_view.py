"""One page of a PDF at a time, drawn by the confined worker, with buttons for the others."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.document import Document
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL
from capout_desktop.ui.text.formatting import number_text
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.dialogs import room_on_screen
from capout_desktop.ui.widgets.png_image import png_image
from capout_desktop.ui.widgets.text_label import TextLabel

WIDEST = 1300
"""Most pixels of a drawn page; the worker's answer has a limit."""
USUAL = QSize(680, 820)
REST_MS = 150
"""Delay after the last change of size, before the page is drawn for it."""


class PdfPageView(QWidget):
    """Shows one page of a document.

    Attributes:
        wanted: Emitted with a document's local id, a page and its width in device pixels.
        turned: Emitted with the number of the page that is shown now.
    """

    wanted = Signal(str, int, int)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._local_id, self._count, self.number = "", 0, 1
        self._asked: tuple[str, int, int] | None = None
        self._picture = TextLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture.setWordWrap(True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setWidget(self._picture)
        self.before_button = QPushButton(self.tr("&Previous page"))
        self.after_button = QPushButton(self.tr("&Next page"))
        for button in (self.before_button, self.after_button):
            button.setAutoDefault(False)
        self._place = TextLabel()
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self.before_button)
        row.addWidget(self._place, 1, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.after_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self._area, 1)
        column.addLayout(row)
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(REST_MS)
        self._ask.timeout.connect(self._ask_now)
        self.before_button.clicked.connect(lambda: self.turn_to(self.number - 1))
        self.after_button.clicked.connect(lambda: self.turn_to(self.number + 1))
        for key, step in ((Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.turn_to(self.number + step))

    @property
    def picture(self) -> QPixmap:
        """The page that is shown; null while it is read."""
        return self._picture.pixmap()

    def show_page_of(self, document: Document, number: int) -> None:
        """Show a page of a document."""
        self._local_id, self._count = document.id, document.page_count or number
        self._asked = None
        self.turn_to(number)

    def turn_to(self, number: int) -> None:
        """Show another page, as far as there is one."""
        self.number = min(max(number, 1), self._count)
        words = self.tr("Page {number} of {count}").format(
            number=number_text(self.number), count=number_text(self._count)
        )
        self._place.setText(words)
        self.before_button.setEnabled(self.number > 1)
        self.after_button.setEnabled(self.number < self._count)
        self._area.setAccessibleName(words)
        self._picture.setPixmap(QPixmap())
        self._picture.setText(self.tr("Reading the page…"))
        self._area.verticalScrollBar().setValue(0)
        self._ask_now()
        self.turned.emit(self.number)

    def show_picture(self, local_id: str, number: int, image: bytes | None) -> None:
        """Show a page as PNG; None if it cannot be drawn."""
        if (local_id, number) != (self._local_id, self.number):
            return
        page = png_image(image)
        if page.isNull():
            words = self.tr("This page cannot be shown. Open the PDF in another program.")
            self._picture.setText(words)
            announce(self._area, words)
            return
        page.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(QPixmap.fromImage(page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page anew once the size stays."""
        super().resizeEvent(event)
        self._ask.start()

    def _ask_now(self) -> None:
        room = self._area.viewport().width() * self.devicePixelRatioF()
        asked = self._local_id, self.number, min(round(room), WIDEST)
        if self._local_id and self.isVisible() and asked[2] > 0 and asked != self._asked:
            self._asked = asked
            self.wanted.emit(*asked)


class PdfPageDialog(QDialog):
    """Shows the page of a PDF on which something was found."""

    def __init__(self, window: QWidget, document: Document, number: int) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(visible_text(document.file_name))
        self.view = PdfPageView()
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, LARGE)
        column.addWidget(self.view)
        self.resize(USUAL.boundedTo(room_on_screen(self)))
        self.view.show_page_of(document, number)
