"""What is promised to outlive a power cut is forced onto the disk before the call returns."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from capout_desktop.store import watched_files
from capout_desktop.store.outbox import Outbox
from capout_desktop.store.private_files import write_private_file
from capout_desktop.store.settings import Settings, SettingsFile
from capout_desktop.store.view_state_file import ViewState, write_view_state

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads where a descriptor leads")


@pytest.mark.parametrize(
    ("write", "forced"),
    [
        (lambda folder: SettingsFile(folder / "s.json").save(Settings()), ["file"]),
        (lambda folder: watched_files.save(folder / "w.json", b"{}"), ["file"]),
        (lambda folder: Outbox(folder / "outbox").add([b"%PDF-"]), ["file", "folder"]),
        (lambda folder: write_private_file(folder / "p", b"x", sync=True), ["file"]),
        (lambda folder: write_private_file(folder / "p", b"x"), []),
        # How the window looked is not worth a wait for the disk.
        (lambda folder: write_view_state(folder / "v.json", ViewState()), []),
    ],
)
def test_it_is_on_the_disk(
    write: Callable[[Path], object],
    forced: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        place = Path(f"/proc/self/fd/{descriptor}").readlink()
        if place.is_dir():
            synced.append("folder")
        else:
            assert place.stat().st_size, "nothing has been handed to the system yet"
            synced.append("file")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    before = len([*Path("/proc/self/fd").iterdir()])
    write(tmp_path)
    assert synced == forced
    assert len([*Path("/proc/self/fd").iterdir()]) == before, "nothing is left open"
