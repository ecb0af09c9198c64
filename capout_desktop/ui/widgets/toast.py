"""Toast: a message about what has ended, which goes away by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.widgets.banner_action import Action

SHOWN_MS = 6_000
WITH_ACTION_MS = 12_000
"""A button needs more time: it has to be read, reached and pressed."""
WIDTH = 560


class Toast(QFrame):
    """Message over the lower edge of a widget; the newest one replaces the one before.

    It stays while the mouse is over it or the keyboard focus is in it. It never takes the focus
    from what the person is doing, and nothing is lost with it: what its button does can also be
    done elsewhere.
    """

    def __init__(self, theme: Theme, place: QWidget) -> None:
        """Create it, hidden, as a child of `place`."""
        super().__init__(place)
        self.setObjectName("toast")
        self._place = place
        self._theme = theme
        self._code = ""
        self._action: Action | None = None
        self._title = TextLabel(self)
        self._title.setProperty("type", "strong")
        self._text = TextLabel(self)
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self.action_button = QPushButton(self)
        self.close_button = QPushButton(self)
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.setToolTip(self.tr("Dismiss"))
        for button in (self.action_button, self.close_button):
            button.setProperty("kind", "toast")
        self.action_button.clicked.connect(self._act)
        self.close_button.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()
        place.installEventFilter(self)
        self.hide()

    @property
    def code(self) -> str:
        """The code of the message shown; empty if there is none."""
        return "" if self.isHidden() else self._code

    def show_message(self, message: Problem, action: Action | None = None) -> None:
        """Show a message with a button if one is given, and say it to screen readers."""
        self._code, self._action = message.code, action
        title, text = problem_words.title(message), problem_words.next_step(message)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.action_button.setText(problem_words.action(action.text) if action else "")
        self.action_button.setVisible(action is not None)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show()
        self.raise_()
        self._take_place()
        self._timer.start(WITH_ACTION_MS if action is not None else SHOWN_MS)
        announce(self, f"{title}. {text}" if text else title)

    def hide_message(self, code: str) -> None:
        """Hide the message with this code if it is shown."""
        if self.code == code:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the widget below is resized."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._take_place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the mouse is over it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count from the beginning once the mouse has left it."""
        self._timer.start(WITH_ACTION_MS if self._action is not None else SHOWN_MS)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _time_is_up(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._timer.start()
        else:
            self.hide()

    def _act(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action.callback()

    def _take_place(self) -> None:
        place = self._place
        room = place.width() - 2 * LARGE
        width = min(room, WIDTH, max(self.sizeHint().width(), self._width_of_one_line()))
        self.resize(width, self.heightForWidth(width))
        self.move((place.width() - width) // 2, place.height() - self.height() - LARGE)

    def _width_of_one_line(self) -> int:
        """Return the width at which neither text has to be broken."""
        longest = max(
            label.fontMetrics().horizontalAdvance(label.text())
            for label in (self._title, self._text)
        )
        buttons = [b for b in (self.action_button, self.close_button) if not b.isHidden()]
        return longest + sum(b.sizeHint().width() for b in buttons) + 4 * LARGE

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, MEDIUM, MEDIUM, MEDIUM)
        row.setSpacing(SMALL)
        row.addLayout(words, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)

    def _restyle(self) -> None:
        self.close_button.setIcon(icons.icon("close", self._theme.palette.on_toast, 16))
        self.close_button.setIconSize(QSize(16, 16))
