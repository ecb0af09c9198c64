"""Control of the export: writes the list to a file, and reports where it is or why it failed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from capout_desktop.domain.document import Document
from capout_desktop.domain.export_problem import (
    check_list_not_saved,
    check_list_saved,
    exported,
    list_not_exported,
)
from capout_desktop.services.runtime.csv_file import write_csv
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.whole_file import write_whole
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.ui.documents.export_text import export_rows
from capout_desktop.ui.text.formatting import today
from capout_desktop.ui.widgets.banner_action import Action
from capout_desktop.ui.widgets.desktop_files import show_in_folder

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)


class ExportControl:
    """Connects the export of the list, and of check lists, to the writing of the file."""

    def __init__(self, window: MainWindow, tasks: TaskOwner, files: WorkerThreads) -> None:
        self._window = window
        self._tasks = tasks
        self._files = files
        window.exporting.wanted.connect(self._export)
        window.details.check_list_wanted.connect(self._save_check_list)

    def _export(self, path: str, documents: Sequence[Document]) -> None:
        self._tasks.start(self._write(Path(path), documents), "export")

    async def _write(self, path: Path, documents: Sequence[Document]) -> None:
        try:
            # The rows are made in the thread as well, since a long list has very many.
            await self._files.run(write_csv, path, export_rows(documents, today()))
        except OSError as error:
            _log.warning("list not exported: %s", error.strerror)
            self._window.show_banner(list_not_exported(error.strerror or str(error)))
            return
        show = Action("Show in folder", partial(show_in_folder, str(path)))
        self._window.show_toast(exported(len(documents), path.name), show)

    def _save_check_list(self, path: str, content: bytes) -> None:
        self._tasks.start(self._write_check_list(Path(path), content), "check list")

    async def _write_check_list(self, path: Path, content: bytes) -> None:
        try:
            await self._files.run(write_whole, path, content)
        except OSError as error:
            _log.warning("check list not saved: %s", error.strerror)
            self._window.show_banner(check_list_not_saved(error.strerror or str(error)))
            return
        show = Action("Show in folder", partial(show_in_folder, str(path)))
        self._window.show_toast(check_list_saved(path.name), show)
