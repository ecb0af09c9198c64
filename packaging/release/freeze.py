"""Freezing of the program: app, Python and Qt in a folder that runs without installation."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from development.system_packages import missing_for_freezing, provide
from release.build_folder import ROOT, Build
from release.bundled_parts import note_parts
from release.icon_files import write_icns, write_ico

SPEC = ROOT / "packaging" / "release" / "capout-desktop.spec"


def freeze(build: Build) -> Path:
    """Rebuild `build.frozen` and return it.

    Raises:
        SystemExit: PyInstaller failed, or something that it needs is missing.
    """
    if sys.platform == "linux":
        provide(missing_for_freezing)
    _make_assets(build)
    build.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"),
            f"--distpath={build.empty('frozen')}",
            f"--workpath={build.empty('pyinstaller')}",
            SPEC,
        ],
        {
            "CAPOUT_BUILD_ASSETS": str(build.assets),
            # Parallel builds must not share a cache, and the order of sets must be fixed.
            "PYINSTALLER_CONFIG_DIR": str(build.work / "pyinstaller-cache"),
            "PYTHONHASHSEED": "0",
            # The log names lines, and needs no columns.
            "PYTHONNODEBUGRANGES": "1",
        },
    )
    if sys.platform == "linux":
        build.settle(build.frozen)
    note_parts(build)
    return build.frozen


def _make_assets(build: Build) -> None:
    build.assets.mkdir(parents=True, exist_ok=True)
    write_ico(build.assets / "app.ico")
    write_icns(build.assets / "app.icns")
    if sys.platform == "win32":
        from windows.installer import write_version_info  # noqa: PLC0415 - Windows only

        write_version_info(build.assets / "version_info.txt")


def copy_frozen(build: Build, target: Path) -> None:
    """Copy the frozen program and keep its links."""
    if not build.frozen.is_dir():
        raise SystemExit("package: freeze the program first: dev.py package frozen")
    shutil.copytree(build.frozen, target, symlinks=True)
