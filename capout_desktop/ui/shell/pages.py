"""Pages in the middle of the window: welcome page, list, empty list, key entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from capout_desktop.ui.shell.welcome_page import WelcomePage
from capout_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.batch.batch_actions import BatchActions
    from capout_desktop.ui.documents.model import DocumentModel
    from capout_desktop.ui.documents.no_results_page import NoResultsPage
    from capout_desktop.ui.organizations.first_start import FirstStartPage
    from capout_desktop.ui.shell.documents_page import DocumentsPage

LEAST_HEIGHT = 80


class Pages(QStackedWidget):
    """Stack of pages; all but the welcome page are created on demand.

    Attributes:
        invitation: The page that is shown while there are no documents.
        setup: The page that asks for the key; None until it was needed.
        asking: Emitted with whether the page that asks for the key is shown.
        setup_made: Emitted with the new page that asks for the key, so that its signals can be
            connected.
    """

    asking = Signal(bool)
    setup_made = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list: DocumentsPage | None = None
        self._nothing: NoResultsPage | None = None
        self.setup: FirstStartPage | None = None
        self.invitation = WelcomePage(theme, self)
        self.addWidget(self.invitation)

    def minimumSizeHint(self) -> QSize:
        """Return a small height: in a short window the list scrolls, and the bars stay whole."""
        return QSize(super().minimumSizeHint().width(), LEAST_HEIGHT)

    def documents(self, window: QWidget, batches: BatchActions) -> DocumentsPage:
        """Return the list; its questions open above `window`."""
        if self._list is None:
            from capout_desktop.ui.shell.documents_page import DocumentsPage  # noqa: PLC0415 - on demand

            self._list = DocumentsPage(self._theme, window, batches)
            self.addWidget(self._list.details.place)
            self._list.model.rows_changed.connect(self._rows_changed)
        return self._list

    @property
    def has_documents(self) -> bool:
        """Whether this computer has documents on the list."""
        return self._list is not None and self._list.model.own > 0

    @property
    def is_asking(self) -> bool:
        """Whether the page that asks for the key is shown."""
        return self.setup is not None and self.currentWidget() is self.setup

    def ask_for_key(self, xn_address: str, storage: Problem | None, *, may_wait: bool) -> None:
        """Show the page that asks for the key; see `FirstStartPage.begin`."""
        if self.setup is None:
            from capout_desktop.ui.organizations.first_start import FirstStartPage  # noqa: PLC0415 - seldom needed

            self.setup = FirstStartPage(self._theme)
            self.setup.put_off.connect(self.leave_setup)
            self.addWidget(self.setup)
            self.setup_made.emit(self.setup)
        self.setCurrentWidget(self.setup)
        self.setup.begin(xn_address, storage, may_wait=may_wait)
        self._rows_changed()
        self.asking.emit(True)

    def leave_setup(self) -> None:
        """Go back to the list."""
        if self.setup is not None:
            self.setup.end()
        self.asking.emit(False)
        self._show_list_or_invitation()
        self._rows_changed()

    def _rows_changed(self) -> None:
        asking = self.is_asking
        if self._list is not None:
            listed = self._list.model
            self._list.bar.offer_finding(listed.total > 0)
            self._list.bar.setVisible(not asking and self._is_worth_a_bar(listed))
        if self.setup is not None and asking:
            self.setup.show_waiting(self._list.model.waiting if self._list is not None else 0)
        else:
            self._show_list_or_invitation()

    def _is_worth_a_bar(self, listed: DocumentModel) -> bool:
        return listed.shows_everything or listed.own > 0 or listed.elsewhere > 0

    def _page(self) -> QWidget:
        listed = self._list
        if listed is None or not (listed.model.total or listed.model.shows_everything):
            return self.invitation
        from capout_desktop.domain.document_filter import DocumentFilter  # noqa: PLC0415 - with the list

        # New documents may not have a row in an arranged list yet.
        coming = listed.model.shown is DocumentFilter.ALL and listed.model.found > 0
        if listed.model.rowCount() or coming:
            return listed.details.place
        if self._nothing is None:
            from capout_desktop.ui.documents.no_results_page import NoResultsPage  # noqa: PLC0415 - on demand

            self._nothing = NoResultsPage(self._theme)
            self._nothing.clear_clicked.connect(listed.finding.clear)
            self._nothing.all_clicked.connect(listed.finding.show_all)
            self.addWidget(self._nothing)
        if listed.model.total:
            searched, model = listed.bar.search.text(), listed.model
            self._nothing.say_not_found(searched, model.shown, model.found)
        else:
            self._nothing.say_empty(listed.organization.explanation())
        return self._nothing

    def _show_list_or_invitation(self) -> None:
        page = self._page()
        before = self.currentWidget()
        if before is not page:
            focus = self.window().focusWidget()
            self.setCurrentWidget(page)
            # Do not take the focus from a person who is typing an address.
            if before is not None and (before is focus or before.isAncestorOf(focus)):
                page.setFocus()
