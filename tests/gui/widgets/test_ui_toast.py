"""A toast says what has ended, aloud, too, and goes away by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.domain.export_problem import exported
from capout_desktop.domain.program_problem import ALREADY_LISTED, removed
from capout_desktop.ui.shell.main_window import LEAST_SIZE, MainWindow
from capout_desktop.ui.widgets import toast as toasts
from capout_desktop.ui.widgets.banner_action import Action
from capout_desktop.ui.widgets.toast import Toast

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(toasts, "announce", lambda _about, text: said.append(text))
    return said


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def toast_of(window: MainWindow) -> Toast:
    (found,) = window.findChildren(Toast)
    return found


def test_it_is_said_aloud_takes_no_focus_and_goes_by_itself(
    window: MainWindow, qtbot: QtBot, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toasts, "SHOWN_MS", 30)
    focus = QApplication.focusWidget()
    window.show_toast(removed(3))
    toast = toast_of(window)
    assert toast.isVisible()
    assert toast.accessibleName() == "3 documents were removed from the list"
    assert said == [f"{toast.accessibleName()}. {toast.accessibleDescription()}"]
    assert QApplication.focusWidget() is focus
    qtbot.waitUntil(lambda: not toast.isVisible())
    assert toast.code == ""


def test_the_newest_replaces_the_one_before_and_its_button_closes_it(window: MainWindow) -> None:
    pressed: list[str] = []
    window.show_toast(removed(1), Action("Undo", lambda: pressed.append("undo")))
    show = Action("Show in folder", lambda: pressed.append("show"))
    window.show_toast(exported(2, "list.csv"), show)
    toast = toast_of(window)
    assert toast.code == "exported"
    window.hide_toast("removed")
    assert toast.isVisible()
    QTest.mouseClick(toast.action_button, LEFT)
    assert pressed == ["show"]
    assert not toast.isVisible()
    window.show_toast(ALREADY_LISTED)
    assert not toast.action_button.isVisible()
    window.hide_toast("already-listed")
    assert not toast.isVisible()


def test_it_stays_while_the_keyboard_is_in_it_and_esc_closes_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toasts, "WITH_ACTION_MS", 20)
    window.show_toast(removed(1), Action("Undo", lambda: None))
    toast = toast_of(window)
    toast.action_button.setFocus()
    later: list[bool] = []
    QTimer.singleShot(60, lambda: later.append(toast.isVisible()))
    qtbot.waitUntil(lambda: later == [True])
    QTest.keyClick(toast.action_button, Qt.Key.Key_Escape)
    assert not toast.isVisible()


def test_it_stands_inside_the_window_above_the_status_bar(window: MainWindow) -> None:
    name = "a very long name of a list of documents " * 4
    window.show_toast(exported(2, f"{name}.csv"), Action("Show in folder", lambda: None))
    toast = toast_of(window)
    window.resize(LEAST_SIZE)
    QTest.qWait(1)
    corner = toast.mapTo(window, QPoint(toast.width(), toast.height()))
    assert toast.mapTo(window, QPoint(0, 0)).x() >= 0
    assert corner.x() <= window.width()
    assert corner.y() <= window.statusBar().geometry().top()
    assert toast.height() >= toast.heightForWidth(toast.width())
