"""Colors while the system's high contrast is on: few, and far apart.

On Windows the person chooses them; they are taken as they are where texts can be read in them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from capout_desktop.ui.style.palette import Palette

READABLE = 4.5
"""Least contrast of a text, by WCAG 2.2."""


class SystemColors(NamedTuple):
    """Colors of a contrast theme of Windows, as `#rrggbb`."""

    window: str
    text: str
    highlight: str
    highlighted_text: str
    link: str


BLACK = SystemColors("#000000", "#ffffff", "#1aebff", "#000000", "#ffff00")
WHITE = SystemColors("#ffffff", "#000000", "#37006e", "#ffffff", "#00009f")


class _HighContrast(Palette):
    """Tones have the color of the text, since their icons and words tell them apart as well."""

    def __init__(self, colors: SystemColors) -> None:
        ground, text = colors.window, colors.text
        self.dark = luminance(ground) < luminance(text)
        choices = (colors.highlight, colors.link, text)
        # A selected row keeps the color of its text.
        self.selection = next(
            (one for one in _between(ground, text) if contrast(one, text) >= READABLE), ground
        )
        grounds = (ground, self.selection)
        self.accent = next(
            (one for one in choices if all(contrast(one, each) >= READABLE for each in grounds)),
            text,
        )
        inks = (colors.highlighted_text, ground)
        self.on_accent = next(one for one in inks if contrast(one, self.accent) >= READABLE)
        self.window = self.surface = self.hover = ground
        self.accent_soft = self.good_soft = self.warning_soft = self.bad_soft = ground
        self.text = self.muted = self.good = self.warning = self.bad = text
        self.border = self.control_border = self.scroll_handle = text
        self.track = self.selection
        self.accent_hover = self.accent_pressed = self.accent
        self.toast, self.on_toast, self.toast_link = text, ground, ground
        self.toast_hover = text


def high_contrast_palette(colors: SystemColors | None = None, *, dark: bool = False) -> Palette:
    """Return the palette for colors of a contrast theme; without them, for those of the system.

    Only Windows has such colors. On other systems it is black on white, or white on black.
    """
    return _HighContrast(colors or _system_colors() or (BLACK if dark else WHITE))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, from 1 to 21, by WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """Return the relative luminance of a color, from 0 to 1, by WCAG 2.2."""
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _parts(color: str) -> bytes:
    return bytes.fromhex(color.removeprefix("#"))


def _between(ground: str, text: str) -> Iterator[str]:
    """Yield colors from a quarter of the way from ground to text down to the ground."""
    for step in range(25, 0, -1):
        parts = (
            round(one + (other - one) * step / 100)
            for one, other in zip(_parts(ground), _parts(text), strict=True)
        )
        yield "#" + bytes(parts).hex()


def _system_colors() -> SystemColors | None:
    """Return the colors that the person chose, on Windows."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        user = ctypes.WinDLL("user32")

        def color(number: int) -> str:
            value = user.GetSysColor(number)  # 0x00bbggrr
            return "#" + value.to_bytes(4, "little")[:3].hex()

        window, text, highlight, highlighted_text, link = 5, 8, 13, 14, 26
        return SystemColors(*map(color, (window, text, highlight, highlighted_text, link)))
    return None
