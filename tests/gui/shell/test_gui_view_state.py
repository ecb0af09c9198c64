"""How the window looks is put on again at the next start, stored meanwhile, and changed live."""

from __future__ import annotations

import binascii
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.desktop import Desktop
from helpers.ui_fixtures import S, every_state
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.program_problem import LOOK_NOT_SAVED
from capout_desktop.store.folders import folders
from capout_desktop.store.view_state_file import ViewState, read_view_state
from capout_desktop.ui.documents.columns import CREDITS, FILE, STATUS, column_named
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.shell.main_window import SIZE, MainWindow
from capout_desktop.ui.style.palette import DARK, LIGHT
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.banner import Banner

Live = Callable[..., Desktop]


@pytest.fixture(autouse=True)
def _theme_of_the_system(qapp: QApplication) -> Iterator[None]:
    yield
    Theme.current().choose("system")
    del qapp


def stored(desktop: Desktop) -> dict[str, object]:
    path = folders(desktop.data_dir).look
    found: dict[str, object] = json.loads(path.read_text()) if path.exists() else {}
    return found


def test_everything_is_as_it_was_at_the_next_start(live: Live) -> None:
    widths: dict[str, int] = {}

    async def first(desktop: Desktop) -> None:
        window = desktop.window
        window.resize(900, 600)
        look, table = window.look, window.look.documents.table
        window.apply(every_state())
        window.model.flush()
        look.set_theme("dark")
        look.set_density("compact")
        look.documents.view.group(GroupBy.DAY)
        look.documents.bar.chips.show_chosen(DocumentFilter.ATTENTION)
        table.horizontalHeader().resizeSection(FILE.index, 333)
        table.horizontalHeader().setSortIndicator(STATUS.index, Qt.SortOrder.DescendingOrder)
        widths["file"] = table.columnWidth(FILE.index)
        table.move_column(STATUS, -1)
        columns = {action.text(): action for action in look.documents.view.columns.menu.actions()}
        columns["Credits"].trigger()
        columns["Pages"].trigger()

    async def second(desktop: Desktop) -> None:
        window = desktop.window
        documents = window.look.documents
        table, header = documents.table, documents.table.horizontalHeader()
        assert window.size() == QSize(900, 600)
        assert Theme.current().palette is DARK
        assert table.is_compact
        assert documents.model.group_by is GroupBy.DAY
        assert documents.model.shown is DocumentFilter.ATTENTION
        assert table.columnWidth(FILE.index) == widths["file"] == 333
        assert header.sortIndicatorSection() == STATUS.index
        assert header.visualIndex(STATUS.index) == STATUS.index - 1
        assert table.isColumnHidden(CREDITS.index)
        pages = column_named("pages")
        assert pages is not None
        assert not table.isColumnHidden(pages.index)
        assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        checked = [
            action.text()
            for menu in documents.view.menus
            if menu is not documents.view.columns.menu
            for action in menu.actions()
            if action.isChecked()
        ]
        assert checked == ["Needs you", "Day added", "Compact"]

    live(first)
    live(second)


def test_a_change_is_stored_without_waiting_for_the_end(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        desktop.program.look.set_theme("light")
        desktop.program.look.set_density("compact")
        desktop.program.look.set_language("es")
        await desktop.until(lambda: stored(desktop).get("density") == "compact", "it is stored")
        assert stored(desktop)["theme"] == "light"
        assert stored(desktop)["language"] == "es"
        desktop.window.resize(1000, 640)
        before = stored(desktop)["geometry"]
        await desktop.until(lambda: stored(desktop)["geometry"] != before, "the new size, too")

    live(scenario)


def test_a_view_state_that_cannot_be_stored_is_reported_until_it_can(
    live: Live, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "data" / "window.json"
    in_the_way.mkdir(parents=True)

    async def scenario(desktop: Desktop) -> None:
        def shown() -> str:
            banner = desktop.window.findChild(Banner)
            return banner.code if isinstance(banner, Banner) else ""

        desktop.program.look.set_density("compact")
        await desktop.until(lambda: shown() == LOOK_NOT_SAVED.code, "it is said")
        in_the_way.rmdir()
        desktop.program.look.set_density("comfortable")
        await desktop.until(lambda: shown() == "", "and ends")
        assert read_view_state(in_the_way).geometry

    live(scenario)


def geometry(x: int, y: int, width: int, height: int) -> str:
    """A place and size, as Qt words them in version 3 of its format."""
    saved = bytearray(QMainWindow().saveGeometry().data())

    def rectangle(at: int) -> None:
        for number, value in enumerate((x, y, x + width - 1, y + height - 1)):
            saved[at + 4 * number : at + 4 * number + 4] = value.to_bytes(4, "big", signed=True)

    rectangle(8)  # with the frame
    rectangle(24)  # without it
    rectangle(len(saved) - 16)
    return binascii.b2a_base64(bytes(saved), newline=False).decode()


def test_a_window_on_a_removed_screen_is_moved_to_a_present_one(qtbot: QtBot) -> None:
    window = MainWindow(ViewState(geometry=geometry(20_000, 9_000, 900, 600)))
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    QTest.qWaitForWindowExposed(window)
    screens = [screen.availableGeometry() for screen in QApplication.screens()]
    seen = max(s.intersected(window.frameGeometry()).width() for s in screens)
    assert seen >= window.width() // 2


@pytest.mark.parametrize("text", ["!", "AAAA", "é", binascii.b2a_base64(b"x" * 60).decode()])
def test_an_invalid_geometry_is_replaced_by_the_default(qtbot: QtBot, text: str) -> None:
    window = MainWindow(ViewState(geometry=text))
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    assert window.size() == SIZE
    assert QByteArray(b"AAAA").size() == 4


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_chosen_theme_is_there_before_the_first_paint_and_stays(
    qtbot: QtBot, theme: str, palette: object
) -> None:
    window = MainWindow(ViewState(theme=theme))
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    assert Theme.current().palette is palette
    window.show()
    window.apply(every_state())
    qtbot.waitUntil(lambda: window.painted)
    hints = QApplication.styleHints()
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        hints.colorSchemeChanged.emit(scheme)
        assert Theme.current().palette is palette
    base = QApplication.palette().color(QPalette.ColorRole.Base).name()
    assert base == Theme.current().palette.surface


def test_the_theme_follows_the_system_again_once_that_is_chosen(qtbot: QtBot) -> None:
    window = MainWindow(ViewState(theme="dark"))
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.apply(every_state())
    window.look.set_theme("system")
    hints = QApplication.styleHints()
    Theme.current().follow_system()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert Theme.current().palette is DARK
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert Theme.current().palette is LIGHT
    assert window.look.now.theme == "system"


def test_compact_rows_are_lower(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.apply(d for d in every_state() if d.state is not S.CHECKING)
    window.model.flush()
    window.show()
    QTest.qWaitForWindowExposed(window)
    table = window.look.documents.table
    high = table.rowHeight(0)
    window.look.set_density("compact")
    assert table.rowHeight(0) == table.rowHeight(5) < high * 0.7
    window.look.set_density("comfortable")
    assert table.rowHeight(0) == high
    window.look.set_density("enormous")
    assert table.rowHeight(0) == high
