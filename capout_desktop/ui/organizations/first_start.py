"""Page that asks for API key and XactNet address, and says where to find both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.problem import ProblemCode
from capout_desktop.domain.xn_address import clean_xn_address
from capout_desktop.ui.organizations.key_field import KeyField, RevealButton
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import HUGE, LARGE, SMALL, TIGHT, WIDE, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.inline_problem import InlineProblem
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem

CARD_WIDTH = 540


class FirstStartPage(QScrollArea):
    """Page inside the window where a key is entered and tested.

    Attributes:
        submitted: Emitted with the key as it was pasted, and the XactNet address without stray
            characters.
        put_off: Emitted when the person wants to go back to the list.
        plaintext_accepted: Emitted when the person agreed to a keyring that does not encrypt.
        ask_keyring_wanted: Emitted to try the keyring once more.
        keys_page_wanted: Emitted to open the page of the web app where keys are made.
        practice_wanted: Emitted to try the program without a key.
    """

    submitted = Signal(str, str)
    put_off = Signal()
    plaintext_accepted = Signal()
    ask_keyring_wanted = Signal()
    keys_page_wanted = Signal()
    practice_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstStart")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._card = QFrame()
        self._card.setObjectName("card")
        self._card.setMaximumWidth(CARD_WIDTH)
        self._title = TextLabel(self.tr("Connect to CapOut"))
        self._title.setProperty("type", "title")
        self._intro = _muted(
            self.tr(
                "Enter these two once. After that, drop estimates into this window to "
                "send them to Xactimate."
            )
        )
        self.key_field = KeyField()
        self.show_key_button = RevealButton(self.key_field)
        self.address_field = QLineEdit()
        self.test_button = QPushButton(self.tr("Test key and start"))
        self._waiting = TextLabel()
        self._waiting.setProperty("type", "strong")
        self._waiting.setWordWrap(True)
        self._waiting.setContentsMargins(0, 0, 0, SMALL)
        self._waiting.hide()
        self.later_button = QPushButton(self.tr("Not now"))
        self.keys_page_button = _link(self.tr("In CapOut's web app: Settings → API keys"))
        self.practice_button = _link(self.tr("Practice with sample estimates"))
        self.practice_button.setAccessibleDescription(
            self.tr("Opens a second window on a practice CapOut, which costs nothing")
        )
        self.trouble = InlineProblem(theme)
        self.doubt = InlineProblem(theme, Tone.WARNING)
        self.storage = InlineProblem(theme, Tone.WARNING)
        self.keyring_button = QPushButton()
        self._keyring_code = ""
        self._theme = theme
        theme.changed.connect(self._restyle)
        self._set_up_fields()
        self._lay_out()
        self._restyle()

    def begin(self, xn_address: str, storage: Problem | None, *, may_wait: bool) -> None:
        """Ask for a key.

        Args:
            xn_address: The address that is already known.
            storage: Why the key cannot be stored on this computer; None if it can.
            may_wait: Whether the person can go back to a list.
        """
        if not self.address_field.text():
            self.address_field.setText(xn_address)
        self._show_storage(storage)
        self.later_button.setVisible(may_wait)
        self.key_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_up_button()

    def show_waiting(self, count: int) -> None:
        """Show how many documents wait for the key, to confirm that dropped files were added."""
        self._waiting.setText(
            count_text(
                count,
                "{number} document continues as soon as the key works.",
                "{number} documents continue as soon as the key works.",
            )
        )
        self._waiting.setVisible(count > 0)
        self._bring_up_button()

    def end(self) -> None:
        """Clear the fields."""
        self.key_field.forget()
        self.address_field.clear()
        self.show_key_button.setChecked(False)
        self.show_problem(None, busy=False)

    def show_problem(self, problem: Problem | None, *, busy: bool) -> None:
        """Show why the key does not work, or that it is being tested."""
        self.trouble.show_problem(problem)
        self.doubt.show_problem(None)
        self.key_field.setReadOnly(busy)
        self.address_field.setReadOnly(busy)
        self.test_button.setEnabled(not busy)
        self.test_button.setText(
            self.tr("Testing the key…") if busy else self.tr("Test key and start")
        )
        self.key_field.show_wrong(problem is not None)
        if problem is not None:
            self._bring_up_button()

    def _show_storage(self, problem: Problem | None) -> None:
        self.storage.show_problem(problem)
        self._keyring_code = problem.code if problem else ""
        words: dict[str, str] = {
            ProblemCode.PLAINTEXT_KEYRING: self.tr("Store it there anyway"),
            ProblemCode.KEYRING_LOCKED: self.tr("Try the keyring again"),
            ProblemCode.KEYRING_NOT_READ: self.tr("Try the keyring again"),
            ProblemCode.KEYRING_NOT_STORED: self.tr("Try the keyring again"),
        }
        text = words.get(self._keyring_code, "")
        self.keyring_button.setText(text)
        self.keyring_button.setVisible(bool(text))

    def _act_on_keyring(self) -> None:
        if self._keyring_code == ProblemCode.PLAINTEXT_KEYRING:
            self.plaintext_accepted.emit()
        else:
            self.ask_keyring_wanted.emit()

    def _bring_up_button(self) -> None:
        # Apply the layout first: in a small window the message may be below the lower edge.
        # The page is named besides, since it may be gone by then, as after a change of language.
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.test_button, 0, WIDE))

    def _set_up_fields(self) -> None:
        self.address_field.setPlaceholderText("name@instance")
        self.address_field.setAccessibleName(self.tr("XactNet address"))
        self.address_field.setAcceptDrops(False)  # drops are handled by the window
        for field in (self.key_field, self.address_field):
            field.returnPressed.connect(self._submit)
        self.test_button.setProperty("kind", "primary")
        self.test_button.clicked.connect(self._submit)
        self.later_button.clicked.connect(self.put_off)
        self.keys_page_button.clicked.connect(self.keys_page_wanted)
        self.practice_button.clicked.connect(self.practice_wanted)
        self.keyring_button.clicked.connect(self._act_on_keyring)
        self.keyring_button.hide()

    def _lay_out(self) -> None:
        key_row = QHBoxLayout()
        key_row.setSpacing(SMALL)
        key_row.addWidget(self.key_field, 1)
        key_row.addWidget(self.show_key_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self.test_button)
        buttons.addWidget(self.keyring_button)
        buttons.addWidget(self.later_button)
        buttons.addStretch(1)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(HUGE, WIDE, HUGE, WIDE)
        card.setSpacing(TIGHT)
        card.addWidget(self._title)
        card.addWidget(self._intro)
        card.addSpacing(LARGE)
        card.addWidget(self._caption(self.tr("API &key"), self.key_field))
        card.addLayout(key_row)
        card.addLayout(self._keys_page_row())
        card.addSpacing(LARGE)
        card.addWidget(self._caption(self.tr("&XactNet address"), self.address_field))
        card.addWidget(self.address_field)
        card.addWidget(
            _muted(
                self.tr(
                    "In Xactimate desktop: Help → About Xactimate."
                    " In Xactimate online: the profile icon."
                ),
                small=True,
            )
        )
        card.addSpacing(LARGE)
        card.addWidget(self._waiting)
        card.addWidget(self.trouble)
        card.addWidget(self.doubt)
        card.addWidget(self.storage)
        card.addSpacing(SMALL)
        card.addLayout(buttons)
        card.addSpacing(SMALL)
        card.addLayout(self._practice_row())
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(WIDE, SMALL, WIDE, SMALL)
        down = QVBoxLayout()
        down.addStretch(2)
        down.addWidget(self._card)
        down.addStretch(3)
        across.addStretch(1)
        across.addLayout(down, 100)
        across.addStretch(1)
        self.setWidget(page)

    def _keys_page_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addSpacing(-SMALL)  # its text begins where the field does
        row.addWidget(self.keys_page_button)
        row.addStretch(1)
        return row

    def _practice_row(self) -> QHBoxLayout:
        question = TextLabel(self.tr("No key yet?"))
        question.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(question)
        row.addWidget(self.practice_button)
        row.addStretch(1)
        return row

    def _restyle(self) -> None:
        self.keys_page_button.setIcon(icons.icon("external", self._theme.palette.accent, 14))
        self.keys_page_button.setIconSize(QSize(14, 14))

    def _caption(self, text: str, field: QLineEdit) -> TextLabel:
        label = TextLabel(text)
        label.setBuddy(field)
        label.setProperty("type", "strong")
        return label

    def _submit(self) -> None:
        if not self.test_button.isEnabled():
            return
        doubt = self.key_field.doubt()
        if doubt is not None:
            self.trouble.show_problem(None)
            self.doubt.show_problem(doubt)
            self._bring_up_button()
        else:
            self.submitted.emit(self.key_field.text(), clean_xn_address(self.address_field.text()))


def _link(text: str) -> QPushButton:
    """Return a button that looks like a link."""
    button = QPushButton(text)
    button.setProperty("kind", "link")
    return button


def _muted(text: str, *, small: bool = False) -> TextLabel:
    label = TextLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    if small:
        label.setProperty("type", "small")
    return label
