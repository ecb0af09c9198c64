"""Another language, chosen in the settings of the running program."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from capout_desktop.app import run_in_each_language
from capout_desktop.options import Options
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import SlowRead
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.store.folders import folders
from capout_desktop.store.view_state_file import read_view_state
from capout_desktop.ui.settings.dialog import SettingsDialog
from capout_desktop.ui.shell.application import Application
from capout_desktop.ui.shell.event_loop import EventLoop
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.text.language import use_language, window_language

SECONDS = 60.0


@pytest.fixture(autouse=True)
def english_again(qapp: Application) -> Iterator[None]:
    use_language(qapp, "en")
    yield
    use_language(qapp, "en")


async def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        await asyncio.sleep(0.02)


def shown_window() -> MainWindow:
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    (window,) = (w for w in shown if isinstance(w, MainWindow))
    return window


def settings_of(window: MainWindow) -> SettingsDialog | None:
    found = window.findChild(SettingsDialog)
    return found if isinstance(found, SettingsDialog) and found.isVisible() else None


async def choose_language(name: str) -> None:
    """Choose a language in the settings of the window that is shown, by keyboard."""
    window = shown_window()
    window.settings.open("appearance")
    await until(lambda: settings_of(window), "the settings open")
    combo = window.settings.page("appearance").language
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    while combo.currentText() != name:
        QTest.keyClick(combo, Qt.Key.Key_Down)


def test_the_window_opens_again_in_the_new_language_and_no_upload_is_cut_off(
    qapp: Application, loop: EventLoop, sandbox: SandboxServer, tmp_path: Path
) -> None:
    state = sandbox.state
    options = Options(
        data_dir=tmp_path / "data",
        api_url=sandbox.base_url,
        api_key=SANDBOX_KEY,
        xn_address="team@example",
        sources=(str(tmp_path / "first.pdf"),),
    )
    (tmp_path / "first.pdf").write_bytes(pdf(size=2_000_000))
    (tmp_path / "second.pdf").write_bytes(pdf(2, marker="second"))
    state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=2_000_000))
    places = folders(options.data_dir)

    async def scenario() -> None:
        window, quits = MainWindow(read_view_state(places.look)), asyncio.Event()
        window.show()
        life = asyncio.ensure_future(run_in_each_language(qapp, options, places, window, quits))
        await until(lambda: state.journal.count(Call.UPLOAD) == 1, "the upload begins")
        await choose_language("Español")
        assert not state.ledger, "it is under way"
        await until(lambda: window_language() == "es", "the language changes")
        assert len(state.ledger) == 1, "what was under way ended first"

        await until(lambda: settings_of(shown_window()), "the settings are there again")
        again = shown_window()
        dialog = settings_of(again)
        assert dialog is not None
        assert dialog.windowTitle() == "Configuración"
        assert again.settings.page("appearance").language.currentText() == "Español"
        await until(lambda: again.model.listed == 1, "the list is read again")
        again.sources_given.emit([str(tmp_path / "second.pdf")])
        await until(lambda: len(state.ledger) == 2, "it goes on sending")

        await choose_language("English")
        await until(lambda: window_language() == "en", "and back")
        await until(lambda: settings_of(shown_window()), "with its settings")
        await until(lambda: shown_window().model.listed == 2, "and its list")
        quits.set()
        await asyncio.wait_for(life, SECONDS)

    loop.run_until_complete(scenario())
    assert read_view_state(places.look).language == "en"
    assert state.journal.count(Call.UPLOAD) == 2, "nothing was sent twice"
