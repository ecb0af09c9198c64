"""The palette can be read, the first paint is light, and figures read as people write them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from capout_desktop.resources import resource_path
from capout_desktop.ui import figures, icons
from capout_desktop.ui.palette import DARK, LIGHT, Palette
from capout_desktop.ui.tone import Tone

SURFACES = ("window", "surface", "hover", "selection")


def luminance(color: str) -> float:
    """As WCAG 2.2 defines it."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(color[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_each_surface_it_stands_on(palette: Palette) -> None:
    inks = {"text": palette.text} | {tone.value: palette.ink(tone) for tone in Tone}
    pairs = {
        (name, surface): contrast(ink, getattr(palette, surface))
        for name, ink in inks.items()
        for surface in SURFACES
    }
    pairs |= {
        ("on_accent", name): contrast(palette.on_accent, getattr(palette, name))
        for name in ("accent", "accent_hover", "accent_pressed")
    }
    pairs |= {
        ("text", name): contrast(palette.text, getattr(palette, name))
        for name in ("accent_soft", "warning_soft", "bad_soft")
    }
    pairs["warning", "warning_soft"] = contrast(palette.warning, palette.warning_soft)
    pairs["bad", "bad_soft"] = contrast(palette.bad, palette.bad_soft)
    too_low = {pair: round(value, 2) for pair, value in pairs.items() if value < 4.5}
    assert too_low == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edges_of_controls_can_be_seen(palette: Palette) -> None:
    for surface in ("window", "surface"):
        assert contrast(palette.control_border, getattr(palette, surface)) >= 3


@pytest.mark.usefixtures("qapp")
def test_every_icon_draws_something_in_its_ink() -> None:
    for path in sorted(resource_path("icons").glob("*.svg")):
        image = icons.pixmap(path.stem, "#ff0000", 32, 2.0).toImage()
        assert image.height() == 64
        drawn = {image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(64)}
        assert max(drawn) > 0, f"{path.name} is empty"


def test_the_window_is_painted_before_anything_heavy_is_imported() -> None:
    code = """
import sys
from PySide6.QtWidgets import QApplication
from capout_desktop.ui.main_window import MainWindow
app = QApplication([])
window = MainWindow()
window.show()
while not window.painted:
    app.processEvents()
heavy = {"asyncio", "qasync", "httpx", "keyring", "msgspec", "sqlite3", "websockets",
         "capout_desktop.domain.lifecycle", "capout_desktop.ui.document_table"}
print(sorted(heavy & set(sys.modules)))
print("Qt" in vars(sys.modules["PySide6.QtCore"]))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=20
    )
    assert answer.stdout.split("\n")[:2] == ["[]", "False"]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1023, "1 KB"),
        (1_258_291, "1.2 MB"),
        (2 << 20, "2 MB"),
        (50 << 20, "50 MB"),
        (1023 * 1024 * 1024, "1 GB"),
    ],
)
def test_sizes_are_written_as_file_managers_do(size: int, words: str) -> None:
    assert figures.size_text(size) == words


def test_a_part_is_written_in_the_unit_of_the_whole() -> None:
    assert figures.part_text(13_002_342, 67 << 20) == "12.4 of 67 MB"
    assert figures.part_text(0, 50 << 20) == "0 of 50 MB"


@pytest.mark.usefixtures("qapp")
def test_a_moment_of_another_day_says_the_day() -> None:
    now = datetime.now(UTC)
    today = now.astimezone().date()
    assert ":" in figures.moment_text(now, today)
    assert ":" not in figures.moment_text(now - timedelta(days=2), today)
    old = datetime(2019, 5, 4, 12, tzinfo=UTC)
    assert figures.moment_text(old, date(2026, 4, 14)) == "May 2019"


def test_counts_agree_with_their_nouns(qapp: QApplication) -> None:
    assert figures.count_text(1, "file", "files") == "1 file"
    assert figures.count_text(0, "file", "files") == "0 files"
    assert figures.count_text(12_345, "file", "files") == "12,345 files"
