"""What a screen reader finds in the list of batches, and presses there, over AT-SPI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from helpers.shown import Shown
from helpers.ui_fixtures import NOW, S, document
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")
READER = Path(__file__).resolve().parents[2] / "helpers" / "screen_reader.py"
TO_SUE = Destination(
    organization_id="", credential_id="", key_kind=None, server="", xn_address="sue@acme"
)


def reader(qtbot: QtBot, command: str, *arguments: str) -> str:
    """What the screen reader says; it runs beside the window, which answers it.

    It is asked again until the window is on the accessibility bus.
    """
    said: list[str] = []

    def ask() -> bool:
        with (
            tempfile.TemporaryFile("w+") as output,
            subprocess.Popen(
                ["/usr/bin/python3", str(READER), command, str(os.getpid()), *arguments],
                env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
                stdout=output,
            ) as process,
        ):
            qtbot.waitUntil(lambda: process.poll() is not None, timeout=60_000)
            output.seek(0)
            said.append(output.read())
            return process.returncode == 0

    qtbot.waitUntil(ask, timeout=60_000)
    return said[-1]


def test_rows_headings_and_the_selection_are_read_and_pressed(shown: Shown, qtbot: QtBot) -> None:
    window = shown.window
    told: list[object] = []
    window.batches.pause.connect(lambda batch_id: told.append(("pause", batch_id)))
    shown.actions.retry.connect(lambda ids: told.append(("retry", ids)))
    window.apply_batches([Batch("storm", "storm", NOW, BatchOrigin.DROP, TO_SUE, sent_at=NOW)])
    no_address = Problem(HoldReason.NO_ADDRESS)
    held = document(S.HELD, id="a", file_name="a.pdf", batch_id="storm", problem=no_address)
    failed = document(S.FAILED, id="b", file_name="b.pdf", batch_id="storm")
    under_way = document(S.PROCESSING, id="c", file_name="c.pdf", batch_id="storm")
    shown.add([held, failed, under_way])
    shown.table.selectAll()
    QApplication.processEvents()

    tree = [json.loads(line) for line in reader(qtbot, "tree").splitlines()]
    pressable = {o["name"] for o in tree if o["showing"] and "button" in o["role"]}
    assert {"Pick address: a.pdf", "Retry: b.pdf", "Pause: storm"} <= pressable
    assert {"Retry failed: storm", "Clear selection"} <= pressable
    names = [one["name"] for one in tree]
    assert any("1 processing" in name and name.startswith("storm") for name in names)
    assert "3 selected" in names

    # A pressed button is seen to go down, and then acts.
    reader(qtbot, "press", "Retry: b.pdf")
    qtbot.waitUntil(lambda: told == [("retry", ["b"])], timeout=20_000)
    reader(qtbot, "press", "Pause: storm")
    qtbot.waitUntil(lambda: told[1:] == [("pause", "storm")], timeout=20_000)
    reader(qtbot, "press", "Clear selection")
    qtbot.waitUntil(lambda: shown.table.selected_count() == 0, timeout=20_000)
