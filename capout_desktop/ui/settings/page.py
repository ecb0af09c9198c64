"""What the pages of the settings have in common: captions, explanations, choices of one in few."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.ui.style.theme import LARGE, SMALL, TIGHT, WIDE
from capout_desktop.ui.widgets.button_group import come_to_chosen

if TYPE_CHECKING:
    from capout_desktop.store.settings import Settings

Value = TypeVar("Value")

INDENT = 26
"""Where the words of a box or of a round button begin."""


class SettingsPage(QWidget):
    """One page: a column of parts, each with its explanation.

    Attributes:
        title: What the list of pages calls it.
        changed: Fields of `Settings` with their new values.
    """

    changed = Signal(dict)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._shown: dict[str, Callable[[Any], None]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self._column.setSpacing(TIGHT)
        heading = QLabel(title)
        heading.setProperty("type", "heading")
        self._column.addWidget(heading)
        self._column.addSpacing(TIGHT)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now in the controls that are bound, without telling anybody."""
        for field, show in self._shown.items():
            show(getattr(settings, field))

    def add_caption(self, text: str, buddy: QWidget | None = None) -> None:
        """Begin a part of the page."""
        label = QLabel(text)
        label.setProperty("type", "strong")
        if buddy is not None:
            label.setBuddy(buddy)
        self._column.addSpacing(LARGE)
        self._column.addWidget(label)
        self._column.addSpacing(2)

    def add_gap(self) -> None:
        """Keep a distance from what is above."""
        self._column.addSpacing(SMALL)

    def add(self, part: QWidget) -> None:
        """Add a part as wide as the page."""
        self._column.addWidget(part)

    def add_filling(self, part: QWidget) -> None:
        """Add a part that takes the room that is left."""
        self._column.addWidget(part, 1)

    def add_narrow(self, part: QWidget) -> None:
        """Add a part no wider than it needs to be."""
        self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)

    def add_indented(self, part: QWidget, indent: int) -> None:
        """Add a part that belongs to the choice above it."""
        row = QHBoxLayout()
        row.setContentsMargins(indent, 0, 0, 0)
        row.addWidget(part)
        self._column.addLayout(row)

    def add_explanation(self, text: str, *, indent: int = 0) -> QLabel:
        """Say what a choice means."""
        label = QLabel(text)
        label.setWordWrap(True)
        label.setProperty("role", "muted")
        label.setContentsMargins(indent, 2, 0, 0)
        self._column.addWidget(label)
        return label

    def bind(self, field: Value, chosen: SignalInstance, show: Callable[[Value], None]) -> None:
        """Keep a control and a field of the settings the same.

        Args:
            field: The attribute of the class, such as `Settings.start_at_once`.
            chosen: Tells the value that the person chose in the control.
            show: Shows a value in the control without telling anybody.
        """
        name = field_name(field)
        self._shown[name] = show
        chosen.connect(lambda value: self.changed.emit({name: value}))

    def bind_list(self, field: Value, control: QComboBox) -> None:
        """Keep a list, whose entries hold their values, and a field the same."""
        name = field_name(field)
        self._shown[name] = lambda value: control.setCurrentIndex(control.findData(value))
        control.activated.connect(lambda at: self.changed.emit({name: control.itemData(at)}))

    def bind_number(self, field: int, control: QSpinBox) -> None:
        """Keep a box for a number and a field the same."""

        def show(value: int) -> None:
            before = control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(before)

        self.bind(field, control.valueChanged, show)

    def add_box(self, text: str, explanation: str, field: bool) -> QCheckBox:
        """Add a box for a field that is on or off, named as `bind` has it."""
        box = QCheckBox(text)
        box.setAccessibleDescription(explanation)
        self.bind(field, box.clicked, box.setChecked)
        self.add_gap()
        self._column.addWidget(box)
        self.add_explanation(explanation, indent=INDENT)
        return box

    def end(self) -> None:
        """Leave the rest of the page empty."""
        self._column.addStretch(1)


def field_name(field: object) -> str:
    """The name of a field of `Settings`, given as the attribute of the class.

    A type checker sees the field's type in it, and knows if there is no such field.
    """
    return str(field.__name__)  # type: ignore[attr-defined] # the class has a descriptor there


class Choice(QWidget):
    """Round buttons, one below the other; exactly one holds.

    Attributes:
        chosen: The value of the button that the person chose.
    """

    chosen = Signal(object)

    def __init__(self, name: str, words: Mapping[str, str]) -> None:
        """`words` says what each value is called; `name` is for screen readers."""
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for value, text in words.items():
            button = self.buttons[value] = QRadioButton(text)
            group.addButton(button)
            column.addWidget(button)
            button.clicked.connect(lambda _checked, value=value: self.chosen.emit(value))
        come_to_chosen(group)

    @property
    def value(self) -> str:
        """What holds; empty before anything was shown."""
        return next((v for v, button in self.buttons.items() if button.isChecked()), "")

    def show_value(self, value: str) -> None:
        """Show what holds, without telling anybody."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)
