"""The chips: what they list, what they count, and what is said where nothing is left."""

from __future__ import annotations

from itertools import combinations

import pytest
from helpers.shown import Shown, named
from helpers.ui_fixtures import NOW, S, document, every_state
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.ui.documents.no_results_page import NoResultsPage

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


def three() -> list[Document]:
    return [
        document(S.PROCESSING, file_name="Kim.pdf"),
        document(S.FAILED, file_name="Osei.pdf"),
        document(S.COMPLETE, file_name="Kim roof.pdf"),
    ]


def nothing(shown: Shown) -> NoResultsPage:
    page = shown.window.findChild(NoResultsPage)
    assert isinstance(page, NoResultsPage)
    assert page.isVisible()
    return page


def test_each_chip_lists_what_it_counts(shown: Shown) -> None:
    documents = every_state()
    shown.add(documents)
    for show, chip in shown.bar.chips.chips.items():
        QTest.mouseClick(chip, LEFT)
        wanted = [d.file_name for d in documents if show in {DocumentFilter.ALL, filter_of(d)}]
        assert sorted(shown.names) == sorted(wanted)
        assert shown.counts[show] == len(wanted)
    assert shown.counts[DocumentFilter.ALL] == len(documents)


@pytest.mark.parametrize(("key", "show"), list(zip(KEYS, DocumentFilter, strict=True)), ids=str)
def test_the_keyboard_chooses_a_filter_from_anywhere(
    shown: Shown, key: Qt.Key, show: DocumentFilter
) -> None:
    shown.add(every_state())
    other = DocumentFilter.ACTIVE if show is not DocumentFilter.ACTIVE else DocumentFilter.ALL
    shown.bar.chips.show_chosen(other)
    for focus in (shown.table, shown.bar.search):
        shown.bar.chips.show_chosen(other)
        focus.setFocus()
        QTest.keyClick(focus, key, CTRL)
        assert shown.model.shown is show
        assert shown.bar.chips.chips[show].isChecked()


def test_arrow_keys_go_from_chip_to_chip(shown: Shown) -> None:
    shown.add(three())
    shown.bar.chips.chips[DocumentFilter.ALL].setFocus()
    QTest.keyClick(shown.bar.chips.chips[DocumentFilter.ALL], Qt.Key.Key_Left)
    assert shown.model.shown is DocumentFilter.COMPLETE
    assert shown.names == ["Kim roof.pdf"]


