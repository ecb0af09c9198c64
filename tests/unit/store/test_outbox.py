"""The outbox on a real disk: private, whole or not at all, and repaired."""

from __future__ import annotations

import hashlib
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.documents import at

from capout_desktop.store.journal import set_aside
from capout_desktop.store.outbox import Outbox


def test_a_file_is_private_and_described(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    stored = outbox.add([b"%PDF-", b"1.7"])
    path = Path(stored.path)
    assert path.read_bytes() == b"%PDF-1.7"
    assert stored.size == len(b"%PDF-1.7")
    assert stored.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert outbox.add([b"%PDF-", b"1.7"]).path != stored.path
    assert outbox.usage() == (2, 16)


def test_an_outbox_without_a_file_has_no_folder_and_nothing_to_repair(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    assert (outbox.usage(), outbox.repair(set())) == ((0, 0), 0)
    assert not outbox.folder.exists()


def test_what_cannot_be_written_whole_leaves_nothing(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"%PDF-"
        raise OSError("no space left")

    outbox = Outbox(tmp_path / "outbox")
    with pytest.raises(OSError, match="no space"):
        outbox.add(parts())
    assert list(outbox.folder.iterdir()) == []


def test_only_files_of_the_outbox_are_deleted(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    mine = tmp_path / "mine.pdf"
    mine.write_bytes(b"%PDF-")
    stored = outbox.add([b"%PDF-"])
    for path in (str(mine), f"{outbox.folder}/../mine.pdf", stored.path):
        outbox.discard(path)
    assert mine.exists()
    assert not Path(stored.path).exists()


def test_repair_deletes_orphans_and_keeps_what_is_wanted_or_on_its_way(tmp_path: Path) -> None:
    earlier = Outbox(tmp_path / "outbox")
    wanted, orphan = earlier.add([b"a"]), earlier.add([b"b"])
    half_written = earlier.folder / "half.pdf"
    half_written.write_bytes(b"")
    orphans = 3
    if sys.platform != "win32":  # which lets nobody but an administrator make a link
        (earlier.folder / "link.pdf").symlink_to(tmp_path)
        orphans += 1
    outbox = Outbox(tmp_path / "outbox")
    on_its_way, settled = outbox.add([b"c"]), outbox.add([b"d"])
    outbox.settle(settled.path)
    assert outbox.repair({wanted.path}) == orphans
    assert {str(path) for path in outbox.folder.iterdir()} == {wanted.path, on_its_way.path}
    assert not Path(orphan.path).exists()
    assert tmp_path.is_dir()


def test_repair_deletes_nothing_while_a_damaged_journal_may_name_the_files(tmp_path: Path) -> None:
    orphan = Outbox(tmp_path / "outbox").add([b"a"])
    (tmp_path / "journal.sqlite3").write_bytes(b"damaged")
    aside = set_aside(tmp_path / "journal.sqlite3", at(0))
    assert Outbox(tmp_path / "outbox").repair(set()) == 0
    assert Path(orphan.path).exists()
    aside.unlink()
    assert Outbox(tmp_path / "outbox").repair(set()) == 1
