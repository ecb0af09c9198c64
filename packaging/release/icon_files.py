"""Icon files of the program for each desktop, drawn from `resources/icons/app.svg`."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from release.build_folder import ROOT

SVG = ROOT / "resources" / "icons" / "app.svg"
LINUX_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# Apple's type codes of icons, each a PNG of the given size in pixels.
_MACOS_KINDS = {
    b"icp4": 16,
    b"icp5": 32,
    b"icp6": 64,
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic10": 1024,
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}


def png(size: int) -> bytes:
    """Return the icon as a PNG, `size` pixels wide and high."""
    application = QGuiApplication.instance() or QGuiApplication(["package"])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    _draw_icon(image, QRectF(0, 0, size, size))
    content = _saved(image, "PNG")
    del application
    return content


def write_last_page(target: Path) -> None:
    """Write the picture on the last page of the installer for Windows, at twice its usual size."""
    application = QGuiApplication.instance() or QGuiApplication(["package"])
    image = QImage(2 * 164, 2 * 314, QImage.Format.Format_RGB888)
    image.fill(QColor("#e8f0fe"))
    side = 220.0
    left = (image.width() - side) / 2
    _draw_icon(image, QRectF(left, left * 2, side, side))
    target.write_bytes(_saved(image, "BMP"))
    del application


def _draw_icon(image: QImage, place: QRectF) -> None:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(SVG)).render(painter, place)
    painter.end()


def _saved(image: QImage, form: str) -> bytes:
    content = QByteArray()
    device = QBuffer(content)
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(device, form):  # type: ignore[call-overload]  # the stubs know str only
        raise SystemExit(f"package: {SVG} could not be drawn")
    return bytes(content.data())


def write_ico(target: Path) -> None:
    """Write the icon file for Windows: a directory, followed by the PNGs."""
    pictures = [png(size) for size in WINDOWS_SIZES]
    offset = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in zip(WINDOWS_SIZES, pictures, strict=True):
        side = size % 256  # 0 means 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    target.write_bytes(directory + b"".join(pictures))


def write_icns(target: Path) -> None:
    """Write the icon file for macOS: each image preceded by its type and length."""
    drawn = {size: png(size) for size in set(_MACOS_KINDS.values())}
    body = b"".join(
        kind + struct.pack(">I", 8 + len(drawn[size])) + drawn[size]
        for kind, size in _MACOS_KINDS.items()
    )
    target.write_bytes(b"icns" + struct.pack(">I", 8 + len(body)) + body)
