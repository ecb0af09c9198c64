"""Check list to hold beside Xactimate once an estimate has arrived there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.estimate_fields import EstimateField, is_from_scan, stated
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.details.check_list_pdf import check_list_pdf
from capout_desktop.ui.details.estimate_facts import field_name
from capout_desktop.ui.documents.estimate_text import shown_value
from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.text.formatting import number_text
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.file_dialogs import choose_pdf_to_write
from capout_desktop.ui.widgets.flow_layout import FlowLayout
from capout_desktop.ui.widgets.selectable_text import SelectableText
from capout_desktop.ui.widgets.text_label import TextLabel

_F = EstimateField
_COMPARED = (
    _F.INSURED,
    _F.CLAIM_NUMBER,
    _F.DATE_OF_LOSS,
    _F.PRICE_LIST,
    _F.RCV,
    _F.DEPRECIATION,
    _F.ACV,
    _F.DEDUCTIBLE,
    _F.NET_CLAIM,
)


def check_list(document: Document) -> tuple[str, ...]:
    """Return what to compare in Xactimate, one thing a line; empty before it is complete.

    It is also empty if nothing that could be compared is stated.
    """
    if document.state is not DocumentState.COMPLETE or document.estimate is None:
        return ()
    lines = list(_lines(document))
    if lines and is_from_scan(document):
        lines.append(_tr("Some of this was read from a scan: compare it with the PDF, too."))
    return tuple(lines)


def where_to_look(document: Document) -> str:
    """Return where the estimate is in Xactimate, and what to do if it is not there."""
    address = visible_text(document.xn_address)
    words = _tr(
        "If it is not in Xactimate: look under Connect → Inbox and choose Accept. If it is not "
        "there either, check that {address} is registered with XactNet."
    )
    return words.format(address=address or _tr("the XactNet address"))


def check_list_text(document: Document) -> str:
    """Return the check list as plain text with a box before each line."""
    boxes = [f"[ ] {line}" for line in check_list(document)]
    return "\n".join([visible_text(document.file_name), *boxes, where_to_look(document)])


def _lines(document: Document) -> Iterator[str]:
    number = document.estimate.line_items if document.estimate is not None else None
    if number:
        about = _tr("about {number}").format(number=number_text(number))
        yield _pair(_tr("Line items"), about)
    for name in _COMPARED:
        value = stated(document, name)
        if value:
            yield _pair(field_name(name), shown_value(name, value))


def _pair(name: str, value: str) -> str:
    return _tr("{name}: {value}").format(name=name, value=value)


class CheckList(QWidget):
    """Shows the check list of a document, to copy and to print.

    Attributes:
        pdf_wanted: Emitted with the path of the PDF to write and its content.
    """

    pdf_wanted = Signal(str, bytes)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._lines = SelectableText()
        self._lines.setAccessibleName(self.tr("Compare with Xactimate"))
        self._where = TextLabel()
        self._where.setWordWrap(True)
        self._where.setProperty("role", "muted")
        self.copy_button = QPushButton(self.tr("Copy check list"))
        self.copy_button.clicked.connect(lambda _checked: self._copy())
        self.print_button = QPushButton(self.tr("Save as PDF…"))
        self.print_button.clicked.connect(lambda _checked: self._ask_where())
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.copy_button)
        flow.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self._lines)
        column.addWidget(self._where)
        column.addWidget(buttons)

    def show_document(self, document: Document) -> bool:
        """Show the check list of a document; return whether there is one."""
        self._document = document
        lines = check_list(document)
        self._lines.show_text("\n".join(f"☐ {line}" for line in lines))
        self._where.setText(where_to_look(document))
        return bool(lines)

    def _copy(self) -> None:
        if self._document is not None:
            QGuiApplication.clipboard().setText(check_list_text(self._document))
            announce(self, self.tr("Check list copied"))

    def _ask_where(self) -> None:
        document = self._document
        if document is None:
            return
        name = self.tr("Check list {file}").format(file=visible_text(document.file_name))
        name = f"{name.removesuffix('.pdf').removesuffix('.PDF')}.pdf"
        title = self.tr("Save the check list")
        text = check_list_text(document)
        choose_pdf_to_write(
            self, title, name, lambda path: self.pdf_wanted.emit(path, check_list_pdf(text, name))
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("estimate_words", text)
