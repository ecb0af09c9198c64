"""State of a document: what it is, why, and what to do next."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.progress_view import unfinished_view
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import MEDIUM, SMALL, TIGHT, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.widgets.selectable_text import SelectableText, show_text
from capout_desktop.ui.widgets.text_label import TextLabel

ICON = 20
BAR = 6
WHOLE = 1000


class NoticeLabel(QFrame):
    """Colored box with an icon, a title and sentences."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detailNotice")
        self._theme = theme
        self._icon = ""
        self._tone: Tone | None = None
        self._picture = TextLabel()
        self.title = TextLabel()
        self.title.setProperty("type", "strong")
        self._sentences = [TextLabel(), TextLabel()]
        self.column = QVBoxLayout()
        self.column.setSpacing(TIGHT)
        for label in (self.title, *self._sentences):
            label.setWordWrap(True)
            self.column.addWidget(label)
        grid = QGridLayout(self)
        grid.setContentsMargins(MEDIUM, SMALL + 2, MEDIUM, SMALL + 2)
        grid.setHorizontalSpacing(SMALL + 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self.column, 0, 1)
        theme.changed.connect(self._restyle)

    def show_news(self, icon: str, tone: Tone, title: str, *sentences: str) -> None:
        """Show a message of a title and at most two sentences; empty sentences take no room."""
        show_text(self.title, title)
        for label, sentence in zip(self._sentences, (*sentences, "", ""), strict=False):
            show_text(label, sentence)
            label.setVisible(bool(sentence))
        if (icon, tone) != (self._icon, self._tone):
            self._icon, self._tone = icon, tone
            for part, name in ((self, "tone"), (self.title, "role")):
                part.setProperty(name, tone.value)
                part.style().polish(part)
            self._restyle()

    def _restyle(self) -> None:
        if self._tone is not None:
            ink = self._theme.palette.ink(self._tone)
            self._picture.setPixmap(icons.pixmap(self._icon, ink, ICON, self.devicePixelRatioF()))


class SentBar(QProgressBar):
    """Thin progress bar with a text below; accessible as a progress bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.caption = ""
        self.setRange(0, WHOLE)
        self.setAccessibleName(self.tr("Sent"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_progress(self, document: Document) -> None:
        """Show how much of the document has been sent."""
        view = unfinished_view(document)
        value = round(view.fraction * WHOLE)
        if (value, view.caption) != (self.value(), self.caption):
            self.caption = view.caption
            self.setValue(value)
            self.update()

    def sizeHint(self) -> QSize:
        """Implement Qt's method."""
        return QSize(0, BAR + TIGHT + QFontMetrics(self._theme.small_font()).height())

    def minimumSizeHint(self) -> QSize:
        """Implement Qt's method."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar and the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, 0, self.width(), BAR)
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        if self.value():
            bar.setWidth(max(bar.width() * self.value() / WHOLE, BAR))
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.small_font())
        words = self.rect().adjusted(0, BAR + TIGHT, 0, 0)
        elide = Qt.TextElideMode.ElideRight
        caption = painter.fontMetrics().elidedText(self.caption, elide, self.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, caption)
        painter.end()


class StateBlock(NoticeLabel):
    """Shows the state of one document."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._sent = SentBar(theme)
        self._said: SelectableText | None = None
        self.column.addWidget(self._sent)

    def show_state(
        self,
        document: Document,
        today: date,
        *,
        paused: bool = False,
        usual: timedelta | None = None,
    ) -> None:
        """Show the state of a document.

        `paused` says whether sending is paused, `usual` how long documents usually take.
        """
        uploading = document.state is DocumentState.UPLOADING
        self._sent.setVisible(uploading)
        if uploading:
            self._sent.show_progress(document)
        self.show_news(
            wording.state_icon(document),
            wording.state_tone(document),
            wording.state_word(document),
            wording.reason(document, today, paused=paused, usual=usual),
            wording.next_step(document),
        )
        said = document.problem.detail if document.problem is not None else ""
        if said and self._said is None:
            self._said = SelectableText()
            self._said.setProperty("type", "small")
            self._said.setAccessibleName(self.tr("CapOut's exact words"))
            self.column.addWidget(self._said)
        if self._said is not None:
            self._said.show_text(said)
            self._said.setVisible(bool(said))


class NoticeList(QWidget):
    """Shows the problems that were found in the file before it was sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._made: list[NoticeLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SMALL)

    def show_problems(self, problems: list[Problem]) -> None:
        """Replace the problems."""
        while len(self._made) < len(problems):
            made = NoticeLabel(self._theme)
            self._column.addWidget(made)
            self._made.append(made)
        for number, notice in enumerate(self._made):
            notice.setVisible(number < len(problems))
            if number < len(problems):
                problem = problems[number]
                title, next_step = problem_words.title(problem), problem_words.next_step(problem)
                notice.show_news("info", Tone.WARNING, title, next_step)
        self.setVisible(bool(problems))
