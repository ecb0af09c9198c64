"""Files that would not last, in the real window and up to CapOut."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files, handed_over
from helpers.mails import archive, mail
from helpers.pdfs import locked_pdf, pdf
from helpers.pictures import jpeg
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake.pdf_inspector import PdfInspector, PdfVerdict
from capout_desktop.store.journal import Journal
from capout_desktop.ui.documents.unlock_dialog import UnlockDialog
from capout_desktop.ui.settings.dialog import SettingsDialog
from capout_desktop.ui.text import problem_text
from capout_desktop.ui.widgets.toast import Toast

S = DocumentState
Live = Callable[..., Desktop]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def toast_code(desktop: Desktop) -> str:
    toast = desktop.window.findChild(Toast)
    return toast.code if isinstance(toast, Toast) else ""


def received(sandbox: SandboxServer) -> set[tuple[str, str]]:
    return {(upload.file_name, upload.sha256) for upload in sandbox.state.ledger}


def opened_freely(row: Document) -> str:
    """Return the hash of a document's file, which must open without a password."""
    inspector = PdfInspector()
    assert inspector.inspect(row.source).finding is PdfVerdict.OPENS
    inspector.close()
    return sha256(Path(row.source).read_bytes())


@pytest.fixture
def mail_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Provide the folder for temporary files of this person's mail program."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_an_attachment_goes_although_the_mail_program_deletes_it(
    live: Live, sandbox: SandboxServer, tmp_path: Path, mail_folder: Path
) -> None:
    outbox = tmp_path / "data" / "outbox"
    content = pdf(marker="attachment")
    path = mail_folder / "scope.pdf"
    path.write_bytes(content)

    async def added(desktop: Desktop) -> None:
        desktop.window.queue.pause_toggled.emit(True)
        drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.QUEUED)
        assert row.source != str(path)
        assert row.copied_from is not None
        assert row.copied_from.path == str(path)
        drop(desktop.window, files([path]))
        await desktop.until(
            lambda: toast_code(desktop) == "already-listed", "that it is listed already"
        )
        assert len(desktop.documents) == 1
        assert [p.read_bytes() for p in outbox.iterdir()] == [content]
        (outbox / "orphan.pdf").write_bytes(b"of a program that was killed")

    live(added)
    path.unlink()

    async def sent(desktop: Desktop) -> None:
        desktop.window.queue.pause_toggled.emit(False)
        await desktop.until_all(S.COMPLETE)
        await desktop.until(lambda: not list(outbox.iterdir()), "an empty outbox")

    live(sent)
    assert received(sandbox) == {("scope.pdf", sha256(content))}


