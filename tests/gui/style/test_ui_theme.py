"""The palette can be read, the first paint is light, and figures read as people write them."""

from __future__ import annotations

import re
import subprocess
import sys
from binascii import b2a_base64
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from capout_desktop.domain.document import StageState
from capout_desktop.resources import resource_path
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.high_contrast import (
    BLACK,
    WHITE,
    SystemColors,
    contrast,
    high_contrast_palette,
)
from capout_desktop.ui.style.palette import DARK, LIGHT, Palette
from capout_desktop.ui.style.stylesheet import stylesheet
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import formatting as figures

SURFACES = ("window", "surface", "hover", "selection")


CONTRAST_THEMES = {
    "black": BLACK,
    "white": WHITE,
    "high contrast 1": SystemColors("#000000", "#ffff00", "#008000", "#ffffff", "#00ff00"),
    "high contrast 2": SystemColors("#000000", "#00ff00", "#0000ff", "#ffffff", "#00ffff"),
    "aquatic": SystemColors("#202020", "#ffffff", "#8ee3f0", "#263b50", "#75e9fc"),
    "desert": SystemColors("#fffaef", "#3d3d3d", "#903909", "#fff5e3", "#1c5e75"),
    "dusk": SystemColors("#2d3236", "#ffffff", "#a1bfde", "#212d3b", "#70ebde"),
    "night sky": SystemColors("#000000", "#ffffff", "#d6b4fd", "#2b2b2b", "#8080ff"),
    "badly chosen": SystemColors("#ffffff", "#000000", "#ffff00", "#ffffff", "#eee8aa"),
}
"""Those that come with Windows, and one that somebody made."""

PALETTES = [LIGHT, DARK, *map(high_contrast_palette, CONTRAST_THEMES.values())]
NAMES = ["light", "dark", *CONTRAST_THEMES]


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
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


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
def test_the_edges_of_controls_can_be_seen(palette: Palette) -> None:
    for surface in ("window", "surface"):
        assert contrast(palette.control_border, getattr(palette, surface)) >= 3


def rules(palette: Palette) -> list[tuple[str, dict[str, str]]]:
    """The style sheet's rules: a selector, and what it says, by property."""
    sheet = re.sub(r"/\*.*?\*/", "", stylesheet(palette, "{:.2f}em".format), flags=re.DOTALL)
    found = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        said = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+);", body))
        found += [(selector.strip(), said) for selector in selectors.split(",")]
    return found


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
def test_each_rule_of_the_style_sheet_can_be_parsed(palette: Palette) -> None:
    """Every text on every background that one rule, or its states, put together."""
    said: dict[str, dict[str, str]] = {}
    pairs: dict[str, float] = {}
    for selector, own in rules(palette):
        base = re.sub(r":(?!:)[\w-]+", "", selector)
        about = {**said.get(base, {}), **own}
        said.setdefault(selector, {}).update(own)
        ink, ground = about.get("color"), about.get("background")
        if ":disabled" in selector or ink is None:
            continue  # what cannot be used need not be read as easily (WCAG 1.4.3)
        grounds = [ground] if ground and ground.startswith("#") else []
        if ground in {None, "transparent"}:
            grounds = [palette.surface, palette.window]
        for each in grounds:
            pairs[f"{selector} on {each}"] = contrast(ink, each)
    assert len(pairs) > 30
    assert {pair: round(value, 2) for pair, value in pairs.items() if value < 4.5} == {}


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
def test_every_focusable_control_shows_its_focus(palette: Palette) -> None:
    focus = {selector: said for selector, said in rules(palette) if ":focus" in selector}
    for kind in (
        "",
        *(f'[kind="{kind}"]' for kind in ("primary", "quiet", "link", "segment", "chip", "line")),
    ):
        said = focus[f"QPushButton{kind}:focus"]
        color = (said.get("border-color") or said["border"]).split()[-1]
        assert color in {palette.accent, palette.text}
    for color in (palette.accent, palette.text):
        for surface in (palette.window, palette.surface, palette.selection, palette.hover):
            assert contrast(color, surface) >= 3, "WCAG 1.4.11"


@pytest.mark.parametrize("palette", PALETTES, ids=NAMES)
@pytest.mark.parametrize("surface", SURFACES)
def test_marks_and_bars_contrast_with_their_background(palette: Palette, surface: str) -> None:
    for tone in Tone:
        assert contrast(palette.ink(tone), getattr(palette, surface)) >= 3


@pytest.mark.usefixtures("qapp")
def test_stages_are_told_apart_by_their_shapes() -> None:
    """In one and the same ink, no two marks are alike, nor nearly so."""
    from capout_desktop.ui.documents.stage_strip import MARK

    drawn = {}
    for state in StageState:
        image = icons.pixmap(f"stage-{state.value}", "#000000", MARK, 2.0, "#ffffff").toImage()
        size = image.width()
        drawn[state] = [
            (image.pixelColor(x, y).alpha() > 127, image.pixelColor(x, y).lightness() < 128)
            for x in range(size)
            for y in range(size)
        ]
    for one, other in combinations(StageState, 2):
        different = sum(a != b for a, b in zip(drawn[one], drawn[other], strict=True))
        assert different / len(drawn[one]) > 0.03, (one, other)


@pytest.mark.usefixtures("qapp")
def test_no_icon_is_empty() -> None:
    for path in sorted(resource_path("icons").glob("*.svg")):
        image = icons.pixmap(path.stem, "#ff0000", 32, 2.0).toImage()
        assert image.height() == 64
        drawn = {image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(64)}
        assert max(drawn) > 0, f"{path.name} is empty"


@pytest.mark.parametrize("theme", ["system", "dark"], ids=["first day", "remembered"])
def test_the_window_is_painted_before_anything_heavy_is_imported(
    qapp: QApplication, theme: str
) -> None:
    del qapp
    saved = b2a_base64(QMainWindow().saveGeometry().data(), newline=False).decode()
    look = ("" if theme == "system" else saved, theme)
    code = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
from capout_desktop.store.view_state_file import ViewState
from capout_desktop.ui.shell.main_window import MainWindow
app = QApplication([])
window = MainWindow(ViewState(geometry=sys.argv[1], theme=sys.argv[2]))
window.show()
while not window.painted:
    app.processEvents()
heavy = {"asyncio", "qasync", "httpx", "keyring", "msgspec", "sqlite3", "websockets",
         "capout_desktop.domain.document", "capout_desktop.ui.documents.table", "json"}
print(sorted(heavy & set(sys.modules)))
print("Qt" in vars(sys.modules["PySide6.QtCore"]))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code, *look], capture_output=True, text=True, check=True, timeout=20
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


def test_a_partial_size_is_written_in_the_unit_of_the_total() -> None:
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
    assert figures.count_text(1, "{number} file", "{number} files") == "1 file"
    assert figures.count_text(0, "{number} file", "{number} files") == "0 files"
    assert figures.count_text(12_345, "{number} file", "{number} files") == "12,345 files"
