"""Label that elides its text if the room is short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.text.parts import Part, fitted, joined
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class ElidedLabel(TextLabel):
    """Label that shows as much text as fits; screen readers get all of it.

    If a line of several parts is too long, whole parts are left out, the least important first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._parts: tuple[Part, ...] = ()
        self._hint = ""

    @property
    def full_text(self) -> str:
        """The text without elision."""
        return joined(self._parts)

    def show_text(self, text: str, hint: str = "") -> None:
        """Show a text, elided at its end if needed; see `show_parts`."""
        self.show_parts([Part(text, 0)], hint)

    def show_parts(self, parts: Sequence[Part], hint: str = "") -> None:
        """Show these parts in this order, without the least important ones if room is short.

        `hint` is the tooltip; if it is empty, the tooltip is the full text of an elided line.
        """
        self._parts = tuple(part._replace(words=visible_text(part.words)) for part in parts)
        self._hint = hint
        self.setAccessibleName(self.full_text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Elide the text again when the font changed."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        room, metrics = self.contentsRect().width(), self.fontMetrics()
        text = fitted(self._parts, room, metrics.horizontalAdvance)
        if metrics.horizontalAdvance(text) > room:
            from PySide6.QtCore import Qt  # noqa: PLC0415 - not at the first paint, see `theme`

            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        if text != self.text():
            self.setText(text)
        self.setToolTip(tool_tip(self._hint or (self.full_text if text != self.full_text else "")))
