"""The panel beside the list: what it shows, what it asks for, and how it is reached."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar, cast

import pytest
from helpers.ui_fixtures import NOW, SERVER_REFUSED, S, document, every_state, stages
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.timeline import EntryKind, HistoryEntry
from capout_desktop.domain.typical_cost import DocumentCost
from capout_desktop.ui.details.panel import DetailPanel
from capout_desktop.ui.details.preview import Preview
from capout_desktop.ui.details.state_block import SentBar
from capout_desktop.ui.details.timeline import MOST_SHOWN
from capout_desktop.ui.details.timeline_view import TimelineText
from capout_desktop.ui.documents.columns import COLUMNS, CREDITS, FILE, PROGRESS, STATUS, UPDATED
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell.main_window import LEAST_SIZE, MainWindow
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.widgets.selectable_text import FileName, SelectableText

W = TypeVar("W", bound=QWidget)


class Seen:
    """A window with documents and its panel."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        table = window.findChild(DocumentTable)
        assert isinstance(table, DocumentTable)
        self.table = table

    @property
    def panel(self) -> DetailPanel:
        panel = self.window.details.panel
        assert panel is not None
        return panel

    def select(self, *ids: str) -> None:
        self.window.model.flush()
        self.table.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for id_ in ids:
            row = self.window.model.row_of(id_)
            assert row is not None
            index = self.window.model.index(row, 0)
            self.table.selectionModel().select(index, flags.Select | flags.Rows)

    def open(self, shown: Document) -> None:
        self.window.apply([shown])
        self.select(shown.id)
        self.window.details.action.setChecked(True)
        self.qtbot.waitUntil(lambda: self.panel.shown is shown)

    def parts(self, kind: type[W]) -> list[W]:
        """All of this kind that the person can see by scrolling."""
        found: list[W] = self.panel.findChildren(kind)
        return [part for part in found if part.isVisible()]

    @property
    def words(self) -> str:
        """All that the panel says."""
        return "\n".join(
            [label.text() for label in self.parts(QLabel)]
            + [text.text for text in self.parts(SelectableText)]
            + [name.text() for name in self.parts(FileName)]
            + [button.text() for button in self.parts(QAbstractButton)]
            + [line.text for text in self.parts(TimelineText) for line in text.lines]
        )

    def words_in_rows(self, *words: str) -> list[str]:
        """Those of the words that are in labels, from top to bottom."""
        labels = [label for label in self.parts(QLabel) if label.text() in words]
        labels.sort(key=lambda label: label.mapTo(self.panel, QPoint()).y())
        return [label.text() for label in labels]

    def click(self, words: str) -> None:
        """Press the button that says this."""
        (button,) = [b for b in self.parts(QAbstractButton) if b.text() == words]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def seen(qtbot: QtBot) -> Seen:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.apply(every_state())
    window.model.flush()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Seen(window, qtbot)


DONE = document(S.COMPLETE, id="done", stages=stages("ddddd"), document_id="doc_1")


# How it is reached


def test_the_panel_is_created_only_when_it_is_opened(seen: Seen) -> None:
    assert seen.window.details.panel is None
    assert seen.window.findChildren(DetailPanel) == []
    seen.open(DONE)
    assert seen.panel.isVisible()


