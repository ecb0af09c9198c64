"""A column, a state and a row action, added as CONTRIBUTING.md says, in a real window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from helpers.shown import Shown
from helpers.ui_fixtures import NOW, S, document
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.store.view_state_file import ViewState
from capout_desktop.ui.documents.actions import ROW_ACTIONS, DocumentActions, RowAction
from capout_desktop.ui.documents.announcements import ended_words
from capout_desktop.ui.documents.columns import COLUMNS, Column, Width
from capout_desktop.ui.documents.export_text import export_rows
from capout_desktop.ui.documents.state_presentation import PRESENTATIONS, StatePresentation
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.style.tone import Tone

TODAY = NOW.date()

TRIES = Column(
    name="tries",
    title=lambda: "Tries",
    text=lambda row: f"{row.document.attempts} tries",
    sort_key=lambda document: document.attempts,
    width=Width(60, 70),
    csv=lambda document: str(document.attempts),
    alignment=Qt.AlignmentFlag.AlignRight,
)


def a_window(qtbot: QtBot, look: ViewState | None = None) -> MainWindow:
    window = MainWindow(look) if look else MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.resize(1400, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def painted(shown: Shown, column: int) -> QPixmap:
    QApplication.processEvents()
    return shown.table.viewport().grab(shown.table.visualRect(shown.model.index(0, column)))


@pytest.fixture
def tries() -> Iterator[Column]:
    COLUMNS.append(TRIES)
    yield TRIES
    COLUMNS.remove(TRIES)


def tried(*numbers: int) -> list[Document]:
    return [document(S.QUEUED, id=str(n), file_name=f"{n}.pdf", attempts=n) for n in numbers]


def test_an_added_column_is_shown_sorted_and_exported(qtbot: QtBot, tries: Column) -> None:
    shown = Shown(a_window(qtbot))
    shown.add(tried(2, 3, 1))
    model, at = shown.model, tries.index
    assert model.headerData(at, Qt.Orientation.Horizontal) == "Tries"
    cells = [str(model.data(model.index(row, at))) for row in range(3)]
    assert sorted(cells) == ["1 tries", "2 tries", "3 tries"]
    assert not painted(shown, at).isNull()
    assert shown.table.columnWidth(at) >= 60
    shown.click_header(tries)
    assert shown.names == ["1.pdf", "2.pdf", "3.pdf"]
    shown.click_header(tries)
    assert shown.names == ["3.pdf", "2.pdf", "1.pdf"]
    titles, *rows = export_rows(model.listed_documents(), TODAY)
    assert (titles[0], titles[-1]) == ("File", "Tries"), "what was there keeps its place"
    assert [row[-1] for row in rows] == ["3", "2", "1"]


def test_the_width_and_the_order_of_an_added_column_are_remembered(
    qtbot: QtBot, tries: Column
) -> None:
    look = ViewState(widths={"tries": 91, "gone": 50}, sort_column="tries", sort_descending=True)
    shown = Shown(a_window(qtbot, look))
    shown.add(tried(2, 3, 1))
    assert shown.table.columnWidth(tries.index) == 91
    assert shown.names == ["3.pdf", "2.pdf", "1.pdf"]
    shown.table.horizontalHeader().resizeSection(tries.index, 77)
    assert shown.window.look.now.widths == {"tries": 77}
    assert shown.window.look.now.sort_column == "tries"


def test_a_column_with_only_required_fields_shows_its_text(tries: Column) -> None:
    del tries
    bare = Column(
        name="bare", title=lambda: "Bare", text=lambda row: row.name[::-1], sort_key=lambda _: 0
    )
    COLUMNS.append(bare)
    try:
        titles, row = export_rows(tried(12), TODAY)
    finally:
        COLUMNS.remove(bare)
    assert (titles[-1], row[-1]) == ("Bare", "fdp.21")


def made_up_state() -> DocumentState:
    """A state that the program's tables know nothing of."""
    state = str.__new__(DocumentState, "set-aside")
    state._name_, state._value_ = "SET_ASIDE", "set-aside"
    return state


def test_a_state_without_a_description_has_the_default_look(qtbot: QtBot) -> None:
    shown = Shown(a_window(qtbot))
    odd = replace(document(S.QUEUED, id="odd", file_name="odd.pdf"), state=made_up_state())
    shown.add([odd, *tried(1)])
    for column in (column for column in COLUMNS if not column.optional):
        assert not painted(shown, column.index).isNull()
        shown.click_header(column)
    shown.select("odd.pdf")
    shown.window.look.documents.details.action.trigger()
    QApplication.processEvents()
    row = shown.model.row_of("odd")
    assert row is not None
    assert "Set aside" in shown.model.spoken(row, [c.name for c in COLUMNS].index("status"))
    assert shown.counts[DocumentFilter.ACTIVE] == 2
    shown.model.search("set aside")
    assert shown.names == ["odd.pdf"]
    assert list(export_rows([odd], TODAY))[1][2] == "Set aside"
    assert ended_words([odd]) == "odd.pdf: Set aside"


def test_a_described_state_looks_as_described(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = made_up_state()
    look = StatePresentation(
        word=lambda: "Shelved",
        reason=lambda: "Kept for later",
        icon="waiting",
        tone=Tone.WARNING,
        rank=-1,
        progress_rank=0.5,
        progress_note=lambda: "On the shelf",
    )
    monkeypatch.setitem(PRESENTATIONS, state, look)
    shown = Shown(a_window(qtbot))
    shown.add([*tried(1), replace(document(S.QUEUED, id="odd", file_name="odd.pdf"), state=state)])
    by_name = {column.name: column for column in COLUMNS}
    shown.click_header(by_name["status"])
    assert shown.names == ["odd.pdf", "1.pdf"], "its rank puts it before all others"
    row = shown.model.row(0)
    assert (row.state, row.reason, row.icon) == ("Shelved", "Kept for later", "waiting")
    assert row.tone is Tone.WARNING
    assert row.progress.caption == "On the shelf"
    assert not painted(shown, by_name["status"].index).isNull()


@dataclass
class Counted:
    """What the added action was done to."""

    ids: list[str]

    def run(self, _: DocumentActions, documents: list[Document]) -> None:
        self.ids += [document.id for document in documents]


@pytest.fixture
def counted() -> Iterator[Counted]:
    counted = Counted([])
    action = RowAction(
        name="count",
        text=lambda: "Cou&nt",
        applies=lambda document: document.attempts > 1,
        run=counted.run,
        shortcut="Ctrl+J",
        icon="waiting",
        group=2,
    )
    ROW_ACTIONS.append(action)
    yield counted
    ROW_ACTIONS.remove(action)


def test_an_added_row_action_is_in_the_menus_and_does_what_it_says(
    qtbot: QtBot, counted: Counted
) -> None:
    shown = Shown(a_window(qtbot))
    shown.add(tried(1, 2, 3))
    action = shown.actions.action("count")
    shown.select("1.pdf")
    assert not action.isEnabled(), "it does not apply to what is selected"
    shown.table.selectAll()
    assert action.isEnabled()
    assert not action.icon().isNull()
    shown.right_click(shown.table.visualRect(shown.model.index(0, 0)).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert action in menu.actions()
    menu.close()
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert sorted(counted.ids) == ["2", "3"], "and to none that it does not apply to"
