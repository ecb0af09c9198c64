"""Drafts in the list by themselves: check boxes, keys, words, and what an address keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from helpers.draft_list import CHECKED, PARTLY, UNCHECKED, DraftList
from helpers.ui_fixtures import NOW, document
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.domain import file_problem, hold
from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.batch_review import BatchReview, BatchSummary
from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.draft import Draft, is_shown
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.ui.addresses.question import AddressQuestion
from capout_desktop.ui.batch.draft_text import count_parts
from capout_desktop.ui.documents.check_box import LEFT
from capout_desktop.ui.documents.columns import ADDRESS, CREDITS, FILE, PROGRESS, STATUS
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.text.parts import fitted

S, Key = DocumentState, Qt.Key
TEAM = "team@example"
PAYER = Destination(organization_id="", credential_id="", key_kind=None, server="", xn_address=TEAM)


def waiting(name: str, **values: object) -> Document:
    defaults: dict[str, object] = {
        "id": name,
        "problem": Problem(HoldReason.WAITS_FOR_START),
        "waits_for_start": True,
        "sha256": name,
        "xn_address": TEAM,
        "batch_id": "hail",
        "state": S.HELD,
    }
    merged = {**defaults, **values}
    return document(merged.pop("state"), file_name=name, **merged)  # type: ignore[arg-type]


class Drafts(DraftList):
    """A window with drafts, and what the person wanted in it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        super().__init__(window)
        self._qtbot = qtbot
        self._batches: dict[str, Batch] = {}
        self._reviews: dict[str, BatchReview] = {}
        self.cost = Fit.FITS
        self.reading = False
        self.ticked: list[tuple[list[str], bool]] = []
        self.told: list[tuple[str, ...]] = []
        window.model.ticked.connect(lambda ids, goes: self.ticked.append((ids, goes)))
        batches = window.batches
        batches.send.connect(lambda batch_id: self.told.append(("send", batch_id)))
        batches.readdress.connect(lambda *words: self.told.append(("readdress", *words)))
        batches.readdress_files.connect(lambda ids, to: self.told.append(("files", *ids, to)))
        window.drafts.show_book(AddressBook((TEAM, "b@y"), {"b@y": "Northwest"}, TEAM))
        window.drafts.read_from(self._drafts)

    def add(self, *documents: Document) -> None:
        """Add files to drafts, or update them, as the program does."""
        for row in documents:
            if row.batch_id not in self._batches:
                at = NOW + timedelta(minutes=len(self._batches))
                batch = Batch(row.batch_id, row.batch_id, at, BatchOrigin.DROP, PAYER)
                self._batches[row.batch_id] = batch
                self._reviews[row.batch_id] = BatchReview()
                self.window.apply_batches([batch])
        self.window.apply(documents)
        touched: set[str] = set()
        for batch_id, review in self._reviews.items():
            touched |= review.take([row for row in documents if row.batch_id == batch_id])
        self.refresh(*touched)

    def refresh(self, *changed: str) -> None:
        self.window.drafts.refresh(changed)
        self._qtbot.waitUntil(self._is_shown, timeout=20_000)

    def _is_shown(self) -> bool:
        self.model.flush()
        return bool(self.headings) and all(
            self.model.drafts.named(draft.batch.id) == draft for draft in self._drafts()
        )

    def _drafts(self) -> list[Draft]:
        found = []
        for batch_id, review in reversed(self._reviews.items()):
            summary, batch = review.summary, self._batches[batch_id]
            number = summary.will_go
            cost = Estimate(number, 9 * number, 12 * number, 80, 0, self.cost)
            if is_shown(batch, review):
                found.append(Draft(batch, review, summary, cost, self.reading))
        return found

    def text(self, name: str, column: object) -> str:
        index = self.model.index(self.row(name), column.index)  # type: ignore[attr-defined]
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.fixture
def drafts(qtbot: QtBot) -> Drafts:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    window.activateWindow()
    return Drafts(window, qtbot)


