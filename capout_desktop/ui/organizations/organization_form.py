"""Form for one task on an organization: add, replace its key, rename, remove."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capout_desktop.ui.organizations.key_field import KeyField, RevealButton
from capout_desktop.ui.style.theme import MEDIUM, SMALL, TIGHT, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.widgets.inline_problem import InlineProblem
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.organizations.organization_row import OrganizationRow


class _Task(Enum):
    ADD = auto()
    REPLACE = auto()
    RENAME = auto()
    REMOVE = auto()


class OrganizationForm(QWidget):
    """Shows the fields of one task at a time.

    Attributes:
        is_busy: Whether the form waits for the outcome.
        left: Emitted when the person finished or wants to go back to the list.
        added: Emitted with a label, perhaps empty, and a key as it was pasted.
        replaced: Emitted with an organization's id, and a key as it was pasted.
        renamed: Emitted with an organization's id and its new label.
        removed: Emitted with the id of the organization to remove.
    """

    left = Signal()
    added = Signal(str, str)
    replaced = Signal(str, str)
    renamed = Signal(str, str)
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_busy = False
        self._task = _Task.ADD
        self._id = ""
        self._go_words = ""
        self.title = TextLabel()
        self.title.setProperty("type", "heading")
        self.text = TextLabel()
        self.text.setWordWrap(True)
        self.text.setProperty("role", "muted")
        self.label_field = QLineEdit()
        self.label_field.setMaxLength(60)
        self._label_caption = _caption(self.tr("&Name"), self.label_field)
        self.key_field = KeyField()
        self.reveal_button = RevealButton(self.key_field)
        self._key_caption = _caption(self.tr("API &key"), self.key_field)
        self.trouble = InlineProblem(theme)
        self.doubt = InlineProblem(theme, Tone.WARNING)
        self.go_button = QPushButton()
        self.go_button.setProperty("kind", "primary")
        self.back_button = QPushButton(self.tr("Back"))
        self.back_button.setAutoDefault(False)
        self._lay_out()
        self.go_button.clicked.connect(self._go)
        self.back_button.clicked.connect(self._leave)
        for field in (self.label_field, self.key_field):
            field.returnPressed.connect(self._go)

    def begin_adding(self) -> None:
        """Ask for a key and a label for its organization."""
        self._begin(
            _Task.ADD,
            "",
            self.tr("Add an organization"),
            self.tr("Create its key in CapOut's web app, under Settings → API keys."),
            self.tr("Test key and add"),
        )
        self.label_field.setPlaceholderText(self.tr("For example, Harbor Restoration"))

    def begin_replacing(self, row: OrganizationRow) -> None:
        """Ask for another key of the same organization."""
        self._begin(
            _Task.REPLACE,
            row.organization.id,
            self.tr("Replace the key of {organization}").format(
                organization=row.organization.label
            ),
            self.tr(
                "Create the new key in CapOut's web app first, and delete the old one "
                "there last. Documents in progress are not interrupted."
            ),
            self.tr("Test key and replace"),
        )

    def begin_renaming(self, row: OrganizationRow) -> None:
        """Ask for a new label of an organization."""
        self._begin(
            _Task.RENAME,
            row.organization.id,
            self.tr("Rename {organization}").format(organization=row.organization.label),
            self.tr("Only this computer shows this name."),
            self.tr("Rename"),
        )
        self.label_field.setText(row.organization.label)
        self.label_field.selectAll()

    def begin_removing(self, row: OrganizationRow) -> None:
        """Ask whether to remove an organization."""
        self._begin(
            _Task.REMOVE,
            row.organization.id,
            self.tr("Remove {organization}?").format(organization=row.organization.label),
            self.tr(
                "Its key is removed from this computer's keyring. Until you add the "
                "organization again, its documents in progress can't be tracked, and its "
                "waiting documents are not sent. Nothing changes at CapOut."
            ),
            self.tr("Remove"),
        )

    def show_outcome(self, problem: Problem | None) -> None:
        """Show the outcome of the task; None means success."""
        self._set_busy(False)
        self.trouble.show_problem(problem)
        self.key_field.show_wrong(problem is not None and self._needs_key)
        if problem is None:
            self.key_field.forget()

    @property
    def _needs_key(self) -> bool:
        return self._task in {_Task.ADD, _Task.REPLACE}

    def _begin(self, task: _Task, credential_id: str, title: str, text: str, go: str) -> None:
        self._task, self._id, self._go_words = task, credential_id, go
        self.title.setText(title)
        self.text.setText(text)
        named = task in {_Task.ADD, _Task.RENAME}
        self.label_field.setVisible(named)
        self._label_caption.setVisible(named)
        self.key_field.setVisible(self._needs_key)
        self.reveal_button.setVisible(self._needs_key)
        self._key_caption.setVisible(self._needs_key)
        self.label_field.clear()
        self.label_field.setPlaceholderText("")
        self.key_field.forget()
        self.key_field.show_wrong(False)
        self.reveal_button.setChecked(False)
        self.trouble.show_problem(None)
        self.doubt.show_problem(None)
        self._set_busy(False)
        first = self.label_field if named else self.key_field
        if task is _Task.REMOVE:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self) -> None:
        if self.is_busy:
            return
        self.trouble.show_problem(None)
        doubt = self.key_field.doubt() if self._needs_key else None
        self.doubt.show_problem(doubt)
        if doubt is not None:
            return
        key, label = self.key_field.text(), self.label_field.text()
        match self._task:
            case _Task.ADD:
                self._set_busy(True)
                self.added.emit(label, key)
            case _Task.REPLACE:
                self._set_busy(True)
                self.replaced.emit(self._id, key)
            case _Task.RENAME:
                self.renamed.emit(self._id, label)
                self.left.emit()
            case _Task.REMOVE:
                self._set_busy(True)
                self.removed.emit(self._id)

    def _leave(self) -> None:
        self.key_field.forget()
        self._set_busy(False)
        self.left.emit()

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.key_field.setReadOnly(busy)
        self.go_button.setEnabled(not busy)
        testing = busy and self._needs_key
        self.go_button.setText(self.tr("Testing the key…") if testing else self._go_words)

    def _lay_out(self) -> None:
        key_row = QHBoxLayout()
        key_row.setSpacing(SMALL)
        key_row.addWidget(self.key_field, 1)
        key_row.addWidget(self.reveal_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addStretch()
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(MEDIUM)
        column.addWidget(self._label_caption)
        column.addWidget(self.label_field)
        column.addSpacing(SMALL)
        column.addWidget(self._key_caption)
        column.addLayout(key_row)
        column.addSpacing(SMALL)
        column.addWidget(self.trouble)
        column.addWidget(self.doubt)
        column.addStretch()
        column.addLayout(buttons)


def _caption(text: str, field: QLineEdit) -> TextLabel:
    label = TextLabel(text)
    label.setBuddy(field)
    label.setProperty("type", "strong")
    return label
