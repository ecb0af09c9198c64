"""PySide makes classes of Qt when they are first needed; the window needs few of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import capout_desktop

PROGRAM = """
import enum
made = []
create = enum.EnumMeta.__dict__["_create_"]
def note(cls, name, *values, **others):
    made.append(name)
    return create(cls, name, *values, **others)
enum.EnumMeta._create_ = note

import datetime
from PySide6.QtWidgets import QApplication, QTableView
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.ui.shell.main_window import MainWindow

application = QApplication([])
window = MainWindow()
at = datetime.datetime.now(datetime.UTC)
window.apply(
    Document(str(n), f"Claim {n}.pdf", f"/Claim {n}.pdf", SourceKind.FILE, "a@b",
             DocumentState.FAILED, at, at)
    for n in range(3)
)
window.model.flush()
window.show()
for _ in range(3):
    application.processEvents()
window.findChild(QTableView).selectRow(0)
window.grab()
print(*made)
"""


def test_the_first_rows_are_painted_without_classes_that_no_part_of_the_window_uses() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True, timeout=60
    )
    made = set(done.stdout.split())
    assert {"AlignmentFlag", "StateFlag"} <= made, "those of Qt and QStyle, which the table uses"
    # Of QGradient, for `fillRect`; of QWizard, for a widget of an unknown class; of QPageSize, for
    # the docstring of any method of Qt.
    assert not made & {"Preset", "WizardButton", "PageSizeId"}


def test_the_first_paint_waits_for_none_of_the_hundred_enums_of_the_class_qt() -> None:
    before_window = PROGRAM.split("import datetime", maxsplit=1)[0]
    done = subprocess.run(
        [sys.executable, "-c", f"{before_window}\nimport capout_desktop.app\nprint(*made)"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    made = set(done.stdout.split())
    assert "ThemeIcon" in made, "that of QIcon"
    assert "AlignmentFlag" not in made


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are in the network library of Qt")
def test_the_network_library_of_qt_is_loaded_for_the_pipes_of_windows_only() -> None:
    package = Path(capout_desktop.__file__).parent
    users = [path for path in package.rglob("*.py") if "QtNetwork" in path.read_text("utf-8")]
    assert [path.name for path in users] == ["instance_pipes.py"]
    code = """
import sys
import capout_desktop.app, capout_desktop.program, capout_desktop.ui.shell.single_instance
print(sorted(name for name in sys.modules if "instance_" in name or "QtNetwork" in name))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    loaded = done.stdout
    assert "instance_sockets" in loaded
    assert "instance_pipes" not in loaded
    assert "QtNetwork" not in loaded
