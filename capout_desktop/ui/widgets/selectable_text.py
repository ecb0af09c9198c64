"""Labels of the detail panel that break anywhere, so that no id or file name is cut off."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.widgets.text_label import TextLabel

MOST_LINES = 4
"""Maximum number of lines of a file name; a longer one is elided in the middle."""
LEAST_WIDTH = 48
ELLIPSIS = "…"
ANYWHERE = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def lay_out(text: str, font: QFont, width: float) -> QTextLayout:
    """Break a text into lines of a width, within words if a word is too wide."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(ANYWHERE)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def height_of(layout: QTextLayout) -> int:
    """Return the height of a layout, in whole pixels."""
    return math.ceil(layout.boundingRect().height())


def shortened(name: str, font: QFont, width: float, most_lines: int = MOST_LINES) -> str:
    """Elide a name in the middle if it needs more lines: names usually differ at the end."""
    if lay_out(name, font, width).lineCount() <= most_lines:
        return name
    fits, too_long = 0, len(name)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if lay_out(_without_middle(name, middle), font, width).lineCount() <= most_lines:
            fits = middle
        else:
            too_long = middle
    return _without_middle(name, fits)


def _without_middle(name: str, kept: int) -> str:
    head = kept // 2
    return name[:head] + ELLIPSIS + name[len(name) - (kept - head) :]


def show_text(label: TextLabel, text: str) -> None:
    """Set a label's text if it differs: setting the same text would lay out the panel again."""
    if label.text() != text:
        label.setText(text)


class FileName(TextLabel):
    """File name on as many lines as it needs, up to `MOST_LINES`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._laid_out: tuple[str, QFont, int] | None = None
        self._layout = QTextLayout()

    def hasHeightForWidth(self) -> bool:
        """Implement Qt's method."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Implement Qt's method."""
        return height_of(self._lay_out(width))

    def sizeHint(self) -> QSize:
        """Implement Qt's method."""
        return QSize(LEAST_WIDTH, QFontMetrics(self.font()).height())

    def minimumSizeHint(self) -> QSize:
        """Implement Qt's method."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        self._lay_out(self.width()).draw(painter, QPointF(0, 0))
        painter.end()

    def _lay_out(self, width: int) -> QTextLayout:
        wanted = (self.text(), self.font(), width)
        if self._laid_out != wanted:
            self._laid_out = wanted
            self._layout = lay_out(shortened(*wanted), self.font(), width)
        return self._layout


class SelectableText(QTextEdit):
    """Text that can be selected and copied; as high as its lines, scrolled by the parent widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._measured: tuple[str, QFont, int] | None = None
        self._height = 0
        self.setObjectName("detailText")
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # The buttons beside it copy by keyboard: ten more tab stops would only be in the way.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrapMode(ANYWHERE)
        self.document().setDocumentMargin(0)
        # Not a fixed height: a layout would keep it at the one line of its size hint.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """The text."""
        return self._text

    def show_text(self, text: str) -> None:
        """Set the text; if it is the same, the selection is kept."""
        text = visible_text(text, lines=True)
        if text != self._text:
            self._text = text
            self.setPlainText(text)
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Implement Qt's method."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Implement Qt's method."""
        wanted = (self._text, self.font(), width)
        if self._measured != wanted:
            self._measured = wanted
            self._height = height_of(lay_out(self._text, self.font(), width))
        return self._height

    def sizeHint(self) -> QSize:
        """Implement Qt's method."""
        return QSize(LEAST_WIDTH, QFontMetrics(self.font()).height())

    def minimumSizeHint(self) -> QSize:
        """Implement Qt's method."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel, so that the panel scrolls."""
        event.ignore()
