"""Questions of the window as message boxes, opened without a nested event loop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.dialogs import open_dialog

SIGN = 36
"""Width and height of the icon, in device-independent pixels."""


def ask_to_send_again(parent: QWidget, count: int, on_send: Callable[[], None]) -> QMessageBox:
    """Ask whether to send documents again that CapOut may already have."""
    return ask(
        parent,
        count_text(count, "Send {number} document again?", "Send {number} documents again?"),
        _tr(
            "CapOut may already have it. Check CapOut's web app first. Sending it again "
            "can cost credits a second time."
        )
        if count == 1
        else _tr(
            "CapOut may already have them. Check CapOut's web app first. Sending them "
            "again can cost credits a second time."
        ),
        keep=_tr("Don't send"),
        go=_tr("Send again"),
        on_go=on_send,
    )


def ask_to_reset(parent: QWidget, on_reset: Callable[[], None]) -> QMessageBox:
    """Ask whether to reset all settings to the defaults."""
    return ask(
        parent,
        _tr("Reset all settings?"),
        _tr(
            "Everything in this dialog goes back to its default, and no folder is "
            "watched. Your list, keys and addresses stay as they are."
        ),
        keep=_tr("Keep my settings"),
        go=_tr("Reset"),
        on_go=on_reset,
    )


def explain_tray(
    parent: QWidget, on_close: Callable[[], None], on_quit: Callable[[], None]
) -> QMessageBox:
    """Explain once that closing the window does not end the program."""
    box = Question(
        parent,
        _tr("CapOut Desktop stays open in the tray"),
        _tr(
            "Documents in progress continue, and you are told when they are done. Click "
            "the icon in the tray to bring the window back, or choose Quit there to end "
            "the program."
        ),
        icon="info",
        tone=Tone.BUSY,
    )
    quit_button: QPushButton = box.addButton(_tr("Quit now"), QMessageBox.ButtonRole.ActionRole)
    close_button = box.addButton(_tr("Close to the tray"), QMessageBox.ButtonRole.AcceptRole)
    keep_button = box.addButton(_tr("Keep open"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(close_button)
    box.setEscapeButton(keep_button)

    def decide() -> None:
        if box.clickedButton() is close_button:
            on_close()
        elif box.clickedButton() is quit_button:
            on_quit()

    box.finished.connect(decide)
    open_dialog(box)
    return box


def ask(
    parent: QWidget,
    title: str,
    text: str,
    *,
    keep: str,
    go: str,
    on_go: Callable[[], None],
    other: tuple[str, Callable[[], None]] | None = None,
) -> QMessageBox:
    """Ask a question with two or three answers; the one that changes nothing is the default.

    Args:
        parent: The window that the question is about.
        title: The question.
        text: The consequences of the answers.
        keep: Text of the button that changes nothing.
        go: Text of the other button.
        on_go: Called when the other button was clicked.
        other: Text of a third button, and what is called when it was clicked.
    """
    box = Question(parent, title, text, icon="attention", tone=Tone.WARNING)
    keep_button = box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    go_button: QPushButton = box.addButton(go, QMessageBox.ButtonRole.AcceptRole)
    answers = {go_button: on_go}
    if other is not None:
        words, on_other = other
        other_button: QPushButton = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        answers[other_button] = on_other
    box.setDefaultButton(keep_button)
    box.setEscapeButton(keep_button)

    def decide() -> None:
        for button, on_click in answers.items():
            if box.clickedButton() is button:
                on_click()

    box.finished.connect(decide)
    open_dialog(box)
    return box


class Question(QMessageBox):
    """Message box with a heading, a text and an icon in the theme's color.

    It is opened with `open_dialog`.
    """

    def __init__(self, parent: QWidget, title: str, text: str, *, icon: str, tone: Tone) -> None:
        super().__init__(parent)
        self._sign = icon, tone
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_tr("CapOut Desktop"))
        self.setText(visible_text(title))
        self.setInformativeText(visible_text(text, lines=True))
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        Theme.current().changed.connect(self._paint_sign)
        self._paint_sign()

    def _paint_sign(self) -> None:
        icon, tone = self._sign
        ink = Theme.current().palette.ink(tone)
        self.setIconPixmap(icons.pixmap(icon, ink, SIGN, self.devicePixelRatioF()))


def _tr(text: str) -> str:
    return QCoreApplication.translate("questions", text)
