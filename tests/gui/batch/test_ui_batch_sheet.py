"""The sheet before a batch, by itself: its words, its keys, and what it keeps of the typing."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.ui_fixtures import NOW, document
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from capout_desktop.domain import file_problem, hold
from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.ui.batch.model import BatchColumn
from capout_desktop.ui.batch.sheet import BatchSheet
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.style.theme import Theme

S = DocumentState


def waiting(name: str, **values: object) -> Document:
    defaults: dict[str, object] = {
        "problem": Problem(HoldReason.WAITS_FOR_START),
        "waits_for_start": True,
        "sha256": name,
    }
    return document(S.HELD, file_name=name, **{**defaults, **values})


@pytest.fixture
def sheet(qtbot: QtBot) -> BatchSheet:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    made = BatchSheet(window, Theme.current())
    made.show_addresses(["team@example", "b@y"], "team@example", {"b@y": "Northwest"})
    made.open()
    return made  # it closes with its window


def show(sheet: BatchSheet, *documents: Document) -> None:
    sheet.apply(documents)
    sheet.model.flush()


def cell(sheet: BatchSheet, row: int, column: BatchColumn) -> str:
    return str(sheet.model.index(row, column).data())


def test_each_row_shows_what_will_happen_and_the_button_how_many_are_sent(
    sheet: BatchSheet,
) -> None:
    bad = document(
        S.REJECTED, file_name="b.pdf", problem=file_problem.PASSWORD_NEEDED, waits_for_start=True
    )
    show(
        sheet,
        waiting("a.pdf"),
        bad,
        waiting("c.pdf", problem=hold.already_sent(date(2026, 11, 12))),
    )
    assert [cell(sheet, row, BatchColumn.VERDICT) for row in range(3)] == [
        "Ready",
        "The PDF needs a password to open",
        "The same file was already sent to this address on Nov 12, 2026",
    ]
    assert sheet.send_button.text() == "&Send 1"
    show(sheet, document(S.CHECKING, file_name="d.pdf", waits_for_start=True))
    assert sheet.send_button.text() == "&Send 2"
    assert cell(sheet, 3, BatchColumn.VERDICT) == "Being checked…"


def test_space_unticks_all_selected_rows(sheet: BatchSheet) -> None:
    show(sheet, *(waiting(f"{n}.pdf") for n in range(4)))
    sheet.table.setCurrentIndex(sheet.model.index(0, BatchColumn.FILE))
    for _ in range(2):
        QTest.keyClick(sheet.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(sheet.table, Qt.Key.Key_Space)
    assert sheet.send_button.text() == "&Send 1"
    assert [cell(sheet, row, BatchColumn.VERDICT) for row in (0, 3)] == ["Skipped", "Ready"]
    QTest.keyClick(sheet.table, Qt.Key.Key_Space)
    assert sheet.send_button.text() == "&Send 4"


def test_nothing_can_be_sent_while_the_folder_is_being_read(sheet: BatchSheet) -> None:
    show(sheet, waiting("a.pdf"))
    sheet.show_reading(True)
    assert not sheet.send_button.isEnabled()
    assert not sheet.remove_button.isEnabled()
    sheet.show_reading(False)
    assert sheet.send_button.isEnabled()


def test_an_update_of_a_file_does_not_discard_text_being_typed(sheet: BatchSheet) -> None:
    first = waiting("a.pdf")
    given: list[tuple[list[str], str]] = []
    sheet.readdress.connect(lambda ids, address: given.append((ids, address)))
    show(sheet, first, waiting("b.pdf"))
    sheet.table.setFocus()
    sheet.table.setCurrentIndex(sheet.model.index(0, BatchColumn.FILE))
    QTest.keyClick(sheet.table, Qt.Key.Key_F2)
    editor = sheet.table.findChild(QLineEdit, "inPlace")
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Northw")
    show(sheet, replace(first, page_count=9), waiting("c.pdf"))
    assert editor.text() == "Northw"
    QTest.keyClicks(editor, "est")
    sheet.table.commitData(editor)
    assert given == [([first.id], "b@y")], "a name of the address book means its address"


def test_without_an_address_it_asks_for_one(sheet: BatchSheet) -> None:
    sent: list[object] = []
    sheet.send.connect(lambda *ids: sent.append(ids))
    sheet.show_addresses([], "", {})
    show(sheet, waiting("a.pdf", xn_address=""))
    QTest.mouseClick(sheet.send_button, Qt.MouseButton.LeftButton)
    assert sent == []
    assert sheet.isVisible()


def test_the_cost_is_shown_with_its_age(sheet: BatchSheet) -> None:
    sheet.show_credits(Estimate(12, 120, 144, 80, 0, Fit.SHORT), NOW)
    words = [label.text() for label in sheet.findChildren(type(sheet._credits)) if label.text()]
    assert any(
        text.startswith("12 files · about 120 credits · you have 80, as of") for text in words
    )
    assert any(text.startswith("You need about 120 credits") for text in words)
