"""Comparison of two files of one claim: what differs, and their pages side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Certainty, Field
from capout_desktop.domain.estimate_comparison import Difference, Likeness, differences, likeness
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.details.estimate_facts import field_name
from capout_desktop.ui.details.pdf_page_view import PdfPageView
from capout_desktop.ui.documents.estimate_text import shown_value
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL
from capout_desktop.ui.text.formatting import date_text
from capout_desktop.ui.widgets.dialogs import room_on_screen
from capout_desktop.ui.widgets.number_table import Heading, NumberTable
from capout_desktop.ui.widgets.text_label import TextLabel

WIDTH, HEIGHT = 940, 860
TABLE_PART = 0.36
"""Most of the screen's height that the table has; the pages have the rest."""


class ComparisonDialog(QDialog):
    """Shows a file beside the one of the same claim that was sent before."""

    def __init__(self, window: QWidget, here: Document, sent: Document) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Two files of the same claim"))
        self.verdict = TextLabel(self._verdict(likeness(here, sent)))
        self.verdict.setProperty("type", "heading")
        self.verdict.setWordWrap(True)
        at = sent.attempt_at or sent.added_at
        heads = (
            self.tr("This file"),
            self.tr("Sent on {day}").format(day=date_text(at.astimezone().date())),
        )
        self.table = NumberTable(
            [Heading(self.tr("Field")), *(Heading(words, is_figure=True) for words in heads)]
        )
        self.table.setAccessibleName(self.tr("What the two files say"))
        found = sorted(differences(here, sent), key=lambda one: not one.differs)
        self.table.show_rows([self._row(one) for one in found])
        for number, one in enumerate(found):
            if one.differs:
                self._emphasize(number)
        room = room_on_screen(self)
        whole = self.table.height_for(len(found))
        self.table.setFixedHeight(min(whole, round(TABLE_PART * room.height())))
        self.views = (PdfPageView(), PdfPageView())
        pages = QHBoxLayout()
        pages.setSpacing(LARGE)
        for view, document, words in zip(self.views, (here, sent), heads, strict=True):
            side = QVBoxLayout()
            side.setSpacing(SMALL)
            name = TextLabel(f"{words}: {visible_text(document.file_name)}")
            name.setProperty("type", "strong")
            name.setWordWrap(True)
            side.addWidget(name)
            side.addWidget(view, 1)
            pages.addLayout(side, 1)
            view.show_page_of(document, 1)
        first, second = self.views
        first.turned.connect(lambda number: self._follow(second, number))
        buttons = QDialogButtonBox()
        close = QPushButton(self.tr("Close"))  # a standard button has an icon for light colors
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(self.verdict)
        column.addWidget(self.table)
        column.addLayout(pages, 1)
        column.addWidget(buttons)
        self.resize(min(WIDTH, room.width()), min(HEIGHT, room.height()))

    def _verdict(self, kind: Likeness) -> str:
        return {
            Likeness.SAME: self.tr(
                "Nothing that could be compared differs: this file was probably added by mistake."
            ),
            Likeness.SUPPLEMENT: self.tr(
                "This looks like a supplement: more line items or a higher RCV than before."
            ),
            Likeness.NEW_VERSION: self.tr(
                "This looks like another version of the estimate, not like a supplement."
            ),
            Likeness.ANOTHER_LOSS: self.tr(
                "The claim number is the same, but not the loss: check the claim number."
            ),
            Likeness.UNKNOWN: self.tr(
                "Too little could be read to tell what this file is: compare the pages."
            ),
        }[kind]

    def _row(self, one: Difference) -> list[str]:
        name = self.tr("Line items") if one.name is None else field_name(one.name)
        return [name, self._text(one, one.here), self._text(one, one.sent)]

    def _text(self, one: Difference, field: Field) -> str:
        if field.certainty is Certainty.CONFLICTING:
            return self.tr("several values")
        if field.certainty is Certainty.NOT_STATED:
            return self.tr("not stated")
        return field.value if one.name is None else shown_value(one.name, field.value)

    def _emphasize(self, row: int) -> None:
        for column in range(self.table.columnCount()):
            item = self.table.item(row, column)
            if item is None:  # `show_rows` has made it
                continue
            font = QFont(self.table.font())
            font.setBold(True)
            item.setFont(font)
            if not column:
                item.setText(self.tr("{field} (differs)").format(field=item.text()))

    def _follow(self, view: PdfPageView, number: int) -> None:
        if view.number != number:
            view.turn_to(number)
