"""The credits in the status bar: how many, how old the figure is, a click asks anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from capout_desktop.ui import icons
from capout_desktop.ui.figures import count_text, day_text, full_moment_text, moment_text, today
from capout_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from capout_desktop.domain.credits import CreditBalance
    from capout_desktop.domain.problem import Problem

MOST_BUCKETS = 8


class CreditsIndicator(QPushButton):
    """Shows a balance, never without its age.

    Attributes:
        refresh_wanted: The person wants the figure of this moment.
    """

    refresh_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._balance: CreditBalance | None = None
        self._refreshing = False
        self._problem: Problem | None = None
        self.setObjectName("credits")
        self.setProperty("kind", "quiet")
        self.clicked.connect(self.refresh_wanted)
        theme.changed.connect(self.write_anew)
        self.write_anew()

    def show_credits(
        self, balance: CreditBalance | None, refreshing: bool, problem: Problem | None
    ) -> None:
        """Show the last figure, whether a newer is on its way, and why it may be old."""
        self._balance, self._refreshing, self._problem = balance, refreshing, problem
        self.write_anew()

    def write_anew(self) -> None:
        """Write it in the colours and on the day of now."""
        text, colors = self._text(), self._theme.palette
        stale = self._problem is not None
        low = self._balance is not None and self._balance.total <= 0
        ink = colors.warning if stale or low else colors.muted
        name = "warning" if stale or low else "refresh" if self._refreshing else "credits"
        self.setVisible(bool(text))
        self.setText(text)
        self.setIcon(icons.icon(name, ink, 16))
        self.setToolTip(self._explanation())
        self.setAccessibleName(text)
        self.setAccessibleDescription(self._explanation().replace("\n", ". "))

    def _text(self) -> str:
        balance = self._balance
        if balance is None:
            if self._refreshing:
                return self.tr("Asking for credits…")
            return self.tr("Credits unknown") if self._problem else ""
        total = count_text(balance.total, self.tr("credit"), self.tr("credits"))
        at = moment_text(balance.as_of, today())
        if self._problem is not None:
            return self.tr("{credits} at {time}, not newer").format(credits=total, time=at)
        if self._refreshing:
            return self.tr("{credits}, refreshing…").format(credits=total)
        return self.tr("{credits} · as of {time}").format(credits=total, time=at)

    def _explanation(self) -> str:
        lines = []
        balance = self._balance
        if balance is not None:
            total = count_text(balance.total, self.tr("credit"), self.tr("credits"))
            lines.append(self.tr("{credits} left").format(credits=total))
            lines.append(
                self.tr("{number:,} of them expire within 30 days").format(number=balance.expiring)
                if balance.expiring
                else self.tr("None of them expires within 30 days")
            )
            for bucket in balance.buckets[:MOST_BUCKETS]:
                until = (
                    self.tr("never expire")
                    if bucket.expires_at is None
                    else self.tr("until {day}").format(day=day_text(bucket.expires_at))
                )
                lines.append(f"  {bucket.remaining:,} {until}")
            if len(balance.buckets) > MOST_BUCKETS:
                lines.append("  …")
            lines.append(self.tr("As of {time}").format(time=full_moment_text(balance.as_of)))
        if self._problem is not None:
            lines += [f"{self._problem.title}. {self._problem.next_step}"]
        lines.append(self.tr("Click to ask CapOut again (F5)"))
        return "\n".join(lines)
