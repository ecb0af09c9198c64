"""The settings through the real window: what is chosen holds at once, and is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from helpers.desktop import Desktop
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QScrollArea, QWidget

from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.store.settings import AfterTaking, Settings, SettingsFile, WatchFolder
from capout_desktop.store.view_state_file import read_view_state
from capout_desktop.ui.settings.appearance_page import AppearancePage
from capout_desktop.ui.settings.data_page import DataPage
from capout_desktop.ui.settings.dialog import SettingsDialog
from capout_desktop.ui.settings.network_page import NetworkPage
from capout_desktop.ui.settings.sending_page import SendingPage
from capout_desktop.ui.settings.watch_page import WatchPage
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.style.theme import Theme

Live = Callable[..., Desktop]
Kind = TypeVar("Kind", bound=QWidget)


def page(window: MainWindow, kind: type[Kind], name: str = "") -> Kind:
    window.settings.open(name)
    found = window.findChild(kind)
    assert found is not None
    return found


def kept(desktop: Desktop) -> Settings:
    return SettingsFile(desktop.data_dir / "settings.json").load()


def type_proxy(network: NetworkPage, text: str) -> None:
    network.url.clear()
    QTest.keyClicks(network.url, text)
    QTest.keyClick(network.url, Qt.Key.Key_Return)


def test_a_choice_is_stored_and_shown_in_the_menu_without_an_ok_button(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        sending = page(desktop.window, SendingPage)
        sending.start.buttons["on-click"].click()
        sending.ask.click()
        sending.parallel.setCurrentIndex(sending.parallel.findData(5))
        sending.parallel.activated.emit(sending.parallel.currentIndex())
        await desktop.until(
            lambda: kept(desktop).parallel_uploads == 5, "the last choice is on the disk"
        )
        settings = kept(desktop)
        assert (settings.start_at_once, settings.ask_before_batch) == (False, False)
        five = [a for a in desktop.window.queue._numbers.actions() if a.isChecked()]
        assert [action.data() for action in five] == [5]

    live(scenario)


def test_a_choice_made_elsewhere_is_shown_in_the_open_dialog(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        sending = page(desktop.window, SendingPage)
        desktop.window.queue.parallel_chosen.emit(1)
        assert sending.parallel.currentData() == 1

    live(scenario)


def test_the_dialog_opens_by_its_shortcut_and_closes_by_escape(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        window.queue  # noqa: B018 - the menus are filled with the list
        window.activateWindow()
        await desktop.until(window.isActiveWindow, "the window has the keyboard")
        QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        await desktop.until(lambda: window.findChild(SettingsDialog), "the dialog opens")
        dialog = window.findChild(SettingsDialog)
        assert dialog is not None
        assert not dialog.isModal()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await desktop.until(
            lambda: window.findChild(SettingsDialog) is None, "the dialog is gone for good"
        )
        window.settings.open()  # and can be opened again
        assert window.findChild(SettingsDialog) is not None

    live(scenario)


def test_an_address_that_is_no_proxy_is_explained_and_not_used(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        network = page(desktop.window, NetworkPage, "network")
        network.mode.buttons["manual"].click()
        assert network.trouble.isHidden(), "nobody is blamed before typing"
        type_proxy(network, "socks5://proxy:1080")
        assert not network.trouble.isHidden()
        assert "HTTP" in network.trouble.accessibleName()
        settings = desktop.program._settings
        assert (settings.proxy, settings.proxy_url) == ("system", "")
        type_proxy(network, "proxy.invalid:8080")
        assert network.trouble.isHidden()
        assert network.url.text() == "http://proxy.invalid:8080"
        assert (settings.proxy, settings.proxy_url) == ("manual", "http://proxy.invalid:8080")
        assert network.note.isHidden()
        type_proxy(network, "http://dana:secret@proxy.invalid:8080")
        assert not network.note.isHidden(), "a password in a file is pointed out"
        network.mode.buttons["none"].click()
        assert settings.proxy == "none"
        assert not network.url.isEnabled()
        await desktop.until(lambda: kept(desktop).proxy == "none", "it is on the disk")

    live(scenario)


def test_a_changed_proxy_setting_is_used_at_once_by_realtime_updates(
    live: Live, sandbox: SandboxServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: desktop.window.credits_text, "the key works")
        tracking = desktop.program._services.tracking  # type: ignore[union-attr]
        before = dict(tracking._followers)
        network = page(desktop.window, NetworkPage, "network")
        network.mode.buttons["none"].click()
        again = dict(tracking._followers)
        assert again.keys() == before.keys()
        assert again != before
        page(desktop.window, SendingPage, "sending").ask.click()
        assert tracking._followers == again, "other settings leave it alone"

    live(scenario)
    assert sandbox.state.journal.count(Call.CREDITS)


def test_the_watch_folder_is_shown_changed_and_removed(live: Live, tmp_path: Path) -> None:
    async def scenario(desktop: Desktop) -> None:
        settings = desktop.program._settings
        watch = page(desktop.window, WatchPage, "watch")
        assert not watch.after.isEnabled()
        watch._chosen([QUrl.fromLocalFile(str(tmp_path))])
        await desktop.until(lambda: settings.watch.payer is not None, "it is known who pays")
        payer = settings.watch.payer
        assert payer is not None
        assert payer.credential_id.startswith("session:org_")
        of_then = WatchFolder(folder=str(tmp_path), xn_address="team@example", payer=payer)
        assert settings.watch == of_then
        assert watch.folder.text() == str(tmp_path)
        watch.after.buttons[AfterTaking.MOVE].click()
        watch.address.setCurrentIndex(watch.address.findData("team@example"))
        watch.address.activated.emit(watch.address.currentIndex())
        assert settings.watch == WatchFolder(
            folder=str(tmp_path),
            after=AfterTaking.MOVE,
            xn_address="team@example",
            payer=payer,
        )
        watch.stop_button.click()
        assert settings.watch.folder == ""

    live(scenario)


def test_how_long_documents_are_kept_is_chosen_on_the_data_page(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        data = page(desktop.window, DataPage, "data")
        assert data.history.currentText() == "Never"
        for key, days in ((Qt.Key.Key_Down, 90), (Qt.Key.Key_Down, 365), (Qt.Key.Key_Home, 0)):
            QTest.keyClick(data.history, key)
            is_kept = partial(lambda days: kept(desktop).history_days == days, days)
            await desktop.until(is_kept, f"{days} are on the disk")

    live(scenario)


@pytest.mark.parametrize("answer", [0, 1], ids=["keep", "reset"])
def test_a_reset_asks_first_and_keeps_list_and_addresses(live: Live, answer: int) -> None:
    async def scenario(desktop: Desktop) -> None:
        data = page(desktop.window, DataPage, "data")
        data.changed.emit({"parallel_uploads": 6, "notifications": False})
        data.reset_button.click()
        question = desktop.window.findChild(QMessageBox)
        assert question is not None
        buttons = question.findChildren(QPushButton)
        roles = (QMessageBox.ButtonRole.RejectRole, QMessageBox.ButtonRole.AcceptRole)
        next(b for b in buttons if question.buttonRole(b) == roles[answer]).click()
        settings = desktop.program._settings
        assert settings.parallel_uploads == (3 if answer else 6)
        assert settings.notifications is bool(answer)
        assert settings.addresses == ["team@example"]

    desktop = live(scenario)
    written = json.loads((desktop.data_dir / "settings.json").read_text())
    assert written["parallel_uploads"] == (3 if answer else 6)


def test_how_the_window_looks_changes_at_once_and_is_kept(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        appearance = page(desktop.window, AppearancePage, "appearance")
        appearance.theme.buttons["dark"].click()
        assert Theme.current().palette.dark
        appearance.density.buttons["compact"].click()
        appearance.language.setCurrentIndex(appearance.language.findData("es"))
        appearance.language.activated.emit(appearance.language.currentIndex())
        desktop.window.look.set_density("comfortable")  # by the View menu
        assert appearance.density.value == "comfortable", "the dialog follows the menu"
        appearance.theme.buttons["system"].click()

    desktop = live(scenario)
    look = read_view_state(desktop.data_dir / "window.json")
    assert (look.theme, look.density, look.language) == ("system", "comfortable", "es")


def test_no_page_is_wider_than_the_dialog(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        dialog = page(desktop.window, SettingsDialog)

        def fits() -> bool:
            scrolls = dialog.findChildren(QScrollArea)
            return not any(scroll.horizontalScrollBar().maximum() for scroll in scrolls)

        for name in dialog.names:
            dialog.go_to(name)
            dialog.resize(dialog.minimumSize())
            await desktop.until(fits, f"{name} fits into the narrowest dialog")

    live(scenario)


def test_a_page_is_made_when_it_is_first_shown_with_what_holds_then(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        dialog = page(window, SettingsDialog)
        assert list(dialog.pages) == ["sending"]
        sending = window.settings.page("sending")
        window.queue.parallel_chosen.emit(5)
        window.look.set_density("compact")
        window.settings.show_outbox(3, 4_000_000)
        for row, name in enumerate(dialog.names):
            dialog.list.setCurrentRow(row)
            assert window.settings.page(name).isVisible()
        assert window.settings.page("sending") is sending, "no page is made twice"
        assert window.settings.page("appearance").density.value == "compact"
        data = window.settings.page("data")
        assert data.data.path.text() == str(desktop.data_dir)
        assert "3 copies" in data.outbox.text()
        assert window.settings.page("watch").folder.text() == ""
        dialog.close()
        assert window.settings.page("sending") is None
        await desktop.until(lambda: window.findChild(SettingsDialog) is None, "it is gone for good")
        assert list(page(window, SettingsDialog, "data").pages) == ["data"]

    live(scenario)
