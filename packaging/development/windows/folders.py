"""Where the parts are, all below `build/windows`, and paths as Windows writes them."""

from __future__ import annotations

from pathlib import Path

from development.virtual_environment import ROOT

FOLDER = ROOT / "build" / "windows"
PYTHON_FOLDER = FOLDER / "python"
"""Windows' Python with the locked packages."""

PYTHON = PYTHON_FOLDER / "python.exe"
SYSTEM_LIBRARIES = FOLDER / "system32"
"""Libraries that Windows has and wine lacks."""

PREFIX = FOLDER / "prefix"
"""The folder that wine shows to programs as drive C, and its registry."""

NETWORK_DRIVE = FOLDER / "share"
"""The folder that programs see as drive N, and take for one of another computer."""

PACKAGE = FOLDER / "package"
"""Where the packages for Windows are made."""

BYTECODE = FOLDER / "bytecode"
"""Compiled modules, apart from those of the other Python, which name other files."""


def windows_path(path: Path) -> str:
    """Return a path as programs under wine see it: drive Z is the root of the file system."""
    return "Z:" + str(path).replace("/", "\\")
