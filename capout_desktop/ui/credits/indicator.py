"""Credits in the status bar: the balance and its age; a click opens the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import (
    count_text,
    full_moment_text,
    moment_text,
    today,
)
from capout_desktop.ui.text.tool_tip import tool_tip

if TYPE_CHECKING:
    from capout_desktop.domain.credits import CreditBalance
    from capout_desktop.domain.problem import Problem


class CreditsIndicator(QPushButton):
    """Button that shows a balance, always with its age.

    Attributes:
        shown: Emitted when the displayed text changed.
        balance: The last balance; None before there was one.
        refreshing: Whether a newer balance is being fetched.
        problem: Why there is no newer balance.
        low_at: Balance at or below which the credits are called low; 0 means never.
    """

    shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.balance: CreditBalance | None = None
        self.refreshing = False
        self.problem: Problem | None = None
        self.low_at = 0
        self.setObjectName("credits")
        self.setProperty("kind", "quiet")
        self.setProperty("tone", Tone.NEUTRAL.value)  # set before the first polish
        theme.changed.connect(self.write_anew)
        self.write_anew()

    def show_credits(
        self, balance: CreditBalance | None, refreshing: bool, problem: Problem | None
    ) -> None:
        """Show the last balance, whether a newer one is being fetched, and why it may be old."""
        self.balance, self.refreshing, self.problem = balance, refreshing, problem
        self.write_anew()

    def show_threshold(self, low_at: int) -> None:
        """Set the balance at or below which the credits are called low."""
        self.low_at = low_at
        self.write_anew()

    @property
    def tone(self) -> Tone:
        """The tone of the balance."""
        total = self.balance.total if self.balance is not None else None
        if total is not None and total <= 0:
            return Tone.BAD
        if self.problem is not None or (total is not None and total <= self.low_at):
            return Tone.WARNING
        return Tone.NEUTRAL

    def write_anew(self) -> None:
        """Update the text for the current colors and day."""
        text, tone = self._text(), self.tone
        ink = self._theme.palette.ink(tone)
        plain = "refresh" if self.refreshing else "credits"
        name = {Tone.BAD: "attention", Tone.WARNING: "warning"}.get(tone, plain)
        self.setVisible(bool(text))
        self.setText(text)
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            self.style().polish(self)
        self.setIcon(icons.icon(name, ink, 16))
        explanation = self._explanation()
        self.setToolTip(tool_tip(explanation))
        self.setAccessibleName(text)
        self.setAccessibleDescription(explanation.replace("\n", ". "))
        self.shown.emit()

    def _text(self) -> str:
        balance = self.balance
        if balance is None:
            if self.refreshing:
                return self.tr("Checking credits…")
            return self.tr("Credits unknown") if self.problem else ""
        parts = [self._amount(balance.total)]
        if balance.expiring > 0:
            parts.append(self._expiry(balance))
        if self.refreshing and self.problem is None:
            return self.tr("{credits}, refreshing…").format(credits=" · ".join(parts))
        at = moment_text(balance.as_of, today())
        return self.tr("{credits} · as of {time}").format(credits=" · ".join(parts), time=at)

    def _expiry(self, balance: CreditBalance) -> str:
        """Return how many credits expire soon, and from which day on, if that is known."""
        left = (b.expires_at for b in balance.buckets if b.remaining > 0 and b.expires_at)
        first = min(left, default=None)
        if first is None:
            return count_text(balance.expiring, "{number} expires soon", "{number} expire soon")
        words = count_text(balance.expiring, "{number} expires", "{number} expire")
        return f"{words} {moment_text(first, today())}"

    def _amount(self, total: int) -> str:
        if total <= 0:
            return self.tr("No credits left")
        words = count_text(total, "{number} credit", "{number} credits")
        return self.tr("Low: {credits}").format(credits=words) if total <= self.low_at else words

    def _explanation(self) -> str:
        lines = []
        balance = self.balance
        if balance is not None:
            lines.append(count_text(balance.total, "{number} credit left", "{number} credits left"))
            lines.append(
                count_text(
                    balance.expiring,
                    "{number} of them expires within 30 days",
                    "{number} of them expire within 30 days",
                )
                if balance.expiring
                else self.tr("None of them expires within 30 days")
            )
            lines.append(self.tr("As of {time}").format(time=full_moment_text(balance.as_of)))
        if self.problem is not None:
            lines.append(problem_words.in_short(self.problem))
        lines.append(self.tr("Click for details, F5 to refresh"))
        return "\n".join(lines)
