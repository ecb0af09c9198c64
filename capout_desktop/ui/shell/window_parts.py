"""The parts of the window by their names, as the program and the tests reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capout_desktop.ui.shell.drop_window import DropWindow

if TYPE_CHECKING:
    from capout_desktop.ui.details.side_panel import Details
    from capout_desktop.ui.documents.actions import DocumentActions
    from capout_desktop.ui.documents.export_action import Exporting
    from capout_desktop.ui.documents.model import DocumentModel
    from capout_desktop.ui.documents.organization_view import OrganizationView
    from capout_desktop.ui.documents.queue_actions import QueueActions
    from capout_desktop.ui.help.help_actions import HelpActions
    from capout_desktop.ui.organizations.organizations_view import KeyView
    from capout_desktop.ui.shell.documents_page import DocumentList
    from capout_desktop.ui.shell.menu_bar import Menus
    from capout_desktop.ui.shell.pages import Pages
    from capout_desktop.ui.shell.send_bar import SendBar
    from capout_desktop.ui.shell.status_bar import StatusLine


class WindowParts(DropWindow):
    """A window whose parts are made when somebody asks for them."""

    _menus: Menus
    _pages: Pages
    _send_bar: SendBar
    _status: StatusLine

    @property
    def model(self) -> DocumentModel:
        """The table's model."""
        return self._documents().model

    @property
    def actions_on_rows(self) -> DocumentActions:
        """What can be done with the selected documents."""
        return self._documents().actions

    @property
    def queue(self) -> QueueActions:
        """What can be done with the queue as a whole."""
        return self._documents().queue

    @property
    def exporting(self) -> Exporting:
        """The way of the list into a file."""
        return self._documents().exporting

    @property
    def organization(self) -> OrganizationView:
        """What the organization submitted elsewhere."""
        return self._documents().organization

    @property
    def keys(self) -> KeyView:
        """The organizations and their keys."""
        return self._send_bar.key_view(self, self._pages)

    @property
    def details(self) -> Details:
        """All that is known of the selected documents."""
        return self._documents().details

    @property
    def help(self) -> HelpActions:
        """What the Help menu offers."""
        self._documents()
        return self._menus.help_actions

    @property
    def credits_text(self) -> str:
        """What the status bar says of the credits."""
        return self._status.credits.text()

    def row_text(self, document_id: str) -> str:
        """All that a document's row says, as a screen reader would read it."""
        return self._documents().spoken_row(document_id)

    def _documents(self) -> DocumentList:
        raise NotImplementedError
