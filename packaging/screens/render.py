"""Screenshots of every screen of the window, light and dark, in `build/screens/`.

python3 packaging/dev.py shots [NAME ...]
python3 packaging/dev.py shots --guide

NAME is a part of a picture's name; without names, all pictures are taken. Some are also taken in
Spanish and in a language that is 40 % longer than English. Pictures at 200 % are taken by another
process, because the scale of a program is fixed when it starts, and so are those of each small
screen, because dialogs look at the size of the screen. `--guide` takes the pictures of
the user guide instead, in each language of the guide, and writes them to
`resources/guide/images/`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers.pseudo_language import PseudoLanguage  # noqa: E402 - needs the path set above
from PySide6.QtCore import QLocale, QPoint, QRect, QRectF, QSize, Qt, QTranslator  # noqa: E402
from PySide6.QtGui import QColor, QCursor, QFont, QFontDatabase, QPainter, QPixmap  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from capout_desktop.resources import resource_path  # noqa: E402
from capout_desktop.ui.shell.main_window import LEAST_SIZE, MainWindow  # noqa: E402
from capout_desktop.ui.style.palette import DARK, LIGHT  # noqa: E402
from capout_desktop.ui.style.theme import Theme  # noqa: E402
from screens.every import SCREENS, Screen  # noqa: E402
from screens.guide_pictures import DIALOG, GUIDE_LANGUAGES, GUIDE_PICTURES  # noqa: E402

FRAME, SHADOW = 30, 12
"""Height of a title bar and extent of a shadow, in device-independent pixels."""
FOLDER = ROOT / "build" / "screens"
GUIDE_FOLDER = ROOT / "resources" / "guide" / "images"
MARGIN = 2
"""Margin around a dialog in a picture of the guide."""
SMALL_TOO = {
    "batches_running",
    "storm_day",
    "draft_mixed",
    "signs",
    "exported_list",
    "update_there",
    "switcher_long",
    "empty",
    "mixed",
    "first_start_error",
    "dragging",
    "confirming",
    "searching",
    "nothing_found",
    "organization_old",
    "compact",
    "grouped_by_day",
    "details_scan",
    "details_estimate",
    "estimates",
    "estimate_columns",
    "choose_pages",
}
SMALL_SCREENS = {"1024": (QSize(1024, 600), "1"), "150": (QSize(1280, 720), "1.5")}
"""Pixels and scale of the smallest screens that people use, by the suffix of their pictures; the
window fills them."""
ON_SMALL_SCREEN = "SMALL_SCREEN"
"""Environment variable with that suffix, of the process that takes the pictures of the screen."""
SMALL_SCREEN_TOO = {
    "arrange_pictures",
    "batches_running",
    "choose_pages",
    "comparison",
    "correction",
    "details_coverages",
    "details_estimate",
    "details_estimate_scan",
    "draft_estimates",
    "draft_mixed",
    "estimate_columns",
    "estimates",
    "first_start",
    "mixed",
    "payers",
    "pdf_page",
    "settings_sending",
    "storm_day",
    "unlock",
}
LANGUAGES = {"": "en_US", "-es": "es_US", "-long": "en_US"}
"""Suffix of the picture names, and the locale that formats numbers there."""
_SUBJECTS_IN_OTHER_LANGUAGES = (
    *(
        "settings",
        "details",
        "draft",
        "batches",
        "unlock",
        "address",
        "check",
        "spending",
        "update",
    ),
    *("spending", "update", "first_start", "switcher", "account", "organization", "filtered"),
)
IN_OTHER_LANGUAGES = {
    "empty",
    "signs",
    "mixed",
    "storm_day",
    "confirming",
    "quit_question",
    "grouped_by_day",
    "nothing_found",
    "credits_panel",
    "exported_list",
    "shortcuts",
    "about",
    "choose_pages",
    "arrange_pictures",
    "help_menu",
    "view_menu",
    "tray_explained",
    "waits_for_ok",
    "overspending",
    "diagnostics_copied",
    "estimates",
    "estimate_columns",
    "comparison",
    "correction",
    "pdf_page",
    "payers",
    "files_for_a_decision",
    *(name for name in SCREENS if name.startswith(_SUBJECTS_IN_OTHER_LANGUAGES)),
}
DOUBLE_TOO = {
    "storm_day",
    "batches_running",
    "first_start",
    "unlock",
    "credits_panel",
    "compact_groups",
    "settings_network",
    "details_scan",
    "check_failed",
    "draft_mixed",
    "choose_pages",
    "estimates",
    "estimate_columns",
    "details_estimate",
    "comparison",
    "correction",
    "payers",
}


def main(wanted: list[str]) -> int:
    """Take the pictures whose name contains one of `wanted`, or all if it is empty."""
    if sys.platform == "linux":  # only a window manager gives a window the keyboard focus
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    small = os.environ.get(ON_SMALL_SCREEN, "")
    double = os.environ.get("QT_SCALE_FACTOR") == "2"
    application = QApplication(["capout-desktop"])
    application.setQuitOnLastWindowClosed(False)
    _use_good_font(application)
    if wanted == ["--guide"]:
        _take_guide_pictures(application)
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        translator = _speak(application, language)
        for plain_name, screen, size in _pictures(double, small):
            name = f"{plain_name}{language}"
            if language and screen.__name__ not in IN_OTHER_LANGUAGES:
                continue
            if wanted and not any(part in name for part in wanted):
                continue
            # The space that texts need does not depend on the colors.
            for palette in (LIGHT,) if language else (LIGHT, DARK):
                Theme.current().use(palette)
                path = FOLDER / f"{name}-{'dark' if palette.dark else 'light'}.png"
                _take(application, screen, size)[0].save(str(path))
                print(path.relative_to(ROOT))
        application.removeTranslator(translator)
    if double or small:
        return 0
    again = [sys.executable, __file__, *wanted]
    failed = subprocess.call(again, env={**os.environ, "QT_SCALE_FACTOR": "2"})
    for suffix, (size, scale) in SMALL_SCREENS.items():
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"screens": [_small_screen(size)]}, file)
            file.flush()
            platform = f"offscreen:configfile={file.name}"
            of_screen = {
                ON_SMALL_SCREEN: suffix,
                "QT_QPA_PLATFORM": platform,
                "QT_SCALE_FACTOR": scale,
            }
            failed = subprocess.call(again, env={**os.environ, **of_screen}) or failed
    return failed


def _small_screen(pixels: QSize) -> dict[str, str | int]:
    size = {"width": pixels.width(), "height": pixels.height()}
    density = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    return {"name": "small", "x": 0, "y": 0, **size, **density}


def _speak(application: QApplication, language: str) -> QTranslator:
    QLocale.setDefault(QLocale(LANGUAGES[language]))
    translator = PseudoLanguage(application) if language == "-long" else QTranslator(application)
    if language == "-es" and not translator.load("capout_es", str(resource_path("translations"))):
        raise RuntimeError("no Spanish: run dev.py translate")
    application.installTranslator(translator)
    return translator


def _pictures(double: bool, small: str) -> Iterator[tuple[str, Screen, QSize | None]]:
    for name, screen in SCREENS.items():
        if small:
            if name in SMALL_SCREEN_TOO:
                pixels, scale = SMALL_SCREENS[small]
                yield f"{name}-{small}", screen, (pixels.toSizeF() / float(scale)).toSize()
            continue
        if double:
            if name in DOUBLE_TOO:
                yield f"{name}-200", screen, None
            continue
        yield name, screen, None
        if name in SMALL_TOO:
            yield f"{name}-small", screen, LEAST_SIZE


def _take_guide_pictures(application: QApplication) -> None:
    Theme.current().use(LIGHT)
    for language, name in GUIDE_LANGUAGES.items():
        translator = _speak(application, name)
        folder = GUIDE_FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        for screen, part in GUIDE_PICTURES.items():
            picture, opened = _take(application, SCREENS[screen], None)
            around = opened.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
            cut = around.intersected(picture.rect()) if part == DIALOG else part
            path = folder / f"{screen.replace('_', '-')}.png"
            # Zero means the smallest file, not the lowest quality.
            picture.copy(cut).save(str(path), None, 0)
            print(path.relative_to(ROOT))
        application.removeTranslator(translator)


def _take(application: QApplication, screen: Screen, size: QSize | None) -> tuple[QPixmap, QRect]:
    """Return a picture of a screen and the place in it of the widget that the screen opens."""
    QCursor.setPos(9999, 9999)  # avoids hover effects
    window = MainWindow()
    if size is not None:
        window.resize(size)
    window.show()
    QTest.qWaitForWindowExposed(window)
    if screen is not SCREENS["first_paint"]:
        _settle(application)
    other = screen(window)
    _settle(application)
    picture = window.grab()
    opened = QRect()
    if other is not None:
        ratio = picture.devicePixelRatio()
        place = other.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
        picture.setDevicePixelRatio(ratio)
        opened = QRect(place, other.size())
        if other.windowType() == Qt.WindowType.Dialog:
            place.setY(max(place.y(), FRAME))
            opened = QRect(place, other.size()).adjusted(0, -FRAME, 0, 0)
            _draw_frame(picture, QRect(place, other.size()), other.windowTitle())
        _paste(picture, other.grab(), place)
    if other is not None:
        other.close()
    window.hide()
    window.deleteLater()
    _settle(application)
    return picture, opened


def _paste(picture: QPixmap, other: QPixmap, place: QPoint) -> None:
    painter = QPainter(picture)
    painter.drawPixmap(place, other)
    painter.end()


def _draw_frame(picture: QPixmap, inside: QRect, title: str) -> None:
    """Draw a window frame around a dialog, so that its edges can be seen in the picture."""
    theme = Theme.current()
    outside = QRectF(inside.adjusted(-1, -FRAME, 1, 1))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 4))
    for around in range(SHADOW):
        painter.drawRoundedRect(outside.adjusted(-around, 4 - around, around, 4 + around), 8, 8)
    painter.setPen(theme.color("control_border"))
    painter.setBrush(theme.color("window"))
    painter.drawRoundedRect(outside, 6, 6)
    painter.setPen(theme.color("text"))
    painter.setFont(theme.strong_font())
    bar = QRectF(outside.left(), outside.top(), outside.width(), FRAME)
    painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, title)
    painter.end()


def _settle(application: QApplication) -> None:
    QTest.qWait(120)
    application.processEvents()


def _use_good_font(application: QApplication) -> None:
    """Use an installed font that resembles those of Windows and macOS, if there is one."""
    families = set(QFontDatabase.families())
    for family in ("Segoe UI", "Open Sans", "Noto Sans"):
        if family in families:
            application.setFont(QFont(family, 9))
            return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
