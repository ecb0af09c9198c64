"""Other programs get the environment in which the packaged program was started."""

from __future__ import annotations

import os
from pathlib import PurePath

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
