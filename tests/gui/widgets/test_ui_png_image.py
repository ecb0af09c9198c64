"""Pictures of pages are PNGs; anything else is no picture."""

from __future__ import annotations

import subprocess
import sys

import pytest
from helpers.pictures import BLUE, RED, jpeg, png, tiff
from PySide6.QtGui import QColor

from capout_desktop.ui.widgets.png_image import png_image

pytestmark = pytest.mark.usefixtures("qapp")

READ = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from capout_desktop.ui.widgets.png_image import png_image
app = QGuiApplication(["read", "-platform", "offscreen"])
assert not png_image(sys.stdin.buffer.read()).isNull()
print("imageformats" in Path("/proc/self/maps").read_text())
"""


def test_a_png_is_read_as_it_is() -> None:
    image = png_image(png())
    assert not image.isNull()
    assert image.pixelColor(0, 0) == QColor(*RED)
    assert image.pixelColor(59, 39) == QColor(*BLUE)


@pytest.mark.parametrize(
    "data",
    [None, b"", b"no picture", png()[:40], jpeg(), tiff([0, 255])],
    ids=["nothing", "empty", "text", "part", "jpeg", "tiff"],
)
def test_what_is_no_png_is_no_picture(data: bytes | None) -> None:
    assert png_image(data).isNull()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists what a process has loaded")
def test_no_plugin_for_other_pictures_is_loaded() -> None:
    read = subprocess.run(
        [sys.executable, "-c", READ], input=png(), capture_output=True, check=True
    )
    assert read.stdout.split() == [b"False"]
