"""Theme: colors, fonts and spacing; follows the system's color scheme and contrast at run time.

The first paint is styled by strings only. A `QColor` or a `QKeySequence` makes PySide create
every enumeration of the `Qt` namespace first, which takes a tenth of the startup time. Finding
a child of the application, or setting its style, makes PySide create those of `QStyle`, which
takes equally long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from capout_desktop.ui.style.high_contrast import high_contrast_palette
from capout_desktop.ui.style.palette import DARK, LIGHT, Palette
from capout_desktop.ui.style.stylesheet import SMALL as SMALL_TYPE
from capout_desktop.ui.style.stylesheet import TITLE as TITLE_TYPE
from capout_desktop.ui.style.stylesheet import stylesheet

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

TIGHT = 4
SMALL = 8
MEDIUM = 12
LARGE = 16
WIDE = 24
HUGE = 32
"""Spacings, in device-independent pixels."""


_FORCED = {"light": LIGHT, "dark": DARK}


IS_FUSION = "isFusion"
"""Property of the application that is set if it was started with the theme's style."""


class Theme(QObject):
    """Colors and fonts of the application.

    Attributes:
        palette: The colors of the current scheme.
        changed: Emitted after the scheme or the font changed.
    """

    changed = Signal()
    _current: ClassVar[Theme | None] = None

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self.palette: Palette = LIGHT
        self._follows = False
        self._choice = choice if choice in _FORCED else "system"
        is_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._systems: Palette = DARK if is_dark else LIGHT
        self._high_contrast: Palette | None = None
        if not app.property(IS_FUSION):
            app.setStyle("Fusion")
        self.use(_FORCED.get(choice, self._systems))

    @classmethod
    def current(cls, choice: str = "system") -> Theme:
        """Return the application's theme, created on first use; `choice` is as in `choose`."""
        app = cast(QApplication, QApplication.instance())
        theme = cls._current
        if theme is None or theme._app is not app:
            theme = cls._current = cls(app, choice)
            return theme
        if choice in _FORCED:
            theme.choose(choice)
        return theme

    @property
    def choice(self) -> str:
        """The scheme that the person chose: `system`, `light` or `dark`."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Set the color scheme: fixed, or that of the system.

        Args:
            choice: `system`, `light` or `dark`; anything else counts as `system`.
        """
        self._choice = choice if choice in _FORCED else "system"
        if self._follows:
            self._ask_for_scheme()
        self._use_wanted()

    def _use_wanted(self) -> None:
        wanted = self._high_contrast or _FORCED.get(self._choice, self._systems)
        if wanted is not self.palette:
            self.use(wanted)

    def _ask_for_scheme(self) -> None:
        """Ask the system to draw its own parts, such as the title bar, in the chosen scheme."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see the module docstring

        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        hints = self._app.styleHints()
        hints.setColorScheme(schemes.get(self._choice, Qt.ColorScheme.Unknown))

    def follow_system(self) -> None:
        """Follow changes of the system's scheme from now on, unless a fixed scheme is chosen.

        High contrast counts more than a fixed scheme.
        """
        if self._follows:
            return
        self._follows = True
        self._app.setPalette(_qt_palette(self.palette))
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        if self._choice in _FORCED:
            self._ask_for_scheme()
        self._apply(hints.colorScheme())
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            contrast = hints.accessibility()
            contrast.contrastPreferenceChanged.connect(self.contrast_changed)
            self.contrast_changed(contrast.contrastPreference())

    def contrast_changed(self, preference: Qt.ContrastPreference) -> None:
        """Use few colors that are far apart if the system's high contrast is on."""
        self._high_contrast = None
        if preference.name == "HighContrast":
            self._high_contrast = high_contrast_palette(dark=self._systems.dark)
        self._use_wanted()

    def color(self, name: str) -> QColor:
        """Return a color of the palette by its field name."""
        return QColor(cast(str, getattr(self.palette, name)))

    def base_font(self) -> QFont:
        """Return the font for running text: the system's own."""
        return QFont(self._app.font())

    def small_font(self) -> QFont:
        """Return the font for second lines and captions."""
        return _scaled(self._app.font(), SMALL_TYPE)

    def strong_font(self) -> QFont:
        """Return the font for the most important text of a row."""
        return _scaled(self._app.font(), 1.0, QFont.Weight.DemiBold)

    def title_font(self) -> QFont:
        """Return the font for the title of a page."""
        return _scaled(self._app.font(), TITLE_TYPE, QFont.Weight.DemiBold)

    def use(self, palette: Palette) -> None:
        """Use a palette immediately, whatever the system's scheme is."""
        self.palette = palette
        if self._follows:
            self._app.setPalette(_qt_palette(palette))
        self._app.setStyleSheet(stylesheet(palette, self._css_size))
        self.changed.emit()

    def _css_size(self, part: float) -> str:
        font = self._app.font()
        if font.pointSizeF() > 0:
            return f"{font.pointSizeF() * part:.2f}pt"
        return f"{round(font.pixelSize() * part)}px"

    def _apply(self, scheme: Qt.ColorScheme) -> None:
        palette = {"Dark": DARK, "Light": LIGHT}.get(scheme.name)
        if palette is None or self._choice in _FORCED:
            return
        self._systems = palette
        if self._high_contrast is not None:  # another contrast theme may have been chosen
            self._high_contrast = high_contrast_palette(dark=palette.dark)
        self._use_wanted()


def _scaled(font: QFont, factor: float, weight: QFont.Weight | None = None) -> QFont:
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(round(font.pixelSize() * factor))
    if weight is not None:
        scaled.setWeight(weight)
    return scaled


def _qt_palette(colors: Palette) -> QPalette:
    palette = QPalette(QColor(colors.window))
    role = QPalette.ColorRole
    for target, value in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.surface),
        (role.AlternateBase, colors.hover),
        (role.Text, colors.text),
        (role.PlaceholderText, colors.muted),
        (role.Button, colors.surface),
        (role.ButtonText, colors.text),
        (role.ToolTipBase, colors.surface),
        (role.ToolTipText, colors.text),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.Accent, colors.accent),
        (role.Link, colors.accent),
        (role.LinkVisited, colors.accent),
        (role.BrightText, colors.bad),
    ):
        palette.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colors.control_border))
    return palette
