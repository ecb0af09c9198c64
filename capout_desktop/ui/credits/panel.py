"""Credits panel: composition of the balance, expiring credits and their history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.ui.credits.balance_plot import BalancePlot
from capout_desktop.ui.credits.text import typical_words
from capout_desktop.ui.style.painting import fill
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, TIGHT, Theme
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import count_text, day_text, full_moment_text, number_text
from capout_desktop.ui.widgets.number_table import Heading, NumberTable
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from datetime import datetime

    from capout_desktop.domain.credits import BalancePoint, CreditBalance, CreditBucket
    from capout_desktop.domain.problem import Problem
    from capout_desktop.domain.typical_cost import TypicalCost

WIDTH = 440
BAR_HEIGHT = 8
MOST_ROWS = 5
"""Number of purchases that are visible without scrolling."""


class CreditsPanel(QDialog):
    """Popup above the status bar; Esc or a click elsewhere closes it.

    Attributes:
        refresh_wanted: Emitted when the person wants the current balance.
        spending_wanted: Emitted when the person wants to see the spending report.
    """

    refresh_wanted = Signal()
    spending_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        # A click on the indicator closes the panel, and must not open it again at once.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setObjectName("creditsPanel")
        self.setWindowTitle(self.tr("Credits"))
        self._corner = QPoint()
        self._title = TextLabel(self)
        self._title.setProperty("type", "title")
        self._age = _quiet(self)
        self._trouble = _quiet(self, role="warning")
        self._bar = ExpiryBar(theme, self)
        self._expiring = _quiet(self, role="")
        self.buckets = NumberTable(
            [
                Heading(self.tr("Bought")),
                Heading(self.tr("Expires")),
                Heading(self.tr("Left"), is_figure=True),
            ],
            self,
        )
        self.buckets.setAccessibleName(self.tr("Purchases, by expiration date"))
        self._heading = TextLabel(self.tr("Last 30 days"), self)
        self._heading.setProperty("type", "strong")
        self.plot = BalancePlot(theme, self)
        self._typical = _quiet(self)
        self.spending_button = QPushButton(self.tr("&Spending…"), self)
        self.refresh_button = QPushButton(self.tr("&Refresh"), self)
        self.refresh_button.setDefault(True)
        self.spending_button.setAutoDefault(False)
        self.refresh_button.clicked.connect(self.refresh_wanted)
        self.spending_button.clicked.connect(self._want_spending)
        self._lay_out()

    def show_credits(
        self, balance: CreditBalance | None, refreshing: bool, problem: Problem | None
    ) -> None:
        """Show the last balance, whether a newer one is being fetched, and why it may be old."""
        title = self.tr("Credits unknown")
        age = self.tr("Not checked yet")
        buckets: Sequence[CreditBucket] = ()
        if balance is not None:
            title = count_text(balance.total, "{number} credit", "{number} credits")
            age = self.tr("As of {time}").format(time=full_moment_text(balance.as_of))
            buckets = balance.buckets
        self._title.setText(title)
        self._age.setText(age)
        self.setAccessibleName(f"{title}. {age}")
        self._trouble.setVisible(problem is not None)
        if problem is not None:
            self._trouble.setText(problem_words.in_short(problem))
        self.refresh_button.setText(self.tr("Refreshing…") if refreshing else self.tr("&Refresh"))
        self._show_expiry(balance)
        self._show_buckets(buckets)
        if self.isVisible():
            self._take_place()

    def show_history(
        self,
        points: Sequence[BalancePoint],
        end: datetime,
        low_at: int,
        typical: TypicalCost | None,
    ) -> None:
        """Show the history of the balance, and the typical cost of a document."""
        self.plot.show_points(points, end, low_at)
        self._typical.setText(typical_words(typical))
        if self.isVisible():
            self._take_place()

    def open_above(self, place: QPoint) -> None:
        """Open with the lower right corner at a point of the screen."""
        self._corner = place
        self.adjustSize()
        self._take_place()
        self.show()
        self.refresh_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take_place(self) -> None:
        screen = self.screen().availableGeometry()
        for part in (self._heading, self.plot):
            part.show()
        self.adjustSize()
        if self.height() > screen.height():
            # The buttons must be inside; the course of the balance is also in the report.
            for part in (self._heading, self.plot):
                part.hide()
            self.adjustSize()
        place = self._corner - QPoint(self.width(), self.height())
        self.move(max(screen.left(), place.x()), max(screen.top(), place.y()))

    def _want_spending(self) -> None:
        self.close()
        self.spending_wanted.emit()

    def _show_expiry(self, balance: CreditBalance | None) -> None:
        is_known = balance is not None and balance.total > 0
        self._bar.setVisible(balance is not None and balance.expiring > 0)
        self._expiring.setVisible(is_known)
        if balance is None:
            return
        self._bar.show_part(balance.expiring, balance.total)
        if not balance.expiring:
            self._expiring.setText(self.tr("None of them expires within 30 days"))
            return
        first = min((b.expires_at for b in _left(balance.buckets) if b.expires_at), default=None)
        words = count_text(
            balance.expiring,
            "{number} of them expires within 30 days",
            "{number} of them expire within 30 days",
        )
        if first is not None:
            words = self.tr("{expiring}, the first on {day}").format(
                expiring=words, day=day_text(first)
            )
        self._expiring.setText(words)

    def _show_buckets(self, buckets: Sequence[CreditBucket]) -> None:
        rows = [
            (
                day_text(bucket.created_at) if bucket.created_at else self.tr("Unknown"),
                day_text(bucket.expires_at) if bucket.expires_at else self.tr("Never"),
                number_text(bucket.remaining),
            )
            for bucket in sorted(_left(buckets), key=_expiry_order)
        ]
        self.buckets.setVisible(bool(rows))
        self.buckets.show_rows(rows)
        self.buckets.setFixedHeight(self.buckets.height_for(min(len(rows), MOST_ROWS)))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addStretch()
        buttons.addWidget(self.spending_button)
        buttons.addWidget(self.refresh_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, LARGE)
        column.setSpacing(TIGHT)
        column.addWidget(self._title)
        column.addWidget(self._age)
        column.addWidget(self._trouble)
        column.addSpacing(SMALL)
        column.addWidget(self._bar)
        column.addWidget(self._expiring)
        column.addSpacing(TIGHT)
        column.addWidget(self.buckets)
        column.addSpacing(MEDIUM)
        column.addWidget(self._heading)
        column.addWidget(self.plot)
        column.addWidget(self._typical)
        column.addSpacing(SMALL)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)


class ExpiryBar(QWidget):
    """Bar that shows the part of the credits that expires within 30 days."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_part(self, expiring: int, total: int) -> None:
        """Set the expiring and the total credits."""
        self._part = min(1.0, max(0.0, expiring / total)) if total > 0 else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a thin line that takes all available width."""
        return QSize(200, BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(whole, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setClipPath(outline)
        fill(painter, whole, self._theme.color("track"))
        part = QRectF(whole)
        part.setWidth(max(BAR_HEIGHT, whole.width() * self._part) if self._part else 0)
        fill(painter, part, self._theme.color("warning"))
        painter.end()


def _left(buckets: Sequence[CreditBucket]) -> list[CreditBucket]:
    return [bucket for bucket in buckets if bucket.remaining > 0]


def _expiry_order(bucket: CreditBucket) -> tuple[bool, float]:
    expires = bucket.expires_at
    return expires is None, expires.timestamp() if expires is not None else 0.0


def _quiet(parent: QWidget, role: str = "muted") -> TextLabel:
    label = TextLabel(parent)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