def test_tab_reaches_only_the_active_chip(shown: Shown) -> None:
    shown.add(three())
    chips = shown.bar.chips.chips
    for show in (DocumentFilter.COMPLETE, DocumentFilter.ACTIVE):
        shown.bar.chips.show_chosen(show)
        shown.bar.search.setFocus()
        reached: list[QWidget | None] = []
        focus = QApplication.focusWidget()
        while focus is not None and len(reached) < 100:
            QTest.keyClick(focus, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            reached.append(focus)
            if focus is shown.bar.search:
                break
        assert reached[-1] is shown.bar.search, "Tab comes round"
        assert [chip for chip in reached if chip in chips.values()] == [chips[show]]


def test_counts_follow_the_documents(shown: Shown) -> None:
    kim, osei, roof = three()
    shown.add([kim, osei, roof])
    assert list(shown.counts.values()) == [1, 1, 1, 3]
    shown.add([replace(kim, state=S.COMPLETE)])
    assert list(shown.counts.values()) == [0, 1, 2, 3]
    shown.add([replace(osei, removed=True)])
    assert list(shown.counts.values()) == [0, 0, 2, 2]
    shown.add([osei])
    assert list(shown.counts.values()) == [0, 1, 2, 3]


def test_rows_that_no_longer_match_leave_the_filter(shown: Shown, qtbot: QtBot) -> None:
    kim, osei, roof = three()
    shown.add([kim, osei, roof])
    shown.bar.chips.show_chosen(DocumentFilter.ACTIVE)
    assert shown.names == ["Kim.pdf"]
    shown.window.apply([replace(kim, state=S.COMPLETE)])
    qtbot.waitUntil(lambda: shown.names == [], timeout=20_000)
    assert nothing(shown).title == "Nothing is in progress"
    shown.window.apply([replace(osei, state=S.QUEUED)])
    qtbot.waitUntil(lambda: shown.names == ["Osei.pdf"], timeout=20_000)
    assert shown.table.isVisible()


def test_search_and_filter_combine_and_counts_cover_the_search(shown: Shown) -> None:
    shown.add(three())
    shown.bar.search.setText("kim")
    assert list(shown.counts.values()) == [1, 0, 1, 2]
    shown.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    assert shown.names == ["Kim roof.pdf"]
    assert shown.bar.found == "1 of 3 shown"
    shown.bar.chips.show_chosen(DocumentFilter.ATTENTION)
    page = nothing(shown)
    assert page.title == "Nothing under “Needs you” matches “kim”"
    QTest.mouseClick(page.all_button, LEFT)
    assert shown.names == ["Kim.pdf", "Kim roof.pdf"]
    shown.bar.search.clear()
    assert list(shown.counts.values()) == [1, 1, 1, 3]


def test_a_search_that_finds_nothing_anywhere_does_not_blame_the_filter(shown: Shown) -> None:
    shown.add(three())
    shown.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    shown.bar.search.setText("nobody")
    page = nothing(shown)
    assert page.title == "Nothing matches “nobody”"
    assert not page.all_button.isVisible()
    QTest.mouseClick(page.clear_button, LEFT)
    assert shown.names == ["Kim roof.pdf"]


@pytest.mark.parametrize(
    ("show", "state", "title"),
    [
        (DocumentFilter.ACTIVE, S.COMPLETE, "Nothing is in progress"),
        (DocumentFilter.ATTENTION, S.COMPLETE, "Nothing needs you"),
        (DocumentFilter.COMPLETE, S.QUEUED, "Nothing is complete yet"),
    ],
    ids=str,
)
def test_an_empty_filter_explains_itself(
    shown: Shown, show: DocumentFilter, state: S, title: str
) -> None:
    shown.add([document(state)])
    shown.bar.chips.show_chosen(show)
    page = nothing(shown)
    assert page.title == title
    QTest.mouseClick(page.all_button, LEFT)
    assert shown.table.isVisible()
    assert shown.bar.chips.isVisible()


def test_the_filter_and_its_counts_include_the_organization(shown: Shown) -> None:
    shown.add([document(S.QUEUED, file_name="own.pdf")])
    theirs = document(S.COMPLETE, id="elsewhere:1", file_name="theirs.pdf", source="")
    shown.window.organization.show([theirs], NOW, None)
    assert list(shown.counts.values()) == [1, 0, 0, 1]
    shown.bar.scope.everything_button.click()
    assert list(shown.counts.values()) == [1, 0, 1, 2]
    shown.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    assert shown.names == ["theirs.pdf"]
    shown.window.organization.show([], NOW, None)
    assert list(shown.counts.values()) == [1, 0, 0, 1]
    assert shown.names == []
    shown.bar.scope.own_button.click()
    assert nothing(shown).title == "Nothing is complete yet"


def test_added_files_are_not_hidden_by_a_filter(shown: Shown) -> None:
    shown.add(three())
    shown.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    shown.window.give(["/estimates/new.pdf"])
    shown.add(named("new.pdf"))
    assert "new.pdf" in shown.names
    shown.bar.chips.show_chosen(DocumentFilter.ACTIVE)
    shown.window.give(["/estimates/newer.pdf"])
    assert shown.model.shown is DocumentFilter.ACTIVE


def test_chips_have_accessible_names(shown: Shown) -> None:
    shown.add(three())
    names = [chip.accessibleName() for chip in shown.bar.chips.chips.values()]
    assert names == [
        "Active, 1 document",
        "Needs you, 1 document",
        "Complete, 1 document",
        "All, 3 documents",
    ]


def test_an_empty_list_has_no_chips(shown: Shown) -> None:
    assert not shown.bar.chips.isVisible()
    shown.window.organization.show([], NOW, None)
    assert not shown.bar.chips.isVisible()


@pytest.mark.parametrize("width", [760, 900, 1040, 1120, 1400])
@pytest.mark.parametrize("searched", ["", "e"])
def test_the_bar_has_room_for_all_of_it(shown: Shown, width: int, searched: str) -> None:
    shown.add(every_state())
    shown.window.organization.show([], NOW, None)
    shown.bar.scope.everything_button.click()
    shown.bar.search.setText(searched)
    shown.window.resize(width, 640)
    QApplication.processEvents()
    bar = shown.bar
    parts = [bar.scope, bar.search, *bar.chips.chips.values()]
    places = [QRect(part.mapTo(bar, QPoint(0, 0)), part.size()) for part in parts]
    assert bar.width() == width
    for place in places:
        assert bar.rect().contains(place)
    for one, other in combinations(places, 2):
        assert not one.intersects(other)
    for part in parts:
        assert part.width() >= part.minimumSizeHint().width()
