"""The watched folder, wired to the window: what keeps it from being watched, what was there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.watching import files_there
from capout_desktop.services.documents.document_store import Register
from capout_desktop.services.folder_watch.watcher import FolderWatch
from capout_desktop.services.intake.intake import Intake
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.queue import Uploads
from capout_desktop.store.settings import Settings
from capout_desktop.ui.widgets.banner_action import Action

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow


class WatchControl:
    """Watches what the settings name, from now on."""

    def __init__(
        self,
        intake: Intake,
        register: Register,
        uploads: Uploads,
        settings: Settings,
        window: MainWindow,
        tasks: TaskOwner,
        memory: Path,
    ) -> None:
        """Begin to watch; `memory` is the file in which it is kept what was decided."""
        self._window = window
        self._shown = ""
        self._watch = FolderWatch(
            register,
            intake,
            uploads,
            tasks,
            settings,
            memory,
            self._show_trouble,
            self._show_files_there,
        )

    def settings_changed(self) -> None:
        """Take over what the settings say of the watched folder now."""
        self._watch.settings_changed()

    def close(self) -> None:
        """End its threads."""
        self._watch.close()

    def _show_trouble(self, problem: Problem | None) -> None:
        if self._shown:
            self._window.hide_banner(self._shown)
        self._shown = problem.code if problem is not None else ""
        if problem is not None:
            self._window.show_banner(problem)

    def _show_files_there(self, number: int) -> None:
        self._window.show_banner(files_there(number), Action("Take them", self._take_left))

    def _take_left(self) -> None:
        self._window.hide_banner(ProblemCode.WATCH_FOLDER_HAS_FILES)
        self._watch.take_left()
