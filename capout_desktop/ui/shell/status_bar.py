"""Status bar: documents by state, connection, credits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from capout_desktop.ui.style.theme import LARGE, SMALL, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.parts import BETWEEN, Part
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.elided_label import ElidedLabel
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.document import DocumentState
    from capout_desktop.domain.document_filter import DocumentFilter
    from capout_desktop.ui.credits.credits_view import CreditsView
    from capout_desktop.ui.credits.indicator import CreditsIndicator
    from capout_desktop.ui.documents.model import DocumentModel
    from capout_desktop.ui.shell.watch_sign import WatchSign

HEIGHT = 32
ROOMY = 960
"""Width below which the sign of the watched folder is only its number."""

_UNDER_WAY = ("uploading", "processing", "confirming")


class StatusBar(QWidget):
    """Shows one line of text; the space of the credits is reserved from the first balance on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._summary = ElidedLabel(self)
        self._needs_key = False
        self._counts: Mapping[tuple[str, str], int] = {}
        self._pace: list[str] = []
        self._watch: WatchSign | None = None
        self._write()
        self._dot = _Dot(theme, self)
        self._connection = TextLabel(self)
        self._connection.setProperty("role", "muted")
        self._credits: CreditsIndicator | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(LARGE - 2, 0, SMALL, 0)
        row.setSpacing(SMALL)
        row.addWidget(self._summary, 1)
        row.addWidget(self._dot)
        row.addWidget(self._connection)
        row.addSpacing(SMALL)
        self.setMinimumHeight(HEIGHT)
        self.show_connection("", "", Tone.NEUTRAL)

    @property
    def credits(self) -> CreditsIndicator:
        """The credits indicator; created on the first call."""
        if self._credits is None:
            from capout_desktop.ui.credits.indicator import (  # noqa: PLC0415 - on demand
                CreditsIndicator,
            )

            self._credits = CreditsIndicator(self._theme, self)
            self._row.addWidget(self._credits)
        return self._credits

    @property
    def watch(self) -> WatchSign:
        """The sign of the watched folder; created on the first call."""
        if self._watch is None:
            from capout_desktop.ui.shell.watch_sign import WatchSign  # noqa: PLC0415 - on demand

            self._watch = WatchSign(self._theme, self)
            self._watch.set_brief(self.width() < ROOMY)
            self._row.insertWidget(self._row.indexOf(self._dot), self._watch)
        return self._watch

    @property
    def summary(self) -> str:
        """The text about the documents."""
        return self._summary.full_text

    def credits_view(self, window: QWidget) -> CreditsView:
        """Return the view of the credits; created once, when the event loop is first idle."""
        from capout_desktop.ui.credits.credits_view import CreditsView  # noqa: PLC0415 - on demand

        return CreditsView(window, self._theme, self.credits)

    def follow(self, model: DocumentModel) -> None:
        """Show the counts of a model, and update them when they change."""
        model.counted.connect(lambda: self.show_counts(model.counts_by_kind))
        model.pace_changed.connect(lambda: self.show_pace(model.pace("")))
        model.day_began.connect(self.credits.write_anew)

    def show_counts(self, counts: Mapping[tuple[DocumentState, DocumentFilter], int]) -> None:
        """Show how many documents are in each state, and how many of them need the person."""
        self._counts = {(s.value, kind.value): n for (s, kind), n in counts.items() if n}
        self._write()

    def show_pace(self, parts: Sequence[str]) -> None:
        """Show how fast documents are sent, and how long that still takes; nothing if unknown."""
        if list(parts) != self._pace:
            self._pace = list(parts)
            self._write()

    def show_key_needed(self, needed: bool) -> None:
        """Show that the program is not ready while there is no key."""
        self._needs_key = needed
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the sign of the watched folder in a narrow window."""
        super().resizeEvent(event)
        if self._watch is not None:
            self._watch.set_brief(self.width() < ROOMY)

    def _write(self) -> None:
        self._summary.show_parts(self._parts(self._counts))

    def show_connection(self, text: str, detail: str, tone: Tone) -> None:
        """Show how updates of the documents are received."""
        self._connection.setText(text)
        self._connection.setVisible(bool(text))
        self._connection.setToolTip(tool_tip(detail))
        self._connection.setAccessibleDescription(detail)
        self._dot.setVisible(bool(text))
        self._dot.setToolTip(tool_tip(detail))
        self._dot.show_tone(tone)

    def _parts(self, counts: Mapping[tuple[str, str], int]) -> list[Part]:
        if not counts:
            nothing = self.tr("No API key yet") if self._needs_key else self.tr("Ready")
            return [Part(nothing, 0)]
        from capout_desktop.ui.text.formatting import count_text  # noqa: PLC0415 - not at the first paint

        by_kind, active = Counter[str](), Counter[str]()
        for (state, kind), number in counts.items():
            by_kind[kind] += number
            if kind == "active":
                active[state] += number
        moving, worked_on, asked = (active.pop(s, 0) for s in _UNDER_WAY)
        waiting, complete, attention = active.total(), by_kind["complete"], by_kind["attention"]
        canceled, skipped = counts.get(("canceled", "all"), 0), counts.get(("held", "all"), 0)
        parts = (
            (moving, count_text(moving, "{number} sending", "{number} sending")),
            (worked_on, count_text(worked_on, "{number} processing", "{number} processing")),
            (
                asked,
                count_text(asked, "{number} checking with CapOut", "{number} checking with CapOut"),
            ),
            (waiting, count_text(waiting, "{number} waiting", "{number} waiting")),
            (complete, count_text(complete, "{number} complete", "{number} complete")),
            (canceled, count_text(canceled, "{number} canceled", "{number} canceled")),
            (skipped, count_text(skipped, "{number} skipped", "{number} skipped")),
            (attention, count_text(attention, "{number} needs you", "{number} need you")),
        )
        # Finished documents are left out first, those that need the person never.
        importance = (6, 4, 3, 2, 1, 0, 0, 7)
        shown = [
            Part(words, rank)
            for (number, words), rank in zip(parts, importance, strict=True)
            if number
        ]
        if moving:
            shown[1:1] = [Part(words, 5) for words in filter(None, [BETWEEN.join(self._pace)])]
        return shown


class _Dot(QWidget):
    """Dot for the connection: filled while updates are received, otherwise hollow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = Tone.NEUTRAL
        self.setFixedSize(QSize(10, 10))
        theme.changed.connect(self.update)

    def show_tone(self, tone: Tone) -> None:
        """Set the tone of the connection."""
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dot."""
        ink = QColor(self._theme.palette.ink(self._tone))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1.6))
        if self._tone is Tone.GOOD:
            painter.setBrush(ink)
        painter.drawEllipse(QPointF(5, 5), 3.6, 3.6)
        painter.end()
