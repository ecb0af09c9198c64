"""The heading of a draft in the real window: sends, discards, renames and readdresses it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMessageBox, QPushButton

from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake import preflight
from capout_desktop.services.intake.file_facts import FileFacts, HeldFile, open_and_read
from capout_desktop.ui.addresses.question import AddressQuestion

S = DocumentState
Live = Callable[..., Desktop]


async def drafted(desktop: Desktop, folder: Path, *names: str) -> None:
    """Drop files, and wait until all of them are a draft that can be sent."""
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(pdf(marker=path.name))
    drop(desktop.window, files(paths))
    await desktop.until_offered(f"Send {len(names)}")
    rows = desktop.documents.values()
    await desktop.until(
        lambda: all(row.state is S.HELD for row in rows if row.file_name in names), "all checked"
    )


def sent(sandbox: SandboxServer) -> dict[str, str]:
    return {entry.file_name: entry.xn_address for entry in sandbox.state.ledger}


def test_the_heading_renames_readdresses_and_sends_the_draft_and_then_is_gone(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        drafts = desktop.drafts
        await drafted(desktop, tmp_path, "a.pdf", "b.pdf", "c.pdf")
        await desktop.until(lambda: "3 files · 3 ready" in drafts.said(), "it is said")
        drafts.choose(drafts.buttons()["⋯"], "Rename…")
        (dialog,) = desktop.window.findChildren(QInputDialog)
        line = dialog.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText("Tuesday hail")
        QTest.keyClick(line, Qt.Key.Key_Return)
        await desktop.until(lambda: "Tuesday hail" in drafts.said(), "it has its name")
        drafts.toggle("c.pdf")
        await desktop.until_offered("Send 2")
        assert "1 skipped" in drafts.said()
        address = drafts.buttons()["team@example"]
        assert address.accessibleName() == "Send to team@example: Tuesday hail"
        drafts.choose(address, "Another address…")
        (question,) = desktop.window.findChildren(AddressQuestion)
        field = question.field.lineEdit()
        assert field is not None
        field.selectAll()
        QTest.keyClicks(field, "sue@acme")
        QTest.mouseClick(question.send_button, Qt.MouseButton.LeftButton)
        await desktop.until(
            lambda: {r.xn_address for r in desktop.documents.values()} == {"sue@acme"}, "all move"
        )
        assert sandbox.state.ledger == (), "an address sends nothing"
        (batch,) = desktop.window.batches.known.values()
        assert batch.destination.xn_address == "sue@acme"
        await desktop.until_offered("sue@acme")
        drafts.choose(drafts.buttons()["sue@acme"], "team@example")
        await desktop.until_offered("team@example")
        drafts.choose(drafts.buttons()["team@example"], "sue@acme")
        await desktop.until_offered("sue@acme")
        drafts.press("Send 2")
        await desktop.until(lambda: not drafts.headings, "nothing waits")
        await desktop.until(lambda: len(sent(sandbox)) == 2, "two went")

    live(scenario)
    assert sent(sandbox) == {"a.pdf": "sue@acme", "b.pdf": "sue@acme"}


def test_several_drafts_keep_their_own_ticks_and_a_new_one_does_not_disturb_typing(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        drafts, table = desktop.drafts, desktop.drafts.table
        desktop.window.resize(desktop.window.minimumSize())  # so that the list scrolls
        await drafted(desktop, tmp_path, "a.pdf", "b.pdf", "f.pdf", "g.pdf")
        drafts.toggle("b.pdf", "f.pdf", "g.pdf")
        await desktop.until_offered("Send 1")
        editor = drafts.edit("a.pdf")
        QTest.keyClicks(editor, "sue@")
        place = table.rowViewportPosition(drafts.row("a.pdf"))
        more = [tmp_path / name for name in ("c.pdf", "d.pdf", "e.pdf")]
        for path in more:
            path.write_bytes(pdf(marker=path.name))
        drop(desktop.window, files(more))
        await desktop.until(lambda: len(drafts.headings) == 2, "another draft")
        await desktop.until_all(S.HELD, count=7)
        await desktop.until(lambda: "3 ready" in drafts.said(drafts.headings[0]), "it is ready")
        assert drafts.row("c.pdf") < drafts.row("a.pdf"), "the newest is on top"
        assert table.rowViewportPosition(drafts.row("a.pdf")) == place, "the row has not moved"
        assert editor.text() == "sue@"
        assert editor.hasFocus()
        table.setFocus()
        assert {row.xn_address for row in desktop.documents.values()} == {"team@example"}, (
            "half an address is not used"
        )
        drafts.readdress("sue@acme", "a.pdf")
        await desktop.until(
            lambda: "sue@acme" in {row.xn_address for row in desktop.documents.values()}, "moved"
        )
        table.scrollToTop()
        await desktop.until_offered("Send 3")
        drafts.press("Discard", drafts.headings[0])
        await desktop.until(lambda: len(drafts.headings) == 1, "one draft is left")
        await desktop.until(lambda: desktop.window.model.listed == 4, "its rows are gone")
        desktop.window.queue.undo_action.trigger()
        await desktop.until(lambda: len(drafts.headings) == 2, "it is a draft again")
        await desktop.until(lambda: "3 ready" in drafts.said(drafts.headings[0]), "it is ready")
        assert drafts.ticks() == {
            "c.pdf": True, "d.pdf": True, "e.pdf": True,
            "a.pdf": True, "b.pdf": False, "f.pdf": False, "g.pdf": False,
        }  # fmt: skip
        table.scrollToBottom()
        await desktop.until_offered("Send 1")
        drafts.press("Send 1")
        await desktop.until(lambda: len(sent(sandbox)) == 1, "the other draft went")
        table.scrollToTop()
        assert drafts.offers("Send 3")

    live(scenario)
    assert sent(sandbox) == {"a.pdf": "sue@acme"}


def test_a_draft_that_is_discarded_while_it_is_checked_comes_back_and_is_checked_again(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def read_later(
        path: str, on_read: Callable[[int], object], *, download: bool
    ) -> tuple[HeldFile, FileFacts]:
        may_read.wait()
        return open_and_read(path, on_read, download=download)

    monkeypatch.setattr(preflight, "open_and_read", read_later)

    async def scenario(desktop: Desktop) -> None:
        drafts, rows = desktop.drafts, desktop.documents
        paths = [tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf")]
        for path in paths:
            path.write_bytes(pdf(marker=path.name))
        drop(desktop.window, files(paths))
        await desktop.until(lambda: drafts.offers("Discard"), "it can be discarded")
        assert {row.state for row in rows.values()} == {S.CHECKING}
        drafts.press("Discard")
        await desktop.until(lambda: desktop.window.model.listed == 0, "they are off the list")
        desktop.window.queue.undo_action.trigger()
        await desktop.until(lambda: desktop.window.model.listed == 3, "they are back")
        assert {row.state for row in rows.values()} == {S.CHECKING}, "as they were"
        may_read.set()
        await desktop.until_all(S.HELD)
        await desktop.until(lambda: "3 ready" in drafts.said(), "they were checked")
        await desktop.until_offered("Send 3")
        drafts.press("Send 3")
        await desktop.until(lambda: len(sent(sandbox)) == 3, "all went")

    try:
        live(scenario)
    finally:
        may_read.set()


@pytest.mark.parametrize(
    ("answer", "gone"), [("Don't send", 0), ("Send only what my credits cover (2 of 3)", 2)]
)
def test_with_too_few_credits_sending_asks_first(
    live: Live, sandbox: SandboxServer, tmp_path: Path, answer: str, gone: int
) -> None:
    sandbox.state.set_credits(2)

    async def scenario(desktop: Desktop) -> None:
        drafts = desktop.drafts
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key works")
        await drafted(desktop, tmp_path, "a.pdf", "b.pdf", "c.pdf")
        assert "You have 2 credits, which is less than one for each file" in drafts.said()
        if gone:
            drafts.press("Send 3")
        else:
            drafts.key(Qt.Key.Key_Return, "a.pdf", ctrl=True)
        (question,) = desktop.window.findChildren(QMessageBox)
        (button,) = [b for b in question.findChildren(QPushButton) if b.text() == answer]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        if not gone:
            assert drafts.offers("Send 3")
            assert {row.state for row in desktop.documents.values()} == {S.HELD}
            return
        await desktop.until(lambda: not drafts.headings, "the draft is sent")
        skipped = [r.file_name for r in desktop.documents.values() if r.skipped]
        assert skipped == ["c.pdf"]

    live(scenario)
    assert "c.pdf" not in sent(sandbox)
    assert len(sent(sandbox)) <= gone


def test_a_single_file_is_no_draft(live: Live, sandbox: SandboxServer, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(marker="a.pdf"))

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([tmp_path / "a.pdf"]))
        await desktop.until_all(S.COMPLETE)
        assert desktop.drafts.headings == []

    live(scenario)
    assert sorted(sent(sandbox)) == ["a.pdf"]
