"""Buttons in the rows: what a document needs is one press away, by mouse and keyboard."""

from __future__ import annotations

from helpers.shown import Shown
from helpers.ui_fixtures import S, document
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.domain import file_problem, link_answer
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason, look_up_unclear
from capout_desktop.domain.problem import Problem
from capout_desktop.ui.shell.main_window import LEAST_SIZE
from capout_desktop.ui.widgets.text_label import TextLabel

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
NO_ADDRESS = Problem(HoldReason.NO_ADDRESS)
ALREADY_SENT = Problem(HoldReason.ALREADY_SENT, values=(("day", "2026-04-14"),))


def in_need() -> list[Document]:
    return [
        document(
            S.HELD, file_name="a", id="a", xn_address="", problem=Problem(HoldReason.NO_ADDRESS)
        ),
        document(S.HELD, file_name="b", id="b", problem=ALREADY_SENT),
        document(S.COMPLETE, file_name="c", id="c"),
        document(S.FAILED, file_name="d", id="d"),
        document(S.REJECTED, file_name="e", id="e", problem=file_problem.DAMAGED),
        document(S.CONFIRMING, file_name="f", id="f", problem=look_up_unclear(1)),
        document(S.FAILED, file_name="g", id="g", document_id="doc_1"),
        document(S.QUEUED, file_name="h", id="h"),
    ]


def buttons(shown: Shown) -> list[QPushButton]:
    """The buttons in sight, from top to bottom."""
    QApplication.processEvents()
    found = [b for b in shown.row_buttons() if b.isVisible()]
    return sorted(found, key=lambda button: button.y())


def texts(shown: Shown) -> dict[str, str]:
    """The text of each row's button, by the name of its document."""
    rows = {}
    for button in buttons(shown):
        row = shown.table.rowAt(button.geometry().center().y())
        rows[shown.model.document(row).file_name] = button.text()
    return rows


def tab() -> QWidget:
    """Press Tab and return what has the keyboard focus then."""
    before = QApplication.focusWidget()
    assert before is not None
    QTest.keyClick(before, Key.Key_Tab)
    after = QApplication.focusWidget()
    assert after is not None
    return after


def test_each_row_that_needs_the_person_has_its_button(shown: Shown) -> None:
    shown.add(in_need())
    assert texts(shown) == {
        "a": "Pick address…", "b": "Remove", "d": "Retry", "e": "Retry", "f": "Decide…",
        "g": "Send again…",
    }  # fmt: skip
    for button in buttons(shown):
        row = shown.table.rowAt(button.y())
        assert shown.table.rowAt(button.geometry().bottom()) == row, "it is within its row"
        name = shown.model.document(row).file_name
        assert button.accessibleName() == f"{button.text().rstrip('…')}: {name}"


def test_a_button_concerns_its_row_whatever_is_selected(shown: Shown) -> None:
    told: list[object] = []
    actions = shown.actions
    for signal in (actions.readdress, actions.remove, actions.retry, actions.decide):
        signal.connect(told.append)
    shown.add(in_need())
    shown.select("c")
    for button in buttons(shown)[:5]:
        QTest.mouseClick(button, LEFT)
    assert told == [["a"], ["b"], ["d"], ["e"], "f"]
    assert shown.selected == ["c"]


def test_tab_goes_through_the_buttons_from_top_to_bottom(shown: Shown) -> None:
    told: list[object] = []
    shown.actions.retry.connect(told.append)
    shown.add(in_need())
    shown.table.setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for _ in range(6):
        focus = tab()
        assert isinstance(focus, QPushButton)
        reached.append(focus.accessibleName()[-1])
        if focus.text() == "Retry":
            QTest.keyClick(focus, Key.Key_Space)
    assert reached == list("abdefg")
    assert told == [["d"], ["e"]]
    assert tab().parent() is not shown.table.viewport()


def test_a_button_stays_with_its_document_and_leaves_the_focus_to_the_list(
    shown: Shown, qtbot: QtBot
) -> None:
    rows = [document(S.FAILED, file_name=f"{n:02}", id=f"{n:02}") for n in range(60)]
    shown.add(rows)
    second = buttons(shown)[1]
    assert second.accessibleName() == "Retry: 01"
    second.setFocus()
    shown.window.apply([replace(rows[0], removed=True)])
    shown.model.flush()
    assert buttons(shown)[0] is second
    assert second.accessibleName() == "Retry: 01"
    assert second.hasFocus()
    shown.window.apply([replace(rows[1], state=S.COMPLETE)])
    qtbot.waitUntil(lambda: "01" not in texts(shown))
    assert shown.table.hasFocus()
    shown.table.verticalScrollBar().setValue(shown.table.verticalScrollBar().maximum())
    assert texts(shown)["59"] == "Retry"
    in_sight = len(buttons(shown))
    assert in_sight <= len(shown.table.rows_in_sight())
    shown.window.resize(shown.window.width(), 480)
    assert len(buttons(shown)) < in_sight


def test_text_under_a_button_is_not_painted(shown: Shown) -> None:
    shown.add([document(S.FAILED, file_name="a", id="a", document_id="doc_1")])
    (button,) = buttons(shown)
    button.hide()
    image = shown.table.viewport().grab(button.geometry()).toImage()
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width()) for y in range(image.height())
    }  # fmt: skip
    assert len(colors) == 1


def test_the_bar_of_the_selection_has_what_applies_to_it(shown: Shown) -> None:
    told: list[list[str]] = []
    shown.actions.retry.connect(told.append)
    shown.add(in_need())
    bar = shown.window.findChild(QFrame, "selectionBar")
    assert isinstance(bar, QFrame)
    shown.select("d")
    assert not bar.isVisible(), "one row has its own button"
    shown.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert bar.isVisible()

    def offered() -> dict[str, QPushButton]:
        return {b.text(): b for b in bar.findChildren(QPushButton) if b.isVisible()}

    assert set(offered()) == {"Retry", "Pick address…", "Remove", "Clear selection"}
    QTest.mouseClick(offered()["Retry"], LEFT)
    assert told == [["d", "e"]]
    shown.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "8 selected" in [label.text() for label in bar.findChildren(TextLabel)]
    QTest.mouseClick(offered()["Clear selection"], LEFT)
    assert not bar.isVisible()
    assert shown.selected == []
    assert shown.table.hasFocus()


def test_two_buttons_leave_the_reason_in_sight_or_become_a_menu(shown: Shown, qtbot: QtBot) -> None:
    link = document(S.REJECTED, file_name="a", id="a", problem=link_answer.NEEDS_SIGN_IN)
    told: list[list[str]] = []
    shown.actions.send_anyway.connect(told.append)
    shown.window.resize(1600, 700)
    shown.add([link])
    assert {b.text() for b in buttons(shown)} == {"Send anyway", "Remove"}
    shown.window.resize(LEAST_SIZE)
    qtbot.waitUntil(lambda: [b.text() for b in buttons(shown)] == ["Decide"])
    (menu_button,) = buttons(shown)
    assert menu_button.accessibleName() == "Decide: a"
    menu_button.menu().aboutToShow.emit()
    offered = menu_button.menu().actions()
    assert [action.text() for action in offered] == ["Send anyway", "Remove"]
    offered[0].trigger()
    assert told == [["a"]]
