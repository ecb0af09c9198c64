"""Actions on the selected documents: each row action is one object in `ROW_ACTIONS`.

The Documents menu, the context menu and what is enabled all read that list; the state machine
decides which actions apply to a document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.events import (
    Addressed,
    Canceled,
    Copied,
    Event,
    Included,
    MarkedReceived,
    MovedToTop,
    PagesChosen,
    Removed,
    RetryRequested,
    SendAgain,
    SendAnyway,
    Skipped,
    Started,
)
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import can, can_cancel
from capout_desktop.domain.pdf_name import is_pdf_name
from capout_desktop.ui.documents.action_enabler import ActionEnabler, Offered
from capout_desktop.ui.documents.rows_copier import RowsCopier
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.message_boxes import ask_to_send_again

ICON = 16


def _can(document: Document, event_type: type[Event]) -> bool:
    """Return whether an event of this type is possible for the document."""
    if not document.source:
        return False  # submitted elsewhere: this computer cannot act on it
    return can_cancel(document) if event_type is Canceled else can(document, event_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAction:
    """Action on the selected documents.

    Attributes:
        name: Name by which `DocumentActions.action` finds it.
        text: Text in the menus, in the current language.
        applies: Returns whether the action applies to a document.
        run: Runs the action on the selected documents to which it applies; at least one.
        shortcut: Keyboard shortcut; active while the table or a child of it has the focus.
        icon: Name of an icon of `ui.style.icons`; empty for none.
        group: Actions of different groups are divided by a separator in the menus.
        one_only: Whether it needs exactly one document.
        in_drafts: Whether it applies to files of a draft, too; their check boxes do the same
            otherwise.
        button: Text of its button in a row or below the list; None uses `text`.
    """

    name: str
    text: Callable[[], str]
    applies: Callable[[Document], bool]
    run: Callable[[DocumentActions, list[Document]], None]
    shortcut: str = ""
    icon: str = ""
    group: int = 0
    one_only: bool = False
    in_drafts: bool = True
    button: Callable[[], str] | None = None

    @property
    def button_text(self) -> str:
        """The text of a button that runs it."""
        return self.text().replace("&", "") if self.button is None else self.button()

    def enabled_for(self, documents: Sequence[Document]) -> bool:
        """Return whether it applies to the selection."""
        if self.one_only and len(documents) != 1:
            return False
        return any(map(self.applies, documents))


class DocumentActions(QObject):
    """Actions of the Documents menu and of the rows' context menu.

    Attributes:
        window: Parent of the questions.
        readdress: Emitted with documents for which a new address has to be asked.
        choose_pages: Emitted with a document of which some pages are to be sent.
        decide: Emitted with a document of which only the user knows whether it arrived.
        left_out: Emitted before an action with its name and the number of selected documents to
            which it does not apply.
    """

    start = Signal(list)
    skip = Signal(list)
    include = Signal(list)
    readdress = Signal(list)
    decide = Signal(str)
    retry = Signal(list)
    send_anyway = Signal(list)
    unlock = Signal(list)
    choose_pages = Signal(str)
    cancel = Signal(list)
    send_again = Signal(list)
    mark_received = Signal(list)
    move_to_top = Signal(list)
    remove = Signal(list)
    left_out = Signal(str, int)
    open_file = Signal(str)
    show_in_folder = Signal(str)

    def __init__(self, table: DocumentTable, window: QWidget) -> None:
        super().__init__(table)
        self.window = window
        self.copier = RowsCopier(self)
        self._table = table
        self._made = [(row_action, self._make(row_action)) for row_action in ROW_ACTIONS]
        self.start_action = self.action("start")
        self.send_anyway_action = self.action("send-anyway")
        self.readdress_action = self.action("readdress")
        self.retry_action = self.action("retry")
        self.cancel_action = self.action("cancel")
        self.send_again_action = self.action("send-again")
        self.decide_action = self.action("decide")
        self.vouch_action = self.action("vouch")
        self.remove_action = self.action("remove")
        self.copy_id_action = self.action("copy-id")
        self.open_action = self.action("open")
        self.folder_action = self.action("folder")
        self._theme = Theme.current()
        self._theme.changed.connect(self._restyle)
        self._restyle()
        self._enabler = ActionEnabler(
            table,
            [
                Offered(made, partial(self._applies_to_any, row_action), row_action.one_only)
                for row_action, made in self._made
            ],
        )

    def action(self, name: str) -> QAction:
        """Return the `QAction` of this name, for menus and buttons."""
        return next(made for row_action, made in self._made if row_action.name == name)

    def row_action(self, name: str) -> RowAction:
        """Return the row action of this name."""
        return next(row_action for row_action, _ in self._made if row_action.name == name)

    def run_on(self, name: str, document_id: str) -> None:
        """Run an action on one document, as far as it applies to it now."""
        row = self._table.documents.row_of(document_id)
        if row is None:
            return
        document, row_action = self._table.documents.document(row), self.row_action(name)
        if self.applies(row_action, document):
            row_action.run(self, [document])

    def applies(self, row_action: RowAction, document: Document) -> bool:
        """Return whether an action applies to a document where it is on the list."""
        return bool(self._possible(row_action, [document])) and row_action.applies(document)

    def _applies_to_any(self, row_action: RowAction, documents: list[Document]) -> bool:
        return row_action.enabled_for(self._possible(row_action, documents))

    def _possible(self, row_action: RowAction, documents: list[Document]) -> list[Document]:
        drafts = self._table.documents.drafts
        if row_action.in_drafts or not drafts:
            return documents
        return [document for document in documents if drafts.choice(document) is None]

    @property
    def applicable(self) -> Sequence[Sequence[QAction]]:
        """The groups of those actions that apply to the selection, for the context menu."""
        self._enabler.finish()
        enabled = ([a for a in group if a.isEnabled()] for group in self.groups)
        return [group for group in enabled if group]

    @property
    def groups(self) -> Sequence[Sequence[QAction]]:
        """The actions for a menu, with a separator between the groups."""
        numbers = sorted({row_action.group for row_action, _ in self._made})
        return tuple(
            tuple(made for row_action, made in self._made if row_action.group == number)
            for number in numbers
        )

    def _make(self, row_action: RowAction) -> QAction:
        made = QAction(row_action.text(), self)
        made.triggered.connect(lambda _checked: self._run(row_action))
        if row_action.shortcut:
            made.setShortcut(QKeySequence(row_action.shortcut))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._table.addAction(made)
        return made

    def _restyle(self) -> None:
        for row_action, made in self._made:
            if row_action.icon:
                made.setIcon(icons.icon(row_action.icon, self._theme.palette.muted, ICON))

    def _run(self, row_action: RowAction) -> None:
        documents = list(self._table.selected_documents())
        possible = self._possible(row_action, documents)
        if row_action.enabled_for(possible):
            chosen = list(filter(row_action.applies, possible))
            self.left_out.emit(row_action.name, len(documents) - len(chosen))
            row_action.run(self, chosen)


def _ids(documents: Sequence[Document]) -> list[str]:
    return [document.id for document in documents]


def _send_again(actions: DocumentActions, documents: list[Document]) -> None:
    ids = _ids(documents)
    ask_to_send_again(actions.window, len(ids), lambda: actions.send_again.emit(ids))


def _copy_ids(_: DocumentActions, documents: list[Document]) -> None:
    QGuiApplication.clipboard().setText("\n".join(d.document_id for d in documents))


def _is_file(document: Document) -> bool:
    return bool(document.source) and document.source_kind is SourceKind.FILE


def _has_folder(document: Document) -> bool:
    """Return whether it has a folder: what a mail program handed over has a name only."""
    return any(separator in document.origin_path for separator in "/\\")


def _tr(text: str) -> str:
    return QCoreApplication.translate("DocumentActions", text)


ROW_ACTIONS: list[RowAction] = [
    RowAction(
        name="start",
        text=lambda: _tr("S&tart"),
        applies=lambda document: _can(document, Started),
        run=lambda actions, documents: actions.start.emit(_ids(documents)),
        shortcut="Ctrl+Return",
        in_drafts=False,
    ),
    RowAction(
        name="include",
        text=lambda: _tr("I&nclude"),
        applies=lambda document: document.skipped and _can(document, Included),
        run=lambda actions, documents: actions.include.emit(_ids(documents)),
    ),
    RowAction(
        name="skip",
        text=lambda: _tr("S&kip"),
        applies=lambda document: _can(document, Skipped),
        run=lambda actions, documents: actions.skip.emit(_ids(documents)),
    ),
    RowAction(
        name="retry",
        text=lambda: _tr("&Retry"),
        applies=lambda document: _can(document, RetryRequested),
        run=lambda actions, documents: actions.retry.emit(_ids(documents)),
        shortcut="Ctrl+R",
    ),
    RowAction(
        name="unlock",
        text=lambda: _tr("&Unlock…"),
        applies=lambda document: _can(document, Copied),
        run=lambda actions, documents: actions.unlock.emit(_ids(documents)),
    ),
    RowAction(
        name="pages",
        text=lambda: _tr("Choose pa&ges…"),
        applies=lambda document: _is_file(document) and _can(document, PagesChosen),
        run=lambda actions, documents: actions.choose_pages.emit(documents[0].id),
        shortcut="Ctrl+G",
        one_only=True,
    ),
    RowAction(
        name="send-anyway",
        text=lambda: _tr("Send an&yway"),
        applies=lambda document: _can(document, SendAnyway),
        run=lambda actions, documents: actions.send_anyway.emit(_ids(documents)),
    ),
    RowAction(
        name="readdress",
        text=lambda: _tr("Send to another a&ddress…"),
        applies=lambda document: _can(document, Addressed),
        run=lambda actions, documents: actions.readdress.emit(_ids(documents)),
        shortcut="Ctrl+E",
        button=lambda: _tr("Pick address…"),
    ),
    RowAction(
        name="to-top",
        text=lambda: _tr("Move to &top"),
        applies=lambda document: _can(document, MovedToTop),
        run=lambda actions, documents: actions.move_to_top.emit(_ids(documents)),
    ),
    RowAction(
        name="cancel",
        text=lambda: _tr("&Cancel"),
        applies=lambda document: _can(document, Canceled),
        run=lambda actions, documents: actions.cancel.emit(_ids(documents)),
        shortcut="Del",
        in_drafts=False,
    ),
    RowAction(
        name="decide",
        text=lambda: _tr("Dec&ide…"),
        applies=lambda document: (
            document.state is DocumentState.CONFIRMING
            and document.problem_code in {HoldReason.LOOK_UP_UNCLEAR, HoldReason.OTHER_ORGANIZATION}
        ),
        run=lambda actions, documents: actions.decide.emit(documents[0].id),
        shortcut="Ctrl+D",
        group=1,
        one_only=True,
    ),
    RowAction(
        name="vouch",
        text=lambda: _tr("Mark as re&ceived"),
        applies=lambda document: _can(document, MarkedReceived),
        run=lambda actions, documents: actions.mark_received.emit(_ids(documents)),
        group=1,
    ),
    RowAction(
        name="send-again",
        text=lambda: _tr("&Send again…"),
        applies=lambda document: _can(document, SendAgain),
        run=_send_again,
        group=1,
    ),
    RowAction(
        name="remove",
        text=lambda: _tr("Re&move from the list"),
        applies=lambda document: _can(document, Removed),
        run=lambda actions, documents: actions.remove.emit(_ids(documents)),
        shortcut="Shift+Del",
        button=lambda: _tr("Remove"),
        group=2,
    ),
    RowAction(
        name="open",
        text=lambda: _tr("&Open file"),
        applies=lambda document: _is_file(document) and is_pdf_name(document.source),
        run=lambda actions, documents: actions.open_file.emit(documents[0].id),
        shortcut="Shift+Return",
        group=3,
        one_only=True,
    ),
    RowAction(
        name="folder",
        text=lambda: _tr("Show in &folder"),
        applies=lambda document: _is_file(document) and _has_folder(document),
        run=lambda actions, documents: actions.show_in_folder.emit(documents[0].id),
        group=3,
        one_only=True,
    ),
    RowAction(
        name="copy",
        text=lambda: _tr("Cop&y rows"),
        applies=lambda _: True,
        run=lambda actions, documents: actions.copier.copy(documents),
        shortcut="Ctrl+C",
        group=3,
    ),
    RowAction(
        name="copy-id",
        text=lambda: _tr("Copy CapOut document &ID"),
        applies=lambda document: bool(document.document_id),
        run=_copy_ids,
        group=3,
    ),
]
"""The actions on rows, in the order of the menus; groups are numbered from the top."""
