"""Dialog of the connection check, with the result of each step."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.connection_step import Step, StepFinding, StepResult
from capout_desktop.ui.help.connection_check_text import (
    as_text,
    finding_word,
    overall_words,
    step_title,
    step_words,
    time_words,
)
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, TIGHT, WIDE, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.desktop_files import copy_text
from capout_desktop.ui.widgets.text_label import TextLabel

ICON = 20
WIDTH = 560

_LOOKS = {
    StepFinding.GOOD: ("complete", Tone.GOOD),
    StepFinding.NOTE: ("info", Tone.WARNING),
    StepFinding.BAD: ("failed", Tone.BAD),
    StepFinding.SKIPPED: ("waiting", Tone.NEUTRAL),
}


class ConnectionCheckDialog(QDialog):
    """Shows a check while it runs; the check itself is started and stopped from outside.

    Attributes:
        start_wanted: Emitted to start the check from the beginning.
        stop_wanted: Emitted to stop the running check.
    """

    start_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Connection check"))
        self._theme = Theme.current()
        self._results: dict[Step, StepResult] = {}
        self._running: Step | None = None
        self._is_running = False
        self.title = TextLabel()
        self.title.setProperty("type", "heading")
        self.title.setWordWrap(True)
        self.next_step = TextLabel()
        self.next_step.setWordWrap(True)
        self.rows = {step: _StepRow(step) for step in Step}
        self.again_button = QPushButton(self.tr("Check again"))
        self.again_button.clicked.connect(self._again_or_stop)
        self.copy_button = QPushButton(self.tr("Copy result"))
        self.copy_button.clicked.connect(self._copy)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.close_button.setDefault(True)
        for button in (self.again_button, self.copy_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.finished.connect(lambda _: self.stop_wanted.emit())
        self._theme.changed.connect(self._repaint)

    def begin(self) -> None:
        """Reset the dialog for a new check."""
        self._results = {}
        self._is_running = True
        self._running = None
        self._repaint()

    def show_running(self, step: Step) -> None:
        """Mark a step as running."""
        self._running = step
        self._repaint()

    def show_result(self, result: StepResult) -> None:
        """Show the result of a step."""
        self._results[result.step] = result
        self._running = None
        self._repaint()

    def end(self) -> None:
        """Show that the check ended or was stopped."""
        self._is_running = False
        self._running = None
        self._repaint()
        announce(self, f"{self.title.text()}. {self.next_step.text()}")

    @property
    def text(self) -> str:
        """The text that `Copy result` copies."""
        return as_text(list(self._results.values()))

    def _again_or_stop(self) -> None:
        (self.stop_wanted if self._is_running else self.start_wanted).emit()

    def _copy(self) -> None:
        copy_text(self.text)
        self.copy_button.setText(self.tr("Copied"))

    def _repaint(self) -> None:
        whole = len(self._results) == len(Step)
        if self._is_running:
            title, next_step = self.tr("Checking the connection to CapOut…"), ""
        elif whole:
            title, next_step = overall_words(list(self._results.values()))
        else:
            title, next_step = self.tr("The check was stopped"), ""
        self.title.setText(title)
        self.next_step.setText(
            next_step or self.tr("Nothing is uploaded, and no credits are spent.")
        )
        self.next_step.setProperty("role", "" if next_step else "muted")
        self.next_step.style().polish(self.next_step)
        for step, row in self.rows.items():
            row.show_state(self._results.get(step), running=step is self._running)
        self.again_button.setText(self.tr("Stop") if self._is_running else self.tr("Check again"))
        self.copy_button.setText(self.tr("Copy result"))
        self.copy_button.setEnabled(not self._is_running and bool(self._results))

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(TIGHT)
        head.addWidget(self.title)
        head.addWidget(self.next_step)
        # Always two lines, even if empty, so that the rows below do not move.
        self.next_step.setMinimumHeight(self.next_step.fontMetrics().lineSpacing() * 2)
        self.next_step.setAlignment(Qt.AlignmentFlag.AlignTop)
        # In a small window the steps scroll, and the buttons stay inside.
        steps = QWidget()
        steps.setObjectName("plain")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Steps of the check"))
        scroll.setWidget(steps)
        grid = QGridLayout(steps)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(MEDIUM)
        grid.setVerticalSpacing(MEDIUM)
        grid.setColumnStretch(1, 1)
        for number, row in enumerate(self.rows.values()):
            row.put_into(grid, number)
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self.copy_button)
        buttons.addStretch()
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(LARGE)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)
        self._steps, self._scroll = steps, scroll
        scroll.verticalScrollBar().rangeChanged.connect(lambda *_range: self._offer_scrolling())
        self._offer_scrolling()

    def sizeHint(self) -> QSize:
        """Return the size at which no step has to be scrolled."""
        hidden = self._steps.sizeHint().height() - self._scroll.minimumSizeHint().height()
        size = super().sizeHint()
        return QSize(size.width(), self.minimumSizeHint().height() + max(hidden, 0))

    def _offer_scrolling(self) -> None:
        """Let the Tab key reach the steps only if some of them have to be scrolled to."""
        has_hidden = self._scroll.verticalScrollBar().maximum() > 0
        policy = Qt.FocusPolicy.StrongFocus if has_hidden else Qt.FocusPolicy.NoFocus
        self._scroll.setFocusPolicy(policy)


class _StepRow:
    """Row of a step: an icon, its name, the result and the duration."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self.picture = TextLabel()
        self.picture.setFixedSize(QSize(ICON, ICON))
        self.name = TextLabel(step_title(step))
        self.words = TextLabel()
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.time = TextLabel()
        for label in (self.words, self.time):
            label.setProperty("type", "small")
            label.setProperty("role", "muted")

    def put_into(self, grid: QGridLayout, number: int) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.name)
        words.addWidget(self.words)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.picture, number, 0, top)
        grid.addLayout(words, number, 1)
        grid.addWidget(self.time, number, 2, top | Qt.AlignmentFlag.AlignRight)

    def show_state(self, result: StepResult | None, *, running: bool) -> None:
        palette = Theme.current().palette
        if result is not None:
            name, tone = _LOOKS[result.finding]
            words, verdict = step_words(result), finding_word(result.finding)
        elif running:
            name, tone, verdict = "processing", Tone.BUSY, ""
            words = QCoreApplication.translate("connection_check", "Checking…")
        else:
            name, tone, verdict = "waiting", Tone.NEUTRAL, ""
            words = QCoreApplication.translate("connection_check", "Not checked yet")
        pixmap = icons.pixmap(name, palette.ink(tone), ICON, self.picture.devicePixelRatioF())
        self.picture.setPixmap(pixmap)
        self.words.setText(words)
        strong = tone if tone in {Tone.BAD, Tone.WARNING} else None
        self.words.setProperty("role", strong.value if strong else "muted")
        self.words.style().polish(self.words)
        self.words.setToolTip(tool_tip(result.problem.detail if result and result.problem else ""))
        self.words.setAccessibleName(
            ": ".join(part for part in (self.name.text(), verdict, words) if part)
        )
        self.time.setText(time_words(result) if result is not None else "")
