"""The system's high contrast is followed, with the colors of Windows' contrast themes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from capout_desktop.ui.style.high_contrast import BLACK, WHITE, contrast, high_contrast_palette
from capout_desktop.ui.style.palette import DARK, LIGHT
from capout_desktop.ui.style.theme import Theme

DESERT = {5: "#fffaef", 8: "#3d3d3d", 13: "#903909", 14: "#fff5e3", 26: "#1c5e75"}
"""Colors of a theme that comes with Windows 11, by their numbers there."""


def test_high_contrast_is_taken_and_given_back_whatever_scheme_is_chosen(
    qapp: QApplication,
) -> None:
    theme, preference = Theme.current(), Qt.ContrastPreference
    for choice, usual in (("dark", DARK), ("light", LIGHT)):
        theme.choose(choice)
        theme.contrast_changed(preference.HighContrast)
        high = theme.palette
        assert contrast(high.text, high.window) >= 7
        assert high.text == high.muted == high.bad == high.border
        assert high.text in qapp.styleSheet()
        theme.contrast_changed(preference.NoPreference)
        assert theme.palette is usual
    theme.choose("system")


@pytest.fixture
def desert() -> Iterator[None]:
    """Windows with that theme."""
    if sys.platform != "win32":
        pytest.skip("only Windows has contrast themes")
    else:
        import ctypes

        user, count = ctypes.WinDLL("user32"), len(DESERT)
        numbers = (ctypes.c_int * count)(*DESERT)

        def use(colors: list[int]) -> None:
            assert user.SetSysColors(count, numbers, (ctypes.c_uint32 * count)(*colors))

        before = [user.GetSysColor(number) for number in DESERT]
        use([int.from_bytes(bytes.fromhex(color[1:]), "little") for color in DESERT.values()])
        yield
        use(before)


@pytest.mark.usefixtures("desert")
def test_the_colors_of_windows_are_taken() -> None:
    palette = high_contrast_palette()
    assert (palette.window, palette.text) == (DESERT[5], DESERT[8])
    assert (palette.accent, palette.on_accent) == (DESERT[13], DESERT[14])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has colors of its own")
def test_other_systems_have_black_and_white() -> None:
    for dark, colors in ((False, WHITE), (True, BLACK)):
        palette = high_contrast_palette(dark=dark)
        assert (palette.window, palette.text, palette.dark) == (colors.window, colors.text, dark)
