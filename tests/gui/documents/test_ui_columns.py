"""Widths of the columns: what the person gave is kept, and nothing else is taken for it."""

from __future__ import annotations

from helpers.shown import Shown
from helpers.ui_fixtures import S, document
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.columns import ADDRESS, COLUMNS, CREDITS, FILE, STATUS, Column

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


def test_credits_and_the_last_change_give_way_before_names_of_files_get_short(
    shown: Shown, qtbot: QtBot
) -> None:
    content = shown.window.centralWidget()
    assert content is not None
    bar = shown.table.horizontalScrollBar()

    def resize(width: int) -> None:
        shown.window.resize(width, 600)
        qtbot.waitUntil(lambda: content.width() == width and bar.maximum() == 0)

    shown.add([document(S.QUEUED)])
    seen = {}
    for width in (1600, 1120, 1024, 853):
        resize(width)
        seen[width] = titles(shown)
        assert shown.table.columnWidth(FILE.index) >= 260, width
    assert seen[1600] == seen[1120]
    assert seen[1024] == ["File", "XactNet address", "Progress", "Status"]
    resize(1120)
    assert titles(shown) == seen[1600]


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
    shown.table.give_widths({CREDITS: 0, STATUS: 200, FILE: 3})
    assert shown.table.given_widths == {STATUS: 200}
    assert min(widths(shown)) >= 48


def header_menu(shown: Shown, column: Column) -> dict[str, QAction]:
    """Open the menu of a column's title with the right mouse button; return its actions."""
    header = shown.table.horizontalHeader()
    place = header.viewport().rect().center()
    place.setX(header.sectionViewportPosition(column.index) + 20)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, header.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(header.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return {action.text().replace("&", ""): action for action in menu.actions()}


def close_menu() -> None:
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def choose(shown: Shown, column: Column, words: str) -> None:
    action = header_menu(shown, column)[words]
    assert action.isEnabled()
    action.trigger()
    close_menu()
    QApplication.processEvents()


def titles(shown: Shown) -> list[str]:
    """The titles of the visible columns, from left to right."""
    hidden = shown.table.isColumnHidden
    return [c.title() for c in shown.table.column_order if not hidden(c.index)]


def test_the_menu_of_a_title_moves_hides_fits_and_resets_columns(shown: Shown) -> None:
    long = "Gulf-Coast-Casualty_Claim-70009_Hail_Smith_revised_and_signed_again.pdf"
    shown.add([document(S.QUEUED, id="1", file_name=long)])
    usual, whole = titles(shown), widths(shown)
    choose(shown, CREDITS, "Move left")
    assert titles(shown)[-3:] == ["Status", "Credits", "Updated"]
    choose(shown, CREDITS, "Hide Credits")
    assert "Credits" not in titles(shown)
    assert not header_menu(shown, STATUS)["Credits"].isChecked()
    close_menu()
    choose(shown, STATUS, "Pages")
    assert "Pages" in titles(shown)
    choose(shown, FILE, "Fit to contents")
    room = shown.table.columnWidth(FILE.index)
    assert room >= QFontMetrics(shown.table.font()).horizontalAdvance(long)
    assert shown.table.given_widths == {FILE: room}
    choose(shown, STATUS, "Reset columns")
    assert titles(shown) == usual
    assert widths(shown) == whole
    menu = header_menu(shown, FILE)
    assert not {"Move left", "Hide File"} & set(menu), "it has the check boxes and the headings"
    close_menu()
    assert not header_menu(shown, ADDRESS)["Move left"].isEnabled()
    close_menu()


def test_a_title_is_dragged_to_another_place_but_never_before_the_file(shown: Shown) -> None:
    shown.add([document(S.QUEUED)])
    header, usual = shown.table.horizontalHeader(), titles(shown)

    def drag(column: Column, to: int) -> None:
        at = QPoint(header.sectionViewportPosition(column.index) + 20, header.rect().center().y())
        there, button = QPoint(to, at.y()), Qt.MouseButton.LeftButton
        QTest.mousePress(header.viewport(), button, pos=at)
        for place in (at + QPoint(12, 0), there - QPoint(4, 0), there):
            QTest.mouseMove(header.viewport(), place)
        QTest.mouseRelease(header.viewport(), button, pos=there)
        QApplication.processEvents()

    drag(STATUS, header.sectionViewportPosition(ADDRESS.index) + 10)
    assert titles(shown)[:3] == ["File", "Status", "XactNet address"]
    drag(STATUS, 5)
    assert titles(shown)[0] == "File"
    drag(FILE, header.sectionViewportPosition(CREDITS.index) + 10)
    assert titles(shown)[0] == "File"
    assert sorted(titles(shown)) == sorted(usual)