@pytest.mark.parametrize("way", ["shortcut", "button", "enter", "double click"])
def test_the_panel_opens_by_every_command(seen: Seen, way: str) -> None:
    seen.select(every_state()[2].id)
    seen.table.setFocus()
    row = seen.window.model.row_of(every_state()[2].id)
    assert row is not None
    keep = QItemSelectionModel.SelectionFlag.NoUpdate
    seen.table.selectionModel().setCurrentIndex(seen.window.model.index(row, 0), keep)
    match way:
        case "shortcut":
            QTest.keyClick(seen.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        case "button":
            buttons = seen.window.findChildren(QToolButton)
            (button,) = [b for b in buttons if b.defaultAction() is seen.window.details.action]
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        case "enter":
            QTest.keyClick(seen.table, Qt.Key.Key_Return)
        case _:
            place = seen.table.visualRect(seen.window.model.index(row, 0)).center()
            viewport = seen.table.viewport()
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
            QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    seen.qtbot.waitUntil(lambda: seen.window.details.is_open)
    seen.qtbot.waitUntil(lambda: seen.panel.shown is not None)
    assert seen.panel.shown is not None
    assert seen.panel.shown.id == every_state()[2].id


def test_escape_in_the_panel_closes_it_and_gives_the_keyboard_back(seen: Seen) -> None:
    seen.open(DONE)
    area = seen.panel.findChild(QScrollArea)
    assert area is not None
    area.setFocus()
    seen.qtbot.waitUntil(area.hasFocus)
    QTest.keyClick(area, Qt.Key.Key_Escape)
    assert not seen.window.details.is_open
    assert not seen.panel.isVisible()
    seen.qtbot.waitUntil(seen.table.hasFocus)


def test_the_keyboard_reaches_everything_that_can_be_pressed(seen: Seen) -> None:
    links = {"esx": "https://downloads.capout.example/a.esx"}
    seen.open(replace(DONE, extra=links))
    entries = [HistoryEntry("done", NOW, EntryKind.ADDED, S.CHECKING)]
    seen.window.details.show_history("done", entries)
    seen.table.setFocus()
    seen.qtbot.waitUntil(seen.table.hasFocus)
    reached: list[QWidget] = []
    for _ in range(80):
        QTest.keyClick(seen.window.focusWidget(), Qt.Key.Key_Tab)
        reached.append(seen.window.focusWidget())
        if reached[-1] is seen.table:
            break
    pressed = [b for b in seen.parts(QAbstractButton) if b.isEnabled()]
    assert pressed
    assert set(pressed) <= set(reached)
    assert set(seen.parts(TimelineText)) <= set(reached)
    assert all(part.accessibleName() or _text(part) for part in reached)


def _text(part: QWidget) -> str:
    return part.text() if isinstance(part, QAbstractButton) else ""


def drag(handle: QWidget, right: int) -> None:
    """Drag with the mouse; QTest's own moves have no button down."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    place = QPointF(1, 50)
    for kind, button, down in (
        (QEvent.Type.MouseButtonPress, left, left),
        (QEvent.Type.MouseMove, none, left),
        (QEvent.Type.MouseButtonRelease, left, none),
    ):
        at = handle.mapToGlobal(place)
        keys = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(handle, QMouseEvent(kind, place, at, button, down, keys))
        place = QPointF(1 + right, 50)


def test_the_width_of_the_panel_is_restored_and_changes_are_emitted(seen: Seen) -> None:
    changes: list[bool] = []
    details = seen.window.details
    details.changed.connect(lambda: changes.append(details.is_open))
    details.restore(True, 420)
    seen.qtbot.waitUntil(lambda: seen.panel.width() == 420)
    assert details.width == 420
    handle = details.place.handle(1)
    seen.qtbot.waitUntil(lambda: handle.x() > 0)
    drag(handle, 60)
    seen.qtbot.waitUntil(lambda: details.width == seen.panel.width() < 420)
    details.action.setChecked(False)
    assert changes[-1] is False
    details.action.setChecked(True)
    seen.qtbot.waitUntil(lambda: seen.panel.width() == details.width)


def test_a_small_window_keeps_the_columns_that_the_panel_does_not_show(seen: Seen) -> None:
    seen.window.resize(LEAST_SIZE)
    header = seen.table.horizontalHeader()
    before = header.hiddenSectionCount()
    assert before == sum(column.optional for column in COLUMNS) + len((UPDATED, CREDITS))
    seen.open(DONE)
    seen.qtbot.waitUntil(lambda: header.hiddenSectionCount() > before)
    kept = (FILE.index, PROGRESS.index, STATUS.index)
    assert not any(seen.table.isColumnHidden(column) for column in kept)
    assert seen.table.horizontalScrollBar().maximum() == 0
    seen.window.details.action.setChecked(False)
    seen.qtbot.waitUntil(lambda: header.hiddenSectionCount() == before)


# What it shows


@pytest.mark.parametrize("shown", every_state(), ids=lambda d: f"{d.state}-{d.file_name[:8]}")
def test_every_state_shows_the_text_of_the_row_and_what_to_do(seen: Seen, shown: Document) -> None:
    seen.open(shown)
    words = seen.words
    assert shown.file_name in words
    assert shown.xn_address in words
    if shown.problem is not None:
        assert problem_words.title(shown.problem) in words
        assert problem_words.next_step(shown.problem) in words
        assert shown.problem.detail in words
    bars = seen.parts(SentBar)
    assert len(bars) == (shown.state is S.UPLOADING)


def test_ids_and_address_are_copied_by_their_buttons(seen: Seen) -> None:
    seen.open(replace(DONE, workflow_id="wf_7"))
    for name, value in (
        ("Copy XactNet address", DONE.xn_address),
        ("Copy CapOut document ID", "doc_1"),
        ("Copy CapOut workflow ID", "wf_7"),
        ("Copy File", DONE.source),
    ):
        icons = [b for b in seen.parts(QToolButton) if b.accessibleName() == name]
        (button,) = [b for b in icons if b.defaultAction() is None]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == value


def test_texts_of_the_panel_can_be_selected_and_copied(seen: Seen) -> None:
    seen.open(replace(DONE, state=S.FAILED, problem=SERVER_REFUSED))
    (said,) = [t for t in seen.parts(SelectableText) if t.text == SERVER_REFUSED.detail]
    said.selectAll()
    said.copy()
    assert QGuiApplication.clipboard().text() == SERVER_REFUSED.detail


def test_notices_are_shown_in_the_panel_and_in_the_row(seen: Seen) -> None:
    noticed = replace(DONE, notices=(Notice.SCAN, Notice.INCOMPLETE))
    seen.open(noticed)
    row = seen.window.row_text("done")
    at = seen.window.model.row_of("done")
    assert at is not None
    index = seen.window.model.index(at, STATUS.index)
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    for words in ("A scan: its text cannot be selected", "The end of the file is missing"):
        assert words in seen.words
        assert words in row
        assert words in tip


def test_a_row_with_a_notice_has_a_mark(seen: Seen) -> None:
    seen.window.details.restore(False, 0)

    def picture(shown: Document) -> QImage:
        seen.window.apply([replace(shown, added_at=NOW + timedelta(minutes=1))])  # on top
        seen.window.model.flush()
        seen.table.clearSelection()
        row = seen.window.model.row_of("done")
        assert row is not None
        index = seen.window.model.index(row, STATUS.index)
        rect = seen.table.visualRect(index)
        return seen.table.viewport().grab(rect).toImage()

    plain = picture(DONE)
    assert picture(replace(DONE)) == plain
    assert picture(replace(DONE, notices=(Notice.SCAN,))) != plain


def test_links_open_in_the_browser_and_only_https_ones_are_offered(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    # The browser itself is nobody's business in a test.
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    extra = {
        "contractor_esx": "https://downloads.capout.example/a.esx",
        "installer": "file:///usr/bin/calculator",
        "message": "Two rooms were merged",
    }
    seen.open(replace(DONE, extra=extra))
    links = [b for b in seen.parts(QPushButton) if b.property("kind") == "link"]
    assert [link.text() for link in links] == ["Contractor ESX"]
    QTest.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert opened == ["https://downloads.capout.example/a.esx"]
    assert "file:///usr/bin/calculator" in seen.words
    assert "Two rooms were merged" in seen.words


KNOWN = DocumentCost(before=250, after=244, spent=6, together=1, at=NOW)


def test_the_details_show_only_known_costs(seen: Seen) -> None:
    seen.open(DONE)
    assert "Charged" in seen.words
    assert "Left before" not in seen.words
    costs = {"done": KNOWN}
    seen.window.details.cost_of = costs.get
    seen.window.details.costs_changed()
    for words in ("6 credits", "250 credits", "244 credits"):
        assert words in seen.words
    costs["done"] = dataclasses.replace(KNOWN, together=3)
    seen.window.details.costs_changed()
    assert "6 credits for 3 documents together" in seen.words
    costs["done"] = dataclasses.replace(KNOWN, spent=None)
    seen.window.details.costs_changed()
    assert "Cost" not in seen.words
    unsent = document(S.QUEUED, id="queued")
    costs["queued"] = KNOWN
    seen.open(unsent)
    assert "Not charged" in seen.words
    assert "Left before" not in seen.words


def test_a_teammates_document_has_no_local_file(seen: Seen) -> None:
    asked: list[str] = []
    seen.window.details.preview_wanted.connect(lambda id_, _width: asked.append(id_))
    histories: list[str] = []  # the history is asked for at the same moment as a preview
    seen.window.details.history_wanted.connect(histories.append)
    theirs = replace(DONE, source="", size=None, page_count=None)
    seen.open(theirs)
    seen.qtbot.waitUntil(lambda: histories == [theirs.id])
    assert asked == []
    (preview,) = seen.parts(Preview)
    assert "another computer" in preview.accessibleName()
    assert not [b for b in seen.parts(QToolButton) if b.text() == "Open file"]


def test_several_documents_are_added_up(seen: Seen) -> None:
    seen.open(DONE)
    two = [d for d in every_state() if d.state is S.UPLOADING]
    seen.select(*(d.id for d in two))
    seen.qtbot.waitUntil(lambda: "2 documents selected" in seen.words)
    for words in ("Sending", "52 MB", "132 pages", "restoration-team@example.xn"):
        assert words in seen.words
    assert seen.words_in_rows("Sending", "Complete") == ["Sending"]
    seen.select(DONE.id, *(d.id for d in two))
    seen.qtbot.waitUntil(lambda: "3 documents selected" in seen.words)
    assert seen.words_in_rows("Sending", "Complete") == ["Sending", "Complete"]
    order = ["Waiting", "Sending", "Complete"]
    seen.select(DONE.id, two[0].id, next(d.id for d in every_state() if d.state is S.QUEUED))
    seen.qtbot.waitUntil(lambda: seen.words_in_rows(*reversed(order)) == order)
    seen.select()
    seen.qtbot.waitUntil(lambda: "Select a document" in seen.words)


def test_updates_of_the_shown_document_only_are_shown(seen: Seen) -> None:
    working = document(S.PROCESSING, id="w", stages=stages("dr..."))
    seen.open(working)
    seen.window.apply([replace(working, stages=stages("ddr..")), replace(DONE, id="other")])
    seen.qtbot.waitUntil(lambda: "2 of 5 stages done" in seen.words)
    failed = replace(working, state=S.FAILED, problem=Problem(ProblemCode.WORKFLOW_FAILED))
    seen.window.apply([failed])
    seen.qtbot.waitUntil(lambda: "If the PDF is a scan" in seen.words)
    assert seen.panel.shown is failed


# What can be done


def test_the_buttons_are_the_applicable_actions(seen: Seen) -> None:
    seen.open(document(S.FAILED, id="f", problem=SERVER_REFUSED))
    retried: list[list[str]] = []
    seen.window.actions_on_rows.retry.connect(retried.append)
    seen.click("Retry")
    assert retried == [["f"]]
    offered = {b.text() for b in seen.parts(QToolButton)}
    assert {"Retry", "Open file", "Show in folder"} <= offered
    assert "Mark as received" not in offered
    seen.open(DONE)
    offered = {b.text() for b in seen.parts(QToolButton)}
    assert "Retry" not in offered
    seen.click("Copy CapOut document ID")
    assert QGuiApplication.clipboard().text() == "doc_1"


# What it asks for


def test_preview_and_history_are_requested_once_the_selection_is_stable(seen: Seen) -> None:
    pages: list[tuple[str, int]] = []
    histories: list[str] = []
    details = seen.window.details
    details.preview_wanted.connect(lambda id_, width: pages.append((id_, width)))
    details.history_wanted.connect(histories.append)
    seen.open(DONE)
    seen.qtbot.waitUntil(lambda: len(pages) == 1 and len(histories) == 1)
    assert pages[0][0] == histories[0] == "done"
    assert pages[0][1] >= 90
    moved = replace(DONE, state=S.FAILED, problem=SERVER_REFUSED)
    seen.window.apply([moved])
    seen.qtbot.waitUntil(lambda: histories == ["done", "done"])
    assert len(pages) == 1, "the file is the same"
    details.action.setChecked(False)
    seen.window.apply([replace(moved, state=S.CHECKING, problem=None)])
    seen.window.model.flush()
    QTest.qWait(400)
    assert histories == ["done", "done"], "nobody sees it"
    details.action.setChecked(True)
    seen.qtbot.waitUntil(lambda: len(histories) == 3)


def test_an_answer_about_another_document_is_not_shown(seen: Seen) -> None:
    seen.open(DONE)
    entries = [HistoryEntry("other", NOW, EntryKind.RELEASED, S.QUEUED)]
    seen.window.details.show_history("other", entries)
    seen.window.details.show_preview("other", b"")
    assert seen.parts(TimelineText) == []
    (preview,) = seen.parts(Preview)
    assert preview.accessibleName() == "Reading the first page"


def test_a_picture_is_shown_and_invalid_data_is_shown_as_no_preview(seen: Seen) -> None:
    seen.open(DONE)
    (preview,) = seen.parts(Preview)
    waiting = preview.grab().toImage()
    seen.window.details.show_preview("done", b"rubbish")
    assert preview.accessibleName().startswith("No preview")
    said = preview.grab().toImage()
    assert said != waiting
    words = said.copy(0, said.height() // 2 + 8, said.width(), said.height() // 4)
    inks = {words.pixel(x, y) for x in range(8, words.width() - 8) for y in range(words.height())}
    assert len(inks) > 3, "it says so in words"
    image = QImage(60, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    seen.window.details.show_preview("done", _png(image))
    assert preview.accessibleName() == "First page"
    center = preview.grab().toImage().pixelColor(preview.rect().center())
    assert (center.red(), center.green(), center.blue()) == (255, 0, 0)


def _png(image: QImage) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # its stub forgets the device
    return cast(bytes, data.data())


# The timeline

TOLD = [
    (EntryKind.ADDED, "", "", "Added to the list", Tone.NEUTRAL),
    (EntryKind.CHECKED, "scan", "", "Checked: ready to send. A scan: its text", Tone.WARNING),
    (EntryKind.HELD, "Waiting for your OK", "", "On hold: Waiting for your OK", Tone.WARNING),
    (EntryKind.ADDRESSED, "b@x", "a@x", "Address changed from a@x to b@x", Tone.NEUTRAL),
    (EntryKind.ATTEMPT, "1", "", "Sending", Tone.BUSY),
    (EntryKind.REFUSED, "CapOut is busy", "503", "Could not be sent: CapOut is busy (503)", None),
    (EntryKind.ATTEMPT, "2", "", "Sending, try 2", Tone.BUSY),
    (EntryKind.ACCEPTED, "doc_1", "", "Accepted by CapOut as doc_1", Tone.BUSY),
    (
        EntryKind.STAGES,
        "ocr done \nstructure running ",
        "",
        "OCR done, Structure running",
        Tone.BUSY,
    ),
    (EntryKind.MOVED, "/done/a.pdf", "", "File moved to /done/a.pdf", Tone.NEUTRAL),
    (EntryKind.ENDED, "", "", "Complete", Tone.GOOD),
]


def timeline(told: Sequence[tuple[EntryKind, str, str]], step: timedelta) -> list[HistoryEntry]:
    state = {EntryKind.REFUSED: S.QUEUED, EntryKind.ENDED: S.COMPLETE}
    return [
        HistoryEntry("done", NOW + n * step, what, state.get(what, S.PROCESSING), note, said)
        for n, (what, note, said) in enumerate(told)
    ]


def test_the_timeline_shows_every_event_with_its_time(seen: Seen) -> None:
    seen.open(DONE)
    entries = timeline([(what, note, said) for what, note, said, _, _ in TOLD], timedelta(0))
    seen.window.details.show_history("done", entries)
    (text,) = seen.parts(TimelineText)
    assert len(text.lines) == len(TOLD)
    for line, (_, _, _, words, tone) in zip(text.lines, TOLD, strict=True):
        assert line.text.startswith(words)
        assert line.time
        assert line.tone is (tone or Tone.WARNING)
        assert words in text.toPlainText()


@pytest.mark.parametrize("what", EntryKind)
def test_every_event_has_a_text(seen: Seen, what: EntryKind) -> None:
    seen.open(DONE)
    note = {EntryKind.STAGES: "ocr done ", EntryKind.CHECKED: "", EntryKind.ATTEMPT: "1"}.get(
        what, "note"
    )
    seen.window.details.show_history("done", timeline([(what, note, "")], timedelta(0)))
    (text,) = seen.parts(TimelineText)
    assert len(text.lines[0].text) > 3


def test_days_are_named_where_there_are_several(seen: Seen) -> None:
    seen.open(DONE)
    told = [(EntryKind.ADDED, "", ""), (EntryKind.RELEASED, "", "")]
    seen.window.details.show_history("done", timeline(told, timedelta(days=2)))
    (text,) = seen.parts(TimelineText)
    assert [bool(line.time) for line in text.lines] == [False, True, False, True]


def test_a_long_history_shows_the_newest_entries_and_all_on_demand(seen: Seen) -> None:
    seen.open(DONE)
    told = [(EntryKind.STATUS, f"word {n}", "") for n in range(400)]
    seen.window.details.show_history("done", timeline(told, timedelta(0)))
    (text,) = seen.parts(TimelineText)
    assert len(text.lines) == MOST_SHOWN
    assert text.lines[-1].text.endswith("word 399")
    (button,) = [b for b in seen.parts(QPushButton) if "400" in b.text()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(text.lines) == 400
    assert seen.parts(QPushButton) == []


# Room for everything


@pytest.fixture
def large_type(seen: Seen) -> Seen:
    """The window at twice the type, as somebody with weak eyes sets it."""
    application = cast(QApplication, QApplication.instance())
    font = application.font()
    before = application.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    application.setFont(font)
    Theme.current().use(Theme.current().palette)
    seen.qtbot.addWidget(seen.window, before_close_func=lambda _: _restore(application, before))
    return seen


def _restore(application: QApplication, font: QFont) -> None:
    application.setFont(font)
    Theme.current().use(Theme.current().palette)


def test_nothing_is_cut_at_double_font_size(large_type: Seen) -> None:
    seen = large_type
    seen.window.resize(1400, 900)
    extra = {"contractor_esx": "https://downloads.capout.example/a.esx", "message": "word " * 40}
    seen.open(replace(DONE, notices=(Notice.SCAN,), extra=extra, sha256="ab" * 32))
    told = [(EntryKind.HELD, "Waiting for an XactNet address", "why " * 30)] * 3
    seen.window.details.show_history("done", timeline(told, timedelta(0)))
    area = seen.panel.findChild(QScrollArea)
    assert area is not None
    content = area.widget()
    assert content is not None
    seen.qtbot.waitUntil(lambda: content.width() <= area.viewport().width())
    QTest.qWait(100)
    for text in seen.parts(SelectableText):
        assert text.height() >= text.heightForWidth(text.width()), text.text
    for label in seen.parts(QLabel):
        if label.text() and label.pixmap().isNull():
            needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
            assert label.height() >= max(needed, label.fontMetrics().height() - 2), label.text()
            if not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
    for text_edit in seen.parts(TimelineText):
        assert text_edit.height() >= text_edit.document().size().height() - 1
    for button in seen.parts(QAbstractButton):
        assert button.width() >= button.sizeHint().width(), button.text()
        if content.isAncestorOf(button):
            right = button.mapTo(content, QPoint(button.width(), 0)).x()
            assert right <= area.viewport().width(), button.text()


def test_a_long_file_name_without_spaces_is_shortened_in_the_middle(seen: Seen) -> None:
    name = "x" * 300 + "_final_rev3.pdf"
    seen.open(replace(DONE, file_name=name))
    (shown,) = seen.parts(FileName)
    assert shown.height() >= shown.heightForWidth(shown.width())
    assert shown.toolTip() == name


def test_a_link_says_that_capout_fetches_it(seen: Seen) -> None:
    link = replace(DONE, source="https://x.example/a.pdf", source_kind=SourceKind.LINK)
    seen.open(link)
    (preview,) = seen.parts(Preview)
    assert "CapOut downloads" in preview.accessibleName()
    assert "https://x.example/a.pdf" in seen.words


def test_selected_text_stays_selected_while_the_timeline_grows(seen: Seen) -> None:
    seen.open(DONE)
    told = [(EntryKind.STATUS, "one", ""), (EntryKind.STATUS, "two", "")]
    seen.window.details.show_history("done", timeline(told, timedelta(0)))
    (text,) = seen.parts(TimelineText)
    cursor = text.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(4, cursor.MoveMode.KeepAnchor)
    cast(QTextEdit, text).setTextCursor(cursor)
    marked = text.textCursor().selectedText()
    told.append((EntryKind.STATUS, "three", ""))
    seen.window.details.show_history("done", timeline(told, timedelta(0)))
    assert text.textCursor().selectedText() == marked
    assert len(text.lines) == 3
