"""What is remembered of the files of the watched folder."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from capout_desktop.store import watched_files
from capout_desktop.store.watched_files import WatchedFiles, encode, key_of


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_names_that_are_no_text_are_told_apart_and_can_be_stored(tmp_path: Path) -> None:
    names = ["sch\udce4den.pdf", "sch\udcfcden.pdf", "schäden.pdf"]
    keys = [key_of(name) for name in names]
    assert len(set(keys)) == 3
    assert keys[2] == names[2]
    path = tmp_path / "new" / "watched.json"
    remembered = WatchedFiles(taken=dict.fromkeys(keys, "row"))
    watched_files.save(path, encode(remembered))
    assert watched_files.load(path) == remembered
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
