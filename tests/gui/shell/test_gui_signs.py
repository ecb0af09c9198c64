"""Lasting signs of what documents wait for: they stay as long as it is true, with the remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from gui.batch.test_gui_intake import banner_code, pdfs, press, settings, until_ready
from helpers.desktop import Desktop
from helpers.drops import drop, files
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from capout_desktop.domain import web_app
from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.desktop.autostart import program_command
from capout_desktop.ui.organizations.first_start import FirstStartPage
from capout_desktop.ui.settings.dialog import SettingsDialog
from capout_desktop.ui.settings.watch_page import WatchPage
from capout_desktop.ui.shell.status_bar import StatusBar

S = DocumentState
Live = Callable[..., Desktop]


def test_a_pause_is_shown_until_it_ends_whoever_ends_it(live: Live, tmp_path: Path) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_ready(desktop)
        window, sign = desktop.window, desktop.window.signs.pause
        assert not window.signs.isVisible()
        window.queue.pause_action.trigger()
        assert sign.isVisible()
        assert banner_code(desktop) == ""
        drop(window, files(pdfs(tmp_path, "a.pdf")))
        await desktop.until_all(S.QUEUED)
        sign.button.setFocus()
        QTest.keyClick(sign.button, Qt.Key.Key_Space)
        await desktop.until_all(S.COMPLETE)
        assert not window.signs.isVisible()
        assert not window.queue.pause_action.isChecked()
        window.queue.pause_action.trigger()
        window.queue.pause_action.trigger()
        assert not sign.isVisible()

    live(scenario)


def test_a_lack_of_credits_is_shown_with_the_way_to_buy_some(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("capout_desktop.ui.widgets.desktop_files.open_page", opened.append)
    sandbox.state.faults.add(Call.UPLOAD, *[Refuse(402)] * 2)

    async def short(desktop: Desktop) -> None:
        sign = desktop.window.signs.credits
        desktop.window.actions_on_rows.start.emit([])
        drop(desktop.window, files(pdfs(tmp_path, "a.pdf", "b.pdf")))
        await desktop.send_batch(2)
        await desktop.until(
            lambda: sign.isVisible() and sign.text == "Not enough credits · 2 documents wait",
            "both wait for credits",
        )
        press(sign.button)
        assert opened == [web_app.CREDITS]

    async def after_a_restart(desktop: Desktop) -> None:
        sign = desktop.window.signs.credits
        await desktop.until(sign.isVisible, "it is shown again")
        first, second = desktop.documents
        desktop.window.actions_on_rows.cancel.emit([first])
        await desktop.until(lambda: sign.text.endswith("1 document waits"), "one is left")
        desktop.window.actions_on_rows.cancel.emit([second])
        await desktop.until(lambda: not sign.isVisible(), "and then none")

    live(short)
    sandbox.state.faults.by_chance(Call.CREDITS, Refuse(503))
    live(after_a_restart)


def test_without_a_key_the_window_is_not_ready_and_offers_to_add_one(
    live: Live, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        await desktop.until(lambda: window.pages.is_asking, "the key is asked for")
        status = window.findChild(StatusBar)
        assert isinstance(status, StatusBar)
        assert status.summary == "No API key yet"
        sign = window.signs.key
        assert not sign.isVisible(), "the page says it"
        drop(window, files(pdfs(tmp_path, "a.pdf")))
        await desktop.until_all(S.HELD)
        setup = window.findChild(FirstStartPage)
        assert isinstance(setup, FirstStartPage)
        window.pages.ask_for_key("", None, may_wait=True)
        press(setup.later_button)
        assert sign.isVisible()
        press(sign.button)
        assert window.pages.is_asking
        assert not sign.isVisible()

    live(scenario, api_key="")


def test_the_first_start_leads_to_the_keys_and_to_practice(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    started: list[list[str]] = []

    def start(command: list[str]) -> bool:
        started.append(command)
        return True

    files_module = "capout_desktop.ui.widgets.desktop_files"
    monkeypatch.setattr(f"{files_module}.open_page", opened.append)
    monkeypatch.setattr(f"{files_module}.start_program", start)

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: desktop.window.pages.is_asking, "the key is asked for")
        setup = desktop.window.findChild(FirstStartPage)
        assert isinstance(setup, FirstStartPage)
        for button in (setup.keys_page_button, setup.practice_button):
            button.setFocus()
            QTest.keyClick(button, Qt.Key.Key_Space)
        assert opened == [web_app.KEYS]
        assert started == [[*program_command(), "--sandbox"]]
        assert banner_code(desktop) == ""

    live(scenario, api_key="")


def test_the_menu_leads_to_the_web_app_but_not_in_practice(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("capout_desktop.ui.widgets.desktop_files.open_page", opened.append)

    def entries(desktop: Desktop) -> list[QAction]:
        menus = [m for m in desktop.window.menuBar().findChildren(QMenu) if m.title() == "A&ccount"]
        return [a for menu in menus for a in menu.actions() if a.text().endswith("on the web")]

    async def real(desktop: Desktop) -> None:
        await until_ready(desktop)
        for action in entries(desktop):
            action.trigger()
        assert opened == [web_app.KEYS, web_app.CREDITS, web_app.DOCUMENTS]

    async def practice(desktop: Desktop) -> None:
        await until_ready(desktop)
        assert [action.isEnabled() for action in entries(desktop)] == [False] * 3
        assert not desktop.window.signs.credits.button.isVisibleTo(desktop.window.signs.credits)

    live(real)
    live(practice, sandbox=True, api_url="", api_key="")


def test_each_practice_has_a_key_that_no_other_practice_takes(live: Live) -> None:
    keys: list[str] = []

    async def practice(desktop: Desktop) -> None:
        await until_ready(desktop)
        server = desktop.program.practice
        assert server is not None
        keys.append(server.key)
        async with httpx.AsyncClient(base_url=server.base_url, trust_env=False) as client:
            answers = [
                await client.get("/credits", headers={"CapOut-API-Key": key})
                for key in (SANDBOX_KEY, *keys)
            ]
        codes = [answer.status_code for answer in answers]
        assert codes == [401] * len(keys) + [200], "only with its own"

    for _ in range(2):
        live(practice, sandbox=True, api_url="", api_key="")
    assert len(set(keys)) == 2


def test_the_watched_folder_is_named_with_what_it_brought_today(live: Live, tmp_path: Path) -> None:
    inbox = tmp_path / "Estimates & more"
    inbox.mkdir()
    pdfs(inbox, "old.pdf")
    settings(tmp_path, watch={"folder": str(inbox), "after": "move", "xn_address": ""})

    async def scenario(desktop: Desktop) -> None:
        sign = desktop.window.watch_sign
        await desktop.until(sign.isVisible, "it is shown")
        assert sign.accessibleName() == "Watching Estimates & more · 0 files today"
        code = "watch-folder-has-files"
        await desktop.until(lambda: banner_code(desktop) == code, "watching has begun")
        pdfs(inbox, "new.pdf")
        await desktop.until((inbox / "Sent" / "new.pdf").exists, "it is sent and moved")
        drop(desktop.window, files(pdfs(tmp_path, "other.pdf")))
        await desktop.until_all(S.COMPLETE, count=2)
        assert sign.accessibleName() == "Watching Estimates & more · 1 file today"
        press(sign)
        dialog = desktop.window.findChild(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        watch = dialog.findChild(WatchPage)
        assert isinstance(watch, WatchPage)
        assert watch.isVisible()
        watch.stop_button.click()
        assert not sign.isVisible()

    live(scenario)
