"""Many selected rows: what was selected stays so, nothing more, and can be acted on at once."""

from __future__ import annotations

import pytest
from helpers.shown import Shown, named
from helpers.ui_fixtures import S, document, every_state
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.columns import COLUMNS, STATUS
from capout_desktop.ui.documents.grouping import GroupBy

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def failed(count: int) -> list[Document]:
    return [document(S.FAILED, id=str(n), file_name=f"{n:04}.pdf") for n in range(count)]


def test_all_rows_are_selected_and_retried_at_once(shown: Shown) -> None:
    told: list[list[str]] = []
    shown.actions.retry.connect(told.append)
    shown.add([*failed(300), document(S.COMPLETE, file_name="done.pdf")])
    shown.table.setFocus()
    shown.press(Key.Key_A, CTRL)
    shown.press(Key.Key_R, CTRL)
    assert [sorted(ids, key=int) for ids in told] == [[str(n) for n in range(300)]]


def test_shift_and_arrows_select_a_range(shown: Shown) -> None:
    shown.add(named(*"abcdef"))
    shown.select("b")
    shown.press(Key.Key_Down, SHIFT)
    shown.press(Key.Key_Down, SHIFT)
    assert shown.selected == ["b", "c", "d"]
    shown.press(Key.Key_End, SHIFT)
    assert shown.selected == list("bcdef")


def test_select_all_selects_only_the_results_of_a_search(shown: Shown) -> None:
    shown.add([*failed(400), document(S.QUEUED, file_name="other.pdf")])
    shown.bar.search.setText("00")
    found = set(shown.names)
    assert len(found) > 0
    shown.bar.search.setText("0")
    found = set(shown.names)
    assert len(found) * len(COLUMNS) > 1000, "so many that Qt would call it everything"
    shown.table.setFocus()
    shown.press(Key.Key_A, CTRL)
    shown.bar.search.clear()
    assert set(shown.selected) == found
    assert "other.pdf" not in shown.selected


@pytest.mark.parametrize("narrow", ["search", "filter"])
def test_hidden_rows_are_not_acted_on(shown: Shown, narrow: str) -> None:
    told: list[list[str]] = []
    shown.actions.remove.connect(told.append)
    shown.add([*failed(400), document(S.COMPLETE, id="done", file_name="done.pdf")])
    shown.table.setFocus()
    shown.press(Key.Key_A, CTRL)
    if narrow == "search":
        shown.bar.search.setText("done")
    else:
        shown.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    shown.actions.remove_action.trigger()
    assert told == [["done"]]


def test_a_selection_hidden_by_a_filter_offers_no_action(shown: Shown) -> None:
    shown.add([*failed(3), document(S.COMPLETE, id="done", file_name="done.pdf")])
    shown.select("0001.pdf")
    assert shown.actions.retry_action.isEnabled()
    shown.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    assert shown.selected == []
    assert not shown.actions.retry_action.isEnabled()


def test_updates_of_a_sorted_list_keep_the_selection(shown: Shown, qtbot: QtBot) -> None:
    documents = every_state()
    shown.add(documents)
    shown.click_header(STATUS)
    shown.table.setFocus()
    shown.press(Key.Key_A, CTRL)
    before = set(shown.selected)
    shown.window.apply(named("new.pdf"))
    shown.window.apply([replace(documents[0], state=S.COMPLETE)])
    qtbot.waitUntil(lambda: "new.pdf" in shown.names, timeout=20_000)
    assert set(shown.selected) == before


def test_an_action_that_applies_to_the_last_of_many_is_offered(shown: Shown, qtbot: QtBot) -> None:
    shown.add([document(S.COMPLETE, id=str(n), file_name=f"{n:04}.pdf") for n in range(900)])
    last = shown.model.document(899)
    fails = document(S.FAILED, id=last.id, file_name=last.file_name)
    shown.table.setFocus()
    shown.press(Key.Key_A, CTRL)
    assert not any(shown.actions.retry_action in group for group in shown.actions.applicable)
    assert not shown.actions.retry_action.isEnabled()

    shown.add([fails])
    qtbot.waitUntil(shown.actions.retry_action.isEnabled)
    assert not shown.actions.open_action.isEnabled(), "it is for one document"

    shown.add([last])
    assert not any(shown.actions.retry_action in group for group in shown.actions.applicable)
    shown.add([fails])
    assert any(shown.actions.retry_action in group for group in shown.actions.applicable), (
        "a menu does not wait"
    )
    shown.add([last])
    qtbot.waitUntil(lambda: not shown.actions.retry_action.isEnabled())


def test_a_selection_of_whole_groups_is_one_range(shown: Shown) -> None:
    """Qt looks at each range whenever a group folds, and there may be thousands of groups."""
    shown.add([*named("a", "b"), *(replace(d, xn_address="x@example") for d in named("c", "d"))])
    shown.table.setFocus()
    shown.press(Key.Key_A, CTRL)
    shown.window.look.documents.view.group(GroupBy.ADDRESS)
    assert set(shown.selected) == set("abcd")
    assert shown.table.selectionModel().selection().size() == 1
    heading = shown.model.headings[1]
    shown.model.fold(heading, folded=True)
    assert len(shown.selected) == 2
    shown.model.fold(heading, folded=False)
    assert len(shown.selected) == 2, "what was folded away is not selected"
