"""Columns, groups and exported fields of what was read in estimates."""

from __future__ import annotations

import csv
import io
from datetime import date

from helpers.estimates import CONFLICTING, alvarez, value
from helpers.shown import Shown
from helpers.ui_fixtures import S, document
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Estimate
from capout_desktop.store.view_state_file import ViewState
from capout_desktop.ui.documents.column_widths import without_least_important
from capout_desktop.ui.documents.columns import (
    CARRIER,
    CLAIM,
    COLUMNS,
    FILE,
    INSURED,
    LINES,
    LOSS,
    RCV,
    Column,
)
from capout_desktop.ui.documents.export_text import export_rows
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.shell.main_window import MainWindow

OPTIONAL = (INSURED, CLAIM, CARRIER, LOSS, RCV, LINES)


def named(name: str, estimate: Estimate | None = None) -> Document:
    return document(S.QUEUED, id=name, file_name=name, estimate=estimate)


def on_screen(shown: Shown) -> list[Column]:
    return [c for c in COLUMNS if not shown.table.isColumnHidden(c.index)]


def text(shown: Shown, row: int, column: Column) -> str:
    return str(shown.model.data(shown.model.index(row, column.index)))


def test_the_headers_menu_shows_a_column_and_the_next_start_does_too(qtbot: QtBot) -> None:
    window = MainWindow(ViewState())
    qtbot.addWidget(window)
    window.show()
    shown = Shown(window)
    shown.add([named("a.pdf", alvarez()), named("b.pdf")])
    assert not set(OPTIONAL) & set(on_screen(shown))
    header = shown.table.horizontalHeader()
    assert header.contextMenuPolicy() is Qt.ContextMenuPolicy.CustomContextMenu
    header.customContextMenuRequested.emit(QPoint(30, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    actions = {action.text(): action for action in menu.actions()}
    offered = {column.title() for column in COLUMNS if column.optional}
    assert offered <= set(actions)
    assert {"Pages", "Size", "Added", "Organization"} < offered
    actions["Claim"].trigger()
    actions["RCV"].trigger()
    menu.close()
    assert [c for c in on_screen(shown) if c.optional] == [CLAIM, RCV]
    assert sum(map(shown.table.columnWidth, range(len(COLUMNS)))) <= shown.table.viewport().width()
    assert window.look.now.columns == "claim,rcv"
    again = MainWindow(ViewState(columns="rcv,gone,claim,file"))
    qtbot.addWidget(again)
    assert [c for c in on_screen(Shown(again)) if c.optional] == [CLAIM, RCV]


def test_the_columns_show_and_sort_what_is_stated(shown: Shown) -> None:
    far = alvarez(
        insured_name=value("baker"),
        rcv=value("9000.00"),
        date_of_loss=value("2025-01-02"),
        line_items=1200,
    )
    unclear = alvarez(rcv=CONFLICTING, claim_number=CONFLICTING, line_items=None)
    shown.add([named("none.pdf"), named("a.pdf", alvarez()), named("b.pdf", far)])
    shown.add([named("unclear.pdf", unclear)])
    rows = {name: row for row, name in enumerate(shown.names)}
    cells = [text(shown, rows["a.pdf"], column) for column in OPTIONAL]
    assert cells[:3] == ["Alvarez", "0417-55320", "Harrow Mutual"]
    assert cells[3].startswith("hail, Mar 14")
    assert cells[4:] == ["$18,593.81", "12"]
    assert text(shown, rows["b.pdf"], LINES) == "1,200"
    assert [text(shown, rows["unclear.pdf"], c) for c in (CLAIM, RCV, LINES)] == [""] * 3
    assert [text(shown, rows["none.pdf"], c) for c in OPTIONAL] == [""] * 6
    spoken = [shown.model.spoken(rows[name], CLAIM.index) for name in ("a.pdf", "none.pdf")]
    assert spoken == ["Claim: 0417-55320", "Claim: not stated"]
    for column, first, last in (
        (INSURED, "a.pdf", "none.pdf"),
        (RCV, "none.pdf", "a.pdf"),
        (LOSS, "none.pdf", "unclear.pdf"),
        (LINES, "none.pdf", "b.pdf"),
    ):
        shown.model.sort(column.index)
        assert (shown.names[0], shown.names[-1]) == (first, last), column.name


def test_claims_are_grouped_however_their_numbers_are_written(shown: Shown) -> None:
    shown.add(
        [
            named("a.pdf", alvarez()),
            named("b.pdf", alvarez(claim_number=value("0417 55320"))),
            named("c.pdf", alvarez(claim_number=value("99-1"))),
            named("d.pdf", alvarez(claim_number=CONFLICTING)),
            named("e.pdf"),
        ]
    )
    shown.model.group_rows(GroupBy.CLAIM)
    spoken = [
        str(shown.model.index(r, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for r in shown.model.headings
    ]
    assert [words.split(", ")[:2] for words in spoken] == [
        ["Claim 0417-55320", "2 documents"],
        ["Claim 99-1", "1 document"],
        ["No claim number", "2 documents"],
    ]


def test_the_exported_list_has_the_fields_of_the_estimate() -> None:
    scan = alvarez(claim_number=value("7", from_scan=True), rcv=CONFLICTING)
    titles, *rows = export_rows(
        [named("a.pdf", alvarez()), named("s.pdf", scan), named("n.pdf")], date(2026, 4, 2)
    )
    read, scanned, nothing = (dict(zip(titles, row, strict=True)) for row in rows)
    assert len(set(titles)) == len(titles)
    assert titles[0] == FILE.title()
    expected = {
        "Insured": "Alvarez",
        "Claim": "0417-55320",
        "Carrier": "Harrow Mutual",
        "Loss": "2026-03-14",
        "Type of loss": "Hail",
        "Property": "118 Juniper Ct, Tyler, TX 75701",
        "Policy number": "HM-88123-01",
        "Price list": "TXDF8X_MAR26",
        "RCV": "18593.81",
        "Depreciation": "4210.07",
        "ACV": "14383.74",
        "Deductible": "2500.00",
        "Net claim": "11883.74",
        "Lines": "12",
        "Estimate read from a scan": "",
    }
    assert {name: read[name] for name in expected} == expected
    assert (scanned["RCV"], scanned["Estimate read from a scan"]) == ("", "yes, check it")
    assert {nothing[name] for name in expected} == {""}


def test_copied_rows_have_only_the_columns_that_are_always_there(shown: Shown) -> None:
    shown.add([named("a.pdf", alvarez())])
    shown.select("a.pdf")
    shown.actions.copier.copy(list(shown.table.selected_documents()))
    cells = next(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
    assert len(cells) == sum(not column.optional for column in COLUMNS)


def test_a_table_with_more_columns_than_room_scrolls_and_stays_readable(shown: Shown) -> None:
    shown.window.resize(760, 480)
    shown.add([named("a.pdf", alvarez())])
    shown.table.show_columns(COLUMNS)
    QApplication.processEvents()
    for column in OPTIONAL:
        assert shown.table.columnWidth(column.index) >= column.width.least
    assert shown.table.horizontalScrollBar().maximum() > 0
    shown.table.show_columns([column for column in COLUMNS if not column.optional])
    QApplication.processEvents()
    assert shown.table.horizontalScrollBar().maximum() == 0


def test_long_titles_of_chosen_columns_fit_and_names_of_files_stay_readable() -> None:
    headings = dict.fromkeys(COLUMNS, 90.0)  # as wide as titles are in Spanish
    widths = without_least_important(1100, 1.0, 300, headings, {})
    for column in OPTIONAL:
        assert widths[column] >= 90
    assert widths[FILE] >= FILE.width.least
