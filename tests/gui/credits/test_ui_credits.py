"""The credits in the window: the indicator, its panel, the report, and what is said of costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from helpers.open_dialogs import newest_dialog
from helpers.ui_fixtures import NOW, OFFLINE, balance
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.credit_ledger import Charged, Movement
from capout_desktop.domain.credits import BalancePoint
from capout_desktop.domain.export_problem import spending_not_exported
from capout_desktop.domain.spending import SpendingBy, spending
from capout_desktop.domain.typical_cost import TypicalCost
from capout_desktop.ui.credits.balance_plot import BalancePlot
from capout_desktop.ui.credits.overspend_question import ask_to_overspend
from capout_desktop.ui.credits.panel import CreditsPanel
from capout_desktop.ui.credits.spending_report import SpendingReport
from capout_desktop.ui.credits.text import (
    left_words,
    likely_words,
    shortage_words,
    typical_words,
)
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.style.palette import DARK, LIGHT
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import day_text, moment_text, today

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: hasattr(window, "credits"))
    yield window
    if Theme.current().palette is not LIGHT:
        Theme.current().use(LIGHT)


def opened(window: MainWindow, qtbot: QtBot) -> CreditsPanel:
    QTest.mouseClick(window.credits.indicator, LEFT)
    panel = window.credits.panel
    assert panel is not None
    qtbot.waitUntil(panel.isVisible)
    return panel


# The indicator


def test_credits_are_shown_with_their_age(window: MainWindow) -> None:
    indicator = window.credits.indicator
    assert not indicator.isVisible()
    old = replace(balance(expiring=0), as_of=NOW - timedelta(hours=3))
    at = moment_text(old.as_of, today())
    window.show_credits(old, False, None)
    assert window.credits_text == f"1,240 credits · as of {at}"
    assert indicator.tone is Tone.NEUTRAL
    window.show_credits(old, True, None)
    assert window.credits_text == "1,240 credits, refreshing…"


def test_a_failed_refresh_shows_the_old_figure_as_old(window: MainWindow) -> None:
    indicator = window.credits.indicator
    old = replace(balance(expiring=0), as_of=NOW - timedelta(hours=3))
    window.show_credits(old, False, OFFLINE)
    at = moment_text(old.as_of, today())
    assert window.credits_text == f"1,240 credits · as of {at}"
    assert problem_words.title(OFFLINE) in indicator.accessibleDescription()
    assert indicator.tone is Tone.WARNING
    window.show_credits(None, False, OFFLINE)
    assert window.credits_text == "Credits unknown"


def test_the_indicator_says_how_many_credits_expire_and_when(window: MainWindow) -> None:
    window.show_credits(balance(), False, None)
    day = moment_text(NOW + timedelta(days=21), today())
    at = moment_text(NOW, today())
    indicator = window.credits.indicator
    assert window.credits_text == f"1,240 credits · 120 expire {day} · as of {at}"
    assert indicator.accessibleName() == window.credits_text
    assert "120 of them expire within 30 days" in indicator.toolTip()
    window.show_credits(replace(balance(expiring=1), buckets=()), False, None)
    assert "1 expires soon" in window.credits_text, "the day is not known"
    window.show_credits(balance(expiring=0), False, None)
    assert "expire" not in window.credits_text


@pytest.mark.parametrize(
    ("total", "low_at", "words", "tone"),
    [
        (100, 100, "Low: 100 credits", Tone.WARNING),
        (101, 100, "101 credits", Tone.NEUTRAL),
        (5, 0, "5 credits", Tone.NEUTRAL),
        (1, 1, "Low: 1 credit", Tone.WARNING),
        (0, 100, "No credits left", Tone.BAD),
        (0, 0, "No credits left", Tone.BAD),
    ],
)
def test_few_and_no_credits_stand_out_in_words_and_color(
    window: MainWindow, total: int, low_at: int, words: str, tone: Tone
) -> None:
    window.show_credits(replace(balance(total, 0), buckets=()), False, None)
    window.credits.indicator.show_threshold(low_at)
    assert window.credits_text.startswith(words)
    assert window.credits.indicator.tone is tone
    for palette in (LIGHT, DARK):
        Theme.current().use(palette)
        ink = palette.text if tone is Tone.NEUTRAL else palette.ink(tone)
        indicator = window.credits.indicator
        assert indicator.palette().color(indicator.foregroundRole()) == QColor(ink)


# The panel


def test_a_click_opens_the_panel_and_escape_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    window.show_credits(balance(), False, None)
    told = QSignalSpy(window.credits.panel_opened)
    panel = opened(window, qtbot)
    assert told.count() == 1
    assert panel.buckets.texts() == [
        [day_text(NOW - timedelta(days=340)), day_text(NOW + timedelta(days=21)), "120"],
        [day_text(NOW - timedelta(days=160)), day_text(NOW + timedelta(days=200)), "520"],
        [day_text(NOW - timedelta(days=10)), "Never", "600"],
    ]
    assert "1,240 credits" in panel.accessibleName()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    QTest.mouseClick(window.credits.indicator, LEFT)
    assert panel.isVisible()
    QTest.mouseClick(panel, LEFT, pos=QPoint(-40, -40))
    assert not panel.isVisible(), "a click elsewhere closes it, too"


def test_the_keyboard_opens_the_panel_and_reaches_all_of_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_credits(balance(), False, None)
    window.credits.indicator.setFocus()
    QTest.keyClick(window.credits.indicator, Qt.Key.Key_Space)
    panel = window.credits.panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.focusWidget() is panel.refresh_button)
    reached: set[QWidget] = set()
    for _ in range(8):
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        reached.add(panel.focusWidget())
    assert {panel.buckets, panel.plot, panel.spending_button, panel.refresh_button} <= reached
    assert all(widget.accessibleName() for widget in (panel.buckets, panel.plot))
    panel.close()


def test_the_open_panel_is_updated(window: MainWindow, qtbot: QtBot) -> None:
    window.show_credits(balance(), False, None)
    panel = opened(window, qtbot)
    wanted = QSignalSpy(window.credits.refresh_wanted)
    QTest.mouseClick(panel.refresh_button, LEFT)
    assert wanted.count() == 1
    window.show_credits(balance(), True, None)
    assert panel.refresh_button.text() == "Refreshing…"
    window.show_credits(replace(balance(900, 0)), False, OFFLINE)
    assert panel.accessibleName().startswith("900 credits")
    assert len(panel.buckets.texts()) == 2, "what is used up is not listed"
    panel.close()


def test_f5_refreshes_the_credits(window: MainWindow) -> None:
    wanted = QSignalSpy(window.credits.refresh_wanted)
    window.show_credits(balance(), False, None)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert wanted.count() == 1


def test_returning_to_the_program_is_emitted(window: MainWindow) -> None:
    told = QSignalSpy(window.credits.returned)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert told.count() == 0
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert told.count() == 1


# The plot


def points(*totals: int, hours: float = 12) -> list[BalancePoint]:
    first = NOW - timedelta(hours=hours * len(totals))
    step = timedelta(hours=hours)
    return [BalancePoint("org_1", first + n * step, total) for n, total in enumerate(totals)]


def colors(plot: BalancePlot) -> set[str]:
    image = plot.grab().toImage()
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), 2)
        for y in range(image.height())
    }


def _rgb(color: str) -> tuple[int, int, int]:
    mixed = QColor(color)
    return mixed.red(), mixed.green(), mixed.blue()


def is_painted(color: str, plot: BalancePlot) -> bool:
    """Return whether a line of this color is in the plot; its edges are mixed with the ground."""
    wanted = _rgb(color)
    return any(
        max(abs(a - b) for a, b in zip(wanted, _rgb(found), strict=True)) < 40
        for found in colors(plot)
    )


def test_the_plot_says_in_words_what_it_paints(qtbot: QtBot) -> None:
    plot = BalancePlot(Theme.current())
    qtbot.addWidget(plot)
    plot.resize(400, 150)
    plot.show_points(points(1000, 990, 300, 1240), NOW, low_at=500)
    words = plot.accessibleDescription()
    assert words.startswith("1,000 credits on")
    assert "1,240 on" in words
    assert "The lowest was 300" in words
    assert {LIGHT.accent, LIGHT.warning} <= colors(plot)


@pytest.mark.parametrize(
    "known", [[], points(5), points(5, 6, 7, hours=24 * 40)], ids=["none", "one", "old ones"]
)
def test_too_few_readings_draw_no_line(qtbot: QtBot, known: list[BalancePoint]) -> None:
    plot = BalancePlot(Theme.current())
    qtbot.addWidget(plot)
    plot.resize(400, 150)
    plot.show_points(known, NOW)
    assert "Not enough data" in plot.accessibleDescription()
    assert not is_painted(LIGHT.accent, plot)


@pytest.mark.parametrize("totals", [(0, 0), (1, 0), (3, 2), (10**9, 5), (0, 17)])
def test_any_figures_can_be_painted(qtbot: QtBot, totals: tuple[int, int]) -> None:
    plot = BalancePlot(Theme.current())
    qtbot.addWidget(plot)
    plot.resize(400, 150)
    plot.show_points(points(*totals), NOW, low_at=2)
    assert is_painted(LIGHT.accent, plot)


# The report


def movements() -> list[Movement]:
    at = datetime(2026, 4, 14, 18, tzinfo=NOW.tzinfo)
    a, b = Charged("1", "d1", "a@x"), Charged("2", "d2", "b@x")
    return [
        Movement("org_1", at, at, 100, 75, spent=25, charges=(a, b)),
        Movement("org_1", at, at, 75, 1000, added=965, unexplained=40),
    ]


def report(window: MainWindow) -> SpendingReport:
    window.credits.open_report()
    report = window.credits.report
    assert report is not None
    return report


def test_the_report_shows_known_and_unknown_costs(window: MainWindow) -> None:
    shown = report(window)
    shown.by_box.setCurrentIndex(1)
    assert shown.by is SpendingBy.ADDRESS
    shown.show_lines(spending(movements(), shown.by), str)
    assert shown.table.texts() == [
        ["a@x", "Documents", "1", "about 13"],
        ["b@x", "Documents", "1", "about 12"],
        ["\u2013", "Spent elsewhere, or uncertain", "", "40"],
        ["\u2013", "Added", "", "+965"],
    ]
    shown.by_box.setCurrentIndex(2)
    shown.show_lines(spending(movements(), shown.by), {"org_1": "Storm Team"}.__getitem__)
    assert shown.table.texts()[0] == ["Storm Team", "Documents", "2", "25"]
    shown.close()


def test_another_grouping_or_period_requests_a_new_report(window: MainWindow) -> None:
    wanted = QSignalSpy(window.credits.report_wanted)
    shown = report(window)
    shown.by_box.setCurrentIndex(1)
    shown.period_box.setCurrentIndex(0)
    assert (shown.by, shown.days) == (SpendingBy.ADDRESS, 7)
    assert wanted.count() == 3
    shown.close()
    assert window.credits.report is None


def test_an_empty_report_says_so_and_exports_nothing(window: MainWindow) -> None:
    shown = report(window)
    shown.show_lines([], str)
    assert not shown.table.isVisible()
    assert not shown.export_button.isEnabled()
    shown.close()


def test_a_failed_export_says_why_in_the_report(window: MainWindow) -> None:
    shown = report(window)
    shown.show_exported("", spending_not_exported("Permission denied"))
    assert shown.outcome.startswith("The spending could not be exported")
    shown.show_exported("spending.csv", None)
    assert shown.outcome == "Exported as spending.csv"
    shown.close()


# Words


def estimated(**values: object) -> Estimate:
    given: dict[str, object] = {
        "files": 12, "likely": 120, "most": 144, "left": 1800, "ahead": 0, "fit": Fit.FITS,
    }  # fmt: skip
    return Estimate(**{**given, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("estimate", "words", "shortage"),
    [
        (estimated(), "about 120 credits · you have 1,800", ""),
        (estimated(likely=None, most=None, fit=Fit.UNKNOWN), "you have 1,800 credits", ""),
        (estimated(left=None, fit=Fit.UNKNOWN), "about 120 credits", ""),
        (
            estimated(left=80, fit=Fit.SHORT),
            "about 120 credits · you have 80",
            "You need about 120 credits, and you have 80.",
        ),
        (
            estimated(left=140, ahead=30, fit=Fit.SHORT),
            "about 120 credits · you have 140",
            "You need about 120 credits, plus 30 for documents already waiting, and you have 140.",
        ),
        (
            estimated(left=130, fit=Fit.TIGHT),
            "about 120 credits · you have 130",
            "You may need up to 144 credits, and you have 130.",
        ),
        (
            estimated(likely=None, most=None, left=3, fit=Fit.SHORT),
            "you have 3 credits",
            "You have 3 credits, which is less than one for each file.",
        ),
    ],
)
def test_the_cost_of_a_batch_is_shown_next_to_the_balance(
    estimate: Estimate, words: str, shortage: str
) -> None:
    assert " · ".join(filter(None, (likely_words(estimate), left_words(estimate)))) == words
    assert shortage_words(estimate) == shortage


def test_costs_are_shown_with_their_source() -> None:
    assert "is learned" in typical_words(None)
    typical = TypicalCost(9.5, 8, 12, 31, from_batches=False)
    assert "about 9.5 credits (8 to 12 for the last 31)" in typical_words(typical)
    assert "costs 8 credits" in typical_words(TypicalCost(8, 8, 8, 3, from_batches=False))


def test_a_batch_that_may_exceed_the_balance_asks_before_it_is_sent(window: MainWindow) -> None:
    sent: list[int] = []
    for button_words, expected in (
        ("Don't send", []),
        ("Send only what my credits cover (8 of 12)", [8]),
        ("Send anyway", [8, True]),
    ):
        estimate = estimated(left=80, fit=Fit.SHORT)
        box = ask_to_overspend(window, estimate, lambda: sent.append(True), sent.append)
        assert shortage_words(estimate) in box.informativeText()
        assert "12 files" in box.text()
        assert isinstance(newest_dialog(), QMessageBox)
        button = next(b for b in box.buttons() if b.text() == button_words)
        assert (button is box.defaultButton()) is (button_words == "Don't send")
        QTest.mouseClick(button, LEFT)
        assert sent == expected
