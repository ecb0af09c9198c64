"""Dialog in which the person corrects what was read in an estimate."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import NOT_STATED, Certainty, Field
from capout_desktop.domain.estimate_correction import CORRECTABLE, LONGEST, accepted, as_read
from capout_desktop.domain.estimate_fields import EstimateField, field_of
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.details.estimate_facts import field_name
from capout_desktop.ui.documents.estimate_text import shown_value
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.dialogs import room_on_screen
from capout_desktop.ui.widgets.text_label import TextLabel

WIDTH = 560


class CorrectionDialog(QDialog):
    """Form with what was read; nothing is sent to anybody, and the PDF stays as it is.

    Attributes:
        corrected: Emitted with the name of a field of `Estimate` and what the person says of it;
            None takes an earlier correction back.
    """

    corrected = Signal(str, object)

    def __init__(self, window: QWidget, document: Document, first: str = "") -> None:
        """Create it for a document; `first` names the field that is edited first."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Correct what was read"))
        title = TextLabel(self.tr("What {name} says").format(name=visible_text(document.file_name)))
        title.setProperty("type", "heading")
        title.setWordWrap(True)
        about = TextLabel(
            self.tr(
                "Your corrections are used in the list, in searches, in exports and in the check "
                "list. The PDF stays as it is, and CapOut gets it as it is."
            )
        )
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        self.entries: dict[str, _Entry] = {}
        self.failure = TextLabel()
        self.failure.setProperty("role", "bad")
        self.failure.setWordWrap(True)
        self.failure.hide()
        self.save_button = QPushButton(self.tr("&Save"))
        self.save_button.setProperty("kind", "primary")
        self.save_button.setDefault(True)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self._lay_out(title, about, self._form(document))
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.reject)
        chosen = self.entries.get(first, self.entries[CORRECTABLE[0]])
        chosen.line.setFocus()
        chosen.line.selectAll()

    def _form(self, document: Document) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(MEDIUM)
        form.setVerticalSpacing(SMALL)
        for name in CORRECTABLE:
            field = EstimateField(name)
            read = (
                as_read(document.estimate, document.corrections, name)
                if (document.estimate is not None)
                else NOT_STATED
            )
            entry = _Entry(field, field_of(document, field), read)
            self.entries[name] = entry
            caption = TextLabel(field_name(field))
            # As high as the line beside it, since the form puts both at the top.
            caption.setMinimumHeight(entry.line.sizeHint().height())
            form.addRow(caption, entry)
        return form

    def _lay_out(self, title: TextLabel, about: TextLabel, form: QFormLayout) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        inner = QWidget()
        inner.setObjectName("sheetContent")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, SMALL, 0)
        lines.setSpacing(MEDIUM)
        lines.addWidget(title)
        lines.addWidget(about)
        lines.addLayout(form)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        # The bar that scrolls the lines is in the margin, and the buttons end where they do.
        column.setContentsMargins(LARGE, LARGE, LARGE - SMALL, LARGE)
        buttons.setContentsMargins(0, 0, SMALL, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(area, 1)
        column.addWidget(self.failure)
        column.addWidget(buttons)
        self.setMinimumWidth(min(WIDTH, room_on_screen(self).width()))
        height = inner.heightForWidth(WIDTH - 2 * LARGE) + buttons.sizeHint().height() + 4 * LARGE
        self.resize(WIDTH, height)

    def _save(self) -> None:
        values = {name: entry.value for name, entry in self.entries.items() if entry.is_changed}
        for name, value in values.items():
            if value is None:
                words = self.tr("{field}: write a date such as 3/14/2026, or leave it empty.")
                words = words.format(field=field_name(EstimateField(name)))
                self.failure.setText(words)
                self.failure.show()
                announce(self.failure, words)
                self.entries[name].line.setFocus()
                return
        for name, value in values.items():
            read = self.entries[name].read
            is_as_read = value == read.value and not read.is_conflicting
            self.corrected.emit(name, None if is_as_read else value)
        self.accept()


class _Entry(QWidget):
    """Line to edit one field, and a button that takes back what was corrected."""

    def __init__(self, name: EstimateField, present: Field, read: Field) -> None:
        super().__init__()
        self._name, self.read = name, read
        self._before = _written(name, present)
        self.line = QLineEdit(self._before)
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(field_name(name))
        self.setFocusProxy(self.line)
        as_read = _written(name, read)
        shown = shown_value(name, as_read) if as_read else self.tr("not stated")
        if read.is_conflicting:
            shown = self.tr("several values")
        said = self.tr("Read in the PDF: {value}").format(value=shown)
        self.line.setPlaceholderText(shown if not as_read else "")
        self.line.setToolTip(tool_tip(said))
        self.back_button = QPushButton(self.tr("Take back"))
        self.back_button.setAutoDefault(False)
        self.back_button.setToolTip(tool_tip(said))
        self.back_button.setAccessibleName(
            self.tr("Take back: {field}").format(field=field_name(name))
        )
        self.back_button.setAccessibleDescription(said)
        self.back_button.clicked.connect(lambda: self.line.setText(as_read))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        row.addWidget(self.line, 1)
        row.addWidget(self.back_button)
        self._as_read = as_read
        self.line.textChanged.connect(self._offer)
        self._offer()

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what the list shows."""
        return self.line.text() != self._before

    @property
    def value(self) -> str | None:
        """What the person says; None if the field cannot have it."""
        return accepted(self._name, self.line.text())

    def _offer(self) -> None:
        self.back_button.setVisible(self.line.text() != self._as_read)


def _written(name: EstimateField, field: Field) -> str:
    """Return a field as the person writes it."""
    del name
    return field.value if field.certainty is Certainty.STATED else ""
