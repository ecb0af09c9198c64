"""Settings page for the watched folder, whose new PDFs are added automatically."""

from __future__ import annotations

import os

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from capout_desktop.domain.watch_rules import files_there
from capout_desktop.domain.xn_address import labeled
from capout_desktop.store.settings import AfterTaking, Settings, WatchFolder
from capout_desktop.ui.settings.page import Choice, SettingsPage, field_name
from capout_desktop.ui.style.theme import SMALL, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.file_dialogs import choose_place
from capout_desktop.ui.widgets.inline_problem import InlineProblem
from capout_desktop.ui.widgets.text_label import TextLabel


class WatchPage(SettingsPage):
    """The folder, the recipient, and what happens to the files.

    Attributes:
        there_wanted: Emitted to add the files, too, that were in the folder before.
    """

    there_wanted = Signal()

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._watch = WatchFolder()
        self.add_explanation(
            self.tr(
                "Save estimates to one folder, from your mail program or a scanner, and "
                "they are added automatically. No file is added twice."
            )
        )
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setObjectName("path")
        self.folder.setPlaceholderText(self.tr("No folder is watched"))
        self.folder.setAccessibleName(self.tr("Watched folder"))
        self.choose_button = QPushButton(self.tr("&Choose folder…"))
        self.stop_button = QPushButton(self.tr("S&top watching"))
        self.choose_button.clicked.connect(self._choose)
        self.stop_button.clicked.connect(lambda: self._change(folder=""))
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, SMALL, 0, 0)
        row.setSpacing(SMALL)
        row.addWidget(self.choose_button)
        row.addWidget(self.stop_button)
        row.addStretch(1)
        self.add_caption(self.tr("Folder"))
        self.add(self.folder)
        self.add(buttons)
        self.there = InlineProblem(Theme.current(), Tone.WARNING)
        self.there_button = QPushButton()
        self.there_button.clicked.connect(self.there_wanted)
        self.there_button.hide()
        self.add_gap()
        self.add(self.there)
        self.add_narrow(self.there_button)
        self.after = Choice(
            self.tr("After a file is sent"),
            {
                AfterTaking.LEAVE: self.tr("&Leave it where it is"),
                AfterTaking.MOVE: self.tr("&Move it to the folder “Sent” inside that folder"),
            },
        )
        self.after.chosen.connect(lambda value: self._change(after=AfterTaking(value)))
        self.add_caption(self.tr("After a file is sent"))
        self.add(self.after)
        self.address = QComboBox()
        self.address.activated.connect(
            lambda at: self._change(xn_address=self.address.itemData(at))
        )
        self.add_caption(self.tr("Send &found files to"), self.address)
        self.add(self.address)
        self.payer = TextLabel()
        self.payer.setProperty("role", "muted")
        self.payer.setWordWrap(True)
        self.add(self.payer)
        self.end()

    def show_settings(self, settings: Settings) -> None:
        """Show the current settings, without emitting a signal."""
        watch = self._watch = settings.watch
        self.folder.setText(watch.folder)
        self.folder.setCursorPosition(0)
        for part in (self.stop_button, self.after, self.address):
            part.setEnabled(bool(watch.folder))
        self.after.show_value(watch.after)
        self.address.clear()
        self.address.addItem(self.tr("The address at the top of the window, as it is now"), "")
        chosen = [watch.xn_address] if watch.xn_address else []
        for address in dict.fromkeys([*settings.addresses, *chosen]):
            self.address.addItem(
                labeled(address, settings.address_labels.get(address, "")), address
            )
        self.address.setCurrentIndex(self.address.findData(watch.xn_address))
        self._show_payer(settings)

    def show_files_there(self, number: int) -> None:
        """Ask about the files that were in the folder before it was watched; 0 for none."""
        self.there.show_problem(files_there(number) if number else None)
        self.there_button.setText(count_text(number, "Add this {number}", "Add these {number}"))
        self.there_button.setVisible(number > 0)

    def _show_payer(self, settings: Settings) -> None:
        payer = self._watch.payer
        named = [
            organization.label
            for organization in settings.organizations
            if payer
            and (organization.id, organization.server) == (payer.credential_id, payer.server)
        ]
        several = bool(named) and len(settings.organizations) > 1
        self.payer.setVisible(several)
        if several:
            text = self.tr("Always paid for by {organization}.")
            self.payer.setText(text.format(organization=named[0]))

    def _choose(self) -> None:
        title = self.tr("Choose the folder to watch")
        choose_place(self, title, self._watch.folder, self._chosen)

    def _chosen(self, urls: list[QUrl]) -> None:
        if urls and urls[0].isLocalFile():
            self._change(folder=os.path.abspath(urls[0].toLocalFile()))  # noqa: PTH100

    def _change(
        self,
        *,
        folder: str | None = None,
        after: AfterTaking | None = None,
        xn_address: str | None = None,
    ) -> None:
        now = self._watch
        watch = WatchFolder(
            folder=now.folder if folder is None else folder,
            after=now.after if after is None else after,
            xn_address=now.xn_address if xn_address is None else xn_address,
            # The recipient belongs to the organization in use.
            payer=now.payer if folder is None and xn_address is None else None,
        )
        self.changed.emit({field_name(Settings.watch): watch})
