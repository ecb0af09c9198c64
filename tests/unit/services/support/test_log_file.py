"""The log file: of limited size, and written again once that is possible."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from capout_desktop.services.support import logs
from capout_desktop.services.support.logs import Log


def test_the_log_keeps_the_newest_records_in_a_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_BYTES", 200)
    log, logger = Log(tmp_path, verbose=False), logging.getLogger("capout_desktop.test")
    for number in range(60):
        logger.info("Größe %d", number)
    log.close()
    newest_first = ["capout-desktop.log", *(f"capout-desktop.log.{n}" for n in range(1, 6))]
    assert {path.name for path in tmp_path.iterdir()} == {*newest_first}
    full = [tmp_path / name for name in newest_first[1:]]
    assert all(200 <= path.stat().st_size < 300 for path in full)
    lines = [
        line
        for name in reversed(newest_first)
        for line in (tmp_path / name).read_text("utf-8").splitlines()
    ]
    numbers = [int(line.rpartition("Größe ")[2]) for line in lines]
    assert numbers == [*range(60 - len(lines), 60)]


def test_the_log_goes_on_once_its_file_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    in_its_place = tmp_path / "capout-desktop.log"
    in_its_place.mkdir()
    log, logger = Log(tmp_path, verbose=False), logging.getLogger("capout_desktop.test")
    failed = threading.Event()
    monkeypatch.setattr(log._file, "handleError", lambda _: failed.set())
    logger.info("lost")
    assert failed.wait(60)
    in_its_place.rmdir()
    logger.info("kept")
    log.close()
    assert in_its_place.read_text("utf-8").endswith(": kept\n")
    assert "lost" not in in_its_place.read_text("utf-8")
