"""Remedies of documents that need the person: row actions, as buttons in the rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu

from capout_desktop.domain.batch_review import FileVerdict
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import REMOVABLE, HoldReason
from capout_desktop.domain.link_answer import INDIRECT
from capout_desktop.domain.page_choice import should_choose
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.actions import DocumentActions
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.documents.row_buttons import RowButton

AROUND = 30
"""Space around the text of a button, in device-independent pixels."""
MOST_OF_STATUS = 0.45
"""Largest fraction of the status that several buttons cover; they become a menu otherwise, since
nobody can decide without the reason."""

_S = DocumentState
_BY_REASON: dict[str, Sequence[str]] = {
    HoldReason.NO_ADDRESS: ("readdress",),
    HoldReason.UNCONFIRMED_ADDRESS: ("readdress",),
    HoldReason.WAITS_FOR_START: ("start",),
    HoldReason.SET_APART: ("start", "retry"),
    HoldReason.LOOK_UP_UNCLEAR: ("decide",),
    HoldReason.OTHER_ORGANIZATION: ("decide",),
    **dict.fromkeys(REMOVABLE, ("remove",)),
    HoldReason.LIST_UNAVAILABLE: ("send-again",),
}
_OF_INDIRECT_LINK = ("send-anyway", "remove")
_BY_STATE: dict[DocumentState, Sequence[str]] = {
    _S.FAILED: ("retry", "send-again"),
    _S.REJECTED: ("unlock", "retry"),
}


def remedy(document: Document) -> Sequence[str]:
    """Return the names of the row actions that may help, the best one first; empty for none.

    Which of them applies is known to the action.
    """
    if document.skipped:
        return ("include",)
    if _leaves_choice(document):
        return _OF_INDIRECT_LINK
    if should_choose(document) and (
        document.state is not _S.HELD or document.held_for(HoldReason.WAITS_FOR_START)
    ):
        return ("pages", *_BY_STATE.get(document.state, ()))
    if document.state in {_S.HELD, _S.CONFIRMING}:
        return _BY_REASON.get(document.problem_code, ())
    return _BY_STATE.get(document.state, ())


def _leaves_choice(document: Document) -> bool:
    """Return whether no remedy is better than the others, so that all have a button."""
    return document.problem_code in INDIRECT


class Remedies:
    """Makes the buttons of the documents' rows."""

    def __init__(self, model: DocumentModel, actions: DocumentActions) -> None:
        self._model = model
        self._actions = actions

    def buttons(self, row: int, room: QRect, metrics: QFontMetrics) -> Sequence[RowButton]:
        """Return the buttons of a document's row, from left to right.

        Args:
            row: Row of the document.
            room: Where the status is, and what follows it.
            metrics: Metrics of the buttons' font.
        """
        document = self._model.document(row)
        buttons = []
        for name in remedy(document):
            row_action = self._actions.row_action(name)
            if self._actions.applies(row_action, document):
                text, title = row_action.button_text, visible_text(document.file_name)
                spoken = _tr("{action}: {name}").format(action=text.rstrip("…"), name=title)
                press = partial(self._actions.run_on, name, document.id)
                buttons.append(RowButton((document.id, name), text, spoken, press))
        if not buttons and self._is_left_out(document):
            buttons = [self._include(document)]
        if not _leaves_choice(document):
            return buttons[:1]
        width = sum(metrics.horizontalAdvance(button.text) + AROUND for button in buttons)
        if len(buttons) < 2 or width <= room.width() * MOST_OF_STATUS:
            return buttons
        text, title = _tr("Decide"), visible_text(document.file_name)
        spoken = _tr("{action}: {name}").format(action=text, name=title)
        key, kind, fill = (document.id, "menu"), "row-menu", partial(_fill, buttons)
        return [RowButton(key, text, spoken, lambda: None, kind=kind, menu=fill)]

    def _is_left_out(self, document: Document) -> bool:
        """Return whether a file is not sent with its draft because another one is the same."""
        choice = self._model.drafts.choice(document)
        return choice is not None and choice.verdict is FileVerdict.COPY and not choice.goes

    def _include(self, document: Document) -> RowButton:
        """Return the button that checks the box of a file in its draft."""
        text = self._actions.row_action("include").button_text
        spoken = _tr("{action}: {name}").format(action=text, name=visible_text(document.file_name))
        press = partial(self._model.ticked.emit, [document.id], True)
        return RowButton((document.id, "include"), text, spoken, press)


def _fill(buttons: Sequence[RowButton], menu: QMenu) -> None:
    for button in buttons:
        menu.addAction(button.text).triggered.connect(button.press)


def _tr(text: str) -> str:
    return QCoreApplication.translate("row buttons", text)
