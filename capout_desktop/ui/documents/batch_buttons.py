"""Buttons in the headings of batches that were sent: what can be done with all documents of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal

from capout_desktop.domain.batch import Batch
from capout_desktop.domain.batch_tally import UNDER_WAY, Standing
from capout_desktop.ui.documents.grouping import Group, group_name
from capout_desktop.ui.documents.row_buttons import RowButton
from capout_desktop.ui.text.formatting import today


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAction:
    """Action on a batch, with a button in its heading.

    Attributes:
        name: Name that `BatchButtons.pressed` is emitted with.
        text: Text of the button, in the current language.
        applies: Returns whether the button is shown in the heading of a group.
        on_web: Whether it opens the web app, which the practice CapOut does not have.
    """

    name: str
    text: Callable[[], str]
    applies: Callable[[Group, Batch], bool]
    on_web: bool = False


class BatchButtons(QObject):
    """Makes the buttons of a batch's heading.

    Attributes:
        pressed: Emitted with the name of the action and the batch's id.
    """

    pressed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._has_web_app = False

    def offer_web_app(self, offered: bool) -> None:
        """Show or leave out the buttons that open the web app."""
        self._has_web_app = offered

    def buttons(self, group: Group) -> Sequence[RowButton]:
        """Return the buttons of a heading, from left to right."""
        batch = group.batch
        if batch is None or group.is_inner or batch.is_draft:
            return ()
        return [
            self._button(group, batch, action)
            for action in BATCH_ACTIONS
            if action.applies(group, batch) and (self._has_web_app or not action.on_web)
        ]

    def _button(self, group: Group, batch: Batch, action: BatchAction) -> RowButton:
        text, name = action.text(), group_name(group, today())
        spoken = self.tr("{action}: {name}").format(action=text.rstrip("…"), name=name)
        return RowButton(
            (batch.id, action.name),
            text,
            spoken,
            lambda: self.pressed.emit(action.name, batch.id),
        )


def _has(*standings: Standing) -> Callable[[Group, Batch], bool]:
    return lambda group, _: any(group.standings.get(stands) for stands in standings)


def _has_ended(group: Group, _: Batch) -> bool:
    still_open = (*UNDER_WAY, Standing.READY, Standing.NEEDS_CREDITS)
    return not any(group.standings.get(stands) for stands in still_open)


def _tr(text: str) -> str:
    return QCoreApplication.translate("BatchButtons", text)


BATCH_ACTIONS: list[BatchAction] = [
    BatchAction(
        name="retry_failed",
        text=lambda: _tr("Retry failed"),
        applies=_has(Standing.FAILED),
    ),
    BatchAction(
        name="buy_credits",
        text=lambda: _tr("Buy credits"),
        applies=_has(Standing.NEEDS_CREDITS),
        on_web=True,
    ),
    BatchAction(
        name="skip_rest",
        text=lambda: _tr("Skip the rest"),
        applies=_has(Standing.NEEDS_CREDITS),
    ),
    BatchAction(
        name="resume",
        text=lambda: _tr("Resume"),
        applies=lambda _, batch: batch.paused,
    ),
    BatchAction(
        name="pause",
        text=lambda: _tr("Pause"),
        applies=lambda group, batch: not batch.paused and _has(*UNDER_WAY)(group, batch),
    ),
    BatchAction(
        name="export",
        text=lambda: _tr("Export…"),
        applies=_has_ended,
    ),
]
"""The actions on batches, in the order of their buttons."""
