"""Control of the Help menu."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.redact import redact
from capout_desktop.domain.connection_step import Step, StepResult
from capout_desktop.domain.diagnostics import Facts, diagnostics_text
from capout_desktop.domain.document import Document
from capout_desktop.domain.program_problem import DIAGNOSTICS_COPIED, LOG_UNREADABLE, UNFORESEEN
from capout_desktop.options import SANDBOX
from capout_desktop.resources import guide_path
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.support.connection_check import ConnectionCheck
from capout_desktop.services.tracking.tracking import Tracking
from capout_desktop.store.folders import Folders
from capout_desktop.store.settings import Settings
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from capout_desktop.ui.help.connection_check_dialog import ConnectionCheckDialog
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)


class ObservedServices(Protocol):
    """The services on an open journal that the Help menu reads."""

    @property
    def store(self) -> Iterable[Document]:
        """All documents."""

    @property
    def organizations(self) -> Organizations:
        """The organizations and their keys."""

    @property
    def tracking(self) -> Tracking:
        """Current way in which status updates arrive."""


class HelpControl:
    """Connects the Help menu; it works even if the journal could not be opened."""

    def __init__(
        self,
        window: MainWindow,
        tasks: TaskOwner,
        files: WorkerThreads,
        folders: Folders,
        settings: Settings,
        make_client: Callable[[str], CapOutClient],
        services: Callable[[], ObservedServices | None],
    ) -> None:
        """Connect everything; `services` returns None while the journal is not open."""
        self._window = window
        self._tasks = tasks
        self._files = files
        self._folders = folders
        self._settings = settings
        self._make_client = make_client
        self._services = services
        self._dialog: ConnectionCheckDialog | None = None
        self._check: asyncio.Task[None] | None = None
        window.web_page_wanted.connect(self._open_web_page)
        window.practice_wanted.connect(self._start_practice)
        offered = window.help
        offered.guide_wanted.connect(self._open_guide)
        offered.connection_check_wanted.connect(self._open_check)
        offered.diagnostics_wanted.connect(
            lambda: tasks.start(self._copy_diagnostics(), "diagnostics")
        )
        offered.log_folder_wanted.connect(self._open_logs)
        offered.about_wanted.connect(lambda: tasks.start(self._show_about(), "about"))

    # Connection check

    def _open_check(self) -> None:
        from capout_desktop.ui.help.connection_check_dialog import (  # noqa: PLC0415 - on demand
            ConnectionCheckDialog,
        )

        if self._dialog is None:
            dialog = self._dialog = ConnectionCheckDialog(self._window)
            dialog.start_wanted.connect(self._start_check)
            dialog.stop_wanted.connect(self._stop_check)
            dialog.finished.connect(self._forget_dialog)
            open_dialog(dialog)
            self._start_check()

    def _start_check(self) -> None:
        if self._dialog is not None and self._check is None:
            self._dialog.begin()
            self._check = self._tasks.start(self._run_check(self._dialog), "connection check")

    def _stop_check(self) -> None:
        if self._check is not None:
            self._check.cancel()

    def _forget_dialog(self) -> None:
        self._dialog = None

    async def _run_check(self, dialog: ConnectionCheckDialog) -> None:
        def show(result: StepResult) -> None:
            if self._dialog is dialog:
                dialog.show_result(result)

        def begin(step: Step) -> None:
            if self._dialog is dialog:
                dialog.show_running(step)

        services = self._services()
        key = services.organizations.active_service.key if services is not None else ""
        try:
            await ConnectionCheck(self._make_client, key, show, begin).run()
        finally:
            self._check = None
            if self._dialog is dialog:
                dialog.end()
            elif self._dialog is not None:
                # The dialog was closed and reopened while the old check was ending.
                self._start_check()

    # The rest

    def _open_guide(self) -> None:
        from capout_desktop.ui.text.language import window_language  # noqa: PLC0415 - on demand
        from capout_desktop.ui.widgets.desktop_files import open_file  # noqa: PLC0415 - on demand

        open_file(str(guide_path(window_language())))

    def _open_web_page(self, address: str) -> None:
        from capout_desktop.ui.widgets.desktop_files import open_page  # noqa: PLC0415 - on demand

        open_page(address)

    def _start_practice(self) -> None:
        """Start this program a second time, on a practice CapOut with a list of its own."""
        from capout_desktop.services.desktop.autostart import program_command  # noqa: PLC0415 - on demand
        from capout_desktop.ui.widgets.desktop_files import start_program  # noqa: PLC0415 - on demand

        if not start_program([*program_command(), SANDBOX]):
            self._window.show_banner(UNFORESEEN)

    async def _copy_diagnostics(self) -> None:
        from capout_desktop.ui.help.about import qt_version  # noqa: PLC0415 - on demand
        from capout_desktop.ui.widgets.desktop_files import copy_text  # noqa: PLC0415 - on demand

        services = self._services()
        documents = list(services.store) if services is not None else []
        state = self._state(services)
        try:
            text = await self._files.run(self._diagnostics, documents, state, qt_version())
        except OSError:
            _log.exception("the log cannot be read")
            self._window.show_banner(LOG_UNREADABLE)
            return
        copy_text(text)
        self._window.show_toast(DIAGNOSTICS_COPIED)

    def _diagnostics(self, documents: list[Document], state: dict[str, str], qt: str) -> str:
        """Return the text of the diagnostics; blocking."""
        from capout_desktop.services.support import diagnostics  # noqa: PLC0415 - on demand

        facts = Facts(
            versions=diagnostics.versions(qt),
            settings=diagnostics.settings_facts(self._settings),
            counts=diagnostics.counts(documents),
            state=state,
            log=diagnostics.last_lines(self._folders.logs),
            private=diagnostics.private_texts(documents, self._settings),
        )
        return redact(diagnostics_text(facts))

    def _state(self, services: ObservedServices | None) -> dict[str, str]:
        if services is None:
            return {"Journal": "not open"}
        status = services.organizations.active_service.status
        credential = status.credential
        kind = credential.kind.value if credential is not None else "none accepted"
        connection = services.tracking.connection
        why = connection.problem.code if connection.problem else "none"
        problems = [problem.code for problem in (status.problem, status.storage) if problem]
        return {
            "Journal": "open",
            "Key": f"{status.phase.value}, {kind}",
            "Key problems": ", ".join(problems) or "none",
            "News come by": f"{connection.via.value}, problem: {why}",
        }

    def _open_logs(self) -> None:
        from capout_desktop.ui.widgets.desktop_files import open_file  # noqa: PLC0415 - on demand

        open_file(str(self._folders.logs))

    async def _show_about(self) -> None:
        from capout_desktop.services.support import licenses  # noqa: PLC0415 - on demand
        from capout_desktop.ui.help.about import AboutDialog  # noqa: PLC0415 - on demand

        parts = await self._files.run(licenses.bundled_parts)
        own = await self._files.run(licenses.own_license)
        dialog = AboutDialog(self._window)
        dialog.show_parts(parts, own)
        open_dialog(dialog)
