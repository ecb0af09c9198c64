"""What is chosen in the settings holds for the very next thing, through the real program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from gui.batch.test_gui_intake import (
    banner_code,
    pdfs,
    press,
    sent,
    until_ready,
)
from gui.settings.test_ui_settings import kept, page
from helpers.desktop import Desktop
from helpers.desktop_services import offered
from helpers.drops import drop, files
from PySide6.QtCore import QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import FailWorkflow
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.desktop.autostart import LinuxAutostart
from capout_desktop.services.desktop.notifications import NOTIFICATIONS
from capout_desktop.ui.addresses.entry import AddressEntry
from capout_desktop.ui.settings.addresses_page import AddressesPage
from capout_desktop.ui.settings.data_page import DataPage
from capout_desktop.ui.settings.notifications_page import NotificationsPage
from capout_desktop.ui.settings.sending_page import SendingPage
from capout_desktop.ui.settings.watch_page import WatchPage
from capout_desktop.ui.shell.closing import ToTray

S = DocumentState
Live = Callable[..., Desktop]


def test_watching_a_folder_starts_and_stops_as_soon_as_it_is_chosen(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    inbox = tmp_path / "Estimates"
    inbox.mkdir()
    pdfs(inbox, "old.pdf")

    async def scenario(desktop: Desktop) -> None:
        await until_ready(desktop)
        watch = page(desktop.window, WatchPage, "watch")
        watch._chosen([QUrl.fromLocalFile(str(inbox))])
        code = "watch-folder-has-files"
        await desktop.until(lambda: banner_code(desktop) == code, "what is there is told of")
        pdfs(inbox, "new.pdf")
        (row,) = await desktop.until_all(S.COMPLETE)
        assert row.file_name == "new.pdf"
        watch.stop_button.click()
        pdfs(inbox, "late.pdf")
        drop(desktop.window, files(pdfs(tmp_path, "other.pdf")))
        await desktop.until_all(S.COMPLETE, count=2)

    live(scenario)
    assert list(sent(sandbox)) == ["new.pdf", "other.pdf"]


def test_the_settings_ask_about_the_files_that_were_in_the_folder(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    """The settings are in front of the window, whose banner asks the same."""
    inbox, other = tmp_path / "Estimates", tmp_path / "Other"
    inbox.mkdir()
    other.mkdir()
    pdfs(inbox, "old.pdf", "older.pdf")

    async def scenario(desktop: Desktop) -> None:
        await until_ready(desktop)
        watch = page(desktop.window, WatchPage, "watch")
        assert not watch.there_button.isVisible()
        watch._chosen([QUrl.fromLocalFile(str(inbox))])
        await desktop.until(watch.there_button.isVisible, "it asks")
        assert watch.there.accessibleName() == "2 PDFs are already in the watched folder"
        press(watch.there_button)
        await desktop.until_all(S.COMPLETE, count=2)
        assert not watch.there.isVisible()
        assert banner_code(desktop) == ""
        pdfs(other, "third.pdf")
        watch._chosen([QUrl.fromLocalFile(str(other))])
        await desktop.until(watch.there_button.isVisible, "it asks about another folder")
        watch.stop_button.click()
        assert not watch.there.isVisible(), "no folder, no question"
        assert banner_code(desktop) == ""

    live(scenario)


@pytest.mark.skipif(sys.platform != "linux", reason="the entry is that of Linux")
def test_the_start_with_the_computer_is_switched_at_once(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    entry = tmp_path / "config" / "autostart" / "capout-desktop.desktop"

    async def scenario(desktop: Desktop) -> None:
        notifications = page(desktop.window, NotificationsPage, "notifications")
        box, problem = notifications.autostart, notifications.autostart_problem
        assert box.isEnabled()
        assert not box.isChecked(), "off until asked"
        box.click()
        await desktop.until(entry.exists, "it starts with the computer")
        assert f'"--data-dir" "{desktop.data_dir}" "--background"' in entry.read_text()
        box.click()
        await desktop.until(lambda: not entry.exists(), "and no more")
        entry.parent.rmdir()
        entry.parent.write_text("no folder")
        box.click()
        await desktop.until(problem.isVisible, "it says that it cannot")
        await desktop.until(lambda: not box.isChecked(), "and shows what is so")
        entry.parent.unlink()
        box.click()
        await desktop.until(entry.exists, "it starts again")
        page(desktop.window, DataPage, "data").reset_wanted.emit()
        await desktop.until(lambda: not entry.exists(), "a reset switches it off")

    live(scenario)


@pytest.mark.skipif(sys.platform != "linux", reason="the entry is that of Linux")
def test_a_quick_choice_is_not_undone_by_what_was_read_before_it(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    read = LinuxAutostart.is_on
    answers: list[bool] = []

    def is_on(autostart: LinuxAutostart) -> bool:
        answers.append(read(autostart))
        return answers[-1]

    monkeypatch.setattr(LinuxAutostart, "is_on", is_on)

    async def scenario(desktop: Desktop) -> None:
        box = page(desktop.window, NotificationsPage, "notifications").autostart
        shown: list[bool] = []
        box.toggled.connect(shown.append)
        box.click()
        await desktop.until(lambda: len(answers) == 2, "it is read before and after the choice")
        assert shown == [True]

    live(scenario)


@pytest.mark.skipif(sys.platform != "linux", reason="the entry is that of Linux")
def test_a_flatpak_says_that_it_cannot_start_with_the_computer(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLATPAK_ID", "ai.capout.desktop")

    async def scenario(desktop: Desktop) -> None:
        notifications = page(desktop.window, NotificationsPage, "notifications")
        assert not notifications.autostart.isEnabled()
        texts = [label.text() for label in notifications.findChildren(QLabel) if label.isVisible()]
        assert any("Flatpak" in text for text in texts)

    live(scenario)


def test_documents_wait_or_are_sent_by_the_current_settings(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    held, gone = pdfs(tmp_path, "held.pdf", "gone.pdf")

    async def scenario(desktop: Desktop) -> None:
        await until_ready(desktop)
        start = page(desktop.window, SendingPage, "sending").start
        start.buttons["on-click"].click()
        drop(desktop.window, files([held]))
        (row,) = await desktop.until_all(S.HELD)
        assert row.problem == Problem(HoldReason.WAITS_FOR_START)
        start.buttons["at-once"].click()
        drop(desktop.window, files([gone]))
        await desktop.until_all(S.HELD, S.COMPLETE, count=2)

    live(scenario)
    assert list(sent(sandbox)) == ["gone.pdf"]


def test_a_batch_is_confirmed_or_sent_by_the_current_settings(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    first, second, third, fourth = pdfs(tmp_path, "a.pdf", "b.pdf", "c.pdf", "d.pdf")

    async def scenario(desktop: Desktop) -> None:
        await until_ready(desktop)
        ask = page(desktop.window, SendingPage, "sending").ask
        ask.click()
        drop(desktop.window, files([first, second]))
        await desktop.until_all(S.COMPLETE, count=2)
        assert desktop.drafts.headings == []
        ask.click()
        drop(desktop.window, files([third, fourth]))
        await desktop.send_batch(2)
        await desktop.until_all(S.COMPLETE, count=4)

    live(scenario)
    assert len(sent(sandbox)) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a message bus")
def test_notifications_stop_and_come_back_at_once(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.WORKFLOW, FailWorkflow(), FailWorkflow())
    unheard, heard = pdfs(tmp_path, "unheard.pdf", "heard.pdf")
    with offered(NOTIFICATIONS, {"Notify": lambda *_: ("u", (3,))}) as service:

        async def scenario(desktop: Desktop) -> None:
            await until_ready(desktop)
            notify = page(desktop.window, NotificationsPage, "notifications").notify
            notify.click()
            drop(desktop.window, files([unheard]))
            await desktop.until_all(S.FAILED)
            assert desktop.program._attention is not None
            attention = desktop.program._attention._attention
            await desktop.until(lambda: not attention.is_waiting, "it is taken for old news")
            notify.click()
            drop(desktop.window, files([heard]))
            await desktop.until(lambda: not service.calls.empty(), "the desktop is told")

        live(scenario)
        method, arguments = service.next_call()
        assert method == "Notify"
        assert "heard.pdf failed" in arguments
        assert service.calls.empty()


def test_closing_to_the_tray_applies_as_soon_as_it_is_chosen(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This screen has no tray, and Qt looks for one once only.
    monkeypatch.setattr("capout_desktop.ui.shell.tray.has_tray", lambda: True)

    async def scenario(desktop: Desktop) -> None:
        closing = desktop.window.closing
        tray = page(desktop.window, NotificationsPage, "notifications").tray
        found = [closing.to_tray]
        for _ in range(2):
            tray.click()
            found.append(closing.to_tray)
        assert found == [ToTray.NEVER, ToTray.EXPLAIN, ToTray.NEVER]

    live(scenario)


def test_settings_and_window_share_one_address_book(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_ready(desktop)
        shown = page(desktop.window, AddressesPage, "addresses").book
        assert shown.book.addresses == ("team@example",)
        press(shown.add_button)
        (entry,) = shown.findChildren(AddressEntry)
        QTest.keyClicks(entry.address_field, "claims@northwest")
        QTest.keyClicks(entry.label_field, "Northwest")
        press(entry.save_button)
        press(shown.default_button)
        book = desktop.program._settings.address_book
        assert book.labels == {"claims@northwest": "Northwest"}
        assert book.default == "claims@northwest"
        await desktop.until(
            lambda: kept(desktop).default_address == "claims@northwest", "it is on the disk"
        )
        watch = page(desktop.window, WatchPage, "watch")
        assert watch.address.findData("claims@northwest") > 0, "and offered on the other pages"
        desktop.window.address_changed.emit("elsewhere@example")
        assert "elsewhere@example" in shown.book.addresses

    live(scenario)
