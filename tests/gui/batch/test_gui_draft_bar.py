"""The bar of the drafts in the real window: sends, discards, renames and readdresses a draft."""

from __future__ import annotations

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
from capout_desktop.ui.batch.draft_bar import DraftBar
from capout_desktop.ui.batch.sheet import BatchSheet
from capout_desktop.ui.widgets.elided_label import ElidedLabel

S = DocumentState
Live = Callable[..., Desktop]


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def texts(bar: DraftBar) -> str:
    return " | ".join(label.full_text for label in bar.findChildren(ElidedLabel))


async def draft_of(desktop: Desktop, folder: Path, *names: str) -> DraftBar:
    """Drop files, close their sheet with Esc, and return the bar once they can be sent."""
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(pdf(marker=path.name))
    drop(desktop.window, files(paths))

    def sheets() -> list[BatchSheet]:
        return [s for s in desktop.window.findChildren(BatchSheet) if s.isVisible()]

    await desktop.until(lambda: any(s.send_button.isEnabled() for s in sheets()), "a sheet")
    QTest.keyClick(sheets()[0], Qt.Key.Key_Escape)
    bar = desktop.window.drafts
    await desktop.until(
        lambda: bar.isVisible() and f"{len(names)} ready" in texts(bar), "the draft is in the bar"
    )
    rows = desktop.documents.values()
    await desktop.until(
        lambda: all(r.state is S.HELD for r in rows if r.file_name in names), "all are checked"
    )
    return bar


def batch_id(desktop: Desktop) -> str:
    (found,) = {row.batch_id for row in desktop.documents.values()}
    return found


def sent(sandbox: SandboxServer) -> dict[str, str]:
    return {entry.file_name: entry.xn_address for entry in sandbox.state.ledger}


def test_the_bar_renames_readdresses_and_sends_the_draft_and_then_is_gone(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        bar = await draft_of(desktop, tmp_path, "a.pdf", "b.pdf", "c.pdf")
        assert "3 files · 3 ready" in texts(bar)
        press(bar.rename_button)
        (dialog,) = desktop.window.findChildren(QInputDialog)
        line = dialog.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText("Tuesday hail")
        QTest.keyClick(line, Qt.Key.Key_Return)
        await desktop.until(lambda: "Tuesday hail · draft" in texts(bar), "it has its name")
        # The menu of a row skips one, and another goes elsewhere.
        ids = {row.file_name: row.id for row in desktop.documents.values()}
        desktop.window.actions_on_rows.skip.emit([ids["c.pdf"]])
        await desktop.until(lambda: bar.send_button.text() == "Send 2", "one is skipped")
        assert "1 skipped" in texts(bar)
        field = bar.address.lineEdit()
        assert field is not None
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "sue@acme")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await desktop.until(
            lambda: {r.xn_address for r in desktop.documents.values()} == {"sue@acme"}, "all move"
        )
        (batch,) = desktop.window.batches.known.values()
        assert batch.destination.xn_address == "sue@acme"
        await desktop.until(lambda: bar.address.choices.row_of("sue@acme") >= 0, "the book has it")
        press(bar.send_button)
        await desktop.until(lambda: not bar.isVisible(), "nothing waits")
        await desktop.until(lambda: len(sent(sandbox)) == 2, "two went")

    live(scenario)
    assert sent(sandbox) == {"a.pdf": "sue@acme", "b.pdf": "sue@acme"}


def test_two_drafts_stand_one_behind_the_other_and_discarding_one_can_be_undone(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await draft_of(desktop, tmp_path, "a.pdf", "b.pdf")
        bar = await draft_of(desktop, tmp_path, "c.pdf", "d.pdf", "e.pdf")
        assert bar.send_button.text() == "Send 3", "the newest is shown"
        assert not bar.newer_button.isEnabled()
        field = bar.address.lineEdit()
        assert field is not None
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "sue@")
        press(bar.send_button)
        assert bar.send_button.text() == "Send 3", "half an address sends nothing"
        press(bar.older_button)
        assert bar.send_button.text() == "Send 2"
        assert bar.address.typed == "team@example", "what was typed was for the other draft"
        press(bar.newer_button)
        press(bar.discard_button)
        await desktop.until(lambda: bar.send_button.text() == "Send 2", "one draft is left")
        assert not bar.older_button.isVisible()
        await desktop.until(lambda: desktop.window.model.listed == 2, "its rows are gone")
        desktop.window.queue.undo_action.trigger()
        await desktop.until(lambda: desktop.window.model.listed == 5, "its rows are back")
        await desktop.until(bar.older_button.isVisible, "it is a draft again")
        press(bar.newer_button)
        assert bar.send_button.text() == "Send 3"
        press(bar.older_button)
        press(bar.send_button)
        await desktop.until(lambda: len(sent(sandbox)) == 2, "the other draft went")

    live(scenario)
    assert sent(sandbox) == {"a.pdf": "team@example", "b.pdf": "team@example"}


@pytest.mark.parametrize(
    ("answer", "gone"), [("Don't send", 0), ("Send only what my credits cover (2 of 3)", 2)]
)
def test_with_too_few_credits_the_bar_asks_first(
    live: Live, sandbox: SandboxServer, tmp_path: Path, answer: str, gone: int
) -> None:
    sandbox.state.set_credits(2)

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key works")
        bar = await draft_of(desktop, tmp_path, "a.pdf", "b.pdf", "c.pdf")
        if gone:
            press(bar.send_button)
        else:
            desktop.window.batches.send.emit(batch_id(desktop))  # as a heading does
        (question,) = desktop.window.findChildren(QMessageBox)
        (button,) = [b for b in question.findChildren(QPushButton) if b.text() == answer]
        press(button)
        if not gone:
            assert bar.send_button.text() == "Send 3"
            return
        await desktop.until(lambda: not bar.isVisible(), "the draft is sent")
        skipped = [r.file_name for r in desktop.documents.values() if r.skipped]
        assert skipped == ["c.pdf"]

    live(scenario)
    assert "c.pdf" not in sent(sandbox)
    assert len(sent(sandbox)) <= gone


def test_a_single_file_has_no_bar(live: Live, sandbox: SandboxServer, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(marker="a.pdf"))

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([tmp_path / "a.pdf"]))
        await desktop.until_all(S.COMPLETE)
        assert not desktop.window.drafts.isVisible()

    live(scenario)
    assert sorted(sent(sandbox)) == ["a.pdf"]
