"""The real program, started with Spanish chosen, as a screen reader hears it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pdfs import locked_pdf
from integration.shell.test_screen_reader import ROOT, SECONDS, names, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    locked = tmp_path / "locked scope.pdf"
    locked.write_bytes(locked_pdf())
    data = tmp_path / "data"
    data.mkdir()
    (data / "window.json").write_text(json.dumps({"language": "es"}), encoding="utf-8")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "capout_desktop", "--sandbox"),
            *("--data-dir", str(data), str(locked)),
        ],
        cwd=ROOT,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(SECONDS)


def test_a_program_with_spanish_chosen_speaks_it_from_the_start(
    program: subprocess.Popen[bytes],
) -> None:
    until(
        program.pid,
        lambda tree: any("necesita una contraseña" in name for name in names(tree)),
        "the row says in Spanish that a password is needed",
    )
    tree = until(
        program.pid,
        lambda tree: "PRÁCTICA" in " ".join(names(tree)),
        "the window says in Spanish that this is practice",
    )
    assert "Agregar PDF…" in names(tree)
