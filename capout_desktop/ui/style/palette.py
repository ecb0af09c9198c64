"""Light and dark colors; text has a contrast of 4.5:1 on each surface it is used on."""

from __future__ import annotations

from capout_desktop.ui.style.tone import Tone


class Palette:
    """Set of colors as `#rrggbb`; the defaults are the light ones."""

    dark = False
    window = "#f4f6f9"
    surface = "#ffffff"
    hover = "#f3f6fb"
    selection = "#e0ebfd"
    border = "#dce1e9"
    control_border = "#7b8798"
    text = "#17202c"
    muted = "#525e6e"
    track = "#dfe4ec"
    scroll_handle = "#c3cbd6"
    accent = "#1b5bd0"
    accent_hover = "#174fb6"
    accent_pressed = "#13449e"
    on_accent = "#ffffff"
    accent_soft = "#e7effd"
    good = "#12703f"
    good_soft = "#e2f4e9"
    warning = "#855000"
    warning_soft = "#fff2d9"
    bad = "#b3261e"
    bad_soft = "#fdeae8"
    toast = "#1d2733"
    on_toast = "#ffffff"
    toast_link = "#9cc4ff"
    toast_hover = "#33404f"

    def ink(self, tone: Tone) -> str:
        """Return the text and line color of a tone."""
        return {
            Tone.NEUTRAL: self.muted,
            Tone.BUSY: self.accent,
            Tone.GOOD: self.good,
            Tone.WARNING: self.warning,
            Tone.BAD: self.bad,
        }[tone]


class _Dark(Palette):
    dark = True
    window = "#15191f"
    surface = "#1c2129"
    hover = "#232a34"
    selection = "#27395a"
    border = "#303844"
    control_border = "#727f90"
    text = "#e9edf2"
    muted = "#a7b2c0"
    track = "#37404d"
    scroll_handle = "#465160"
    accent = "#79aeff"
    accent_hover = "#93beff"
    accent_pressed = "#629cf2"
    on_accent = "#08182f"
    accent_soft = "#1f2f49"
    good = "#63cf93"
    good_soft = "#1a3327"
    warning = "#f2ba60"
    warning_soft = "#392c13"
    bad = "#ff948a"
    bad_soft = "#442422"
    toast = "#3a4554"
    toast_link = "#a9ccff"
    toast_hover = "#475361"


LIGHT = Palette()
DARK = _Dark()
