"""Files on their way in, through the real window: drafts, addresses, what waits, what goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.addresses.book_window import AddressBookWindow
from capout_desktop.ui.addresses.entry import AddressEntry
from capout_desktop.ui.addresses.question import AddressQuestion
from capout_desktop.ui.widgets.banner import Banner
from capout_desktop.ui.widgets.toast import Toast

S = DocumentState
Live = Callable[..., Desktop]
LEFT = Qt.MouseButton.LeftButton


def pdfs(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(pdf(marker=name))
    return [folder / name for name in names]


def settings(tmp_path: Path, **values: object) -> None:
    """Make the choices of an earlier start."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.json").write_text(json.dumps(values))


async def until_ready(desktop: Desktop) -> None:
    await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key works")


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def banner_code(desktop: Desktop) -> str:
    banner = desktop.window.findChild(Banner)
    return banner.code if isinstance(banner, Banner) else ""


def toast_code(desktop: Desktop) -> str:
    toast = desktop.window.findChild(Toast)
    return toast.code if isinstance(toast, Toast) else ""


def press_banner(desktop: Desktop) -> None:
    banner = desktop.window.findChild(Banner)
    assert isinstance(banner, Banner)
    assert banner.isVisible()
    press(banner.action_button)


def type_into(field: QLineEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def send_to(desktop: Desktop, local_id: str, address: str) -> None:
    """Answer the question to which other address a row shall go."""
    desktop.window.actions_on_rows.readdress.emit([local_id])
    (question,) = desktop.window.findChildren(AddressQuestion)
    assert question.field.typed == desktop.documents[local_id].xn_address
    line = question.field.lineEdit()
    assert line is not None
    type_into(line, address)
    press(question.send_button)


def sent(sandbox: SandboxServer) -> dict[str, str]:
    return {entry.file_name: entry.xn_address for entry in sandbox.state.ledger}


def test_a_draft_that_is_left_sends_nothing_and_loses_nothing(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    paths = pdfs(tmp_path, "a.pdf", "b.pdf")

    async def leave(desktop: Desktop) -> None:
        drop(desktop.window, files(paths))
        await desktop.until_offered("Send 2")
        rows = await desktop.until_all(S.HELD, count=2)
        assert {row.problem for row in rows} == {Problem(HoldReason.WAITS_FOR_START)}
        drafts = desktop.drafts
        assert drafts.table.currentIndex().row() == drafts.headings[0], "led to it"
        assert drafts.table.hasFocus()

    async def come_back(desktop: Desktop) -> None:
        await until_ready(desktop)
        await desktop.until(lambda: desktop.drafts.headings, "the draft is there again")
        assert sandbox.state.ledger == ()
        await desktop.send_batch(2)
        await desktop.until_all(S.COMPLETE, count=2)
        await desktop.until(lambda: not desktop.drafts.headings, "the draft is sent")

    live(leave)
    live(come_back)
    assert len(sandbox.state.ledger) == 2


def test_dropping_waiting_files_again_leads_to_them_and_files_in_progress_are_reported(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    paths = pdfs(tmp_path, "a.pdf", "b.pdf")

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files(paths))
        await desktop.until_offered("Send 2")
        table = desktop.drafts.table
        desktop.drafts.select("b.pdf")
        desktop.window.model.fold(0, True)
        drop(desktop.window, files(paths))
        await desktop.until(lambda: desktop.drafts.names() == ["a.pdf", "b.pdf"], "it is unfolded")
        assert table.currentIndex().row() == 0
        desktop.window.queue.pause_action.trigger()
        desktop.window.actions_on_rows.start.emit(list(desktop.documents))
        await desktop.until_all(S.QUEUED, count=2)
        rows = desktop.documents
        # In a draft they are queued, too.
        await desktop.until(
            lambda: not any(row.waits_for_start for row in rows.values()), "they are started"
        )
        drop(desktop.window, files(paths))
        await desktop.until(lambda: toast_code(desktop) == "already-listed", "it is said")
        assert len(desktop.documents) == 2

    live(scenario)


def test_what_is_dropped_before_the_services_are_there_is_added(live: Live, tmp_path: Path) -> None:
    (path,) = pdfs(tmp_path, "early.pdf")

    async def scenario(desktop: Desktop) -> None:
        await desktop.until_all(S.COMPLETE)
        assert [row.file_name for row in desktop.documents.values()] == ["early.pdf"]

    live(scenario, prepare=lambda desktop: drop(desktop.window, files([path])))


def test_the_lock_file_of_another_program_is_left_out_and_that_is_said(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files(pdfs(tmp_path, "~$lock.pdf", "scope.pdf")))
        await desktop.until_all(S.COMPLETE)
        assert [row.file_name for row in desktop.documents.values()] == ["scope.pdf"]
        assert toast_code(desktop) == "lock-files-left-out"

    live(scenario)


def test_other_files_of_a_dropped_folder_are_left_out_and_that_is_said(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    claim = tmp_path / "claim"
    claim.mkdir()
    (claim / "costs.xlsx").write_bytes(b"x")
    pdfs(claim, "scope.pdf")

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([claim]))
        await desktop.until(lambda: toast_code(desktop) == "entries-left-out", "they are named")
        assert [row.file_name for row in desktop.documents.values()] == ["scope.pdf"]

    live(scenario)


def test_discarded_files_leave_the_list_and_return_by_undo(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    bad = tmp_path / "letter.pdf"
    bad.write_bytes(b"a letter")

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([*pdfs(tmp_path, "a.pdf", "b.pdf"), bad]))
        await desktop.until(
            lambda: desktop.drafts.headings and "1 can't be sent" in desktop.drafts.said(), "bad"
        )
        await desktop.until_offered("Send 2")
        desktop.drafts.press("Discard")
        await desktop.until(lambda: desktop.window.model.rowCount() == 0, "the rows are gone")
        desktop.window.queue.undo_action.trigger()
        await desktop.until(lambda: desktop.window.model.listed == 3, "the rows are back")

    live(scenario)
    assert sandbox.state.ledger == ()


def test_while_a_draft_waits_a_single_file_goes_and_the_draft_stays(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    a, b, c = pdfs(tmp_path, "a.pdf", "b.pdf", "c.pdf")

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([a, b]))
        await desktop.until_offered("Send 2")
        drop(desktop.window, files([c]))
        await desktop.until(lambda: sorted(sent(sandbox)) == ["c.pdf"], "the single one went")
        assert desktop.drafts.offers("Send 2")
        await desktop.send_batch(2)
        await desktop.until_all(S.COMPLETE, count=3)

    live(scenario)


def test_with_manual_start_each_document_is_started_by_a_key(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    settings(tmp_path, start_at_once=False)
    named, dropped = pdfs(tmp_path, "named.pdf", "dropped.pdf")

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([dropped]))
        rows = await desktop.until_all(S.HELD, count=2)
        assert {row.problem for row in rows} == {Problem(HoldReason.WAITS_FOR_START)}
        assert desktop.drafts.headings == [], "each waits by itself"
        assert sandbox.state.ledger == ()
        table = desktop.drafts.table
        table.setFocus()
        QTest.keySequence(table, "Ctrl+A")
        QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await desktop.until_all(S.COMPLETE, count=2)

    live(scenario, sources=(str(named),))


def test_a_batch_and_one_of_its_rows_can_have_different_addresses(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files(pdfs(tmp_path, "a.pdf", "b.pdf", "c.pdf")))
        await desktop.until_offered("Send 3")
        desktop.window.batches.readdress.emit(
            next(iter(desktop.documents.values())).batch_id, "claims@northwest"
        )
        await desktop.until(
            lambda: {row.xn_address for row in desktop.documents.values()} == {"claims@northwest"},
            "the batch has its address",
        )
        desktop.drafts.readdress("odd address", "b.pdf")
        await desktop.until(
            lambda: "odd address" in {d.xn_address for d in desktop.documents.values()},
            "the row has its own, whatever its shape",
        )
        await desktop.send_batch(3)
        rows = await desktop.until_all(S.COMPLETE, S.FAILED, count=3)
        (refused,) = [row for row in rows if row.state is S.FAILED]
        send_to(desktop, refused.id, "roofs@northwest")
        await desktop.until_all(S.COMPLETE, count=3)
        drop(desktop.window, files(pdfs(tmp_path, "d.pdf")))
        await desktop.until_all(S.COMPLETE, count=4)

    live(scenario)
    assert sent(sandbox) == {
        "a.pdf": "claims@northwest",
        "b.pdf": "roofs@northwest",
        "c.pdf": "claims@northwest",
        "d.pdf": "team@example",
    }


def test_a_file_sent_before_is_sent_again_only_if_ticked(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    old, new, newest = pdfs(tmp_path, "old.pdf", "new.pdf", "newest.pdf")
    copy, again = tmp_path / "copy.pdf", tmp_path / "again.pdf"
    for path in (copy, again):
        path.write_bytes(old.read_bytes())

    def states(desktop: Desktop) -> dict[str, DocumentState]:
        return {row.file_name: row.state for row in desktop.documents.values()}

    async def scenario(desktop: Desktop) -> None:
        drop(desktop.window, files([old]))
        await desktop.until_all(S.COMPLETE)
        drop(desktop.window, files([copy, new]))
        await desktop.send_batch(1)
        await desktop.until(lambda: states(desktop)["new.pdf"] is S.COMPLETE, "the new one went")
        assert states(desktop)["copy.pdf"] is S.HELD
        drop(desktop.window, files([again, newest]))
        await desktop.until_offered("Send 1")
        assert desktop.drafts.ticks() == {"again.pdf": False, "newest.pdf": True}
        desktop.drafts.toggle("again.pdf")
        await desktop.until_offered("Send 2")
        assert "1 file is sent a second time" in desktop.drafts.said()
        desktop.drafts.press("Send 2")
        await desktop.until(lambda: states(desktop)["again.pdf"] is S.COMPLETE, "it went again")

    live(scenario)
    assert sorted(sent(sandbox)) == ["again.pdf", "new.pdf", "newest.pdf", "old.pdf"]


def test_a_link_from_a_browser_is_sent_at_once(live: Live, sandbox: SandboxServer) -> None:
    link = "https://claims.carrier.invalid/1182/scope.pdf?token=x%2Fy"

    async def scenario(desktop: Desktop) -> None:
        data = QMimeData()  # as browsers give it: the link, its words, and some markup
        data.setUrls([QUrl(link)])
        data.setText(link)
        data.setHtml(f'<a href="{link}">Scope of work</a>')
        assert drop(desktop.window, data)
        (row,) = await desktop.until_all(S.COMPLETE)
        assert (row.source, row.file_name) == (link, "scope.pdf")

    live(scenario)
    assert len(sandbox.state.ledger) == 1


def test_the_sample_estimates_are_sent_at_once_without_a_question(
    live: Live, sandbox: SandboxServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        desktop.window.samples_requested.emit()
        await desktop.until_all(S.COMPLETE, count=3)
        assert desktop.drafts.headings == []

    live(scenario)


def test_rows_are_sent_to_another_address(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        desktop.window.queue.pause_action.trigger()
        drop(desktop.window, files(pdfs(tmp_path, "a.pdf")))
        (row,) = await desktop.until_all(S.QUEUED)
        send_to(desktop, row.id, "claims@northwest")
        press(desktop.window.signs.pause.button)
        await desktop.until_all(S.COMPLETE)

    live(scenario)
    assert sent(sandbox) == {"a.pdf": "claims@northwest"}


def test_the_address_book_gives_names_and_says_where_each_start_begins(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def name_one(desktop: Desktop) -> None:
        await until_ready(desktop)
        desktop.window.address_dialogs().manage_addresses()
        (book,) = desktop.window.findChildren(AddressBookWindow)
        assert book.page.book.addresses == ("team@example",)
        press(book.page.add_button)
        (entry,) = book.findChildren(AddressEntry)
        QTest.keyClicks(entry.address_field, "claims@northwest")
        QTest.keyClicks(entry.label_field, "Northwest")
        press(entry.save_button)
        press(book.page.default_button)
        assert book.page.book.default == "claims@northwest"
        press(book.close_button)

    async def start_again(desktop: Desktop) -> None:
        await until_ready(desktop)
        drop(desktop.window, files(pdfs(tmp_path, "a.pdf")))
        await desktop.until_all(S.COMPLETE)

    live(name_one)
    live(start_again, xn_address="")
    assert sent(sandbox) == {"a.pdf": "claims@northwest"}


def test_the_watched_folder_asks_once_and_then_adds_files_automatically(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    inbox = tmp_path / "Estimates"
    inbox.mkdir()
    settings(tmp_path, watch={"folder": str(inbox), "after": "move", "xn_address": ""})
    pdfs(inbox, "old.pdf")

    async def scenario(desktop: Desktop) -> None:
        code = "watch-folder-has-files"
        await desktop.until(lambda: banner_code(desktop) == code, "what is there is told of")
        assert desktop.documents == {}
        press_banner(desktop)
        await desktop.until((inbox / "Sent" / "old.pdf").exists, "it is sent and moved")
        pdfs(inbox, "new.pdf", "newer.pdf")
        for name in ("new.pdf", "newer.pdf"):
            await desktop.until((inbox / "Sent" / name).exists, f"{name} is sent and moved")
        await desktop.until_all(S.COMPLETE, count=3)

        def parents() -> set[Path]:
            return {Path(row.source).parent for row in desktop.documents.values()}

        await desktop.until(lambda: parents() == {inbox / "Sent"}, "the rows know where they are")
        assert desktop.drafts.headings == []

    live(scenario)
    assert sorted(sent(sandbox)) == ["new.pdf", "newer.pdf", "old.pdf"]


def test_several_files_of_the_command_line_are_asked_about_first(
    live: Callable[..., Desktop], sandbox: SandboxServer, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for number in range(3):
        (given / f"{number}.pdf").write_bytes(pdf(marker=str(number)))

    async def scenario(desktop: Desktop) -> None:
        await desktop.until_all(DocumentState.HELD, count=3)
        assert not sandbox.state.ledger
        await desktop.send_batch(3)
        await desktop.until_all(DocumentState.COMPLETE, count=3)

    live(scenario, sources=(str(given),))


def test_several_files_of_a_script_with_yes_are_sent_at_once(
    live: Callable[..., Desktop], tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    for path in paths:
        path.write_bytes(pdf(marker=path.name))

    async def scenario(desktop: Desktop) -> None:
        await desktop.until_all(DocumentState.COMPLETE, count=3)

    live(scenario, sources=tuple(map(str, paths)), send_at_once=True)
