"""Control of the question for a PDF's password."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.intake.unlocking import Unlocking
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.ui.widgets.dialogs import open_dialog

if TYPE_CHECKING:
    from capout_desktop.ui.documents.unlock_dialog import UnlockDialog
    from capout_desktop.ui.shell.main_window import MainWindow


class UnlockControl:
    """Opens the dialog, and closes it once the password was right."""

    def __init__(
        self, store: DocumentStore, unlocking: Unlocking, window: MainWindow, tasks: TaskOwner
    ) -> None:
        self._store = store
        self._unlocking = unlocking
        self._window = window
        self._tasks = tasks
        self._dialog: UnlockDialog | None = None
        window.actions_on_rows.unlock.connect(self.ask)

    def ask(self, local_ids: Sequence[str]) -> None:
        """Ask for the password of these documents."""
        from capout_desktop.ui.documents.unlock_dialog import UnlockDialog  # noqa: PLC0415

        ids = list(local_ids)
        others = self._unlocking.others_of_batch(ids)
        names = [self._store[id_].file_name for id_ in ids]
        dialog = self._dialog = UnlockDialog(self._window, names, len(others))
        dialog.finished.connect(lambda _result: self._closed(dialog))
        dialog.tried.connect(
            lambda password, all_: self._tasks.start(
                self._try(dialog, [*ids, *others] if all_ else ids, password), "unlock"
            )
        )
        open_dialog(dialog)

    async def _try(self, dialog: UnlockDialog, local_ids: Sequence[str], password: str) -> None:
        result = await self._unlocking.unlock(local_ids, password)
        if self._dialog is not dialog:
            return
        if result.opened or not (result.wrong or result.failed):
            dialog.accept()
        else:
            dialog.show_failure(is_wrong=result.wrong > 0)

    def _closed(self, dialog: UnlockDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
