"""Widths of the columns: what the person gave is kept, and nothing else is taken for it."""

from __future__ import annotations

from helpers.shown import Shown
from helpers.ui_fixtures import S, document
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.columns import COLUMNS, CREDITS, FILE, STATUS

ALWAYS = [column for column in COLUMNS if not column.optional]


def widths(shown: Shown) -> list[int]:
    QApplication.processEvents()
    return [shown.table.columnWidth(column.index) for column in ALWAYS]


def test_a_scroll_bar_that_comes_and_goes_changes_no_width_for_good(
    shown: Shown, qtbot: QtBot
) -> None:
    rows = [document(S.QUEUED, id=str(n), file_name=f"{n}.pdf") for n in range(60)]
    shown.add([*rows, document(S.HELD, id="held")])
    shown.window.resize(1120, 720)
    details = shown.window.look.documents.details
    whole = widths(shown)
    for width in (1120, 1000, 900):
        shown.window.resize(width, 720)
        for _ in range(2):
            details.action.trigger()
            QApplication.processEvents()
            for show in (DocumentFilter.ATTENTION, DocumentFilter.ALL):
                shown.bar.chips.show_chosen(show)
                QApplication.processEvents()
            assert shown.table.given_widths == {}, "the person has given none"
    shown.window.resize(1120, 720)
    assert not details.is_open
    qtbot.waitUntil(lambda: widths(shown) == whole)
    assert not any(shown.table.isColumnHidden(column.index) for column in ALWAYS)


def test_a_column_that_the_person_drags_is_stored(shown: Shown) -> None:
    shown.add([document(S.QUEUED)])
    header = shown.table.horizontalHeader()
    before = shown.table.columnWidth(FILE.index)
    edge = QPoint(
        header.sectionViewportPosition(FILE.index) + before - 1, header.rect().center().y()
    )
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(header.viewport(), button, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(-40, 0))
    QTest.mouseRelease(header.viewport(), button, pos=edge + QPoint(-40, 0))
    assert shown.table.given_widths == {FILE: shown.table.columnWidth(FILE.index)}
    assert shown.table.columnWidth(FILE.index) < before


def test_stored_widths_that_hide_a_column_are_repaired(shown: Shown) -> None:
    shown.add([document(S.QUEUED)])
    shown.table.give_widths({CREDITS: 0, STATUS: 300, FILE: 3})
    assert shown.table.given_widths == {STATUS: 300}
    assert min(widths(shown)) >= 48
