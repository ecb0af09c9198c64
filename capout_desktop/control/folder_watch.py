"""Control of the watched folder: shows its problems and the files that were there before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from capout_desktop.domain.document import Document
from capout_desktop.domain.organization import Organization, Payer
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.watch_rules import files_there, is_from_folder
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.folder_watch.watcher import FolderWatch
from capout_desktop.services.intake.intake import Intake
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.store.settings import Settings
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.widgets.banner_action import Action

if TYPE_CHECKING:
    from capout_desktop.ui.settings.watch_page import WatchPage
    from capout_desktop.ui.shell.main_window import MainWindow


class FolderWatchControl:
    """Watches the folder of the settings, and shows its state in the window."""

    def __init__(
        self,
        intake: Intake,
        store: DocumentStore,
        uploads: UploadQueue,
        settings: Settings,
        window: MainWindow,
        tasks: TaskOwner,
        memory: Path,
        *,
        organizations: Organizations,
        save_settings: Callable[[], None],
    ) -> None:
        """Start watching; `memory` is the file that stores which files were handled.

        A newly chosen folder belongs to the active organization of `organizations` from then on.
        """
        self._organizations = organizations
        self._settings = settings
        self._save_settings = save_settings
        if settings.watch.folder and settings.watch.payer is None:
            self._bind(self._likely_owner())
        self._window = window
        self._store = store
        self._trouble: Problem | None = None
        self._there = 0
        window.settings.connect_page("watch", self._connect_page)
        # Documents that the folder brought on `_day`; of the folder `_counted`.
        self._today: set[str] = set()
        self._day: date | None = None
        self._counted = ""
        self._watch = FolderWatch(
            store,
            intake,
            uploads,
            tasks,
            settings,
            memory,
            self._show_trouble,
            self._show_files_there,
            payer_now=self._payer_now,
            on_note=window.show_banner,
        )
        store.listen(self._count)
        window.watch_sign.clicked.connect(lambda _checked: window.settings.open("watch"))
        window.model.day_began.connect(self._show_sign)
        self._show_sign()

    def settings_changed(self) -> None:
        """Apply the settings of the watched folder."""
        watch, active = self._settings.watch, self._organizations.active
        if watch.folder and watch.payer is None and active.organization_id:
            self._bind(active)
            self._save_settings()
        self._watch.settings_changed()
        self._show_sign()

    def history_deleted(self, documents: Collection[str]) -> None:
        """Do not take files for lost whose documents are deleted on purpose."""
        self._watch.history_deleted(documents)

    def close(self) -> None:
        """Stop the threads."""
        self._watch.close()

    def _bind(self, organization: Organization | None) -> None:
        """Set the organization that pays for found files.

        Its address receives them unless the folder has an address of its own.
        """
        if organization is not None:
            watch = self._settings.watch
            self._settings.watch = replace(
                watch,
                payer=Payer(
                    credential_id=organization.id,
                    organization_id=organization.organization_id,
                    key_kind=organization.kind,
                    server=organization.server,
                ),
                xn_address=watch.xn_address or organization.xn_address,
            )

    def _likely_owner(self) -> Organization | None:
        """Return the owner of a folder that an earlier version watched, if there is one."""
        stored, settings = self._organizations.stored, self._settings
        receives = (p for p in stored if p.xn_address and p.xn_address == settings.watch.xn_address)
        in_use = (p for p in stored if p.id == settings.active_organization)
        return next(receives, None) or next(in_use, None) or next(iter(stored), None)

    def _payer_now(self, payer: Payer) -> Payer:
        """Return the same payer with the current kind of its key."""
        for organization in self._organizations.listed:
            if (organization.id, organization.server) == (payer.credential_id, payer.server):
                return replace(payer, key_kind=organization.kind)
        return payer

    def _show_trouble(self, problem: Problem | None) -> None:
        if self._trouble is not None:
            self._window.hide_banner(self._trouble.code)
        self._trouble = problem
        if problem is not None:
            self._window.show_banner(problem)
        self._show_sign()

    def _count(self, documents: Sequence[Document]) -> None:
        before = len(self._today)
        self._note(documents)
        if len(self._today) != before:
            self._show_sign()

    def _note(self, documents: Iterable[Document]) -> None:
        """Note which of these documents the folder brought today."""
        self._today.update(
            document.id
            for document in documents
            if is_from_folder(document.source, self._counted)
            and document.added_at.astimezone().date() == self._day
        )

    def _show_sign(self) -> None:
        """Show which folder is watched, and how many files it brought today."""
        folder, today = self._settings.watch.folder, now().astimezone().date()
        if (folder, today) != (self._counted, self._day):
            if folder != self._counted:
                self._forget_files_there()
            self._counted, self._day = folder, today
            self._today.clear()
            self._note(self._store)
        trouble = problem_words.title(self._trouble) if self._trouble is not None else ""
        self._window.watch_sign.show_watch(folder, len(self._today), trouble)

    def _connect_page(self, page: WatchPage) -> None:
        # The dialog is above the window's banner, so the page has to ask, too.
        page.there_wanted.connect(self._take_left)
        page.show_files_there(self._there)

    @property
    def _page(self) -> WatchPage | None:
        page: WatchPage | None = self._window.settings.page("watch")
        return page

    def _show_files_there(self, number: int) -> None:
        self._there = number
        self._window.show_banner(files_there(number), Action("Add these", self._take_left))
        if self._page is not None:
            self._page.show_files_there(number)

    def _take_left(self) -> None:
        self._forget_files_there()
        self._watch.take_left()

    def _forget_files_there(self) -> None:
        self._there = 0
        self._window.hide_banner(ProblemCode.WATCH_FOLDER_HAS_FILES)
        if self._page is not None:
            self._page.show_files_there(0)
