"""Separate, non-modal window for the address book."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.ui.addresses.book_page import AddressBookPage
from capout_desktop.ui.style.theme import LARGE, MEDIUM, WIDE
from capout_desktop.ui.widgets.text_label import TextLabel

SIZE = QSize(560, 420)


class AddressBookWindow(QDialog):
    """Address book page with a title and a Close button."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Addresses"))
        title = TextLabel(self.tr("Who receives your estimates"))
        title.setProperty("type", "heading")
        self.page = AddressBookPage(self)
        self.close_button = QPushButton(self.tr("Done"))
        self.close_button.setProperty("kind", "primary")
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(title)
        column.addWidget(self.page, 1)
        column.addLayout(buttons)
        self.resize(SIZE)
        self.page.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_book(self, book: AddressBook) -> None:
        """Show a book."""
        if book != self.page.book:
            self.page.show_book(book)