def test_each_row_says_what_will_happen_and_the_heading_how_many_are_sent(drafts: Drafts) -> None:
    bad = waiting("b.pdf", state=S.REJECTED, problem=file_problem.PASSWORD_NEEDED)
    sent = waiting("c.pdf", problem=hold.already_sent(date(2026, 11, 12)))
    checking = waiting("d.pdf", state=S.CHECKING, problem=None)
    odd = waiting("e.pdf", xn_address="northwest")
    drafts.add(waiting("a.pdf"), bad, sent, checking, odd)
    assert "Ready" in drafts.text("a.pdf", STATUS)
    assert "The PDF needs a password to open" in drafts.text("b.pdf", STATUS)
    said = drafts.text("c.pdf", STATUS)
    assert said.startswith("Skipped")
    assert "already sent to this address on Nov 12, 2026" in said
    assert "costs credits a second time" in said
    assert drafts.text("d.pdf", STATUS).startswith("Being checked")
    assert "usually looks like name@instance" in drafts.text("e.pdf", ADDRESS)
    assert "1.2 MB" in drafts.text("a.pdf", PROGRESS)
    assert [drafts.text(n, CREDITS) for n in ("a.pdf", "c.pdf")] == ["about 9 credits", ""]
    boxes = [drafts.state(drafts.row(f"{n}.pdf")) for n in "abcde"]
    assert boxes == [CHECKED, None, UNCHECKED, CHECKED, CHECKED]
    heading = drafts.said()
    for part in ("hail", "draft, not sent yet", "5 files · 2 ready · 1 skipped · 1 can't be sent",
                 "about 27 credits", "you have 80", f"to {TEAM}"):  # fmt: skip
        assert part in heading
    assert drafts.offers("Send 3")
    assert drafts.buttons()["Send 3"].accessibleName() == "Send 3: hail"
    copy = replace(waiting("f.pdf"), sha256="aa" * 32)
    drafts.add(replace(waiting("a.pdf"), sha256=copy.sha256), copy)
    assert drafts.text("f.pdf", STATUS).startswith("Skipped")
    drafts.press("Include", drafts.row("f.pdf"))
    assert drafts.ticked.pop() == (["f.pdf"], True)
    drafts.add(replace(checking, downloading=True))
    said = drafts.text("d.pdf", STATUS)
    assert said.startswith("Being checked")
    assert "Downloading the file from the cloud" in said


