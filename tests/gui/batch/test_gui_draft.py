"""A draft in the real window: what was left out stays out, over Esc, closing and a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.documents.columns import STATUS
from capout_desktop.ui.widgets.banner import Banner

S = DocumentState
Live = Callable[..., Desktop]
TWELVE = [f"claim {number:02}.pdf" for number in range(12)]
SKIPPED, ELSEWHERE = "claim 04.pdf", "claim 07.pdf"


def pdfs(folder: Path, names: list[str]) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(pdf(marker=name))
    return [folder / name for name in names]


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
    table = desktop.drafts.table
    table.setFocus()
    QTest.keySequence(table, "Ctrl+A")
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keySequence(table, "Ctrl+R")
    desktop.window.queue.retry_failed_action.trigger()
    desktop.window.queue.pause_action.trigger()
    desktop.window.queue.pause_action.trigger()


def addresses(desktop: Desktop) -> set[str]:
    return {row.xn_address for row in desktop.documents.values()}


def test_a_draft_of_twelve_stands_as_it_was_and_exactly_eleven_go(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    paths = pdfs(tmp_path, TWELVE)
    expected = {name: name != SKIPPED for name in TWELVE}

    async def leave_one_out_and_quit(desktop: Desktop) -> None:
        drop(desktop.window, files(paths))
        await desktop.until_offered("Send 12")
        desktop.drafts.toggle(SKIPPED)
        await desktop.until_offered("Send 11")
        desktop.drafts.readdress("sue@acme", ELSEWHERE)
        await desktop.until(lambda: "sue@acme" in addresses(desktop), "it has its address")
        QTest.keyClick(desktop.drafts.table, Qt.Key.Key_Escape)
        assert desktop.drafts.ticks() == expected
        await desktop.until_all(S.HELD, count=12)
        # The program is closed with the draft.

    async def send_what_is_ticked(desktop: Desktop) -> None:
        assert sandbox.state.ledger == ()
        row = named(desktop, SKIPPED)
        assert filter_of(row) is DocumentFilter.ALL, "it does not need the person"
        await desktop.until(lambda: says(desktop, "Skipped"), "its row says so")
        await desktop.until_offered("Send 11")
        assert desktop.drafts.ticks() == expected
        assert addresses(desktop) == {"team@example", "sue@acme"}
        desktop.drafts.press("Send 11")
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
        assert desktop.drafts.headings == []
        everything = {name: "team@example" for name in TWELVE if name != SKIPPED}
        assert sent(sandbox) == {
            **everything,
            ELSEWHERE: "sue@acme",
            "witness.pdf": "team@example",
        }
        # Only a word about that row sends it.
        await desktop.until_offered("Include")
        desktop.drafts.press("Include")
        await desktop.until(lambda: SKIPPED in sent(sandbox), "it went")

    live(leave_one_out_and_quit)
    live(send_what_is_ticked)
    live(start_again)
    assert len(sandbox.state.ledger) == 13


def test_a_skipped_file_that_is_dropped_again_is_led_to(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    paths = pdfs(tmp_path, ["a.pdf", "b.pdf"])

    async def scenario(desktop: Desktop) -> None:
        drafts = desktop.drafts
        drop(desktop.window, files(paths))
        await desktop.until_offered("Send 2")
        drafts.toggle("b.pdf")
        await desktop.until_offered("Send 1")
        drafts.press("Send 1")
        await desktop.until(lambda: named(desktop, "a.pdf").state is S.COMPLETE, "one went")
        drafts.table.clearSelection()
        drop(desktop.window, files(paths[1:]))
        selected = drafts.table.selected_documents
        await desktop.until(lambda: [d.file_name for d in selected()] == ["b.pdf"], "its row")
        assert sorted(sent(sandbox)) == ["a.pdf"], "that alone sends nothing"
        await desktop.until_offered("Include")
        drafts.press("Include")
        await desktop.until_all(S.COMPLETE, count=2)

    live(scenario)
    assert sorted(sent(sandbox)) == ["a.pdf", "b.pdf"]


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
        assert desktop.drafts.headings == []
        assert sandbox.state.ledger == ()
        QTest.mouseClick(reminders(desktop)[0].action_button, Qt.MouseButton.LeftButton)
        table = desktop.drafts.table
        assert [document.file_name for document in table.selected_documents()] == ["a.pdf"]
        assert table.hasFocus()
        desktop.drafts.press("Start")
        await desktop.until_all(S.COMPLETE)
        assert not reminders(desktop)

    live(add)
    live(come_back)
