"""Buttons in the headings of batches: what can be done with all documents of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from capout_desktop.domain.batch_tally import Standing
from capout_desktop.ui.documents.grouping import Group, group_name
from capout_desktop.ui.documents.row_buttons import RowButton
from capout_desktop.ui.text.formatting import today


class BatchButtons(QObject):
    """Makes the buttons of a batch's heading; each signal is emitted with the batch's id."""

    pause = Signal(str)
    resume = Signal(str)
    retry_failed = Signal(str)
    skip_rest = Signal(str)

    def buttons(self, group: Group) -> Sequence[RowButton]:
        """Return the buttons of a heading, from left to right."""
        return tuple(self._wanted(group))

    def _wanted(self, group: Group) -> Iterator[RowButton]:
        batch, standings = group.batch, group.standings
        if batch is None or group.is_inner or batch.is_draft:
            return
        if standings.get(Standing.FAILED):
            yield self._button(group, "retry", self.tr("Retry failed"), self.retry_failed)
        if standings.get(Standing.NEEDS_CREDITS):
            yield self._button(group, "skip", self.tr("Skip the rest"), self.skip_rest)
        if batch.paused:
            yield self._button(group, "resume", self.tr("Resume"), self.resume)
        elif standings.get(Standing.ACTIVE):
            yield self._button(group, "pause", self.tr("Pause"), self.pause)

    def _button(
        self, group: Group, name: str, text: str, signal: object, kind: str = "row"
    ) -> RowButton:
        assert group.batch is not None  # noqa: S101 - `_wanted` asked
        name_of_group = group_name(group, today())
        spoken = self.tr("{action}: {name}").format(action=text.rstrip("…"), name=name_of_group)
        press = partial(signal.emit, group.batch.id)  # type: ignore[attr-defined]
        return RowButton((group.batch.id, name), text, spoken, press, kind)
