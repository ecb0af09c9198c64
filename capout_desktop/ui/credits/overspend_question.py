"""Question whether to send files that may cost more than the credits left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from capout_desktop.domain.credit_guard import Estimate, covered
from capout_desktop.ui.credits.text import shortage_words
from capout_desktop.ui.text.formatting import count_text, number_text
from capout_desktop.ui.widgets.message_boxes import ask


def ask_to_overspend(
    parent: QWidget,
    estimate: Estimate,
    on_send: Callable[[], None],
    on_send_covered: Callable[[int], None],
) -> QMessageBox:
    """Ask whether to send files although the credits probably do not suffice for all.

    `on_send_covered` is called with the number of files that the credits cover if the person wants
    to send only these.
    """
    number = covered(estimate)
    part = _tr("Send only what my credits cover ({number} of {files})").format(
        number=number_text(number), files=number_text(estimate.files)
    )
    return ask(
        parent,
        count_text(
            estimate.files,
            "You may not have enough credits for {number} file",
            "You may not have enough credits for {number} files",
        ),
        shortage_words(estimate)
        + " "
        + _tr(
            "Files that CapOut refuses wait on the list and are sent once you have credits again."
        ),
        keep=_tr("Don't send"),
        go=_tr("Send anyway"),
        on_go=on_send,
        other=(part, lambda: on_send_covered(number)) if number else None,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("overspend_question", text)
