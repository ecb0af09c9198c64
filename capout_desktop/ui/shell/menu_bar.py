"""Menu bar of the main window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow, QMenu

from capout_desktop.domain.web_app import CREDITS, DOCUMENTS, KEYS
from capout_desktop.ui.widgets.menu_groups import fill

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QKeySequence

    from capout_desktop.ui.organizations.organizations_view import OrganizationsView
    from capout_desktop.ui.shell.documents_page import DocumentsPage
    from capout_desktop.ui.shell.settings_dialog_controller import SettingsDialogController

    Shortcut = QKeySequence.StandardKey | str | None


class MenuBar:
    """Shows the menu titles at once, and fills the menus when the event loop is first idle."""

    def __init__(self, window: QMainWindow, settings: SettingsDialogController) -> None:
        self._window = window
        self._settings = settings
        self.file = self._menu(_tr("&File"))
        self.documents = self._menu(_tr("&Documents"))
        self.view = self._menu(_tr("&View"))
        self.credential = self._menu(_tr("A&ccount"))
        self.help = self._menu(_tr("&Help"))
        self._web: list[QAction] = []

    def fill(
        self,
        *,
        add_pdfs: Callable[[], None],
        add_folder: Callable[[], None],
        paste: Callable[[], None],
        quit_program: Callable[[], object],
        manage_addresses: Callable[[], None],
        keys: OrganizationsView,
        refresh_credits: Callable[[], None],
        show_spending: Callable[[], None],
        documents: DocumentsPage,
        open_web_page: Callable[[str], object],
    ) -> None:
        """Add the actions to the menus."""
        from PySide6.QtGui import QAction, QKeySequence  # noqa: PLC0415 - on demand

        from capout_desktop.ui.help.help_actions import HelpActions  # noqa: PLC0415

        file, standard = self.file, QKeySequence.StandardKey
        self.add_pdfs = self._add(file, _tr("&Add PDFs…"), add_pdfs, standard.Open)
        self.add_folder = self._add(file, _tr("Add &folder…"), add_folder, "Ctrl+Shift+O")
        self.paste = self._add(file, _tr("&Paste"), paste, standard.Paste)
        file.addSeparator()
        file.addAction(documents.exporting.action)
        file.addAction(self._settings.action())
        file.addSeparator()
        self.quit = self._add(file, _tr("&Quit"), quit_program, "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        fill(self.documents, documents.groups)
        credential = self.credential
        credential.addMenu(keys.switcher.choices)
        credential.addActions([keys.manage, keys.change_key])
        credential.addSeparator()
        self.addresses = self._add(credential, _tr("Manage a&ddresses…"), manage_addresses)
        credential.addSeparator()
        self.refresh_credits = self._add(credential, _tr("Refresh c&redits"), refresh_credits, "F5")
        self.spending = self._add(credential, _tr("&Spending…"), show_spending)
        credential.addSeparator()
        for text, page in (
            (_tr("&API keys on the web"), KEYS),
            (_tr("&Buy credits on the web"), CREDITS),
            (_tr("&Documents on the web"), DOCUMENTS),
        ):
            self._web.append(self._add(credential, text, partial(open_web_page, page)))
        self.help_actions = HelpActions(self._window)
        fill(self.help, self.help_actions.groups)

    def offer_web_app(self, offered: bool) -> None:
        """Enable or disable the pages of the web app; practice has none."""
        for action in self._web:
            action.setEnabled(offered)

    def _menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _add(
        self, menu: QMenu, text: str, do: Callable[[], object], shortcut: Shortcut = None
    ) -> QAction:
        from PySide6.QtGui import QAction, QKeySequence  # noqa: PLC0415 - on demand

        action = QAction(text, self._window)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _checked: do())
        menu.addAction(action)
        return action


def _tr(text: str) -> str:
    return QCoreApplication.translate("menus", text)
