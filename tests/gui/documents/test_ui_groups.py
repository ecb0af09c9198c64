"""Groups: headings that are seen and heard, and fold the rows below them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from helpers.shown import Shown, named
from helpers.ui_fixtures import NOW, S, document
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.columns import CREDITS, FILE
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.text.formatting import long_day_text

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOON = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
"""Today at noon here, so that a day before is yesterday whenever the test runs."""


def added(name: str, days: int, **values: object) -> Document:
    at = (NOON - timedelta(days=days)).astimezone(UTC)
    return document(S.QUEUED, id=name, file_name=name, added_at=at, **values)


def listing(shown: Shown) -> list[str]:
    """All rows: headings in brackets."""
    model, rows = shown.model, []
    for row in range(model.rowCount()):
        heading = model.group(row) is not None
        text = model.index(row, 0).data()
        rows.append(f"[{text}]" if heading else text)
    return rows


def of_three_days() -> list[Document]:
    return [added("d", 9), added("c", 1), added("b", 0), added("a", 0)]


def test_days_are_sorted_newest_first_under_their_names(shown: Shown) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    old = long_day_text((NOON - timedelta(days=9)).date())
    assert listing(shown) == [
        "[Today · 2]", "b", "a", "[Yesterday · 1]", "c", f"[{old} · 1]", "d",
    ]  # fmt: skip
    shown.window.look.documents.view.group(GroupBy.NONE)
    assert listing(shown) == ["b", "a", "c", "d"]


def test_addresses_are_sorted_alphabetically_with_none_last(shown: Shown) -> None:
    names = ("smith@team", "", "Adams@team", "adams@team")
    shown.add(
        [
            document(S.HELD, id=n, file_name=n, xn_address=a)
            for n, a in zip("abcd", names, strict=True)
        ]
    )
    shown.window.look.documents.view.group(GroupBy.ADDRESS)
    assert listing(shown) == [
        "[Adams@team · 2]", "c", "d", "[smith@team · 1]", "a", "[No address · 1]", "b",
    ]  # fmt: skip


def test_a_sort_is_kept_within_each_group_and_survives_the_groups(shown: Shown) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.click_header(FILE)
    assert [d for d in listing(shown) if d[0] != "["] == ["a", "b", "c", "d"]
    shown.click_header(FILE)
    assert [d for d in listing(shown) if d[0] != "["] == ["b", "a", "c", "d"]
    shown.window.look.documents.view.group(GroupBy.NONE)
    assert listing(shown) == ["d", "c", "b", "a"]


def test_search_and_filter_remove_empty_groups(shown: Shown) -> None:
    documents = of_three_days()
    shown.add([*documents[:3], replace(documents[3], state=S.COMPLETE)])
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    assert listing(shown) == ["[Today · 1]", "a"]
    shown.bar.chips.show_chosen(DocumentFilter.ALL)
    shown.bar.search.setText("c")
    assert listing(shown) == ["[Today · 1]", "a", "[Yesterday · 1]", "c"]  # "a" is complete
    shown.bar.search.setText("nobody")
    assert listing(shown) == []


def test_new_documents_find_their_group(shown: Shown, qtbot: QtBot) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.window.apply([added("e", 1)])
    qtbot.waitUntil(lambda: "[Yesterday · 2]" in listing(shown), timeout=20_000)
    shown.window.apply([replace(added("e", 1), removed=True, state=S.COMPLETE)])
    qtbot.waitUntil(lambda: "[Yesterday · 1]" in listing(shown), timeout=20_000)


def test_a_changed_address_moves_a_row_to_another_group(shown: Shown, qtbot: QtBot) -> None:
    documents = named("a", "b")
    shown.add(documents)
    shown.window.look.documents.view.group(GroupBy.ADDRESS)
    assert len(listing(shown)) == 3
    shown.window.apply([replace(documents[1], xn_address="zeta@team")])
    qtbot.waitUntil(lambda: listing(shown)[2:] == ["[zeta@team · 1]", "b"], timeout=20_000)


def test_the_arrow_keys_fold_groups_and_go_from_headings_to_documents(shown: Shown) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.table.setFocus(Qt.FocusReason.TabFocusReason)
    shown.press(Key.Key_Home)
    assert shown.table.currentIndex().row() == 0
    for key in (Key.Key_Right, Key.Key_Down):  # to the first document, to the second
        shown.press(key)
    assert shown.current == "a"
    shown.press(Key.Key_Left)  # to its heading
    assert shown.table.currentIndex().row() == 0
    whole = listing(shown)
    for fold, unfold in (
        (Key.Key_Left, Key.Key_Right), (Key.Key_Return, Key.Key_Return),
        (Key.Key_Space, Key.Key_Space),
    ):  # fmt: skip
        shown.press(fold)
        assert listing(shown)[:2] == ["[Today · 2]", "[Yesterday · 1]"]
        assert shown.table.currentIndex().row() == 0
        assert shown.model.listed == 4, "folded documents stay on the list"
        assert shown.names == ["b", "a", "c", "d"], "and are exported"
        shown.press(unfold)
        assert listing(shown) == whole


def test_page_home_and_end_keys_reach_every_row(shown: Shown) -> None:
    shown.add([added(f"{n:02}", n) for n in range(60)])  # every second row is a heading
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.table.setFocus(Qt.FocusReason.TabFocusReason)
    shown.press(Key.Key_End, CTRL)
    assert shown.current == "59"
    shown.press(Key.Key_Home, CTRL)
    assert shown.table.currentIndex().row() == 0
    assert shown.table.verticalScrollBar().value() == 0


def test_all_groups_fold_and_later_documents_keep_them_folded(shown: Shown) -> None:
    shown.add(of_three_days())
    view = shown.window.look.documents.view
    assert not view.fold_all.isEnabled()
    view.group(GroupBy.DAY)
    view.fold_all.trigger()
    assert [row[0] for row in listing(shown)] == ["["] * 3
    shown.add([added("e", 0)])
    assert listing(shown)[0] == "[Today · 3]"
    assert len(listing(shown)) == 3
    shown.bar.search.setText("c")
    assert listing(shown) == ["[Yesterday · 1]", "c"], "a search shows folded matches"
    shown.bar.search.setText("")
    assert len(listing(shown)) == 3
    view.unfold_all.trigger()
    assert shown.model.rowCount() == 8
    assert view.group_menu.actions()[0].text(), "the menu still chooses"
    view.group_menu.actions()[1].trigger()
    assert shown.model.group_by is GroupBy.NONE


def test_headings_are_lower_than_rows_also_after_rows_moved(shown: Shown) -> None:
    shown.add(of_three_days())
    view = shown.window.look.documents.view
    view.group(GroupBy.DAY)
    steps: tuple[Callable[[], object], ...] = (
        partial(shown.model.fold, 0, True),
        partial(shown.model.fold, 1, True),
        partial(shown.model.fold, 0, False),
        view.fold_all.trigger,
        view.unfold_all.trigger,
    )
    for step in steps:
        step()
        assert [shown.model.group(row) is not None for row in range(shown.model.rowCount())] == [
            row in shown.model.headings for row in range(shown.model.rowCount())
        ]
        for row in range(shown.model.rowCount()):
            height = shown.table.rowHeight(row)
            assert (height < 32) is (shown.model.group(row) is not None)
    view.group(GroupBy.NONE)
    assert {shown.table.rowHeight(row) for row in range(4)} == {height_of_rows(shown)}


def height_of_rows(shown: Shown) -> int:
    return shown.table.verticalHeader().defaultSectionSize()


def test_typed_letters_go_to_a_name_and_never_to_a_heading(shown: Shown) -> None:
    shown.add([*of_three_days(), added("Toledo.pdf", 1), added("Yuma.pdf", 9)])
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.table.setFocus(Qt.FocusReason.TabFocusReason)
    for key, name in ((Key.Key_T, "Toledo.pdf"), (Key.Key_Y, "Yuma.pdf"), (Key.Key_A, "a")):
        shown.table.keyboardSearch("")  # as after a pause
        shown.press(key)
        assert shown.current == name


def test_a_click_on_a_heading_folds_its_group_and_selects_no_document(shown: Shown) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.select("b")
    whole = listing(shown)
    for expected in (3, 0):  # rows of "Yesterday" and the older day stay where they are
        place = shown.table.visualRect(shown.model.index(0, 0)).center()
        QTest.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert shown.selected == []
        assert (listing(shown) == whole) is (expected == 0)


def test_a_selection_over_headings_holds_documents_only(shown: Shown) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.table.setFocus()
    shown.press(Key.Key_A, CTRL)
    assert shown.selected == ["b", "a", "c", "d"]
    shown.window.look.documents.view.group(GroupBy.NONE)
    assert shown.selected == ["b", "a", "c", "d"]
    shown.select("a")
    shown.window.look.documents.view.group(GroupBy.DAY)
    shown.press(Key.Key_Down, SHIFT)
    shown.press(Key.Key_Down, SHIFT)
    assert shown.selected == ["a", "c"]


def test_screen_readers_get_headings_with_their_count_and_fold(shown: Shown) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    spoken = [
        shown.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(shown.model.rowCount())
    ]
    assert spoken[0] == "Today, 2 documents, expanded"
    assert spoken[1].startswith("b")
    assert spoken[3] == "Yesterday, 1 document, expanded"
    shown.window.look.documents.view.fold_all.trigger()
    assert shown.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Yesterday, 1 document, collapsed"
    )


def test_a_heading_is_painted_over_the_whole_width(shown: Shown) -> None:
    shown.add(of_three_days())
    shown.window.look.documents.view.group(GroupBy.DAY)
    QApplication.processEvents()
    first = shown.table.visualRect(shown.model.index(0, 0))
    last = shown.table.visualRect(shown.model.index(0, CREDITS.index))
    image = shown.table.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    colors = {
        image.pixelColor(round(x * ratio), round((first.top() + 3) * ratio)).name()
        for x in range(first.left(), last.right(), 7)
    }
    palette = shown.window._theme.palette
    assert colors == {palette.window}
    assert palette.window != palette.surface


@pytest.mark.usefixtures("qapp")
def test_a_hundred_thousand_rows_are_grouped() -> None:
    model = DocumentModel()
    model.apply(
        document(
            S.QUEUED,
            id=str(n),
            file_name=f"{n}.pdf",
            added_at=NOW - timedelta(minutes=n),
            xn_address=f"team-{n % 700}@example",
        )
        for n in range(100_000)
    )
    model.flush()
    model.group_rows(GroupBy.ADDRESS)
    assert (model.rowCount(), model.listed) == (100_700, 100_000)
    model.group_rows(GroupBy.DAY)
    headings = model.rowCount() - model.listed
    assert headings in {70, 71, 72}
    model.deleteLater()


def test_the_first_document_of_a_grouped_list_shows_no_empty_result(
    shown: Shown, qtbot: QtBot
) -> None:
    """It waits for its place under a heading a little, and there is a list all the same."""
    shown.window.look.documents.view.group(GroupBy.DAY)
    with qtbot.waitSignal(shown.model.rows_changed):
        shown.window.apply(of_three_days())
    assert shown.table.isVisible()
    qtbot.waitUntil(lambda: len(listing(shown)) == 7)
