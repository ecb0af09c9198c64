"""Painting of group headings: one or two lines across the whole row."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from capout_desktop.domain.batch_tally import UNDER_WAY, Standing
from capout_desktop.domain.credit_guard import Fit
from capout_desktop.ui.documents.check_box import LEFT, paint_box
from capout_desktop.ui.documents.grouping import Group
from capout_desktop.ui.documents.model import ListedRows
from capout_desktop.ui.documents.shown_drafts import DraftHeading, check_state_of
from capout_desktop.ui.documents.table_style import ICON, INDENT, PAD, TableStyle
from capout_desktop.ui.style.painting import fill
from capout_desktop.ui.style.theme import MEDIUM, SMALL
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.parts import fitted

_W = Standing

BAR = 6.0
BAR_WIDTH = 160.0
CHEVRON = 12.0
"""Width of the space for the chevron, in device-independent pixels."""


class GroupHeading:
    """Paints headings across the whole row."""

    def __init__(self, look: TableStyle, rows: ListedRows) -> None:
        self._look = look
        self._rows = rows

    def paint(
        self, painter: QPainter, rect: QRect, row: int, group: Group, edge: int, *, selected: bool
    ) -> None:
        """Paint the heading of a row; `edge` is where its texts end."""
        look = self._look
        draft = self._rows.drafts.heading(group)
        fill(painter, rect, look.window if draft is None else look.draft)
        look.paint_row(painter, rect, row, selected=selected)
        left = rect.left() + PAD + (INDENT if group.is_inner else 0)
        line = QRectF(left, rect.top(), edge - left, rect.height())
        first, second = map(QRectF, look.lines(line) if group.is_tall else (line, line))
        self._chevron(painter, first, folded=self._rows.is_folded(group))
        first.setLeft(left + CHEVRON + SMALL)
        if draft is not None:
            box = left - PAD + LEFT
            paint_box(painter, look.palette, box, first.center().y(), check_state_of(draft.draft))
            first.setLeft(box + ICON + SMALL)
        second.setLeft(first.left())
        name, facts = self._rows.heading(group)
        if facts and not group.is_tall:
            facts = f"· {facts}"
        taken = self._texts(painter, first, name, facts, look.ink(_tone(group)))
        if group.is_tall:
            if look.compact:
                second.setLeft(second.left() + taken + MEDIUM)
            if draft is not None:
                self._counts(painter, second, draft)
            else:
                self._standings(painter, second, group)

    def _texts(self, painter: QPainter, line: QRectF, name: str, facts: str, ink: QColor) -> float:
        """Paint the name and what follows it; return the width of both."""
        look, title, left = self._look, QRectF(line), line.left()
        painter.setPen(ink)
        if facts:
            room = line.width() - look.base.horizontalAdvance(facts) - SMALL
            title.setWidth(max(room, line.width() / 2))
        line.setLeft(left + look.write(painter, title, name, look.strong))
        if facts:
            line.setLeft(line.left() + SMALL)
            painter.setPen(look.muted)
            line.setLeft(line.left() + look.write(painter, line, facts, look.base))
        return line.left() - left

    def _counts(self, painter: QPainter, line: QRectF, shown: DraftHeading) -> None:
        """Paint what is in a draft and what it costs, without the rest if room is short."""
        look, is_short = self._look, shown.draft.cost.fit is Fit.SHORT
        painter.setPen(look.ink(Tone.WARNING if is_short else None))
        words = fitted(shown.counts, line.width(), look.small.horizontalAdvance)
        look.write(painter, line, words, look.small)

    def _standings(self, painter: QPainter, line: QRectF, group: Group) -> None:
        """Paint how the documents of a batch stand: as a bar once it was sent, and in words."""
        look = self._look
        if group.batch is None or not group.batch.is_draft:
            width = min(BAR_WIDTH, line.width() / 3)
            bar = QRectF(line.left(), line.center().y() - BAR / 2, width, BAR)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            count = group.standings
            # What is not to be sent must not keep the bar from ever being full.
            total = max(group.count - count.get(_W.SKIPPED, 0) - count.get(_W.CANCELED, 0), 1)
            done = count.get(_W.COMPLETE, 0) / total
            under_way = sum(count.get(stands, 0) for stands in UNDER_WAY) / total
            for part, ink in (
                (1.0, look.track),
                (done + under_way, look.ink(Tone.BUSY)),
                (done, look.ink(Tone.GOOD)),
            ):
                if part:
                    painter.setBrush(ink)
                    length = QRectF(bar.left(), bar.top(), max(bar.width() * part, BAR), BAR)
                    painter.drawRoundedRect(length, BAR / 2, BAR / 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            line.setLeft(bar.right() + SMALL)
        painter.setPen(look.text)
        words = fitted(self._rows.standings(group), line.width(), look.small.horizontalAdvance)
        look.write(painter, line, words, look.small)

    def _chevron(self, painter: QPainter, line: QRectF, *, folded: bool) -> None:
        """Paint a chevron that points right if the group is folded, otherwise down."""
        middle, half = QPointF(line.left() + CHEVRON / 2, line.center().y()), CHEVRON / 3
        along, across = QPointF(half / 2, 0), QPointF(0, half)
        if not folded:
            along, across = QPointF(0, half / 2), QPointF(half, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.muted, 1.6, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([middle - along - across, middle + along, middle - along + across])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _tone(group: Group) -> Tone | None:
    return Tone.GOOD if group.is_inner else None
