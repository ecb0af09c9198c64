"""Newer versions: looked for when that is allowed, announced without getting in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from gui.batch.test_gui_intake import toast_code
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from helpers.update_server import PAGE, UpdateServer, update_server
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from capout_desktop import __version__
from capout_desktop.control.updates import UpdateControl
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import SlowRead
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.support.update_check import UPDATES_URL
from capout_desktop.store.settings import Settings
from capout_desktop.ui.help.update_actions import UpdateActions
from capout_desktop.ui.widgets.banner import Banner


@pytest.fixture
def server() -> Iterator[UpdateServer]:
    with update_server() as running:
        running.publish("99.0.0", "Sends twice as fast.", "Speaks Spanish.")
        yield running


class Beside:
    """A control of updates at a desktop's window, with settings that are kept by nobody."""

    def __init__(self, desktop: Desktop, url: str, **settings: object) -> None:
        self.desktop = desktop
        self.settings = msgspec.convert(settings, Settings)
        self.saved = 0
        self.failures: list[BaseException] = []
        self.tasks = TaskOwner(self.failures.append)
        self.files = WorkerThreads("files")
        self.control = UpdateControl(
            desktop.window, self.settings, self.tasks, self._save, self.files, url
        )

    @property
    def actions(self) -> UpdateActions:
        assert self.control.actions is not None
        return self.control.actions

    async def until_shown(self, code: str) -> None:
        await self.desktop.until(lambda: self.actions.banner.code == code, f"{code} is shown")

    async def until_asked(self) -> None:
        await self.desktop.until(
            lambda: self.control._asking is not None and self.control._asking.done(),
            "the answer is in",
        )

    async def close(self) -> None:
        await self.tasks.close()
        self.files.stop()
        assert not self.failures

    def _save(self) -> None:
        self.saved += 1


def test_update_checks_are_off_until_allowed_and_then_daily(
    live: Callable[..., Desktop], server: UpdateServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        beside = Beside(desktop, server.url)
        assert not beside.actions.daily_action.isChecked()
        beside.control._look_if_due()
        assert not server.headers_seen
        beside.actions.daily_action.trigger()
        await beside.until_shown("update-available")
        assert beside.settings.update_check
        assert beside.saved >= 2
        beside.control._look_if_due()
        await beside.until_asked()
        assert len(server.headers_seen) == 1
        beside.settings.update_asked_at = now() - timedelta(days=1)
        beside.control._look_if_due()
        await desktop.until(lambda: len(server.headers_seen) == 2, "it asks again a day later")
        await beside.until_asked()
        await beside.close()

    live(scenario)


def test_the_notice_says_what_is_new_and_opens_the_page(
    live: Callable[..., Desktop], server: UpdateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    # No browser is started by a test: the one door to it is watched.
    monkeypatch.setattr("capout_desktop.ui.widgets.desktop_files.open_page", opened.append)

    async def scenario(desktop: Desktop) -> None:
        beside = Beside(desktop, server.url)
        beside.actions.check_action.trigger()
        await beside.until_shown("update-available")
        banner = beside.actions.banner
        assert banner.isVisible()
        assert banner.accessibleName() == "CapOut Desktop 99.0.0 is available"
        assert banner.accessibleDescription() == "What's new: Sends twice as fast. Speaks Spanish."
        banner.action_button.click()
        assert opened == [PAGE]
        await beside.close()

    live(scenario)


def test_a_dismissed_version_comes_back_only_when_asked_for(
    live: Callable[..., Desktop], server: UpdateServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        beside = Beside(desktop, server.url, update_check=True)
        await beside.until_shown("update-available")
        beside.actions.banner.close_button.click()
        assert beside.settings.update_dismissed == "99.0.0"
        beside.settings.update_asked_at = None
        beside.control._look_if_due()
        await desktop.until(lambda: len(server.headers_seen) == 2, "the next day's question")
        await beside.until_asked()
        assert beside.actions.banner.isHidden()
        beside.actions.check_action.trigger()
        await beside.until_shown("update-available")
        await beside.close()

    live(scenario)


def test_a_manual_check_reports_that_nothing_is_newer_or_that_it_failed(
    live: Callable[..., Desktop], server: UpdateServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        beside = Beside(desktop, server.url)
        server.publish(__version__)
        beside.actions.check_action.trigger()
        await desktop.until(lambda: toast_code(desktop) == "up-to-date", "it is said")
        server.status = 500
        beside.actions.check_action.trigger()
        await beside.until_shown("updates-unreadable")
        await beside.close()

    live(scenario)


def test_the_daily_check_does_not_report_an_unreachable_server(
    live: Callable[..., Desktop], server: UpdateServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        server.status = 500
        beside = Beside(desktop, server.url, update_check=True)
        await desktop.until(lambda: len(server.headers_seen) == 1, "the question")
        await beside.until_asked()
        assert beside.actions.banner.isHidden()
        assert beside.settings.update_asked_at is not None
        await beside.close()

    live(scenario)


def test_without_an_update_address_nothing_is_offered(live: Callable[..., Desktop]) -> None:
    assert UPDATES_URL == ""

    async def scenario(desktop: Desktop) -> None:
        beside = Beside(desktop, "", update_check=True)
        assert beside.control.actions is None
        texts = [action.text() for action in desktop.window.findChildren(QAction)]
        assert not [text for text in texts if "for &updates" in text]
        await beside.close()

    live(scenario)


def shown(desktop: Desktop) -> bool:
    """Return whether a banner says that the program was updated."""
    return any(
        banner.code == ProblemCode.PROGRAM_REPLACED
        for banner in desktop.window.findChildren(Banner)
    )


@pytest.mark.parametrize("leaves", [True, False], ids=["replaced", "removed"])
def test_an_update_under_the_running_program_is_told_and_uploads_end_first(
    live: Callable[..., Desktop],
    sandbox: SandboxServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    leaves: bool,
) -> None:
    estimate = tmp_path / "scope.pdf"
    estimate.write_bytes(pdf(size=5000))
    ends: list[int] = []
    program = tmp_path / "capout-desktop"
    program.write_bytes(b"old")
    monkeypatch.setattr("capout_desktop.control.updates.own_file", lambda: program)
    monkeypatch.setattr("capout_desktop.services.support.program_file.SECONDS_BETWEEN_LOOKS", 0.05)

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "it runs")
        assert not shown(desktop)
        if leaves:
            (tmp_path / "new").write_bytes(b"new")
            (tmp_path / "new").replace(program)
        else:
            program.unlink()
        await desktop.until(lambda: shown(desktop), "it is told")
        desktop.window.quit_requested.connect(lambda: ends.append(len(sandbox.state.ledger)))
        sandbox.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=5000))
        drop(desktop.window, files([estimate]))
        await desktop.until_all(DocumentState.UPLOADING)
        (banner,) = [
            banner
            for banner in desktop.window.findChildren(Banner)
            if banner.code == ProblemCode.PROGRAM_REPLACED
        ]
        QTest.mouseClick(banner.action_button, Qt.MouseButton.LeftButton)
        assert not ends
        await desktop.until(lambda: ends, "it ends")
        assert ends == [1], "after its upload"

    live(scenario)