def test_attachments_that_a_mail_program_hands_over_go_without_having_been_saved(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    one, two, three = pdf(marker="one"), pdf(2, marker="two"), pdf(3, marker="three")
    given = handed_over(
        {
            "C:\\Temp\\scope.pdf": one,
            "claim.zip": archive({"roof.pdf": two}),
            "Re Alvarez.eml": mail("Re: Alvarez", {"water.pdf": three}),
            "photo.jpg": jpeg(),
        }
    )
    outbox = tmp_path / "data" / "outbox"

    async def scenario(desktop: Desktop) -> None:
        desktop.window.queue.pause_toggled.emit(True)
        assert drop(desktop.window, given)
        rows = await desktop.until_all(S.QUEUED, S.HELD, count=4)
        assert all(row.copied_from is not None for row in rows)
        assert {row.origin_path for row in rows} == {
            *("scope.pdf", "claim.zip", "Re Alvarez.eml", "photo.jpg")
        }
        await desktop.until(lambda: len(list(outbox.iterdir())) == 4, "one copy for each row")
        assert drop(desktop.window, handed_over({"scope.pdf": one})), "a second time"
        desktop.window.queue.pause_toggled.emit(False)
        await desktop.send_batch(4)
        await desktop.until_all(S.COMPLETE, count=4)
        await desktop.until(lambda: not list(outbox.iterdir()), "an empty outbox")
        assert len(desktop.documents) == 4

    live(scenario)
    assert {("scope.pdf", sha256(one)), ("roof.pdf", sha256(two)), ("water.pdf", sha256(three))} < (
        received(sandbox)
    )


def test_a_copy_that_is_gone_is_said_in_its_row(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    outbox = tmp_path / "data" / "outbox"
    path = tmp_path / "claim.zip"
    path.write_bytes(archive({"scope.pdf": pdf()}))

    async def added(desktop: Desktop) -> None:
        drop(desktop.window, files([path]))
        await desktop.until_all(S.HELD)

    live(added)
    for copy in outbox.iterdir():
        copy.unlink()

    async def again(desktop: Desktop) -> None:
        (row,) = await desktop.until_all(S.HELD)

        def is_started() -> bool:
            desktop.window.actions_on_rows.run_on("start", row.id)
            return desktop.documents[row.id].state is S.REJECTED

        await desktop.until(is_started, "the row says that its file is gone")
        problem = desktop.documents[row.id].problem
        assert problem is not None
        assert problem_text.next_step(problem) == "Add claim.zip again."

    live(again)
    assert received(sandbox) == set()


def test_a_mail_becomes_a_draft_with_its_subject_as_name(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    one, two = pdf(marker="one"), pdf(2, marker="two")
    path = tmp_path / "Re Alvarez claim.eml"
    path.write_bytes(mail("Re: Alvarez claim", {"scope.pdf": one, "roof.pdf": two}))
    outbox = tmp_path / "data" / "outbox"

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([path]))
        await desktop.until_all(S.QUEUED, S.HELD, count=2)
        desktop.window.settings.open("data")
        dialog = desktop.window.findChild(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        data = desktop.window.settings.page("data")
        await desktop.until(lambda: "2 copies" in data.outbox.text(), "2 copies counted")
        dialog.close()
        assert received(sandbox) == set()
        await desktop.until(lambda: toast_code(desktop) == "entries-left-out", "the logo is named")
        await desktop.send_batch(2)
        await desktop.until_all(S.COMPLETE, count=2)
        await desktop.until(lambda: not list(outbox.iterdir()), "an empty outbox")

    live(scenario)
    assert received(sandbox) == {("scope.pdf", sha256(one)), ("roof.pdf", sha256(two))}
    assert path.exists()
    journal = Journal(tmp_path / "data" / "journal.sqlite3")
    assert [batch.name for batch in journal.load_batches()] == ["Re: Alvarez claim"]
    sent = journal.load_attempts()
    assert {attempt.original_sha256 for attempt in sent} == {sha256(one), sha256(two)}
    journal.close()


def test_a_locked_pdf_goes_once_its_password_is_typed(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    password = "CLM-48213-Dueñas"
    locked = locked_pdf(password)
    path = tmp_path / "claim.eml"
    path.write_bytes(mail("Claim", {"scope.pdf": locked, "roof.pdf": locked + b"\n"}))
    outbox = tmp_path / "data" / "outbox"
    copies: set[str] = set()

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([path]))
        rows = await desktop.until_all(S.REJECTED, count=2)
        assert {row.problem_code for row in rows} == {"password-needed"}

        def asked() -> UnlockDialog | None:
            desktop.window.actions_on_rows.run_on("unlock", rows[0].id)
            dialog = desktop.window.findChild(UnlockDialog)
            return dialog if isinstance(dialog, UnlockDialog) else None

        await desktop.until(asked, "the dialog, once the row is shown")
        dialog = desktop.window.findChild(UnlockDialog)
        assert isinstance(dialog, UnlockDialog)
        assert not dialog.isModal()
        field = dialog.field
        QTest.keyClicks(field, "wrong")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await desktop.until(dialog.failure.isVisible, "another try")
        field.setText(password)
        assert dialog.others_box.isChecked()
        QTest.mouseClick(dialog.unlock_button, Qt.MouseButton.LeftButton)
        rows = await desktop.until_all(S.QUEUED, S.HELD, count=2)
        started = psutil.Process().children(recursive=True)
        # Idle workers of earlier tests may have ended.
        running = [each for each in started if each.status() != psutil.STATUS_ZOMBIE]
        arguments = [" ".join(process.cmdline()) for process in running]
        assert any("pdf_worker" in line for line in arguments)
        assert not any(password in line or "CLM-48213" in line for line in arguments)
        for row in rows:
            assert row.copied_from is not None
            assert row.copied_from.container == "claim.eml"
            assert row.copied_from.sha256 in {sha256(locked), sha256(locked + b"\n")}
            copies.add(opened_freely(row))
        await desktop.until(lambda: len(list(outbox.iterdir())) == 2, "the locked ones gone")
        await desktop.send_batch(2)
        await desktop.until_all(S.COMPLETE, count=2)

    live(scenario)
    assert {sha for _, sha in received(sandbox)} == copies
    for file in filter(Path.is_file, (tmp_path / "data").rglob("*")):
        for written in (password.encode(), password.encode("latin-1"), b"CLM-48213"):
            assert written not in file.read_bytes(), file
