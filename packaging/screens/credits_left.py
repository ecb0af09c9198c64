"""Screens of the credits: balance, purchases and spending."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from helpers.open_dialogs import newest_dialog
from helpers.ui_fixtures import NOW, OFFLINE, balance
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.credit_ledger import Charged, Movement
from capout_desktop.domain.credits import BalancePoint
from capout_desktop.domain.export_problem import spending_not_exported
from capout_desktop.domain.spending import SpendingBy, spending
from capout_desktop.domain.typical_cost import TypicalCost
from capout_desktop.services.tracking.follower import Connection
from capout_desktop.ui.credits.overspend_question import ask_to_overspend
from capout_desktop.ui.shell.connection_text import connection_words
from capout_desktop.ui.shell.main_window import MainWindow
from screens.scene_helpers import storm_day


def credits_stale(window: MainWindow) -> None:
    """Show an old balance that could not be refreshed."""
    storm_day(window)
    old = replace(balance(), as_of=NOW - timedelta(hours=2))
    window.show_credits(old, False, OFFLINE)
    window.show_connection(*connection_words(Connection(interval=5)))


def credits_low(window: MainWindow) -> None:
    """Show a low balance."""
    storm_day(window)
    window.credits.indicator.show_threshold(100)
    window.show_credits(balance(62, 12), False, None)


def credits_none(window: MainWindow) -> None:
    """Show a balance of zero."""
    storm_day(window)
    window.show_credits(replace(balance(0, 0), buckets=()), False, None)


def credits_panel(window: MainWindow) -> QWidget | None:
    """Open the credits panel with a month of readings."""
    storm_day(window)
    window.credits.open_panel()
    return _filled_panel(window, _month_of_readings(), TypicalCost(9.5, 8, 12, 31, False))


def credits_panel_new(window: MainWindow) -> QWidget | None:
    """Open the credits panel on the first day, with an old balance."""
    storm_day(window)
    window.show_credits(replace(balance(1240, 0), as_of=NOW - timedelta(hours=2)), False, OFFLINE)
    window.credits.open_panel()
    return _filled_panel(window, _month_of_readings()[-1:], None)


def spending_by_day(window: MainWindow) -> QWidget | None:
    """Show the spending report by day."""
    return _spending(window, SpendingBy.DAY)


def spending_by_address(window: MainWindow) -> QWidget | None:
    """Show the spending report by address, after an export that could not be written."""
    report = _spending(window, SpendingBy.ADDRESS)
    if window.credits.report is not None:
        window.credits.report.show_exported("", spending_not_exported("Permission denied"))
    return report


def spending_empty(window: MainWindow) -> QWidget | None:
    """Show the empty spending report."""
    storm_day(window)
    window.credits.open_report()
    if window.credits.report is not None:
        window.credits.report.show_lines([], str)
    return window.credits.report


def overspending(window: MainWindow) -> QWidget | None:
    """Show a batch that is likely to cost more than the balance."""
    storm_day(window)
    estimate = Estimate(12, 120, 144, 80, 0, Fit.SHORT)
    ask_to_overspend(window, estimate, lambda: None, lambda _number: None)
    return newest_dialog()


def _filled_panel(
    window: MainWindow, points: list[BalancePoint], typical: TypicalCost | None
) -> QWidget | None:
    panel = window.credits.panel
    if panel is not None:
        panel.show_history(points, NOW, 500, typical)
    return panel


def _month_of_readings() -> list[BalancePoint]:
    points, total = [], 2150
    for hours in range(32 * 24, 0, -7):
        at = NOW - timedelta(hours=hours)
        total -= (hours * 7919) % 61 if at.weekday() < 5 else 0
        total += 1000 if total < 300 else 0
        points.append(BalancePoint("org_1", at, total))
    return [*points, BalancePoint("org_1", NOW, 1240)]


def _spending(window: MainWindow, by: SpendingBy) -> QWidget | None:
    storm_day(window)
    window.credits.open_report()
    report = window.credits.report
    if report is not None:
        report.by_box.setCurrentIndex(report.by_box.findData(by))
        report.show_lines(spending(_movements(), by), str)
    return report


def _movements() -> list[Movement]:
    addresses = ("restoration-team@example.xn", "estimating@northwest", "dana.k@example.xn")
    moved = []
    for day in range(9):
        at = NOW - timedelta(days=day)
        for number in range((day * 5) % 7 + 1):
            names = addresses[: 1 + (number % 4 == 3)]
            charges = tuple(Charged(f"{day}-{number}-{n}", "", n) for n in names)
            if number % 3:
                charges = (Charged(f"{day}-{number}", "", addresses[number % 3]),)
            moved.append(Movement("org_1", at, at, 0, 0, spent=9 * len(charges), charges=charges))
        lost = Movement("org_1", at, at, 0, 0, unexplained=24 * (day == 2), expired=60 * (day == 5))
        moved.append(lost if day != 4 else replace(lost, added=1000))
    return moved


SCREENS = (
    credits_stale,
    credits_low,
    credits_none,
    credits_panel,
    credits_panel_new,
    spending_by_day,
    spending_by_address,
    spending_empty,
    overspending,
)
