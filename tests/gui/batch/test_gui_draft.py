"""A draft in the real window: what was left out stays out, over Esc, closing and a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from helpers.desktop import Desktop
from helpers.drafts import readdress, sheet_saying, toggle
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.batch.draft_bar import DraftBar
from capout_desktop.ui.batch.model import BatchColumn
from capout_desktop.ui.batch.sheet import BatchSheet
from capout_desktop.ui.documents.columns import STATUS
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.widgets.banner import Banner

S = DocumentState
Live = Callable[..., Desktop]
TWELVE = [f"claim {number:02}.pdf" for number in range(12)]
SKIPPED, ELSEWHERE = "claim 04.pdf", "claim 07.pdf"


def pdfs(folder: Path, names: list[str]) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(pdf(marker=name))
    return [folder / name for name in names]


def ticks(sheet: BatchSheet) -> dict[str, bool]:
    rows = (sheet.model.index(row, BatchColumn.FILE) for row in range(sheet.model.rowCount()))
    state = Qt.ItemDataRole.CheckStateRole
    return {str(i.data()): i.data(state) == Qt.CheckState.Checked for i in rows}


def addresses(sheet: BatchSheet) -> set[str]:
    rows = range(sheet.model.rowCount())
    return {str(sheet.model.index(row, BatchColumn.ADDRESS).data()) for row in rows}


async def bar_saying(desktop: Desktop, send: str) -> DraftBar:
    """Return the bar of the drafts once its button says this."""
    bar = desktop.window.drafts
    await desktop.until(
        lambda: bar.isVisible() and bar.send_button.text() == send, f"a bar with the button {send}"
    )
    return bar


async def review(desktop: Desktop, send: str) -> BatchSheet:
    bar = await bar_saying(desktop, send.replace("&", ""))
    QTest.mouseClick(bar.review_button, Qt.MouseButton.LeftButton)
    return await sheet_saying(desktop, send)


def named(desktop: Desktop, name: str) -> Document:
    return next(row for row in desktop.documents.values() if row.file_name == name)


def says(desktop: Desktop, word: str) -> bool:
    """Return whether the status of a row begins with a word."""
    rows = desktop.window.model
    role = Qt.ItemDataRole.AccessibleTextRole
    statuses = (rows.index(n, STATUS.index).data(role) for n in range(rows.rowCount()))
    return any(str(status).startswith(word) for status in statuses)


def sent(sandbox: SandboxServer) -> dict[str, str]:
    return {entry.file_name: entry.xn_address for entry in sandbox.state.ledger}


def press_keys_on_all_rows(desktop: Desktop) -> None:
    """Start and retry everything that can be, as someone in a hurry does."""
    table = desktop.window.findChild(DocumentTable)
    assert isinstance(table, DocumentTable)
    table.setFocus()
    QTest.keySequence(table, "Ctrl+A")
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keySequence(table, "Ctrl+R")
    desktop.window.queue.retry_failed_action.trigger()
    desktop.window.queue.pause_action.trigger()
    desktop.window.queue.pause_action.trigger()


def test_a_draft_of_twelve_stands_as_it_was_and_exactly_eleven_go(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    paths = pdfs(tmp_path, TWELVE)
    expected = {name: name != SKIPPED for name in TWELVE}

    async def leave_one_out_and_press_escape(desktop: Desktop) -> None:
        drop(desktop.window, files(paths))
        sheet = await sheet_saying(desktop, "&Send 12")
        toggle(sheet, SKIPPED)
        readdress(await sheet_saying(desktop, "&Send 11"), ELSEWHERE, "sue@acme")
        await desktop.until(lambda: "sue@acme" in addresses(sheet), "it has its address")
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        sheet = await review(desktop, "&Send 11")
        assert ticks(sheet) == expected
        await desktop.until_all(S.HELD, count=12)
        # The program is closed while the sheet is open.

    async def send_what_is_ticked(desktop: Desktop) -> None:
        assert sandbox.state.ledger == ()
        row = named(desktop, SKIPPED)
        assert filter_of(row) is DocumentFilter.ALL, "it does not need the person"
        await desktop.until(lambda: says(desktop, "Skipped"), "its row says so")
        sheet = await review(desktop, "&Send 11")
        assert ticks(sheet) == expected
        assert addresses(sheet) == {"team@example", "sue@acme"}
        QTest.mouseClick(sheet.send_button, Qt.MouseButton.LeftButton)
        await desktop.until(lambda: len(sandbox.state.ledger) == 11, "eleven went")
        press_keys_on_all_rows(desktop)
        await desktop.until(
            lambda: sum(row.state is S.COMPLETE for row in desktop.documents.values()) == 11,
            "eleven are complete",
        )

    async def start_again(desktop: Desktop) -> None:
        press_keys_on_all_rows(desktop)
        drop(desktop.window, files(pdfs(tmp_path, ["witness.pdf"])))
        await desktop.until(lambda: "witness.pdf" in sent(sandbox), "the queue is through")
        codes = {b.code for b in desktop.window.findChildren(Banner) if b.isVisible()}
        assert "wait-for-ok" not in codes, "what was left out needs no reminder"
        assert not desktop.window.drafts.isVisible()
        everything = {name: "team@example" for name in TWELVE if name != SKIPPED}
        assert sent(sandbox) == {
            **everything,
            ELSEWHERE: "sue@acme",
            "witness.pdf": "team@example",
        }
        # Only a word about that row sends it.
        desktop.window.actions_on_rows.include.emit([named(desktop, SKIPPED).id])
        await desktop.until(lambda: SKIPPED in sent(sandbox), "it went")

    live(leave_one_out_and_press_escape)
    live(send_what_is_ticked)
    live(start_again)
    assert len(sandbox.state.ledger) == 13


def test_a_skipped_file_that_is_dropped_again_is_asked_about(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    paths = pdfs(tmp_path, ["a.pdf", "b.pdf"])

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files(paths))
        toggle(await sheet_saying(desktop, "&Send 2"), "b.pdf")
        sheet = await sheet_saying(desktop, "&Send 1")
        QTest.mouseClick(sheet.send_button, Qt.MouseButton.LeftButton)
        await desktop.until(lambda: named(desktop, "a.pdf").state is S.COMPLETE, "one went")
        drop(desktop.window, files(paths[1:]))
        sheet = await sheet_saying(desktop, "Nothing to send")
        toggle(sheet, "b.pdf")
        sheet = await sheet_saying(desktop, "&Send 1")
        assert sorted(sent(sandbox)) == ["a.pdf"], "a check box alone sends nothing"
        QTest.mouseClick(sheet.send_button, Qt.MouseButton.LeftButton)
        await desktop.until_all(S.COMPLETE, count=2)

    live(scenario)
    assert sorted(sent(sandbox)) == ["a.pdf", "b.pdf"]


def test_only_what_the_credits_cover_is_sent_on_demand(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.set_credits(2)

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key works")
        drop(desktop.window, files(pdfs(tmp_path, ["a.pdf", "b.pdf", "c.pdf"])))
        sheet = await sheet_saying(desktop, "&Send 3")
        QTest.mouseClick(sheet.send_button, Qt.MouseButton.LeftButton)
        (question,) = sheet.findChildren(QMessageBox)
        (button,) = [
            b
            for b in question.findChildren(QPushButton)
            if b.text() == "Send only what my credits cover (2 of 3)"
        ]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await desktop.until(lambda: named(desktop, "c.pdf").skipped, "one is left out")
        sandbox.state.set_credits(1000)
        await desktop.until(lambda: "a.pdf" in sent(sandbox), "the first ones go")

    live(scenario)
    assert "c.pdf" not in sent(sandbox)


def test_a_single_file_that_waits_is_reminded_of_by_a_banner(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.json").write_text(json.dumps({"start_at_once": False}))

    def reminders(desktop: Desktop) -> list[Banner]:
        banners = desktop.window.findChildren(Banner)
        return [b for b in banners if b.isVisible() and b.code == "wait-for-ok"]

    async def add(desktop: Desktop) -> None:
        drop(desktop.window, files(pdfs(tmp_path, ["a.pdf"])))
        await desktop.until_all(S.HELD)

    async def come_back(desktop: Desktop) -> None:
        await desktop.until(lambda: reminders(desktop), "a reminder")
        assert not desktop.window.drafts.isVisible()
        assert sandbox.state.ledger == ()
        QTest.mouseClick(reminders(desktop)[0].action_button, Qt.MouseButton.LeftButton)
        sheet = await sheet_saying(desktop, "&Send 1")
        QTest.mouseClick(sheet.send_button, Qt.MouseButton.LeftButton)
        await desktop.until_all(S.COMPLETE)
        assert not reminders(desktop)

    live(add)
    live(come_back)
