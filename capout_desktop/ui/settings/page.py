"""Base class of the settings pages: captions, explanations, exclusive choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.ui.style.theme import LARGE, SMALL, TIGHT, WIDE
from capout_desktop.ui.widgets.button_group import come_to_chosen
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.store.settings import Settings

Value = TypeVar("Value")

INDENT = 26
"""Indentation of the text of a check box or radio button."""


class SettingsPage(QWidget):
    """Settings page: a column of widgets with explanations.

    Attributes:
        changed: Emitted with fields of `Settings` and their new values.
    """

    changed = Signal(dict)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._shown: dict[str, Callable[[Any], None]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self._column.setSpacing(TIGHT)
        heading = TextLabel(title)
        heading.setProperty("type", "heading")
        self._column.addWidget(heading)
        self._column.addSpacing(TIGHT)

    def show_settings(self, settings: Settings) -> None:
        """Show the settings in the bound controls, without emitting a signal."""
        for field, show in self._shown.items():
            show(getattr(settings, field))

    def add_caption(self, text: str, buddy: QWidget | None = None) -> None:
        """Add a caption that begins a section."""
        label = TextLabel(text)
        label.setProperty("type", "strong")
        if buddy is not None:
            label.setBuddy(buddy)
        self._column.addSpacing(LARGE)
        self._column.addWidget(label)
        self._column.addSpacing(2)

    def add_gap(self) -> None:
        """Add vertical space."""
        self._column.addSpacing(SMALL)

    def add(self, part: QWidget) -> None:
        """Add a widget as wide as the page."""
        self._column.addWidget(part)

    def add_filling(self, part: QWidget) -> None:
        """Add a widget that takes the remaining room."""
        self._column.addWidget(part, 1)

    def add_narrow(self, part: QWidget) -> None:
        """Add a widget no wider than it needs to be."""
        self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)

    def add_indented(self, part: QWidget, indent: int) -> None:
        """Add a widget that belongs to the choice above it, indented."""
        row = QHBoxLayout()
        row.setContentsMargins(indent, 0, 0, 0)
        row.addWidget(part)
        self._column.addLayout(row)

    def add_explanation(self, text: str, *, indent: int = 0) -> TextLabel:
        """Add a text that explains a choice."""
        label = TextLabel(text)
        label.setWordWrap(True)
        label.setProperty("role", "muted")
        label.setContentsMargins(indent, 2, 0, 0)
        self._column.addWidget(label)
        return label

    def bind(self, field: Value, chosen: SignalInstance, show: Callable[[Value], None]) -> None:
        """Bind a control to a field of the settings.

        Args:
            field: The attribute of the class, such as `Settings.start_at_once`.
            chosen: Signal with the value that the person chose.
            show: Shows a value in the control without emitting a signal.
        """
        name = field_name(field)
        self._shown[name] = show
        chosen.connect(lambda value: self.changed.emit({name: value}))

    def bind_list(self, field: Value, control: QComboBox) -> None:
        """Bind a combo box, whose items' data are the values, to a field."""
        name = field_name(field)
        self._shown[name] = lambda value: control.setCurrentIndex(control.findData(value))
        control.activated.connect(lambda at: self.changed.emit({name: control.itemData(at)}))

    def bind_number(self, field: int, control: QSpinBox) -> None:
        """Bind a spin box to a field."""

        def show(value: int) -> None:
            before = control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(before)

        self.bind(field, control.valueChanged, show)

    def add_box(self, text: str, explanation: str, field: bool) -> QCheckBox:
        """Add a check box for a boolean field, bound as in `bind`."""
        box = self.add_box_alone(text, explanation)
        self.bind(field, box.clicked, box.setChecked)
        return box

    def add_box_alone(self, text: str, explanation: str) -> QCheckBox:
        """Add a check box for something that is not a field of the settings."""
        box = QCheckBox(text)
        box.setAccessibleDescription(explanation)
        self.add_gap()
        self._column.addWidget(box)
        self.add_explanation(explanation, indent=INDENT)
        return box

    def end(self) -> None:
        """Add a stretch below the last widget."""
        self._column.addStretch(1)


def field_name(field: object) -> str:
    """Return the name of a field of `Settings`, given as the attribute of the class.

    This lets a type checker check the field's existence and type.
    """
    return str(field.__name__)  # type: ignore[attr-defined] # the class has a descriptor there


class Choice(QWidget):
    """Group of radio buttons, one below the other.

    Attributes:
        chosen: Emitted with the value of the button that the person chose.
    """

    chosen = Signal(object)

    def __init__(self, name: str, words: Mapping[str, str]) -> None:
        """Create a button for each value in `words`; `name` is for screen readers."""
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
        """The selected value; empty before one was shown."""
        return next((v for v, button in self.buttons.items() if button.isChecked()), "")

    def show_value(self, value: str) -> None:
        """Select a value, without emitting a signal."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)
