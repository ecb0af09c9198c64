"""Other programs get the environment in which the packaged program was started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePath

import PySide6
import pytest

from capout_desktop.child_environment import restore_environment

OWN = PurePath("/opt/capout-desktop/_internal")


def restored(**environment: str) -> dict[str, str]:
    restore_environment(environment, OWN)
    return environment


def test_what_the_launcher_added_is_gone() -> None:
    assert restored(
        HOME="/home/dana",
        LD_LIBRARY_PATH=str(OWN),
        QT_PLUGIN_PATH=f"{OWN}/PySide6/Qt/plugins",
        QML2_IMPORT_PATH=f"{OWN}/PySide6/Qt/qml",
        _PYI_ARCHIVE_FILE="/opt/capout-desktop/capout-desktop",
        _PYI_PARENT_PROCESS_LEVEL="1",
    ) == {"HOME": "/home/dana"}


def test_what_was_there_before_is_there_again() -> None:
    path = os.pathsep.join(["/usr/bin", "/bin"])
    assert restored(
        LD_LIBRARY_PATH=os.pathsep.join([str(OWN), "/opt/cuda"]),
        LD_LIBRARY_PATH_ORIG="/opt/cuda",
        PATH=os.pathsep.join([str(OWN), path]),
        QT_PLUGIN_PATH="/usr/lib/qt6/plugins",
        QT_SCALE_FACTOR="2",
    ) == {
        "LD_LIBRARY_PATH": "/opt/cuda",
        "PATH": path,
        "QT_PLUGIN_PATH": "/usr/lib/qt6/plugins",
        "QT_SCALE_FACTOR": "2",
    }


START = """
import os, sys
sys._MEIPASS = {own!r}
from capout_desktop import app
app._run_loop = lambda *_: print(sorted(name for name in os.environ if "QT_PLUGIN" in name or
                                        name.startswith("_PYI"))) or 0
from capout_desktop.cli import main
sys.exit(main(["--data-dir", {data!r}]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the paths are those of POSIX")
def test_the_program_does_so_once_its_window_is_there(tmp_path: Path) -> None:
    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins"
    added = {"QT_PLUGIN_PATH": str(plugins), "_PYI_ARCHIVE_FILE": "x"}
    done = subprocess.run(
        [sys.executable, "-c", START.format(own=str(plugins), data=str(tmp_path))],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | added,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
