"""The list by batch: headings that say how far each drop is, and what needs the person."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.clock import controlled_clock
from helpers.shown import Shown
from helpers.ui_fixtures import NOW, S, document
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from capout_desktop.domain import file_problem
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.upload_pace import STALLED
from capout_desktop.domain.web_app import CREDITS
from capout_desktop.ui.documents.columns import FILE, STATUS
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.shell.status_bar import StatusBar
from capout_desktop.ui.widgets.text_label import TextLabel

Key = Qt.Key
MB = 1024 * 1024
WAITS = Problem(HoldReason.WAITS_FOR_START)
TO_SUE = Destination(
    organization_id="", credential_id="", key_kind=None, server="", xn_address="sue@acme"
)


def batch(name: str, *, sent: bool = True, paused: bool = False) -> Batch:
    at = NOW if sent else None
    return Batch(name, name, NOW, BatchOrigin.DROP, TO_SUE, sent_at=at, paused=paused)


def member(of: str, name: str, state: DocumentState, **values: object) -> Document:
    minutes = {"twelve": 1, "storm": 2, "hail": 3}[of]
    at = NOW + timedelta(minutes=minutes)
    return document(state, id=name, file_name=name, batch_id=of, added_at=at, **values)


def storm_day() -> list[Document]:
    """A batch that is done, one on its way, a draft, and a single document."""
    return [
        document(S.COMPLETE, id="single", file_name="single", batch_id="alone"),
        *(member("twelve", f"t{n}", S.COMPLETE) for n in range(3)),
        member("storm", "s0", S.COMPLETE),
        member("storm", "s1", S.PROCESSING),
        member("storm", "s2", S.COMPLETE),
        member("storm", "s3", S.FAILED),
        member("storm", "s4", S.HELD, problem=Problem(HoldReason.NO_CREDITS)),
        member("hail", "h0", S.HELD, problem=WAITS, waits_for_start=True),
        member("hail", "h1", S.HELD, problem=WAITS, waits_for_start=True, skipped=True),
    ]


@pytest.fixture
def day(shown: Shown) -> Shown:
    """A window with a storm day."""
    shown.window.apply_batches([batch("alone"), batch("twelve"), batch("storm")])
    shown.window.apply_batches([batch("hail", sent=False)])
    shown.add(storm_day())
    return shown


def listing(shown: Shown) -> list[str]:
    """The rows: headings in brackets, by their names."""
    rows = []
    for row in range(shown.model.rowCount()):
        group = shown.model.group(row)
        text = shown.model.index(row, 0).data()
        rows.append(text if group is None else f"[{shown.model.heading(group)[0]}]")
    return rows


def row_of(shown: Shown, name: str) -> int:
    return listing(shown).index(f"[{name}]")


def spoken(shown: Shown, name: str) -> str:
    index = shown.model.index(row_of(shown, name), 0)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def buttons(shown: Shown, name: str) -> dict[str, QPushButton]:
    """The buttons in the heading of a batch, by their texts."""
    QApplication.processEvents()
    row = row_of(shown, name)
    return {
        button.text(): button
        for button in shown.row_buttons()
        if button.isVisible() and shown.table.rowAt(button.geometry().center().y()) == row
    }


def test_drafts_come_first_problems_on_top_and_what_is_complete_is_one_line(day: Shown) -> None:
    assert listing(day) == [
        "[hail]", "h0", "h1", "[storm]", "s3", "s1", "s4", "[2 complete]", "[twelve]", "single",
    ]  # fmt: skip
    assert day.model.listed == 11, "folded rows are on the list"
    assert all(day.model.batch_of(row) for row in (1, 2, 4, 6))
    assert day.model.batch_of(9) is None, "a single document does not belong to the batch above it"


def test_a_batch_says_how_fast_it_goes_and_how_long_it_takes_as_far_as_that_is_known(
    day: Shown, qtbot: QtBot
) -> None:
    def said() -> tuple[str, str]:
        bar = day.window.findChild(StatusBar)
        assert isinstance(bar, StatusBar)
        return spoken(day, "storm"), bar.summary

    def upload(seconds: int) -> None:
        for _ in range(seconds):
            asyncio.run(time.advance(1))
            row = rows[0]
            rows[0] = replace(row, state=S.UPLOADING, bytes_sent=row.bytes_sent + MB)
            day.add([rows[0]])

    with controlled_clock() as time:
        size = {"size": 75 * MB, "bytes_total": 0, "bytes_sent": 0}
        rows = [member("storm", name, S.QUEUED, **size) for name in ("u0", "u1", "u2")]
        rows[0] = replace(rows[0], bytes_total=100 * MB)
        day.add(rows)
        assert "/s" not in spoken(day, "storm")
        upload(2)
        assert "/s" not in spoken(day, "storm"), "too soon to say"
        upload(8)
        known = "1 MB/s · about 5 minutes left"
        qtbot.waitUntil(lambda: all(known in one for one in said()), timeout=20_000)
        assert "/s" not in spoken(day, "twelve")
        day.window.apply_batches([batch("storm", paused=True)])
        assert "1 MB/s" in spoken(day, "storm")
        assert "left" not in spoken(day, "storm"), "what waits does not go"
        day.window.apply_batches([batch("storm")])
        upload(85)
        rows[1:] = [replace(row, skipped=True) for row in rows[1:]]
        day.add(rows)
        assert "less than a minute left" in spoken(day, "storm")
        on_their_way = [replace(row, state=S.PROCESSING, skipped=False) for row in rows]
        day.add(on_their_way)
        assert "/s" not in spoken(day, "storm"), "nothing is left to send"
        day.add(rows)
        asyncio.run(time.advance(STALLED))
        qtbot.waitUntil(lambda: not any("/s" in one for one in said()), timeout=20_000)


def test_a_heading_says_how_its_documents_stand(day: Shown, qtbot: QtBot) -> None:
    said = spoken(day, "storm")
    for part in ("2 complete", "1 processing", "1 needs credits", "1 failed"):
        assert part in said
    assert "to restoration-team@example.xn, 2" in said, "those of its documents"
    assert said.endswith("expanded")
    assert "Draft" in spoken(day, "hail")
    assert "1 ready · 1 skipped" in spoken(day, "hail")
    assert spoken(day, "2 complete") == "2 complete, collapsed"
    assert spoken(day, "twelve").endswith("3 complete, collapsed")
    day.window.apply([member("storm", "s1", S.COMPLETE)])
    qtbot.waitUntil(lambda: "3 complete" in spoken(day, "storm"), timeout=20_000)
    assert "[3 complete]" in listing(day)
    day.add([member("storm", "s4", S.UPLOADING, xn_address="sue@acme")])
    assert "to restoration-team@example.xn, sue@acme, 3 complete" in spoken(day, "storm")
    day.add([member("storm", "s3", S.CONFIRMING, xn_address="bob@acme")])
    said = spoken(day, "storm")
    assert "to restoration-team@example.xn and 2 others, 3 complete" in said
    assert "1 sending · 1 checking with CapOut" in said


def test_the_line_of_the_complete_unfolds_by_mouse_and_keyboard(day: Shown) -> None:
    row = row_of(day, "2 complete")
    place = day.table.visualRect(day.model.index(row, 0)).center()
    QTest.mouseClick(day.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert listing(day)[row : row + 3] == ["[2 complete]", "s0", "s2"]
    day.press(Key.Key_Left)
    assert listing(day)[row + 1] == "[twelve]"
    day.press(Key.Key_Right)
    day.press(Key.Key_Right)
    assert day.current == "s0"
    whole = listing(day)
    day.table.setCurrentIndex(day.model.index(row_of(day, "storm"), 0))
    day.press(Key.Key_Left)
    assert listing(day)[3:] == ["[storm]", "[twelve]", "single"]
    assert day.model.row_of("s1") is None
    assert day.model.row_of("single") == 5
    day.press(Key.Key_Right)
    assert listing(day) == whole, "what was unfolded within it still is"
    for row in range(day.model.rowCount()):
        if day.model.group(row) is None:
            assert day.model.row_of(day.model.document(row).id) == row


def test_a_search_or_filter_shows_what_is_complete(day: Shown) -> None:
    day.bar.chips.show_chosen(DocumentFilter.COMPLETE)
    assert listing(day) == ["[storm]", "s0", "s2", "[twelve]", "t0", "t1", "t2", "single"]
    day.bar.chips.show_chosen(DocumentFilter.ALL)
    day.bar.search.setText("s0")
    assert listing(day) == ["s0"], "one document needs no heading"


def test_a_sort_is_kept_within_batches_and_without_groups_there_are_none(day: Shown) -> None:
    day.click_header(FILE)
    day.click_header(FILE)
    assert listing(day)[3:9] == ["[storm]", "s4", "s3", "s2", "s1", "s0"]
    day.window.look.documents.view.group(GroupBy.NONE)
    assert listing(day)[:5] == ["[hail]", "h1", "h0", "t2", "t1"], "drafts stay on top"


def test_the_buttons_of_a_heading_concern_its_batch(day: Shown) -> None:
    told: list[tuple[str, str]] = []
    for name in ("pause", "resume", "retry_failed", "skip_rest", "buy_credits"):
        signal = getattr(day.window.batches, name)
        signal.connect(lambda batch_id, name=name: told.append((name, batch_id)))
    assert set(buttons(day, "storm")) == {"Retry failed", "Skip the rest", "Pause"}
    assert set(buttons(day, "twelve")) == {"Export…"}
    day.window.offer_web_app(True)
    pages: list[str] = []
    day.window.web_page_wanted.connect(pages.append)
    for text in ("Pause", "Retry failed", "Skip the rest", "Buy credits"):
        QTest.mouseClick(buttons(day, "storm")[text], Qt.MouseButton.LeftButton)
    pressed = ["pause", "retry_failed", "skip_rest", "buy_credits"]
    assert told == [(name, "storm") for name in pressed]
    assert pages == [CREDITS]
    assert buttons(day, "storm")["Pause"].accessibleName() == "Pause: storm"


def test_a_batch_that_has_ended_is_exported_alone(day: Shown, tmp_path: Path) -> None:
    told: list[tuple[Path, list[str]]] = []
    exporting = day.window.exporting
    exporting.wanted.connect(lambda path, of: told.append((Path(path), [d.id for d in of])))
    QTest.mouseClick(buttons(day, "twelve")["Export…"], Qt.MouseButton.LeftButton)
    path = tmp_path / "twelve.csv"
    dialog = day.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.accept()
    assert told == [(path, ["t0", "t1", "t2"])]


def done_at(minutes: float, **values: object) -> Document:
    taken = timedelta(minutes=minutes)
    fields = {"attempts": 1, "attempt_at": NOW - taken, "completed_at": NOW, "changed_at": NOW}
    return member("twelve", str(values.pop("name")), S.COMPLETE, **fields, **values)


def test_how_long_documents_usually_take_is_said_once_that_is_known(
    day: Shown, qtbot: QtBot
) -> None:
    position = day.model.row_of("s1")
    assert position is not None
    assert "takes" not in day.model.spoken(position, STATUS.index)
    assert "usually" not in spoken(day, "storm")
    day.add([done_at(2 + n / 10, name=f"t{n}") for n in range(3)])
    day.add([done_at(9, name="t5"), done_at(3, name="t6", server="https://other.example")])
    assert "usually" not in spoken(day, "storm"), "four of this server are too few"
    day.add([done_at(3, name="t7")])
    assert "1 processing" in spoken(day, "storm")
    assert "usually 2 minutes each" in spoken(day, "storm")
    day.add([member("storm", "s1", S.PROCESSING, bytes_total=2)])
    position = day.model.row_of("s1")
    assert position is not None
    assert "Usually takes 2 minutes" in day.model.spoken(position, STATUS.index)
    day.window.details.action.setChecked(True)
    day.select("s1")

    def said() -> list[str]:
        return [label.text() for label in day.window.findChildren(TextLabel)]

    qtbot.waitUntil(lambda: "Usually takes 2 minutes" in said(), timeout=20_000)


def test_names_of_a_batch_are_painted_without_what_all_have_in_common(shown: Shown) -> None:
    names = ["Gulf-Coast_Claim-70013_Osei.pdf", "Gulf-Coast_Claim-70021_Petrov.PDF"]
    shown.window.apply_batches([batch("storm")])
    shown.add([member("storm", name, S.QUEUED) for name in names])
    group = shown.model.batch_of(1)
    assert group is not None
    assert [group.shortened(name) for name in names] == ["…70013_Osei", "…70021_Petrov"]
    assert listing(shown)[1:] == names, "screen readers and exports get the whole name"
    shown.add([member("storm", "Smith.pdf", S.QUEUED)])
    group = shown.model.batch_of(1)
    assert group is not None
    assert group.shortened(names[0]) == "…70013_Osei", "most names begin so"
    assert group.shortened("Smith.pdf") == "Smith.pdf"
    shown.add([member("storm", "Jones.pdf", S.QUEUED)])
    group = shown.model.batch_of(1)
    assert group is not None
    assert group.shortened(names[0]) == names[0], "only half of them"


def test_only_what_can_be_tried_again_offers_that(shown: Shown, qtbot: QtBot) -> None:
    shown.window.apply_batches([batch("storm")])
    refused = member("storm", "a", S.REJECTED, problem=file_problem.DAMAGED)
    failed = member("storm", "b", S.FAILED, document_id="doc_1")
    shown.add([refused, failed])
    assert "1 can't be sent · 1 failed" in spoken(shown, "storm")
    assert "Retry failed" not in buttons(shown, "storm")
    shown.add([replace(failed, document_id="")])
    qtbot.waitUntil(lambda: "Retry failed" in buttons(shown, "storm"))


def test_a_paused_batch_says_so_in_its_heading_and_rows(day: Shown) -> None:
    day.add([member("storm", "s5", S.QUEUED)])
    day.window.apply_batches([batch("storm", paused=True)])
    assert "Paused" in spoken(day, "storm")
    assert "Sending is paused" in day.window.row_text("s5")
    assert "Resume" in buttons(day, "storm")
    day.window.apply_batches([batch("storm")])
    assert "paused" not in day.window.row_text("s5")


def test_a_sent_draft_takes_its_place_among_the_others(day: Shown) -> None:
    day.window.apply_batches([batch("hail")])
    day.add([member("hail", "h0", S.QUEUED)])
    assert set(buttons(day, "hail")) == {"Pause"}
    assert "Draft" not in spoken(day, "hail")


def test_documents_without_a_batch_are_listed_as_they_came(shown: Shown) -> None:
    shown.add([document(S.QUEUED, id=n, file_name=n) for n in "abc"])
    assert listing(shown) == ["a", "b", "c"]
    assert shown.model.group_by is GroupBy.BATCH
