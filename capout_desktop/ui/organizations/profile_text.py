"""What is said and shown of a profile: its colour, what its key spends, how the key stands."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.profile import Colour
from capout_desktop.ui.organizations.profile_row import KeyState, ProfileRow
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone

_SIZE = 12
_INKS = {
    Colour.BLUE: ("#1b5bd0", "#79aeff"),
    Colour.GREEN: ("#12703f", "#63cf93"),
    Colour.ORANGE: ("#b35400", "#f5a05a"),
    Colour.PURPLE: ("#7a3cc0", "#c09bf5"),
    Colour.RED: ("#b3261e", "#ff948a"),
    Colour.TEAL: ("#0b6f7d", "#5cc9d8"),
}


def dot(colour: Colour) -> QIcon:
    """A disc of a profile's colour, for the present scheme."""
    light, dark = _INKS[colour]
    return _disc(dark if Theme.current().palette.dark else light)


@cache
def _disc(ink: str) -> QIcon:
    ratio = QApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(_SIZE * ratio), round(_SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor(ink))
    painter.drawEllipse(QPointF(_SIZE / 2, _SIZE / 2), 5, 5)
    painter.end()
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)  # else a selected row would tint it
    return made


def colour_word(colour: Colour) -> str:
    """A colour's name."""
    return {
        Colour.BLUE: _tr("Blue"),
        Colour.GREEN: _tr("Green"),
        Colour.ORANGE: _tr("Orange"),
        Colour.PURPLE: _tr("Purple"),
        Colour.RED: _tr("Red"),
        Colour.TEAL: _tr("Teal"),
    }[colour]


def kind_word(kind: KeyKind) -> str:
    """What a key spends, in a word."""
    return {
        KeyKind.LIVE: _tr("Live"),
        KeyKind.TEST: _tr("Test"),
        KeyKind.SANDBOX: _tr("Sandbox"),
    }[kind]


def state_word(row: ProfileRow) -> str:
    """How a profile's key stands."""
    return {
        KeyState.LOOKING: _tr("Asking the keyring…"),
        KeyState.TESTING: _tr("Testing…"),
        KeyState.OFFLINE: _tr("Not tested: offline"),
        KeyState.NEEDED: _tr("Needs a key"),
        KeyState.STORED: _tr("Works"),
        KeyState.FOR_SESSION: _tr("This session only"),
    }[row.state]


def state_tone(row: ProfileRow) -> Tone:
    """How loud that is said."""
    return {
        KeyState.NEEDED: Tone.BAD,
        KeyState.OFFLINE: Tone.WARNING,
        KeyState.FOR_SESSION: Tone.WARNING,
        KeyState.STORED: Tone.GOOD,
    }.get(row.state, Tone.NEUTRAL)


def _tr(text: str) -> str:
    return QCoreApplication.translate("profiles", text)
