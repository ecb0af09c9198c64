"""The Help menu through the real program: keys, connection check, diagnostics, parts."""

from __future__ import annotations

import getpass
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from helpers.desktop import Desktop
from helpers.pdfs import pdf
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from capout_desktop.domain.connection_step import Step
from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Point as FaultPoint
from capout_desktop.sandbox.faults import Refuse, Silence
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.help.about import AboutDialog
from capout_desktop.ui.help.connection_check_dialog import ConnectionCheckDialog
from capout_desktop.ui.help.shortcuts_sheet import ShortcutsSheet, plain_text, shortcut_groups

S = DocumentState
Live = Callable[..., Desktop]
Kind = TypeVar("Kind", bound=QObject)


def shown(desktop: Desktop, kind: type[Kind]) -> Kind:
    found = [part for part in desktop.window.findChildren(kind) if part.isVisible()]  # type: ignore[attr-defined]
    assert len(found) == 1
    return found[0]


async def open_check(desktop: Desktop) -> ConnectionCheckDialog:
    desktop.window.help.check_action.trigger()
    return shown(desktop, ConnectionCheckDialog)


def words(dialog: ConnectionCheckDialog, step: Step) -> str:
    return dialog.rows[step].words.accessibleName()


# Shortcuts


def test_every_key_of_every_action_is_on_the_sheet(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        desktop.window.help.shortcuts_action.trigger()
        sheet = shown(desktop, ShortcutsSheet)
        listed = [row for _, rows in shortcut_groups(desktop.window) for row in rows]
        actions = [a for a in desktop.window.findChildren(QAction) if not a.shortcut().isEmpty()]
        form = QKeySequence.SequenceFormat.NativeText
        for action in actions:
            row = (plain_text(action.text()), action.shortcut().toString(form))
            assert row in listed, row
        assert len(listed) == len(actions), "and none twice"
        titles = [title for title, _ in shortcut_groups(desktop.window)]
        assert {"File", "Documents", "Help"} <= set(titles)
        assert ("Add PDFs", "Ctrl+O") in listed
        sheet.close()

    live(scenario)


def test_a_new_action_is_on_the_sheet_automatically(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        menu = desktop.window.menuBar().findChildren(QMenu)[0]
        action = menu.addAction("S&omething new…")
        action.setShortcut(QKeySequence("Ctrl+Alt+9"))
        assert any(
            ("Something new", "Ctrl+Alt+9") in rows for _, rows in shortcut_groups(desktop.window)
        )

    live(scenario)


# Connection check


def test_the_check_shows_every_step_and_can_be_copied_without_secrets(
    live: Live, sandbox: SandboxServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        dialog = await open_check(desktop)
        assert dialog.again_button.text() == "Stop"
        assert not dialog.copy_button.isEnabled()
        await desktop.until(lambda: dialog.again_button.text() == "Check again", "it ends")
        assert dialog.title.text() == "Everything works"
        for step in Step:
            assert ": Good: " in words(dialog, step), words(dialog, step)
            assert dialog.rows[step].time.text()
        dialog.copy_button.click()
        text = QGuiApplication.clipboard().text()
        assert text.count("Good: ") == len(Step)
        assert SANDBOX_KEY not in text
        assert "token=" not in text
        dialog.close()

    live(scenario)
    assert len(list(sandbox.state.ledger)) == 0


def test_a_failing_step_is_shown_with_advice_and_a_second_check_passes(
    live: Live, sandbox: SandboxServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        sandbox.state.faults.add(Call.UPLOAD, Refuse(403, "this key is read-only"))
        dialog = await open_check(desktop)
        await desktop.until(lambda: dialog.again_button.text() == "Check again", "it ends")
        assert dialog.title.text() == "This key may not do that"
        assert "what the key is allowed to do" in dialog.next_step.text()
        assert words(dialog, Step.UPLOAD).startswith("Permission to upload: Failed: ")
        assert "this key is read-only" in dialog.text
        dialog.again_button.click()
        await desktop.until(lambda: dialog.title.text() == "Everything works", "a second check")
        dialog.close()

    live(scenario)


def test_a_check_can_be_stopped_and_closing_stops_it(live: Live, sandbox: SandboxServer) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        silence = Silence(FaultPoint.BEFORE_BODY)
        sandbox.state.faults.add(Call.UPLOAD, silence, silence)
        dialog = await open_check(desktop)
        faults = sandbox.state.faults
        await desktop.until(lambda: faults.pending(Call.UPLOAD) == 1, "it waits")
        assert "Checking" in words(dialog, Step.UPLOAD)
        dialog.again_button.click()
        await desktop.until(lambda: dialog.again_button.text() == "Check again", "it stopped")
        assert dialog.title.text() == "The check was stopped"
        assert "Not checked yet" in words(dialog, Step.UPLOAD)
        dialog.again_button.click()
        await desktop.until(lambda: faults.pending(Call.UPLOAD) == 0, "it waits again")
        dialog.close()
        again = await open_check(desktop)
        assert again is not dialog
        await desktop.until(lambda: again.title.text() == "Everything works", "and a new one runs")
        again.close()

    live(scenario)


def test_without_a_key_the_check_names_the_skipped_steps(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        dialog = await open_check(desktop)
        await desktop.until(lambda: dialog.again_button.text() == "Check again", "it ends")
        assert dialog.title.text() == "CapOut can be reached"
        assert "There is no API key" in words(dialog, Step.KEY)
        dialog.close()

    live(scenario, api_key="")


# Diagnostics


def test_diagnostics_contain_useful_facts_and_nothing_private(
    live: Live, tmp_path: Path, sandbox: SandboxServer
) -> None:
    token = "tok-0123456789-planted"
    estimate = tmp_path / "Petersen hail claim 77120.pdf"
    estimate.write_bytes(pdf(1))
    planted = [
        "Petersen hail claim 77120",
        str(tmp_path),
        "team@example",
        "other-address@northwest",
        SANDBOX_KEY,
        "https://claims.carrier.example/secret-scope",
    ]

    async def scenario(desktop: Desktop) -> None:
        rows = await desktop.until_all(S.COMPLETE)
        planted.append(rows[0].document_id)
        log = logging.getLogger("capout_desktop.planted")
        for word in planted:
            log.warning("something about %s happened", word)
        log.warning("GET wss://api.capout.ai/ws/status?token=%s", token)
        log.warning("the harmless one")
        try:
            raise FileNotFoundError(2, "No such file", str(estimate))
        except FileNotFoundError:
            log.warning("with a traceback", exc_info=True)
        path = tmp_path / "data" / "logs" / "capout-desktop.log"
        await desktop.until(
            lambda: path.exists() and "with a traceback" in path.read_text(), "the log is written"
        )
        QGuiApplication.clipboard().setText("before")
        desktop.window.help.diagnostics_action.trigger()
        await desktop.until(
            lambda: QGuiApplication.clipboard().text() != "before", "the diagnostics are there"
        )

    live(scenario, sources=(str(estimate),), verbose=True)
    text = QGuiApplication.clipboard().text()
    for word in [*planted, token, getpass.getuser() + "@", "carrier.example"]:
        assert word.casefold() not in text.casefold(), word
    for word in ("Qt: 6.", "httpx: ", "complete: 1", "ready, sandbox", "the harmless one"):
        assert word in text, word
    assert "test_gui_help.py] line" in text, "tracebacks stay readable"


def test_the_log_folder_is_opened(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    # What stands in is the desktop's file manager, which this session has not.
    monkeypatch.setattr("capout_desktop.ui.widgets.desktop_files.open_file", opened.append)

    async def scenario(desktop: Desktop) -> None:
        desktop.window.help.logs_action.trigger()
        assert opened == [str(desktop.data_dir / "logs")]

    live(scenario)
    assert Path(opened[0]).is_dir()


# About


def test_about_shows_every_part_with_its_license(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        desktop.window.help.about_action.trigger()
        await desktop.until(lambda: desktop.window.findChildren(AboutDialog), "it opens")
        dialog = shown(desktop, AboutDialog)
        rows = [dialog.parts.topLevelItem(n) for n in range(dialog.parts.topLevelItemCount())]
        names = [row.text(0) for row in rows if row is not None]
        assert names[0] == "CapOut Desktop"
        assert {"httpx", "pypdfium2", "Python"} <= set(names)
        assert "MIT" in dialog.text.toPlainText()
        for row in rows:
            assert row is not None
            dialog.parts.setCurrentItem(row)
            assert dialog.text.toPlainText().strip(), row.text(0)
        dialog.close()

    live(scenario)


def test_help_works_without_a_usable_journal(
    live: Live, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data" / "journal.sqlite3").mkdir(parents=True)

    async def scenario(desktop: Desktop) -> None:
        dialog = await open_check(desktop)
        await desktop.until(lambda: dialog.again_button.text() == "Check again", "it ends")
        assert dialog.rows[Step.CONNECTION].words.text().endswith("accepts connections")
        dialog.close()
        desktop.window.help.diagnostics_action.trigger()
        await desktop.until(
            lambda: "Journal: not open" in QGuiApplication.clipboard().text(), "diagnostics"
        )

    live(scenario)
    assert "journal not opened" in caplog.text
    caplog.clear()
