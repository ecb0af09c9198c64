"""Composition root: builds and connects all services and controls. No Qt, no business rules."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from capout_desktop.capout.client import DEFAULT_BASE_URL, CapOutClient
from capout_desktop.control.addresses import AddressControl
from capout_desktop.control.arrival import ArrivalControl
from capout_desktop.control.autostart import AutostartControl
from capout_desktop.control.batches import BatchControl
from capout_desktop.control.credits import CreditsControl
from capout_desktop.control.details import DetailsControl
from capout_desktop.control.documents import DocumentControl
from capout_desktop.control.drafts import DraftControl
from capout_desktop.control.export import ExportControl
from capout_desktop.control.folder_watch import FolderWatchControl
from capout_desktop.control.help import HelpControl
from capout_desktop.control.intake import IntakeControl
from capout_desktop.control.network import NetworkControl, proxy_choice
from capout_desktop.control.notifications import NotificationControl
from capout_desktop.control.organizations import ActiveServices, OrganizationControl
from capout_desktop.control.page_choice import PageChoiceControl
from capout_desktop.control.settings import SettingsControl
from capout_desktop.control.unlocking import UnlockControl
from capout_desktop.control.updates import UpdateControl
from capout_desktop.control.view_state import ViewStateControl
from capout_desktop.domain.batch import BatchOrigin
from capout_desktop.domain.credit_guard import covered
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import SetApart
from capout_desktop.domain.given_file import Source
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import PRACTICE_SERVER
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.program_problem import (
    DISK_TROUBLE,
    JOURNAL_IN_USE,
    JOURNAL_NEWER,
    JOURNAL_SET_ASIDE,
    JOURNAL_UNUSABLE,
    JOURNAL_WAITS,
    NOT_DONE,
    NOT_STORED_WHOLE,
    SETTINGS_LOST,
    SETTINGS_PARTLY_READ,
    STARTED_AS_ADMINISTRATOR,
    UNFORESEEN,
    stopped,
)
from capout_desktop.domain.vital_loop import VitalLoop
from capout_desktop.domain.xn_address import clean_xn_address
from capout_desktop.options import (
    ALWAYS_COMPARED,
    XN_ADDRESS,
    Options,
    StartedWith,
    started_with,
)
from capout_desktop.resources import resource_path
from capout_desktop.services.credits.balances import Credits
from capout_desktop.services.credits.credit_hold import CreditHold
from capout_desktop.services.credits.spending_book import SpendingBook
from capout_desktop.services.desktop.autostart import autostart
from capout_desktop.services.desktop.elevation import has_more_rights_than_desktop
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.documents.history import History
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.documents.remote_documents import RemoteDocumentList, RemoteDocuments
from capout_desktop.services.intake.estimate_reader import EstimateReader
from capout_desktop.services.intake.intake import Intake
from capout_desktop.services.intake.link_check import LinkCheck
from capout_desktop.services.intake.missing_files import MissingFiles
from capout_desktop.services.intake.page_copies import PageCopies
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess
from capout_desktop.services.intake.preflight import Preflight
from capout_desktop.services.intake.unlocking import Unlocking
from capout_desktop.services.intake.unpacker import Unpacker
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.organizations.key_store import KeyStore
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.outbox.keeper import OutboxKeeper
from capout_desktop.services.outbox.temporary import temporary_folders
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.settings_keeper import SettingsKeeper
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.services.support.logs import Log
from capout_desktop.services.tracking.tracking import Connection, Tracking
from capout_desktop.services.uploads.batches import Batches
from capout_desktop.services.uploads.confirmation import Confirmation
from capout_desktop.services.uploads.decisions import Decisions
from capout_desktop.services.uploads.first_look import FirstLook
from capout_desktop.services.uploads.queue import UploadQueue
from capout_desktop.store.folders import Folders
from capout_desktop.store.journal import UnstorableRecord, set_aside
from capout_desktop.store.outbox import Outbox
from capout_desktop.store.schema import NewerJournalError
from capout_desktop.store.settings import SettingsFile
from capout_desktop.ui.shell.connection_text import connection_words
from capout_desktop.ui.text.organization_names import nameless_word, session_label
from capout_desktop.ui.widgets.banner_action import Action, Priority

if TYPE_CHECKING:
    from capout_desktop.sandbox.server import SandboxServer
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)

SANDBOX_ADDRESS = "demo-team@sandbox"

JOURNAL_PAUSE_SECONDS = 1.0
"""Pause before a journal that another program has locked is opened again."""

JOURNAL_PATIENCE_SECONDS = 30.0
"""Longest time for which a backup is the likely reason."""
CLOSE_SECONDS = 5.0
"""Longest time for closing one part. The journal is closed in any case, without a limit."""

T = TypeVar("T")


class Program:
    """All objects between the window and CapOut, built once and closed in order.

    Attributes:
        practice: The practice server, if it is used.
    """

    def __init__(
        self,
        options: Options,
        folders: Folders,
        window: MainWindow,
        practice: SandboxServer | None = None,
    ) -> None:
        """Build what does not need the journal.

        Args:
            options: Those of the command line.
            folders: Where the program keeps its files.
            window: The visible window.
            practice: The `practice` of the program before, whose documents are in the journal.
        """
        self.practice = practice
        self._options = options
        self._folders = folders
        self._window = window
        self._stack = contextlib.AsyncExitStack()
        self._files = self._closing(WorkerThreads("files", 2), WorkerThreads.stop)
        # Threads of their own: a drive that does not answer must not hold up settings or end.
        self._log_thread = self._closing(WorkerThreads("log"), WorkerThreads.stop)
        self._sandbox_thread = self._closing(WorkerThreads("practice"), WorkerThreads.stop)
        self._settings_thread = self._closing(WorkerThreads("settings"), WorkerThreads.stop)
        self._disk = self._closing(WorkerThreads("journal"), WorkerThreads.stop)
        self._tasks = TaskOwner(self._failed, self._loop_stopped)
        self._keeper = SettingsKeeper(
            file=SettingsFile(folders.settings),
            threads=self._settings_thread,
            tasks=self._tasks,
            on_trouble=self._not_saved,
        )
        self._settings = self._keeper.settings
        self._save_settings = self._keeper.save
        self.look = ViewStateControl(
            window=window, path=folders.look, tasks=self._tasks, files=self._files
        )
        self._settings_control = SettingsControl(
            keeper=self._keeper, look=self.look, folders=folders, window=window
        )
        kept_here = ["--data-dir", str(options.data_dir)] if options.data_dir else []
        self._autostart = AutostartControl(
            window,
            self._tasks,
            self._files,
            None if options.sandbox else autostart(kept_here),
            practice=options.sandbox,
        )
        self._base_url = options.api_url or DEFAULT_BASE_URL
        # Identifies the server in documents and in the keyring; empty for the default server.
        self._server = "" if self._base_url == DEFAULT_BASE_URL else self._base_url
        if options.sandbox:
            self._server = PRACTICE_SERVER
        self._keys = self._closing(KeyStore(self._server), KeyStore.close)
        self._is_up = False
        self._services: Services | None = None
        self._standing: dict[str, Problem] = {}
        # Files may be dropped while the journal is still being opened.
        self._intake: asyncio.Future[IntakeControl] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Start all services; the window is already visible."""
        self._window.sources_given.connect(functools.partial(self.take, ask=True))
        self._window.release_sources()
        if has_more_rights_than_desktop():
            self._window.show_banner(STARTED_AS_ADMINISTRATOR)
        try:
            log = await self._log_thread.run(Log, self._folders.logs, verbose=self._options.verbose)
        except OSError:
            _log.exception("no log is kept")
        else:
            self._stack.push_async_callback(_within, self._log_thread.run, log.close)
        await self._keeper.load()
        given_address = clean_xn_address(self._options.xn_address)
        session_key = self._options.api_key
        if self._options.sandbox:
            session_key = await self._start_sandbox()
            given_address = given_address or SANDBOX_ADDRESS
        self._window.show_addresses(
            self._settings.addresses, self._settings.xn_address, self._settings.address_labels
        )
        self._help = HelpControl(
            window=self._window,
            tasks=self._tasks,
            files=self._files,
            folders=self._folders,
            settings=self._settings,
            make_client=self._make_client,
            services=lambda: self._services,
        )
        try:
            opened = await self._open_journal()
        except (sqlite3.OperationalError, OSError) as error:
            # Usually a backup that has the file for a moment, so it is opened once that is over.
            self._say_that_the_journal_waits(error, 0)
            self._tasks.start(self._open_later(session_key, given_address), "journal")
        else:
            self._go(opened, session_key, given_address)
        if self._options.background and self._services is None:
            self._window.show()  # nothing is sent, and it says why

    def _say_that_the_journal_waits(self, error: Exception, seconds: float) -> None:
        _log.warning("journal not opened for %.0f s: %s", seconds, error)
        problem = JOURNAL_UNUSABLE
        if "locked" in str(error):
            problem = JOURNAL_WAITS if seconds < JOURNAL_PATIENCE_SECONDS else JOURNAL_IN_USE
        self._show_standing("journal", problem, priority=Priority.HIGH)

    async def _open_later(self, session_key: str, given_address: str) -> None:
        """Open the journal as soon as that is possible, and start the services then."""
        began = clock.monotonic()
        while True:
            await clock.sleep(JOURNAL_PAUSE_SECONDS)
            try:
                opened = await self._open_journal()
            except (sqlite3.OperationalError, OSError) as error:
                self._say_that_the_journal_waits(error, clock.monotonic() - began)
            else:
                self._show_standing("journal", None)
                self._go(opened, session_key, given_address)
                return

    def _go(
        self,
        opened: tuple[JournalWriter, list[Document]] | None,
        session_key: str,
        given_address: str,
    ) -> None:
        """Build and connect the services; without a journal nothing is done."""
        if opened is None:
            return
        self._services = self._build_services(*opened, session_key)
        self._connect(self._services)
        self._profile_control.start(given_address=given_address)
        self._is_up = True
        if self._keeper.are_lost:
            resume = Action("Resume", functools.partial(self._queue.pause, False))
            self._window.show_banner(SETTINGS_LOST, resume)
        if self._keeper.are_partly_read:
            self._window.show_banner(SETTINGS_PARTLY_READ)
        if self._options.sources:
            self.take(
                self._options.sources,
                ask=not self._options.send_at_once,
                origin=BatchOrigin.COMMAND_LINE,
            )

    async def close(self) -> None:
        """Stop all objects: settings and tasks first, the others in reverse order of creation.

        The settings and the tasks are first so that no new work starts. The threads are last, since
        everything else needs them to close.
        """
        async with self._stack:
            await self._keeper.close()
            await _within(self._tasks.close)
            await _within(self.look.close)

    async def until_nothing_is_uploaded(self) -> None:
        """Begin no more uploads, and wait until those under way have ended.

        `close` then leaves no document of which it is unknown whether it arrived.
        """
        if self._services is None:
            return
        self._services.uploads.set_parallel(0)
        store, quiet = self._services.store, asyncio.Event()

        def look(_: object) -> None:
            if not store.count(DocumentState.UPLOADING):
                quiet.set()

        store.listen(look)
        look(None)
        await quiet.wait()

    def take(
        self,
        sources: Sequence[Source],
        on_taken: Callable[[bool], None] = lambda _: None,
        *,
        ask: bool = False,
        origin: BatchOrigin = BatchOrigin.DROP,
    ) -> None:
        """Add files, folders and links; `on_taken` gets whether all are in the journal.

        With `ask`, the person confirms before several documents are sent.
        """
        self._tasks.start(self._take(sources, on_taken, ask=ask, origin=origin), "intake")

    def take_over(
        self, sources: Sequence[str], on_taken: Callable[[bool], None], ask: bool
    ) -> None:
        """Add what a second start of the program was given; see `take`."""
        self.take(sources, on_taken, ask=ask, origin=BatchOrigin.SECOND_START)

    def differences(self, start: StartedWith) -> list[str]:
        """Return the options of a second start that differ from those of this program."""
        here = started_with(self._options)
        names = [name for name in ALWAYS_COMPARED if start.get(name, "") != here[name]]
        in_use = self._settings.xn_address if self._is_up else here[XN_ADDRESS]
        if clean_xn_address(start.get(XN_ADDRESS, "")) not in {"", clean_xn_address(in_use)}:
            names.append(XN_ADDRESS)
        return names

    def source_of(self, local_id: str) -> str:
        """Return the path or link of a document; empty if there is no such document."""
        services = self._services
        if services is None or local_id not in services.store:
            return ""
        return services.store[local_id].source

    def origin_of(self, local_id: str) -> str:
        """Return the path that the person added; that of the mail or archive for what was in it."""
        services = self._services
        if services is None or local_id not in services.store:
            return ""
        return services.store[local_id].origin_path

    # Built once

    def _build_services(
        self, journal: JournalWriter, documents: Sequence[Document], session_key: str
    ) -> Services:
        tasks = self._tasks
        store = DocumentStore(journal, documents, self._failed)
        store.listen(self._window.apply, first=True)
        self._window.apply(document for document in store if not document.removed)
        credentials = Credentials(self._server)
        outbox = Outbox(self._folders.outbox)
        temporary = temporary_folders(self._folders.data)
        opener = self._closing(PdfWorkerProcess(opens_containers=True), PdfWorkerProcess.close)
        copier = PdfInspector(opener)
        intake = Intake(
            store,
            self._server,
            outbox=outbox,
            temporary=temporary,
            unpacker=Unpacker(opener),
            pictures=copier,
        )
        self._closing(
            OutboxKeeper(store, outbox, tasks, self._window.settings.show_outbox),
            OutboxKeeper.close,
        )
        preflight = self._closing(
            Preflight(
                store=store,
                inspector=PdfInspector(),
                tasks=tasks,
                taken_in=intake.idle,
                links=LinkCheck(self._base_url, lambda: proxy_choice(self._settings)),
            ),
            Preflight.close,
        )
        estimates = self._closing(
            EstimateReader(store=store, inspector=PdfInspector(in_background=True), tasks=tasks),
            EstimateReader.close,
        )
        organizations = Organizations(
            credentials=credentials,
            keys=self._keys,
            make_client=self._make_client,
            tasks=tasks,
            # A key is only sent to the server it is stored for. That includes the practice server.
            stored=[p for p in self._settings.organizations if p.server == self._server],
            active=self._settings.active_organization,
            session_key=session_key,
            session_label=session_label(sandbox=self._options.sandbox),
            nameless=nameless_word(),
            # Plain http is allowed on loopback only, and a server there spends no real credits.
            sandbox=self._base_url.startswith("http://"),
            server=self._server,
        )
        book = SpendingBook(store, journal, self._not_saved)
        first_look = FirstLook(store=store, tasks=tasks)
        confirmation = Confirmation(
            store=store, credentials=credentials, tasks=tasks, book=book, first_look=first_look
        )
        uploads = self._closing(
            UploadQueue(
                store=store,
                credentials=credentials,
                tasks=tasks,
                on_key_refused=organizations.refuse,
                on_disk_trouble=self._not_saved,
                on_obstruction=self._show_obstruction,
                on_not_done=self._not_done,
                first_look=first_look,
                parallel=self._settings.parallel_uploads,
            ),
            UploadQueue.close,
        )
        self._closing(MissingFiles(store, tasks), MissingFiles.close)
        self._stack.push_async_callback(_within, organizations.close)
        return Services(
            journal=journal,
            store=store,
            organizations=organizations,
            intake=intake,
            outbox=outbox,
            copier=copier,
            preflight=preflight,
            estimates=estimates,
            confirmation=confirmation,
            uploads=uploads,
            tracking=Tracking(
                store=store,
                credentials=credentials,
                tasks=tasks,
                on_connection=self._show_connection,
                on_key_refused=organizations.refuse,
            ),
            credits=Credits(tasks, book),
            organization=RemoteDocuments(
                store=store, tasks=tasks, on_change=self._show_organization
            ),
        )

    def _connect(self, services: Services) -> None:
        window, settings, tasks = self._window, self._settings, self._tasks
        store, uploads = services.store, services.uploads
        save_settings = self._save_settings
        window.offer_web_app(not self._server)
        samples = str(resource_path("samples"))
        window.samples_requested.connect(lambda: self.take([samples]))
        window.organization.watched.connect(services.organization.watch)
        self._export = ExportControl(window=window, tasks=tasks, files=self._files)
        self._details = self._closing(
            DetailsControl(
                store=store,
                costs=services.credits.book,
                correct=services.estimates.correct,
                window=window,
                tasks=tasks,
            ),
            DetailsControl.close,
        )
        queue = self._queue = DocumentControl(
            store=store,
            uploads=uploads,
            settings=settings,
            window=window,
            save_settings=save_settings,
        )
        copier = services.copier
        self._unlocking = UnlockControl(
            store,
            self._closing(Unlocking(store, services.outbox, copier), Unlocking.close),
            window,
            tasks,
        )
        self._page_choice = PageChoiceControl(
            store=store,
            copies=self._closing(PageCopies(store, services.outbox, copier), PageCopies.close),
            previews=self._details.previews,
            window=window,
            tasks=tasks,
        )
        ArrivalControl(
            store=store,
            uploads=uploads,
            decisions=Decisions(store, services.confirmation.status_of, self._not_done),
            window=window,
            tasks=tasks,
        )
        batches = Batches(store, uploads, lambda files: covered(self.credits.estimate(files)))
        addresses = AddressControl(
            batches=batches,
            store=store,
            uploads=uploads,
            settings=settings,
            window=window,
            save_settings=save_settings,
            organizations=services.organizations,
        )
        self._profile_control = OrganizationControl(
            organizations=services.organizations,
            services=ActiveServices(
                addresses=addresses,
                intake=services.intake,
                credits=services.credits,
                organization=services.organization,
            ),
            window=window,
            settings=settings,
            tasks=tasks,
            save_settings=save_settings,
            show_standing=self._show_standing,
            remembers=not self._options.sandbox,
        )
        self.credits = CreditsControl(
            store=store,
            credits_left=services.credits,
            settings=settings,
            window=window,
            tasks=tasks,
            files=self._files,
            name_of=services.organizations.name_of,
        )
        self._attention = NotificationControl(
            store=store,
            settings=settings,
            window=window,
            tasks=tasks,
            files=self._files,
            save_settings=save_settings,
        )
        BatchControl(store, batches, window, queue.offer_undo)
        drafts = DraftControl(batches, services.credits, self.credits.estimate, window)
        intake = IntakeControl(
            intake=services.intake,
            store=store,
            settings=settings,
            window=window,
            drafts=drafts,
        )
        self._intake.set_result(intake)
        self._watch = self._closing(
            FolderWatchControl(
                intake=services.intake,
                store=store,
                uploads=uploads,
                settings=settings,
                window=window,
                tasks=tasks,
                memory=self._folders.watched,
                organizations=services.organizations,
                save_settings=self._save_settings,
            ),
            FolderWatchControl.close,
        )
        History(
            store=store,
            settings=settings,
            tasks=tasks,
            files=self._files,
            journal=self._folders.journal,
            on_delete=self._watch.history_deleted,
        )
        self._stack.push_async_callback(_within, self._attention.close)
        self._settings_control.follow(
            queue,
            addresses,
            self._watch,
            NetworkControl(settings, services.organizations, services.tracking),
            self._attention,
            self.credits,
        )
        CreditHold(store=store, uploads=uploads, credits_left=services.credits, tasks=tasks)
        self._updates = UpdateControl(
            window=window,
            settings=settings,
            tasks=tasks,
            save_settings=save_settings,
            files=self._files,
        )

    def _closing(self, built: T, close: Callable[[T], object]) -> T:
        """Register `close` to be called with `built` at the end, and return `built`."""
        self._stack.callback(close, built)
        return built

    def _make_client(self, api_key: str) -> CapOutClient:
        return CapOutClient(self._base_url, api_key, proxy=lambda: proxy_choice(self._settings))

    async def _start_sandbox(self) -> str:
        """Start the practice server and return its key."""
        from capout_desktop.sandbox.organization import new_test_key  # noqa: PLC0415 - only now
        from capout_desktop.sandbox.server import SandboxServer  # noqa: PLC0415

        sandbox = self.practice = self.practice or SandboxServer(key=new_test_key())
        await self._sandbox_thread.run(sandbox.start)
        self._stack.push_async_callback(_within, self._sandbox_thread.run, sandbox.stop)
        self._base_url = sandbox.base_url
        return sandbox.key

    async def _open_journal(self) -> tuple[JournalWriter, list[Document]] | None:
        """Open the journal. A damaged one is set aside; without a journal nothing is sent.

        Raises:
            sqlite3.OperationalError: It is locked or cannot be opened at the moment.
            OSError: The same for its folder.
        """
        path = self._folders.journal
        for _ in range(2):
            try:
                opened = await JournalWriter.open(
                    path, self._disk, self._not_saved, self._saved_again, self._not_stored_whole
                )
            except NewerJournalError:
                _log.exception("journal not opened")
                self._window.show_banner(JOURNAL_NEWER, priority=Priority.HIGH)
                return None
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                _log.exception("journal damaged")
                await self._disk.run(set_aside, path, now())
                self._window.show_banner(JOURNAL_SET_ASIDE)
            else:
                self._stack.push_async_callback(self._close_journal, opened[0])
                return opened
        self._window.show_banner(JOURNAL_UNUSABLE, priority=Priority.HIGH)
        return None

    async def _close_journal(self, journal: JournalWriter) -> None:
        try:
            await journal.close()
        except sqlite3.Error:
            _log.exception("the last changes could not be saved")

    # Actions of the person

    async def _take(
        self,
        sources: Sequence[Source],
        on_taken: Callable[[bool], None],
        *,
        ask: bool,
        origin: BatchOrigin,
    ) -> None:
        def on_obstacle(error: sqlite3.Error) -> None:
            self._not_saved(error)
            on_taken(False)

        taken = False
        try:
            intake = await self._intake
            await intake.take(sources, on_obstacle, ask=ask, origin=origin)
            taken = True
        finally:
            on_taken(taken)

    # Updates of the window

    def _show_standing(
        self,
        about: str,
        problem: Problem | None,
        action: Action | None = None,
        priority: Priority = Priority.NORMAL,
    ) -> None:
        """Show a banner about a lasting problem; None removes it.

        Said again, the same problem changes nothing: it does not cover a newer one, and one that
        was dismissed stays away.
        """
        before = self._standing.pop(about, None)
        if problem is not None:
            self._standing[about] = problem
            if problem != before:
                self._window.show_banner(problem, action, priority=priority)
        if before is not None and before.code not in {p.code for p in self._standing.values()}:
            self._window.hide_banner(before.code)

    def _show_obstruction(self, problem: Problem | None) -> None:
        self._show_standing("line", problem, Action("Try now", self._try_now))

    def _try_now(self) -> None:
        if self._services is not None:
            self._services.uploads.try_now()
            self._services.organizations.try_now()

    def _show_organization(self, status: RemoteDocumentList) -> None:
        self._window.organization.show(status.documents, status.as_of, status.problem)

    def _show_connection(self, connection: Connection) -> None:
        self._window.show_connection(*connection_words(connection))

    # Failures

    def _failed(self, error: BaseException) -> None:
        del error  # logged by the owner of the task
        self._window.show_banner(UNFORESEEN)

    def _loop_stopped(self, loop: VitalLoop, error: Exception | None) -> None:
        """Say that a part of the program failed, and take that back once it works again."""
        problem = None if error is None else stopped(loop)
        self._show_standing(loop.value, problem, priority=Priority.HIGH)

    def _not_done(self, error: Exception) -> None:
        _log.error("a person's word could not be stored", exc_info=error)
        self._show_standing("word", NOT_DONE, priority=Priority.HIGHEST)

    def _saved_again(self) -> None:
        self._show_standing("disk", None)
        self._show_standing("word", None)

    def _not_stored_whole(self, records: Sequence[UnstorableRecord]) -> None:
        """Say in the window and in the rows that something could not be stored as it is."""
        self._window.show_banner(NOT_STORED_WHOLE)
        if self._services is None:
            return
        store = self._services.store
        for record in records:
            if record.document in store:
                problem = Problem(HoldReason.SET_APART, record.reason)
                store.apply(record.document, SetApart(now(), problem))

    def _not_saved(self, error: Exception) -> None:
        _log.error("changes not saved yet", exc_info=error)
        self._show_standing("disk", DISK_TROUBLE, priority=Priority.HIGH)


async def _within(close: Callable[..., Coroutine[Any, Any, object]], *args: Any) -> None:
    """Close one part, for `CLOSE_SECONDS` at most, so that the next one is closed, too."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await close(*args)
    except TimeoutError:
        _log.warning("not closed in time: %r", close)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Services that need an open journal."""

    journal: JournalWriter
    store: DocumentStore
    organizations: Organizations
    intake: Intake
    outbox: Outbox
    copier: PdfInspector
    preflight: Preflight
    estimates: EstimateReader
    confirmation: Confirmation
    uploads: UploadQueue
    tracking: Tracking
    credits: Credits
    organization: RemoteDocuments
