"""Sorting and searching: what was selected stays so, and news find their place."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from helpers.shown import Shown, named
from helpers.ui_fixtures import NOW, OFFLINE, S, document, every_state
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents.columns import COLUMNS, FILE, Column
from capout_desktop.ui.documents.model import CALM_MS, DocumentModel
from capout_desktop.ui.documents.no_results_page import NoResultsPage
from capout_desktop.ui.shell.welcome_page import WelcomePage
from capout_desktop.ui.text import problem_text as problem_words

NAMES = ["Kim.pdf", "alvarez.pdf", "Osei.pdf", "Baker.pdf"]


def elsewhere(name: str, **values: object) -> Document:
    return document(
        S.COMPLETE,
        id=f"elsewhere:{name}",
        file_name=f"{name}.pdf",
        source="",
        size=None,
        document_id=f"doc_{name}",
        **values,
    )


def test_a_header_sorts_then_the_other_way_then_not_at_all(shown: Shown) -> None:
    shown.add(named(*NAMES))
    shown.click_header(FILE)
    assert shown.names == ["alvarez.pdf", "Baker.pdf", "Kim.pdf", "Osei.pdf"]
    shown.click_header(FILE)
    assert shown.names == ["Osei.pdf", "Kim.pdf", "Baker.pdf", "alvarez.pdf"]
    shown.click_header(FILE)
    assert shown.names == NAMES


@pytest.mark.parametrize("column", COLUMNS, ids=lambda c: c.name)
def test_equal_rows_keep_their_order_of_arrival_both_ways(shown: Shown, column: Column) -> None:
    shown.add([document(S.QUEUED, id=str(n), file_name="same.pdf") for n in range(5)])
    shown.table.show_columns([column])
    for _ in range(2):
        shown.click_header(column)
        assert [shown.model.document(row).id for row in range(5)] == list("01234")


def test_selected_and_current_rows_stay_so_while_sorting(shown: Shown) -> None:
    shown.add(named(*NAMES))
    shown.select("Baker.pdf")
    shown.click_header(FILE)
    assert (shown.selected, shown.current) == (["Baker.pdf"], "Baker.pdf")
    QTest.keyClicks(shown.bar.search, "er")
    assert shown.names == ["Baker.pdf"]
    assert (shown.selected, shown.current) == (["Baker.pdf"], "Baker.pdf")


def test_each_word_is_looked_for_in_name_address_id_and_state(shown: Shown) -> None:
    one = document(S.COMPLETE, file_name="Kim.pdf", xn_address="storm@West", document_id="doc_9")
    shown.add([one, *named("Osei.pdf")])
    for text in ("kim", "STORM@west", "doc_9", "complete", "west kim  complete", "k"):
        shown.bar.search.setText(text)
        assert shown.names == ["Kim.pdf"], text
    shown.bar.search.setText("kim waiting")
    assert shown.names == []


def test_selection_and_scroll_position_return_after_a_search(shown: Shown, qtbot: QtBot) -> None:
    shown.add(named(*(f"{n:03}.pdf" for n in range(200))))
    shown.select("120.pdf")
    bar = shown.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    before = bar.value()
    shown.bar.search.setText("003")
    assert shown.selected == []
    shown.bar.search.clear()
    assert (shown.selected, shown.current, bar.value()) == (["120.pdf"], "120.pdf", before)


def test_the_keyboard_goes_to_the_search_and_back(shown: Shown, qtbot: QtBot) -> None:
    shown.add(named(*NAMES))
    QTest.keyClick(shown.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(shown.bar.search.hasFocus)
    QTest.keyClicks(shown.bar.search, "kim")
    assert shown.bar.found == "1 of 4 shown"
    QTest.keyClick(shown.bar.search, Qt.Key.Key_Down)
    assert shown.table.hasFocus()
    shown.bar.search.setFocus()
    QTest.keyClick(shown.bar.search, Qt.Key.Key_Escape)
    assert shown.table.hasFocus()
    assert (shown.names, shown.bar.found) == (NAMES, "")


def test_an_empty_result_is_explained_and_can_be_cleared(shown: Shown) -> None:
    shown.add(named(*NAMES))
    shown.bar.search.setText("nobody")
    page = shown.window.findChild(NoResultsPage)
    assert isinstance(page, NoResultsPage)
    assert page.isVisible()
    assert "nobody" in page.title
    QTest.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    assert shown.table.isVisible()
    assert shown.names == NAMES


def test_updated_rows_are_sorted_a_few_times_a_second(shown: Shown, qtbot: QtBot) -> None:
    shown.add(named(*NAMES))
    shown.click_header(FILE)
    layouts: list[int] = []
    shown.model.layoutChanged.connect(lambda *_: layouts.append(1))
    began = time.monotonic()
    for number in range(30):
        shown.window.apply(named(f"Aaa {number:02}.pdf"))
        qtbot.wait(10)
    qtbot.waitUntil(lambda: len(shown.names) == 34, timeout=20_000)
    assert shown.names == sorted(shown.names, key=str.casefold)
    assert len(layouts) <= (time.monotonic() - began) * 1000 / CALM_MS + 2
    assert len(layouts) < 30


def test_rows_that_no_longer_match_leave_a_search(shown: Shown, qtbot: QtBot) -> None:
    documents = named(*NAMES)
    shown.add(documents)
    shown.bar.search.setText("waiting")
    assert len(shown.names) == 4
    shown.window.apply([replace(documents[0], state=S.CANCELED)])
    qtbot.waitUntil(lambda: shown.names == NAMES[1:], timeout=20_000)
    shown.window.apply([documents[0]])
    qtbot.waitUntil(lambda: shown.names == NAMES, timeout=20_000)
    shown.bar.search.setText("kim@example")
    assert shown.names == []
    shown.window.apply([replace(documents[1], xn_address="kim@example")])  # sorted by other facts
    qtbot.waitUntil(lambda: shown.names == [NAMES[1]], timeout=20_000)


def test_removed_rows_go_and_come_back_while_sorted(shown: Shown) -> None:
    documents = [replace(d, state=S.COMPLETE) for d in named(*NAMES)]
    shown.add(documents)
    shown.click_header(FILE)
    shown.add([replace(documents[3], removed=True)])
    assert shown.names == ["alvarez.pdf", "Kim.pdf", "Osei.pdf"]
    shown.add([documents[3]])
    assert shown.names == ["alvarez.pdf", "Baker.pdf", "Kim.pdf", "Osei.pdf"]
    shown.click_header(FILE)
    shown.click_header(FILE)
    assert shown.names == NAMES


def test_rows_that_were_removed_are_found_again_once_they_are_back(shown: Shown) -> None:
    documents = [replace(d, state=S.COMPLETE) for d in named(*NAMES)]
    shown.add(documents)
    shown.bar.search.setText("pdf")
    shown.add([replace(d, removed=True) for d in documents[:2]])
    assert shown.names == ["Osei.pdf", "Baker.pdf"]
    shown.add([documents[0]])
    assert shown.names == ["Kim.pdf", "Osei.pdf", "Baker.pdf"]
    shown.bar.search.setText("alvarez")
    assert shown.names == []
    shown.add([documents[1]])
    assert shown.names == ["alvarez.pdf"]


def test_teammates_documents_are_shown_on_demand_and_never_counted(shown: Shown) -> None:
    shown.add(named("own.pdf"))
    shown.window.organization.show(
        [elsewhere("newer", added_at=NOW + timedelta(hours=1)), elsewhere("older", added_at=NOW)],
        NOW,
        None,
    )
    assert shown.names == ["own.pdf"]
    QTest.mouseClick(shown.bar.scope.everything_button, Qt.MouseButton.LeftButton)
    assert shown.names == ["newer.pdf", "own.pdf", "older.pdf"]
    assert sum(shown.model.counts.values()) == 1
    assert shown.bar.age.startswith("As of ")
    shown.window.organization.show([elsewhere("older")], NOW, OFFLINE)
    assert shown.names == ["own.pdf", "older.pdf"]
    assert shown.bar.age.endswith(f"old: {problem_words.title(OFFLINE)}")
    shown.bar.scope.everything_button.setFocus()
    QTest.keyClick(shown.bar.scope.everything_button, Qt.Key.Key_Left)
    assert shown.names == ["own.pdf"]
    assert shown.bar.age == ""


def test_a_teammates_document_can_only_be_copied(shown: Shown) -> None:
    failed = replace(elsewhere("theirs"), state=S.FAILED)
    shown.add(every_state())
    shown.window.organization.show([failed], NOW, None)
    shown.bar.scope.everything_button.click()
    shown.select("theirs.pdf")
    enabled = {a.text() for group in shown.actions.groups for a in group if a.isEnabled()}
    copying = (shown.actions.copy_id_action, shown.actions.action("copy"))
    assert enabled == {action.text() for action in copying}
    shown.actions.copy_id_action.trigger()
    assert QGuiApplication.clipboard().text() == "doc_theirs"


def test_the_organization_can_be_looked_at_before_anything_is_added(shown: Shown) -> None:
    assert not shown.bar.isVisible()
    shown.window.organization.show([elsewhere("theirs")], NOW, None)
    assert shown.bar.isVisible()
    invitation = shown.window.findChild(WelcomePage)
    assert isinstance(invitation, WelcomePage)
    assert invitation.isVisible()
    shown.bar.scope.everything_button.click()
    assert shown.names == ["theirs.pdf"]
    assert shown.table.isVisible()
    shown.window.organization.show([], NOW, None)
    page = shown.window.findChild(NoResultsPage)
    assert isinstance(page, NoResultsPage)
    assert page.isVisible()
    assert not page.findChildren(QPushButton)[0].isVisible()


@pytest.mark.usefixtures("qapp")
def test_a_hundred_thousand_rows_are_searched_and_sorted(qtbot: QtBot) -> None:
    model = DocumentModel()
    model.apply(named(*(f"{n}.pdf" for n in range(100_000))))
    model.flush()
    model.search("9999")
    assert model.is_searching, "the first search does not keep the key press waiting"
    assert model.rowCount() == 100_000
    model.search("99999")
    qtbot.waitUntil(lambda: not model.is_searching, timeout=20_000)
    assert model.rowCount() == 1
    model.search("9999")
    assert model.rowCount() == 19, "later searches are shown at once"
    model.search("")
    model.sort(FILE.index, Qt.SortOrder.DescendingOrder)
    assert model.document(0).file_name == "99999.pdf"
    assert model.row_of("99999.pdf") == 0
    model.deleteLater()
