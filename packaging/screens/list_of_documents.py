"""The list: its states, what is found in it, and how it is arranged."""

from __future__ import annotations

from helpers.ui_fixtures import OFFLINE, S, every_state
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.export_problem import exported
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.widgets.banner_action import Action
from screens.stage_set import (
    choose_chip,
    empty,
    mixed,
    open_menu,
    part,
    several_days,
    show_everything,
    show_others,
    storm_day,
    table_of,
)


def selected(window: MainWindow) -> None:
    """Rows are selected and the keyboard is in the table."""
    mixed(window)
    window.model.flush()
    table = part(window, "documents")
    table.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def context_menu(window: MainWindow) -> QWidget | None:
    """The context menu of an upload."""
    mixed(window)
    window.model.flush()
    table = part(window, "documents")
    viewport = part(table, "qt_scrollarea_viewport")
    place = QPoint(120, 30)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    table.customContextMenuRequested.emit(place)
    return QApplication.activePopupWidget()


def confirming(window: MainWindow) -> None:
    """Nobody knows yet whether two documents arrived; the connection is gone."""
    empty(window)
    window.apply([d for d in every_state() if d.state in {S.CONFIRMING, S.QUEUED, S.HELD}])
    window.show_connection("Offline since 14:02", "Trying again by itself", "warning")
    window.show_banner(OFFLINE, Action("Try now", lambda: None))


def odd_address(window: MainWindow) -> None:
    """The XactNet address looks unusual."""
    storm_day(window)
    window.show_key_kind(KeyKind.TEST)
    window.show_addresses(["restoration-team"], "restoration-team")


def quit_question(window: MainWindow) -> QWidget | None:
    """Closing the window while uploads run."""
    mixed(window)
    window.set_uploads_running(3)
    window.close()
    return QApplication.activeModalWidget()


def searching(window: MainWindow) -> None:
    """A search with results, sorted by name."""
    mixed(window)
    window.model.flush()
    table_of(window).horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    part(window, "search").setFocus()
    QTest.keyClicks(part(window, "search"), "a team")


def nothing_found(window: MainWindow) -> None:
    """No document has what was typed."""
    mixed(window)
    window.model.flush()
    QTest.keyClicks(part(window, "search"), "harrisson")


def organization(window: MainWindow) -> None:
    """What the organization submitted elsewhere stands among this computer's own."""
    storm_day(window)
    window.model.flush()
    show_others(window, problem=None)


def organization_old(window: MainWindow) -> None:
    """The list of the organization could not be had anew."""
    storm_day(window)
    window.model.flush()
    show_others(window, problem=OFFLINE)
    part(window, "search").setFocus()


def organization_only(window: MainWindow) -> None:
    """Nothing was added on this computer yet, and others have submitted something."""
    empty(window)
    show_others(window, problem=None)


def organization_empty(window: MainWindow) -> None:
    """Nobody has submitted anything, as far as is known."""
    empty(window)
    window.organization.show([], None, OFFLINE)
    show_everything(window)


def filtered(window: MainWindow) -> None:
    """Only what needs the person is listed."""
    mixed(window)
    window.model.flush()
    choose_chip(window, DocumentFilter.ATTENTION)


def filtered_out(window: MainWindow) -> None:
    """Nothing needs the person."""
    empty(window)
    window.apply([d for d in every_state() if d.state in {S.COMPLETE, S.PROCESSING}])
    window.model.flush()
    choose_chip(window, DocumentFilter.ATTENTION)


def filtered_search(window: MainWindow) -> None:
    """What was typed is there, though not under the chip that was chosen."""
    mixed(window)
    window.model.flush()
    choose_chip(window, DocumentFilter.COMPLETE)
    QTest.keyClicks(part(window, "search"), "schmidt")


def grouped_by_day(window: MainWindow) -> None:
    """Under a heading for each day."""
    several_days(window)
    window.look.documents.view.group(GroupBy.DAY)


def grouped_by_address(window: MainWindow) -> None:
    """Under a heading for each address, the keyboard in the table."""
    several_days(window)
    window.look.documents.view.group(GroupBy.ADDRESS)
    table = part(window, "documents")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Down)


def compact(window: MainWindow) -> None:
    """Rows of one line."""
    mixed(window)
    window.model.flush()
    window.look.set_density("compact")


def compact_groups(window: MainWindow) -> None:
    """Rows of one line under headings."""
    several_days(window)
    window.look.documents.view.group(GroupBy.DAY)
    window.look.set_density("compact")


def view_menu(window: MainWindow) -> QWidget | None:
    """What the View menu offers."""
    storm_day(window)
    window.model.flush()
    return open_menu(window, 2)


def exported_list(window: MainWindow) -> None:
    """The list was written into a file."""
    storm_day(window)
    window.show_banner(
        exported(10, "CapOut documents 2026-04-14.csv"), Action("Show in folder", lambda: None)
    )


SCREENS = (
    storm_day,
    mixed,
    selected,
    context_menu,
    confirming,
    odd_address,
    quit_question,
    searching,
    nothing_found,
    organization,
    organization_old,
    organization_only,
    organization_empty,
    filtered,
    filtered_out,
    filtered_search,
    grouped_by_day,
    grouped_by_address,
    compact,
    compact_groups,
    view_menu,
    exported_list,
)