def test_what_it_costs_too_much_is_said_with_the_heading(drafts: Drafts) -> None:
    drafts.cost = Fit.SHORT
    drafts.add(*(waiting(f"{n}.pdf") for n in range(12)))
    tip = str(drafts.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    for said in (drafts.said(), tip):
        assert "You need about 108 credits, and you have 80." in said


def test_space_unticks_all_selected_rows_and_delete_only_unticks(drafts: Drafts) -> None:
    drafts.add(*(waiting(f"{n}.pdf") for n in range(4)))
    drafts.toggle("0.pdf", "1.pdf", "2.pdf")
    ids, goes = drafts.ticked.pop()
    assert (sorted(ids), goes) == (["0.pdf", "1.pdf", "2.pdf"], False)
    drafts.add(*(waiting(f"{n}.pdf", skipped=True) for n in range(3)))
    assert drafts.offers("Send 1")
    drafts.toggle("0.pdf", "3.pdf")
    assert drafts.ticked.pop() == (["0.pdf"], True), "like the current one"
    drafts.key(Key.Key_Delete, "3.pdf", "2.pdf")
    assert drafts.ticked.pop() == (["3.pdf"], False)
    drafts.key(Key.Key_Delete, "2.pdf")
    assert drafts.ticked == []
    assert not drafts.window.actions_on_rows.cancel_action.isEnabled()


def test_the_heading_ticks_all_but_what_would_cost_credits_twice(drafts: Drafts) -> None:
    again = waiting("c.pdf", sha256="a.pdf")
    drafts.add(waiting("a.pdf"), waiting("b.pdf", skipped=True), again)
    heading = drafts.headings[0]
    assert drafts.state(heading) is PARTLY
    drafts.click_box(heading)
    assert drafts.ticked.pop() == (["b.pdf"], True)
    assert "The same file as a.pdf" in drafts.text("c.pdf", STATUS)
    assert not drafts.model.is_folded(drafts.model.group(heading)), "a check box folds nothing"  # type: ignore[arg-type]
    drafts.add(waiting("b.pdf"))
    assert drafts.state(heading) is CHECKED
    drafts.table.setCurrentIndex(drafts.model.index(heading, FILE.index))
    drafts.key(Key.Key_Space)
    assert drafts.ticked.pop() == (["a.pdf", "b.pdf"], False)
    drafts.add(*(waiting(f"{n}.pdf", skipped=True) for n in "ab"))
    assert drafts.state(heading) is UNCHECKED
    assert "Nothing to send" in drafts.buttons()
    assert not drafts.offers("Nothing to send")
    drafts.key(Key.Key_Return, ctrl=True)
    assert drafts.told == []


def test_a_click_on_a_check_box_ticks_and_beside_it_only_selects(drafts: Drafts) -> None:
    drafts.add(waiting("a.pdf"), waiting("b.pdf"))
    row = drafts.row("b.pdf")
    drafts.click_box(row)
    assert drafts.ticked == [(["b.pdf"], False)]
    place = drafts.table.visualRect(drafts.model.index(row, FILE.index)).center()
    QTest.mouseClick(drafts.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(drafts.ticked) == 1


def test_nothing_can_be_sent_while_the_folder_is_being_read(drafts: Drafts) -> None:
    drafts.reading = True
    drafts.add(waiting("a.pdf"), waiting("b.pdf"))
    assert not drafts.offers("Reading the folder…")
    assert not drafts.offers("Discard")
    drafts.key(Key.Key_Return, "a.pdf", ctrl=True)
    assert drafts.told == []
    drafts.reading = False
    drafts.refresh()
    drafts.key(Key.Key_Return, "a.pdf", ctrl=True)
    assert drafts.told == [("send", "hail")]


def test_an_update_of_a_file_does_not_discard_text_being_typed(drafts: Drafts) -> None:
    first = waiting("a.pdf")
    drafts.add(first, waiting("b.pdf"))
    editor = drafts.edit("a.pdf")
    QTest.keyClicks(editor, "Northw")
    drafts.add(replace(first, page_count=9), waiting("c.pdf"))
    assert editor.text() == "Northw"
    QTest.keyClicks(editor, "est")
    drafts.table.commitData(editor)
    assert drafts.told == [("files", "a.pdf", "b@y")], "a name of the book means its address"


def test_an_address_is_for_all_selected_rows_and_needs_enter_if_it_looks_odd(
    drafts: Drafts,
) -> None:
    drafts.add(*(waiting(f"{n}.pdf") for n in "abc"))
    editor = drafts.edit("a.pdf", "b.pdf")
    QTest.keyClicks(editor, "southeast")
    drafts.table.setFocus()
    assert drafts.told == [], "what is half typed is not used"
    drafts.readdress("southeast", "a.pdf", "b.pdf")
    QApplication.processEvents()
    (told,) = drafts.told
    assert (sorted(told[1:-1]), told[-1]) == (["a.pdf", "b.pdf"], "southeast")


def test_without_an_address_it_asks_for_one(drafts: Drafts) -> None:
    drafts.add(waiting("a.pdf", xn_address=""), waiting("b.pdf", xn_address=""))
    assert drafts.offers("Pick address…")
    drafts.press("Send 2")
    assert drafts.told == []
    (question,) = drafts.window.findChildren(AddressQuestion)
    field = question.field.lineEdit()
    assert field is not None
    QTest.keyClicks(field, "sue@acme")
    QTest.mouseClick(question.send_button, Qt.MouseButton.LeftButton)
    assert drafts.told == [("readdress", "hail", "sue@acme")]


def test_drafts_stay_on_top_in_every_grouping_and_under_a_filter(drafts: Drafts) -> None:
    drafts.add(*(waiting(f"{n}.pdf") for n in "ab"))
    drafts.window.apply([document(S.COMPLETE, file_name="done", id="done")])
    drafts.model.flush()
    for by in GroupBy:
        drafts.model.group_rows(by)
        assert drafts.headings == [0], by
        assert drafts.names() == ["a.pdf", "b.pdf"]
    drafts.model.search("a.pdf")
    assert drafts.names() == ["a.pdf"]
    assert drafts.offers("Send 2"), "what a search hides is sent, too"
    drafts.model.search("")
    drafts.model.show(DocumentFilter.COMPLETE)
    assert drafts.headings == []


@pytest.mark.parametrize("by", [GroupBy.BATCH, GroupBy.NONE, GroupBy.ADDRESS])
def test_what_needs_a_look_comes_first_but_not_from_under_the_mouse_or_an_editor(
    drafts: Drafts, qtbot: QtBot, by: GroupBy
) -> None:
    drafts.model.group_rows(by)
    drafts.add(*(waiting(f"{n}.pdf") for n in "abcdef"))
    locked = {"state": S.REJECTED, "problem": file_problem.PASSWORD_NEEDED}
    drafts.add(waiting("c.pdf", **locked))
    qtbot.waitUntil(lambda: drafts.names() == [f"{n}.pdf" for n in "cabdef"], timeout=20_000)
    viewport = drafts.table.viewport()
    place = drafts.table.visualRect(drafts.model.index(drafts.row("b.pdf"), STATUS.index)).center()
    entered: list[int] = []
    drafts.table.entered.connect(lambda index: entered.append(index.row()))
    QTest.mouseMove(viewport, place)
    qtbot.waitUntil(lambda: drafts.row("b.pdf") in entered)
    drafts.add(waiting("e.pdf", problem=hold.already_sent(date(2026, 11, 12))))
    drafts.add(waiting("b.pdf", skipped=True))
    assert drafts.names() == [f"{n}.pdf" for n in "cabdef"], "it is under the mouse"
    editor = drafts.edit("d.pdf")
    QTest.keyClicks(editor, "sue@")
    QTest.mouseMove(drafts.table.horizontalHeader().viewport())
    qtbot.waitUntil(lambda: not viewport.underMouse(), timeout=20_000)
    drafts.add(waiting("f.pdf", **locked))
    assert drafts.names() == [f"{n}.pdf" for n in "cabdef"], "an address is being typed"
    QTest.keyClick(editor, Key.Key_Escape)
    qtbot.waitUntil(lambda: drafts.names() == [f"{n}.pdf" for n in "cefabd"], timeout=20_000)
    drafts.toggle("b.pdf")
    assert drafts.ticked == [(["b.pdf"], True)], "that row, wherever it is"


def test_a_heading_with_little_room_still_says_what_the_draft_costs() -> None:
    summary = BatchSummary(total=10, will_go=6, ready=5, left_out=3, cannot=1, warned=1)
    batch = Batch("hail", "hail", NOW, BatchOrigin.DROP, PAYER)
    cost = Estimate(files=6, likely=63, most=70, left=900, ahead=0, fit=Fit.FITS)
    words = "5 ready · about 63 credits · …"
    parts = count_parts(Draft(batch, BatchReview(), summary, cost))
    assert fitted(parts, len(words), len) == words


def test_the_heading_stays_in_sight_while_its_files_are_scrolled(drafts: Drafts) -> None:
    drafts.window.resize(drafts.window.minimumSize())
    older = [waiting(f"old {n}.pdf", batch_id="older") for n in range(8)]
    drafts.add(*older)
    drafts.add(*(waiting(f"{n}.pdf") for n in range(30)))
    table, pinned = drafts.table, drafts.table.pinned
    assert not pinned.isVisible()
    drafts.key(Key.Key_Down, "20.pdf")
    QApplication.processEvents()
    assert pinned.isVisible()
    assert pinned.row == drafts.headings[0]
    assert drafts.offers("Send 30")
    drafts.press("Send 30")
    assert drafts.told == [("send", "hail")]
    for _ in range(6):
        drafts.key(Key.Key_Up)
    current = table.visualRect(table.currentIndex())
    assert current.top() >= pinned.geometry().bottom(), "the current row is not below it"
    place = QPointF(LEFT + 8, pinned.height() / 2)
    left = Qt.MouseButton.LeftButton
    press = QMouseEvent(
        QEvent.Type.MouseButtonPress, place, place, left, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(pinned, press)
    ids, goes = drafts.ticked.pop()
    assert (len(ids), goes) == (30, False)
    table.scrollToBottom()
    QApplication.processEvents()
    assert pinned.row == drafts.headings[1]
    assert drafts.offers("Send 8")
    table.scrollToTop()
    assert not pinned.isVisible()
