"""The context menu concerns exactly what is selected, and offers only what applies to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers.shown import Shown
from helpers.ui_fixtures import S, document
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.ui.documents.grouping import GroupBy

NAMES = ["a", "b", "c", "d", "e"]


def menu_key(shown: Shown) -> None:
    """Send what Qt makes of the menu key: the middle of the current row, for the wrong widget."""
    table = shown.table
    place = table.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(table, QContextMenuEvent(reason, place, table.mapToGlobal(place)))


def shift_f10(shown: Shown) -> None:
    QTest.keyClick(shown.table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


def row_of(shown: Shown, name: str) -> QPoint:
    row = shown.model.row_of(name)
    assert row is not None
    return shown.table.visualRect(shown.model.index(row, 0)).center()


def opened() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def texts(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


@pytest.fixture
def five(shown: Shown) -> Shown:
    shown.add([document(S.QUEUED, id=name, file_name=name) for name in NAMES])
    shown.table.setFocus()
    return shown


@pytest.mark.parametrize("press", [menu_key, shift_f10])
@pytest.mark.parametrize("name", NAMES)
def test_by_keyboard_the_menu_is_that_of_the_selected_row(
    five: Shown, press: Callable[[Shown], None], name: str
) -> None:
    five.select(name)
    press(five)
    menu = opened()
    assert five.selected == [name]
    row = five.table.visualRect(five.table.currentIndex())
    assert five.table.viewport().mapFromGlobal(menu.pos()).y() in range(row.top(), row.bottom())
    menu.close()


@pytest.mark.parametrize("press", [menu_key, shift_f10])
def test_by_keyboard_several_rows_stay_selected_wherever_the_focus_is(
    five: Shown, press: Callable[[Shown], None]
) -> None:
    five.select("b")
    for _ in range(2):
        five.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    five.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert five.current == "e"
    press(five)
    opened().close()
    assert five.selected == ["b", "c", "d"]


def test_by_keyboard_a_row_with_only_the_focus_is_selected(five: Shown) -> None:
    five.select("c")
    five.table.clearSelection()
    shift_f10(five)
    opened().close()
    assert five.selected == ["c"]


def test_by_mouse_the_menu_is_that_of_the_row_under_it(five: Shown) -> None:
    five.select("a")
    five.right_click(row_of(five, "d"))
    opened().close()
    assert five.selected == ["d"]
    five.select("b")
    five.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    five.right_click(row_of(five, "c"))
    opened().close()
    assert five.selected == ["b", "c"], "several rows keep their selection"
    five.right_click(QPoint(20, five.table.viewport().height() - 4))
    assert QApplication.activePopupWidget() is None, "below the last row there is nothing"


def test_the_menu_has_only_what_applies(shown: Shown) -> None:
    sent_before = Problem(HoldReason.ALREADY_SENT, values=(("day", "2026-04-14"),))
    shown.add(
        [
            document(S.COMPLETE, id="complete", document_id="doc_1"),
            document(S.HELD, id="held", problem=sent_before),
        ]
    )
    for name, some, others in (
        ("complete", {"Remove from the list", "Copy rows", "Open file"}, {"Cancel", "Retry"}),
        ("held", {"Remove from the list", "Send again…", "Cancel"}, {"Start", "Decide…"}),
    ):
        shown.right_click(row_of(shown, name))
        menu = opened()
        assert some <= set(texts(menu))
        assert not others & set(texts(menu))
        assert all(action.isEnabled() for action in menu.actions() if action.text())
        menu.close()


def test_a_heading_alone_has_no_menu(five: Shown) -> None:
    five.window.look.documents.view.group(GroupBy.ADDRESS)
    five.press(Qt.Key.Key_Home)
    shift_f10(five)
    five.right_click(five.table.visualRect(five.model.index(0, 0)).center())
    assert QApplication.activePopupWidget() is None
