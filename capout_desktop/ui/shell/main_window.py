"""Main window: creates its parts and connects their signals."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget

from capout_desktop.domain.web_app import CREDITS
from capout_desktop.resources import resource_path
from capout_desktop.store.view_state_file import ViewState
from capout_desktop.ui.batch.batch_actions import BatchActions
from capout_desktop.ui.shell.closing import Closing
from capout_desktop.ui.shell.menu_bar import MenuBar
from capout_desktop.ui.shell.messages import Messages
from capout_desktop.ui.shell.pages import Pages
from capout_desktop.ui.shell.send_bar import Labels, SendBar
from capout_desktop.ui.shell.settings_dialog_controller import SettingsDialogController
from capout_desktop.ui.shell.status_bar import StatusBar
from capout_desktop.ui.shell.view_state import WindowViewState
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.widgets.banner_action import Action, Priority

if TYPE_CHECKING:
    from capout_desktop.domain.batch import Batch
    from capout_desktop.domain.credits import CreditBalance, KeyKind
    from capout_desktop.domain.document import Document
    from capout_desktop.domain.given_file import Source
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.addresses.address_dialogs import AddressDialogs
    from capout_desktop.ui.batch.drafts import Drafts
    from capout_desktop.ui.batch.file_input import FileInput
    from capout_desktop.ui.details.side_panel import DetailsSidePanel
    from capout_desktop.ui.documents.actions import DocumentActions
    from capout_desktop.ui.documents.export_action import ExportAction
    from capout_desktop.ui.documents.model import DocumentModel
    from capout_desktop.ui.documents.queue_actions import QueueActions
    from capout_desktop.ui.documents.submitted_elsewhere_view import SubmittedElsewhereView
    from capout_desktop.ui.help.help_actions import HelpActions
    from capout_desktop.ui.organizations.organizations_view import OrganizationsView
    from capout_desktop.ui.shell.documents_page import DocumentsPage
    from capout_desktop.ui.shell.sign_bar import SignBar
    from capout_desktop.ui.shell.watch_sign import WatchSign

SIZE = QSize(1120, 720)
LEAST_SIZE = QSize(760, 400)
TITLE_BAR = 32
"""Usual height of the title bar, which is unknown before the window is shown."""
REST_MS = 50
"""Delay after the first paint until the remaining parts are created, unless needed earlier."""


class MainWindow(QMainWindow):
    """Main window. It has no rules of its own: it displays data and emits the person's requests.

    Attributes:
        sources_given: Emitted with absolute paths, https links and files without a place that
            were dropped, pasted or chosen.
        address_changed: Emitted with the recipient of documents that are added from now on.
        quit_requested: Emitted to shut down.
        practice_wanted: Emitted to try the program on a practice CapOut.
        web_page_wanted: Emitted with the address of a page of CapOut's web app.
        closing: Decides what closing the window does.
        pages: The pages in the middle of the window.
    """

    sources_given = Signal(list)
    samples_requested = Signal()
    address_changed = Signal(str)
    quit_requested = Signal()
    web_page_wanted = Signal(str)
    practice_wanted = Signal()

    def __init__(self, look: ViewState | None = None) -> None:
        super().__init__()
        self.batches = BatchActions(self)
        self.setWindowTitle("CapOut Desktop")
        self.setMinimumSize(LEAST_SIZE)
        screen = self.screen().availableGeometry().size()
        self.resize(SIZE.boundedTo(screen - QSize(0, TITLE_BAR)))
        self.painted, self._has_key, self._needs_key = False, False, False
        self._list: DocumentsPage | None = None
        self._adding: FileInput | None = None
        self._questions: AddressDialogs | None = None
        self.setAcceptDrops(True)
        self._held_sources: list[list[Source]] | None = None
        if sys.platform == "win32":
            # Before it is shown: Windows keeps showing another icon for a moment otherwise. It
            # takes 4 ms, which other systems need not wait for.
            self._show_icon()
        look = look or ViewState()
        self._theme = Theme.current(look.theme)
        self.look = WindowViewState(self, look, self._theme)
        self._send_bar = SendBar(self._theme)
        self._status = StatusBar(self._theme)
        self.pages = Pages(self._theme)
        self.closing = Closing(self)
        self._lay_out()
        self.settings = SettingsDialogController(self)
        self._menus = MenuBar(self, self.settings)
        self._connect()
        self.pages.invitation.setFocus()  # no button should look chosen before the person chose one

    # Parts that are created on demand

    @property
    def model(self) -> DocumentModel:
        """The table's model."""
        return self._documents().model

    @property
    def actions_on_rows(self) -> DocumentActions:
        """The actions on the selected documents."""
        return self._documents().actions

    @property
    def drafts(self) -> Drafts:
        """What was added and not sent yet, at the top of the list."""
        return self._documents().drafts

    def apply_batches(self, batches: Iterable[Batch]) -> None:
        """Show new and changed batches."""
        changed = list(batches)
        self.batches.apply(changed)
        if self._list is not None:
            self._list.model.apply_batches(changed)

    @property
    def queue(self) -> QueueActions:
        """The actions on the whole queue."""
        return self._documents().queue

    @property
    def exporting(self) -> ExportAction:
        """The action that exports the list."""
        return self._documents().exporting

    @property
    def organization(self) -> SubmittedElsewhereView:
        """The view of the documents submitted elsewhere."""
        return self._documents().organization

    @property
    def keys(self) -> OrganizationsView:
        """The view of the organizations and their keys."""
        return self._send_bar.key_view(self)

    @property
    def details(self) -> DetailsSidePanel:
        """The details of the selected documents."""
        return self._documents().details

    @property
    def help(self) -> HelpActions:
        """The actions of the Help menu."""
        self._documents()
        return self._menus.help_actions

    @property
    def help_menu(self) -> QMenu:
        """The Help menu, with its entries."""
        self._documents()
        return self._menus.help

    @property
    def credits_text(self) -> str:
        """The text of the status bar about the credits."""
        return self._status.credits.text()

    def row_text(self, document_id: str) -> str:
        """Return a document's row as a screen reader reads it."""
        return self._documents().spoken_row(document_id)

    def file_input(self) -> FileInput:
        """Return the handler of drops, pastes and chosen files."""
        if self._adding is None:
            from capout_desktop.ui.batch.file_input import FileInput  # noqa: PLC0415 - on demand

            self._adding = FileInput(self, self._theme)
            self._adding.given.connect(self.give)
        return self._adding

    def address_dialogs(self) -> AddressDialogs:
        """Return the address book, and the question for an address."""
        if self._questions is None:
            from capout_desktop.ui.addresses.address_dialogs import AddressDialogs  # noqa: PLC0415

            self._questions = AddressDialogs(self)
        return self._questions

    # Display

    def apply(self, documents: Iterable[Document]) -> None:
        """Add or update documents by their id; may be called any number of times."""
        self._documents().model.apply(documents)

    def show_setup(self, xn_address: str = "", *, storage: Problem | None = None) -> None:
        """Show the page that asks for the key; `storage` says why the key cannot be stored."""
        may_wait = self._has_key or self.pages.has_documents
        self.pages.ask_for_key(xn_address, storage, may_wait=may_wait)

    def hide_setup(self) -> None:
        """Go back to the list."""
        self.pages.leave_setup()

    def show_setup_problem(self, problem: Problem | None, *, busy: bool = False) -> None:
        """Show why the key does not work, or that it is being tested."""
        if self.pages.setup is not None:
            self.pages.setup.show_problem(problem, busy=busy)

    def show_addresses(self, addresses: Sequence[str], current: str, labels: Labels = None) -> None:
        """Set the addresses of the address book and the address in use."""
        self._send_bar.show_addresses(addresses, current, labels)

    def show_key_kind(self, kind: KeyKind | None) -> None:
        """Show the kind of the key in use; None if there is no key."""
        self._has_key = kind is not None
        self._send_bar.show_key_kind(kind)
        self.pages.invitation.offer_samples(kind is not None and kind.value == "sandbox")

    def show_credits(
        self, balance: CreditBalance | None, refreshing: bool, problem: Problem | None
    ) -> None:
        """Show the last balance, whether a newer one is being fetched, and why it may be old."""
        self._status.credits.show_credits(balance, refreshing, problem)

    def show_connection(self, text: str, detail: str, tone: str) -> None:
        """Show how updates of the documents are received; `tone` is one of `Tone`'s values."""
        self._status.show_connection(text, detail, Tone(tone))

    @property
    def unconfirmed_address(self) -> str:
        """An address that was typed at the top of the window and not confirmed."""
        return self._send_bar.unconfirmed_address

    def show_banner(
        self,
        problem: Problem,
        action: Action | None = None,
        *,
        priority: Priority = Priority.NORMAL,
    ) -> None:
        """Show a problem of the whole program above the list, with an action if there is one."""
        self._messages.show_banner(problem, action, priority)

    def hide_banner(self, code: str) -> None:
        """Hide the problem with this code if it is shown."""
        self._messages.hide_banner(code)

    def show_toast(self, message: Problem, action: Action | None = None) -> None:
        """Show for a while that something has ended, with an action if there is one."""
        self._messages.show_toast(message, action)

    def hide_toast(self, code: str) -> None:
        """Hide the message with this code if it is shown."""
        self._messages.hide_toast(code)

    def add_notice(self, notice: QWidget) -> None:
        """Add a widget below the bar at the top."""
        self._messages.add_notice(notice)

    @property
    def signs(self) -> SignBar:
        """The signs of what keeps documents from being sent."""
        return self._messages.signs

    def offer_web_app(self, offered: bool) -> None:
        """Show or hide the ways to the web app; the practice CapOut has none."""
        self._documents().offer_web_app(offered)
        self.signs.offer_web_app(offered)
        self._menus.offer_web_app(offered)

    @property
    def watch_sign(self) -> WatchSign:
        """The sign of the watched folder."""
        return self._status.watch

    def show_key_needed(self, needed: bool) -> None:
        """Show or hide that documents wait for a key; the page that asks for one says it itself."""
        self._needs_key = needed
        self._status.show_key_needed(needed)
        self.signs.show_key_needed(needed and not self.pages.is_asking)

    def show_uploads_left(self, running: int, waiting: int = 0) -> None:
        """Set how many uploads quitting would stop, and how many documents wait for theirs."""
        self.closing.show_uploads(running, waiting)

    # Construction

    def _lay_out(self) -> None:
        middle = QWidget()
        column = self._column = QVBoxLayout(middle)
        self._messages = Messages(
            self._theme,
            middle,
            column,
            open_web_page=self.web_page_wanted.emit,
            keep_open=self.closing.keep_open,
        )
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._send_bar)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(middle)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._status, 1)

    def _connect(self) -> None:
        self.batches.buy_credits.connect(lambda _batch_id: self.web_page_wanted.emit(CREDITS))
        self._send_bar.add_clicked.connect(lambda: self.file_input().choose_pdfs())
        self._send_bar.address_changed.connect(self.address_changed)
        self.pages.invitation.browse_clicked.connect(lambda: self.file_input().choose_pdfs())
        self.pages.invitation.samples_clicked.connect(self.samples_requested)
        self.pages.asking.connect(self._asking)
        self.closing.confirmed.connect(self.quit_requested)
        self.closing.waits_to_quit.connect(self._show_quits)

    def _documents(self) -> DocumentsPage:
        """Return the list; created for the first document or when the event loop is first idle."""
        if self._list is None:
            from capout_desktop.ui.shell.list_view_state import ListViewState  # noqa: PLC0415 - with the list

            made = self._list = self.pages.documents(self, self.batches)
            self._status.follow(made.model)
            self._column.insertWidget(self._column.indexOf(self.pages), made.bar)
            made.model.apply_batches(self.batches.known.values())
            self._column.insertWidget(self._column.indexOf(self.pages) + 1, made.selection_bar)
            self.credits = self._status.credits_view(self)
            self._menus.fill(
                add_pdfs=self.file_input().choose_pdfs,
                add_folder=self.file_input().choose_folder,
                paste=self.file_input().paste,
                quit_program=self.closing.quit,
                manage_addresses=lambda: self.address_dialogs().manage_addresses(),
                keys=self.keys,
                refresh_credits=self.credits.refresh_wanted.emit,
                show_spending=self.credits.open_report,
                documents=made,
                open_web_page=self.web_page_wanted.emit,
            )
            self.look.dress(made, self._menus.view)
            ListViewState(made, self.look)
            self.sources_given.connect(lambda _: made.finding.show_arrivals())
        return self._list

    def _show_quits(self, quits: bool) -> None:
        self.signs.show_quits(quits)

    def _asking(self, asking: bool) -> None:
        self._send_bar.setHidden(asking)
        if self._needs_key:
            self.signs.show_key_needed(not asking)

    # User actions

    def give(self, sources: list[Source]) -> None:
        """Emit the sources that were added, for the address that was typed last."""
        self._send_bar.address_field().settle_if_whole()
        if self._held_sources is None:
            self.sources_given.emit(sources)
        else:
            self._held_sources.append(sources)

    def hold_sources(self) -> None:
        """Keep what is added until `release_sources`, as nobody listens yet."""
        self._held_sources = []

    def release_sources(self) -> None:
        """Emit what was added meanwhile, and from now on at once."""
        held, self._held_sources = self._held_sources or (), None
        for sources in held:
            self.sources_given.emit(sources)

    # Overridden Qt methods

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let `closing` decide what happens."""
        event.ignore()
        self.closing.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Note the first paint; what it did not need is created afterwards."""
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(REST_MS, self, self._after_first_paint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Resize the overlay to the whole window."""
        super().resizeEvent(event)
        if self._adding is not None:
            self._adding.overlay.setGeometry(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Decide whether the drag can be dropped."""
        self.file_input().enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Apply the decision that was made when the drag entered."""
        self.file_input().move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Hide the overlay."""
        self.file_input().leave()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped sources."""
        self.file_input().drop(event)

    def _show_icon(self) -> None:
        self.setWindowIcon(QIcon(str(resource_path("icons", "app.svg"))))

    def _after_first_paint(self) -> None:
        if sys.platform != "win32":
            self._show_icon()
        self._theme.follow_system()
        self._send_bar.address_field()
        self._documents()
