"""The main job through the real window: drop, upload, follow, pay once."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from gui.batch.test_gui_intake import toast_code
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import damaged_pdf, locked_pdf, pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from capout_desktop.domain import policy
from capout_desktop.domain.document import ChargeState, DocumentState
from capout_desktop.domain.events import MovedToTop
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Refuse, SlowRead
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.runtime import supervisor
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.uploads.obstacles import Obstacles
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.widgets.banner import Banner
from capout_desktop.ui.widgets.toast import Toast

S = DocumentState
Live = Callable[..., Desktop]


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("with_progress", [True, False], ids=["five stages", "no stages"])
def test_a_dropped_pdf_arrives_whole_and_is_followed_to_the_end(
    live: Live, sandbox: SandboxServer, tmp_path: Path, with_progress: bool
) -> None:
    sandbox.state.behavior.progress = with_progress
    paths = [write(tmp_path, f"scope {n}.PDF", pdf(2, marker=f"{n}")) for n in range(3)]
    before = sandbox.state.credits_left()

    async def scenario(desktop: Desktop) -> None:
        assert drop(desktop.window, files(paths))
        await desktop.until_all(S.HELD, count=3)
        assert sandbox.state.ledger == (), "several files are asked about before they go"
        await desktop.send_batch(3)
        rows = await desktop.until_all(S.COMPLETE, count=3)
        for row in rows:
            assert (row.stages is not None) is with_progress
            assert row.charge is ChargeState.CHARGED
        await desktop.until(
            lambda: f"{sandbox.state.credits_left():,}" in desktop.window.credits_text,
            "the credits go down in the status bar",
        )

    desktop = live(scenario)
    sent = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    assert {entry.file_name: entry.sha256 for entry in sandbox.state.ledger} == sent
    assert len(sandbox.state.ledger) == 3
    assert sandbox.state.credits_left() < before
    assert desktop.seconds_to_close < 2


BAD = {
    "not-a-pdf": b"a spreadsheet, really",
    "file-empty": b"",
    "password-needed": locked_pdf(),
    "pdf-damaged": damaged_pdf(),
    "file-too-large": pdf(size=policy.MAX_PDF_BYTES + 1),
}


def test_each_bad_input_says_why_in_its_row_and_nothing_is_sent(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    paths = [write(tmp_path, f"{code}.pdf", content) for code, content in BAD.items()]
    (tmp_path / "photos").mkdir()
    paths += [tmp_path / "photos", tmp_path / "gone.pdf"]
    expected = {**{f"{code}.pdf": code for code in BAD}, "gone.pdf": "file-gone"}
    expected["photos"] = "folder-without-pdfs"

    async def scenario(desktop: Desktop) -> None:
        assert drop(desktop.window, files(paths))
        rows = await desktop.until_all(S.REJECTED, count=len(paths))
        assert {row.file_name: row.problem and row.problem.code for row in rows} == expected
        for row in rows:
            assert row.problem is not None
            shown = desktop.window.row_text(row.id)
            assert problem_words.title(row.problem) in shown
            assert problem_words.next_step(row.problem) in shown

    live(scenario)
    assert sandbox.state.ledger == ()


def test_files_named_on_the_command_line_go_without_a_question(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = write(tmp_path, "scope.pdf", pdf())

    async def scenario(desktop: Desktop) -> None:
        rows = await desktop.until_all(S.COMPLETE, count=2)
        assert {row.xn_address for row in rows} == {"team@example"}

    sources = (str(path), "https://claims.invalid/claims/roof.pdf")
    live(scenario, sources=sources, send_at_once=True)  # as with --yes
    assert {entry.file_name for entry in sandbox.state.ledger} == {"scope.pdf", "roof.pdf"}


def test_an_unwritable_data_folder_is_reported_and_nothing_is_sent(
    live: Live, sandbox: SandboxServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    path = write(tmp_path, "scope.pdf", pdf())

    async def scenario(desktop: Desktop) -> None:
        assert shown_banner(desktop).code == "journal-unusable"

    live(scenario, sources=(str(path),))
    caplog.clear()  # the log rightly holds why
    assert sandbox.state.ledger == ()


def shown_banner(desktop: Desktop) -> Banner:
    banner = desktop.window.findChild(Banner)
    assert isinstance(banner, Banner)
    assert banner.isVisible()
    return banner


def test_a_full_disk_is_reported_and_files_are_added_once_there_is_space(
    live: Live, sandbox: SandboxServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "claims"
    folder.mkdir()
    for number in range(60):
        write(folder, f"{'long name ' * 15}{number}.pdf", pdf(marker=str(number)))

    async def scenario(desktop: Desktop) -> None:
        desk = desktop.program._services
        assert desk is not None

        def limit(pages: int) -> None:
            """Let SQLite find no room for more pages, as on a disk that is full."""
            desk.journal._journal._db.execute(f"PRAGMA max_page_count = {pages}")

        await desktop.program._disk.run(limit, 1)  # never less than there are
        drop(desktop.window, files([folder]))
        await desktop.until(lambda: banner_code(desktop) == "disk-trouble", "it is said")
        assert len(desktop.documents) < 60
        await desktop.program._disk.run(limit, 2**30)
        await desktop.until(lambda: len(desktop.documents) == 60, "the rest comes by itself")
        await desktop.until(lambda: banner_code(desktop) != "disk-trouble", "and is said no more")

    live(scenario)
    caplog.clear()  # the log rightly holds why


def test_a_long_wait_is_said_and_ends_when_the_person_presses_try_now(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Refuse(429, retry_after_text="86400"))

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([write(tmp_path, "scope.pdf", pdf())]))
        await desktop.until(lambda: banner_code(desktop) == "too-many-requests", "it is said")
        button = shown_banner(desktop).action_button
        assert button.text() == "Try now"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await desktop.until_all(S.PROCESSING, S.COMPLETE)
        await desktop.until(lambda: banner_code(desktop) == "", "and is said no more")

    live(scenario)


def test_a_loop_that_fails_is_said_once_and_no_more_when_it_works_again(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(supervisor, "STEADY_SECONDS", 0.5)
    settled = Obstacles.settled
    failures = 0

    def fail(*_: object) -> NoReturn:
        nonlocal failures
        failures += 1
        raise ValueError("odd")

    async def scenario(desktop: Desktop) -> None:
        told: list[str] = []
        show = desktop.window.show_banner

        def note(problem: Problem, *rest: Any, **options: Any) -> None:
            told.append(problem.code)
            show(problem, *rest, **options)

        monkeypatch.setattr(desktop.window, "show_banner", note)
        monkeypatch.setattr(Obstacles, "settled", fail)
        drop(desktop.window, files([write(tmp_path, "scope.pdf", pdf())]))
        await desktop.until(lambda: failures >= 3, "it fails again and again")
        assert banner_code(desktop) == "sending-stopped"
        monkeypatch.setattr(Obstacles, "settled", settled)
        await desktop.until_all(S.PROCESSING, S.COMPLETE)
        await desktop.until(lambda: banner_code(desktop) == "", "it is said no more")
        assert told == ["sending-stopped"]

    live(scenario)
    caplog.clear()  # the log rightly holds why


def test_what_a_full_disk_did_not_take_is_not_shown_as_done(
    live: Live, sandbox: SandboxServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.state.faults.by_chance(Call.UPLOAD, Refuse(402))

    async def scenario(desktop: Desktop) -> None:
        desk = desktop.program._services
        assert desk is not None
        db = desk.journal._journal._db
        drop(desktop.window, files([write(tmp_path, "scope.pdf", pdf())]))
        (row,) = await desktop.until_all(S.HELD)
        await desktop.program._disk.run(db.execute, "PRAGMA query_only = 1")
        desktop.window.actions_on_rows.cancel.emit([row.id])
        await desktop.until(lambda: banner_code(desktop) == "not-done", "it is said")
        assert desktop.documents[row.id].state is S.HELD
        desk.store.apply(row.id, MovedToTop(now()))
        await desktop.until(lambda: "changes not saved yet" in caplog.messages, "nor is that")
        assert banner_code(desktop) == "not-done", "the click is what the person asks about"
        await desktop.program._disk.run(db.execute, "PRAGMA query_only = 0")
        desktop.window.actions_on_rows.cancel.emit([row.id])
        await desktop.until_all(S.CANCELED)
        await desktop.until(lambda: banner_code(desktop) != "not-done", "and is said no more")

    live(scenario)
    caplog.clear()  # the log rightly holds why


def banner_code(desktop: Desktop) -> str:
    banner = desktop.window.findChild(Banner)
    return banner.code if isinstance(banner, Banner) and banner.isVisible() else ""


def torn_page(journal: Path) -> None:
    with contextlib.closing(sqlite3.connect(journal)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        find_page = "SELECT rootpage FROM sqlite_master WHERE name = 'documents'"
        (page,) = db.execute(find_page).fetchone()
    content = bytearray(journal.read_bytes())
    start = (page - 1) * size
    content[start : start + size // 2] = b"\xa5" * (size // 2)
    journal.write_bytes(content)


def row_of_nonsense(journal: Path) -> None:
    with contextlib.closing(sqlite3.connect(journal)) as db, db:
        db.execute("UPDATE documents SET document = json_set(document, '$.state', 'on the moon')")


def test_a_start_as_administrator_says_that_nothing_can_be_dropped(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capout_desktop.program.has_more_rights_than_desktop", lambda: True)

    async def scenario(desktop: Desktop) -> None:
        assert shown_banner(desktop).code == "started-as-administrator"

    live(scenario)


@pytest.mark.parametrize("damage", [torn_page, row_of_nonsense])
def test_a_damaged_journal_is_kept_and_reported(
    live: Live,
    sandbox: SandboxServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
) -> None:
    async def first(desktop: Desktop) -> None:
        drop(desktop.window, files([write(tmp_path, "scope.pdf", pdf())]))
        await desktop.until_all(S.COMPLETE)

    live(first)
    damage(tmp_path / "data" / "journal.sqlite3")
    damaged = (tmp_path / "data" / "journal.sqlite3").read_bytes()

    async def second(desktop: Desktop) -> None:
        assert shown_banner(desktop).code == "journal-set-aside"
        drop(desktop.window, files([write(tmp_path, "roof.pdf", pdf(2))]))
        await desktop.until_all(S.COMPLETE)

    live(second)
    caplog.clear()  # the log rightly holds why
    aside = (tmp_path / "data").glob("*.set-aside-*")
    assert damaged in [path.read_bytes() for path in aside]


@pytest.mark.parametrize("code", ["journal-waits", "journal-newer"])
def test_a_journal_that_must_not_be_used_is_left_alone_and_nothing_is_sent(
    live: Live, sandbox: SandboxServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    path = tmp_path / "data" / "journal.sqlite3"
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        if code == "journal-newer":
            db.execute("PRAGMA user_version = 9999")
        else:
            db.execute("BEGIN EXCLUSIVE")

        async def scenario(desktop: Desktop) -> None:
            assert shown_banner(desktop).code == code

        live(scenario, sources=(str(write(tmp_path, "scope.pdf", pdf())),))
    caplog.clear()  # the log rightly holds why
    assert sandbox.state.ledger == ()


def test_a_journal_that_a_backup_has_at_the_start_is_opened_once_the_backup_is_done(
    live: Live, sandbox: SandboxServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = tmp_path / "data" / "journal.sqlite3"
    journal.parent.mkdir()
    backup = sqlite3.connect(journal, isolation_level=None, check_same_thread=False)
    with contextlib.closing(backup):
        backup.execute("BEGIN EXCLUSIVE")

        async def scenario(desktop: Desktop) -> None:
            assert shown_banner(desktop).code == "journal-waits"
            backup.execute("ROLLBACK")
            await desktop.until_all(S.PROCESSING, S.COMPLETE)
            assert banner_code(desktop) != "journal-waits"

        live(scenario, sources=(str(write(tmp_path, "scope.pdf", pdf())),))
    caplog.clear()  # the log rightly holds why
    assert len(sandbox.state.ledger) == 1


def test_the_list_is_restored_after_a_restart(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = write(tmp_path, "scope.pdf", pdf())

    async def first(desktop: Desktop) -> None:
        drop(desktop.window, files([path]))
        await desktop.until_all(S.PROCESSING, S.COMPLETE)

    async def second(desktop: Desktop) -> None:
        await desktop.until_all(S.COMPLETE)

    live(first)
    live(second)
    assert len(sandbox.state.ledger) == 1


def test_a_paused_queue_sends_nothing_until_it_is_resumed_even_after_a_restart(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = write(tmp_path, "scope.pdf", pdf())

    async def paused(desktop: Desktop) -> None:
        desktop.window.queue.pause_action.trigger()
        drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.QUEUED)
        assert "Sending is paused" in desktop.window.row_text(row.id)

    async def after_a_restart(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key works")
        # The queue looks for what may go when another file has been checked.
        drop(desktop.window, files([write(tmp_path, "later.pdf", pdf(2))]))
        await desktop.until_all(S.QUEUED, count=2)
        assert sandbox.state.ledger == ()
        for row in desktop.documents.values():
            text = desktop.window.row_text(row.id)
            assert "Sending is paused" in text
            assert "Waiting its turn" not in text
        sign = desktop.window.signs.pause
        assert sign.isVisible()
        sign.button.click()
        await desktop.until_all(S.COMPLETE)
        assert not sign.isVisible()
        assert not any(
            "paused" in desktop.window.row_text(row.id) for row in desktop.documents.values()
        )

    live(paused)
    live(after_a_restart)


def test_a_removed_row_returns_by_undo_and_is_still_recognized(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = write(tmp_path, "scope.pdf", pdf())

    async def remove(desktop: Desktop) -> None:
        drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.COMPLETE)
        desktop.window.actions_on_rows.remove.emit([row.id])
        await desktop.until(lambda: desktop.window.model.rowCount() == 0, "the row is gone")
        desktop.window.queue.undo_action.trigger()
        await desktop.until(lambda: desktop.window.model.rowCount() == 1, "the row is back")
        desktop.window.actions_on_rows.remove.emit([row.id])

    async def drop_a_copy(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key works")
        assert desktop.window.model.rowCount() == 0
        drop(desktop.window, files([write(tmp_path, "copy.pdf", path.read_bytes())]))
        (row,) = await desktop.until_all(S.HELD)
        assert row.problem is not None
        assert row.problem.code == "already-sent"

    live(remove)
    live(drop_a_copy)
    assert len(sandbox.state.ledger) == 1


def test_what_is_not_removed_is_said(live: Live, sandbox: SandboxServer, tmp_path: Path) -> None:
    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([write(tmp_path, "scope.pdf", pdf())]))
        await desktop.until_all(S.COMPLETE)
        desktop.window.queue.pause_action.trigger()
        drop(desktop.window, files([write(tmp_path, "waits.pdf", pdf(2))]))
        await desktop.until_all(S.COMPLETE, S.QUEUED, count=2)
        page = desktop.window.look.documents
        desktop.window.model.flush()
        page.table.selectAll()
        page.actions.remove_action.trigger()
        await desktop.until(lambda: toast_code(desktop) == "removed-some", "it is said")
        toast = desktop.window.findChild(Toast)
        assert isinstance(toast, Toast)
        assert toast.accessibleName() == "1 document was removed from the list"
        assert "still on the list: 1." in toast.accessibleDescription()
        toast.action_button.click()
        await desktop.until(lambda: desktop.window.model.rowCount() == 2, "both are there")

    live(scenario)


def test_an_unreachable_server_is_reported_and_sending_resumes_automatically(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key works")
        await asyncio.to_thread(sandbox.stop)
        drop(desktop.window, files([write(tmp_path, "scope.pdf", pdf())]))
        await desktop.until(lambda: desktop.window.findChild(Banner), "the banner appears")
        banner = shown_banner(desktop)
        assert banner.code == "connection-refused"
        (row,) = await desktop.until_all(S.QUEUED, S.UPLOADING)
        assert row.charge is ChargeState.NONE
        await asyncio.to_thread(sandbox.start)
        await desktop.until_all(S.COMPLETE)
        assert not banner.isVisible()

    live(scenario)
    assert len(sandbox.state.ledger) == 1


def test_closing_during_an_upload_asks_and_can_keep_it_running(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=8_000_000))
    quits: list[bool] = []

    async def scenario(desktop: Desktop) -> None:
        desktop.window.quit_requested.connect(lambda: quits.append(True))
        drop(desktop.window, files([write(tmp_path, "scope.pdf", pdf(size=12_000_000))]))
        await desktop.until_all(S.UPLOADING)
        desktop.window.close()
        (question,) = desktop.window.findChildren(QMessageBox)
        assert question.isVisible()
        assert desktop.window.isVisible()
        keep = question.defaultButton()
        assert keep is not None
        QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
        await desktop.until_all(S.COMPLETE)
        assert quits == []
        desktop.window.close()
        assert quits == [True]

    live(scenario)
