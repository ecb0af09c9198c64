"""Building blocks shared by several screens: parts of the window, and sets of documents."""

from __future__ import annotations

from datetime import timedelta

from helpers.ui_fixtures import NOW, S, balance, document, every_state, stages
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.problem import Problem
from capout_desktop.services.tracking.follower import Connection
from capout_desktop.ui.documents.filter_chips import FilterChips
from capout_desktop.ui.documents.list_bar import ScopeSwitch
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell.connection_text import connection_words
from capout_desktop.ui.shell.main_window import MainWindow


def part(owner: QWidget, name: str) -> QWidget:
    """Return the child widget of this name."""
    found = owner.findChild(QWidget, name)
    if found is None:
        raise LookupError(name)
    return found


def drag(window: MainWindow, *names: str) -> None:
    """Drag files and folders of these names over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/home/dana/{name}") for name in names])
    drag_over(window, data)


def drag_over(window: MainWindow, data: QMimeData) -> None:
    """Drag any data over the window."""
    event = QDragEnterEvent(
        window.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)


def show_everything(window: MainWindow) -> None:
    """List documents submitted on other computers as well."""
    scope = window.findChild(ScopeSwitch)
    if scope is None:
        raise RuntimeError("the window has no switch")
    scope.everything_button.click()


def choose_chip(window: MainWindow, show: DocumentFilter) -> None:
    """Choose a filter chip."""
    chips = window.findChild(FilterChips)
    if chips is None:
        raise RuntimeError("the window has no chips")
    chips.chips[show].click()


def empty(window: MainWindow) -> None:
    """Show the empty window with a live key."""
    window.show_key_kind(KeyKind.LIVE)
    window.show_addresses(["restoration-team@example.xn"], "restoration-team@example.xn")
    window.show_credits(balance(), False, None)
    window.show_connection(*connection_words(Connection(live=True)))


def mixed(window: MainWindow) -> None:
    """Show documents in all states."""
    empty(window)
    window.apply(every_state())


def storm_day(window: MainWindow) -> None:
    """Show a typical day: most documents are complete, some are in progress."""
    empty(window)
    marks = ["ddr..", "dr...", "r....", "dddd r".replace(" ", "")]
    names = ["Alvarez kitchen", "Brightwater HOA building C", "Castillo roof", "Delgado garage"]
    documents = [
        document(
            S.UPLOADING,
            file_name="Harrison 1182 Oak Ridge.pdf",
            size=24 << 20,
            page_count=88,
            bytes_sent=14 << 20,
            bytes_total=32 << 20,
            attempts=1,
        )
    ]
    documents += [
        document(S.PROCESSING, file_name=f"{name}.pdf", stages=stages(mark), page_count=6 + 5 * n)
        for n, (name, mark) in enumerate(zip(names, marks, strict=True))
    ]
    documents += [
        document(
            S.COMPLETE,
            file_name=f"{name}.pdf",
            stages=stages("ddddd"),
            changed_at=NOW - timedelta(minutes=7 * n),
        )
        for n, name in enumerate(("Kim windstorm", "Larsen", "Morales attic", "Nguyen roof"), 1)
    ]
    documents.append(every_state()[13])
    window.apply(documents)


def show_others(window: MainWindow, problem: Problem | None) -> None:
    """List documents submitted by others; `problem` tells why the list may be outdated."""
    others = [
        document(
            state,
            id=f"elsewhere:{name}",
            document_id=f"doc_{number}",
            file_name=f"{name}.pdf",
            source="",
            size=None,
            xn_address="" if number == 2 else "estimating@northwest",
            stages=stages(marks) if marks else None,
            added_at=NOW + timedelta(minutes=5 - 3 * number),
            changed_at=NOW - timedelta(minutes=4 * number),
        )
        for number, (name, state, marks) in enumerate(
            (
                ("Petersen hail claim 77120", S.PROCESSING, "dr..."),
                ("Ramirez fire", S.COMPLETE, "ddddd"),
                ("scan0042", S.FAILED, "dx..."),
                ("Thompson water loss", S.COMPLETE, ""),
            )
        )
    ]
    as_of = NOW - timedelta(minutes=25 if problem else 0)
    window.organization.show(others, as_of, problem)
    show_everything(window)


def several_days(window: MainWindow) -> None:
    """Show documents of several days for several addresses."""
    empty(window)
    addresses = ("restoration-team@example.xn", "estimating@northwest", "")
    window.apply(
        replace(
            made,
            added_at=NOW - timedelta(days=(0, 0, 1, 1, 6)[number % 5], seconds=number),
            changed_at=NOW - timedelta(days=(0, 0, 1, 1, 6)[number % 5], minutes=number),
            xn_address=addresses[min(number % 4, 2)],
        )
        for number, made in enumerate(every_state())
    )
    window.model.flush()


def table_of(window: MainWindow) -> DocumentTable:
    """Return the table of documents."""
    table = window.findChild(DocumentTable)
    if table is None:
        raise LookupError("the window has no table")
    return table


def open_menu(window: MainWindow, number: int) -> QMenu:
    """Open a menu of the menu bar, counted from the left, at its usual place."""
    bar = window.menuBar()
    action = bar.actions()[number]
    menu = action.menu()
    if not isinstance(menu, QMenu):
        raise TypeError(menu)
    menu.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
    return menu
