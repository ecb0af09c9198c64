"""A journal on a network drive is kept in the way that such a drive can."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest
from helpers.ui_fixtures import S, document
from helpers.wine import is_wine

from capout_desktop.store import journal as module
from capout_desktop.store import network_drive
from capout_desktop.store.folders import folders
from capout_desktop.store.journal import Journal
from capout_desktop.store.network_drive import file_system, is_on_network

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/office\\040share rw shared:9 - cifs //server/share rw
41 40 8:2 / /mnt/office\\040share/local rw - xfs /dev/sdb1 rw
42 22 0:36 / /home/dana/far rw - tmpfs none rw
43 22 0:37 / /home/dana/far rw - nfs4 server:/home rw
a line that means nothing
a line - that means nothing
43 22 0:37 /
43 22 0:37 / - nfs4
44 22 0:38 / /short - fuse.sshfs
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/dana/data", "ext4"),
        ("/mnt/office share/data", "cifs"),
        ("/mnt/office share/local/data", "xfs"),
        ("/mnt/office sharecropper", "ext4"),
        ("/home/dana/far", "nfs4"),
        ("/home/dana/far/off", "nfs4"),
        ("/home/dana/farther", "ext4"),
        ("/", "ext4"),
        ("/short/data", "fuse.sshfs"),
    ],
)
def test_the_last_mount_above_a_path_counts(path: str, kind: str) -> None:
    assert file_system(MOUNTS, PurePosixPath(path)) == kind
    assert file_system("", PurePosixPath(path)) == ""


def test_a_local_folder_is_local(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path)
    assert not is_on_network(tmp_path / "not" / "there")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux' list of mounts")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("22 1 0:35 / / rw - nfs4 server:/home rw", True),
        ("22 1 0:35 / / rw - cifs //server/share rw", True),
        ("22 1 8:1 / / rw - ext4 /dev/sda1 rw", False),
        ("", False),
    ],
)
def test_the_list_of_mounts_says_what_is_on_the_network(
    line: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    monkeypatch.setattr(network_drive, "_MOUNTS", mounts)
    assert not is_on_network(tmp_path), "there is no list"
    mounts.write_text(line)
    assert is_on_network(tmp_path) is expected


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' names of shares")
def test_a_share_of_windows_is_on_the_network() -> None:
    assert is_on_network(Path(r"\\server\share\data"))


@pytest.mark.skipif(not is_wine(), reason="dev.py gives wine a network drive")
def test_a_journal_on_a_mapped_drive_is_kept_as_such_a_drive_can() -> None:
    with tempfile.TemporaryDirectory(dir="N:\\") as folder:
        path = Path(folder) / "journal.sqlite3"
        assert is_on_network(path)
        journal = Journal(path)
        journal.write([document(S.COMPLETE, id="1")])
        endings = {file.suffix for file in Path(folder).iterdir()}
        assert not endings & {".sqlite3-wal", ".sqlite3-shm"}, "no log beside it"
        journal.close()
        journal = Journal(path)
        assert [row.id for row in journal.load()] == ["1"]
        journal.close()


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has roaming profiles")
def test_the_list_does_not_roam_with_a_profile() -> None:
    data = folders(None).data
    assert data.is_relative_to(os.environ["LOCALAPPDATA"])
    assert not data.is_relative_to(os.environ["APPDATA"])


def test_a_journal_that_is_moved_to_a_network_drive_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.sqlite3"

    def mode() -> str:
        with closing(sqlite3.connect(path)) as db:
            (found,) = db.execute("PRAGMA journal_mode").fetchone()
        return str(found)

    journal = Journal(path)
    journal.write([document(S.COMPLETE, id="1")])
    journal.close()
    assert mode() == "wal"
    monkeypatch.setattr(module, "is_on_network", lambda _path: True)
    journal = Journal(path)
    journal.write([document(S.COMPLETE, id="2")])
    assert [row.id for row in journal.load()] == ["1", "2"]
    journal.close()
    assert mode() == "delete"
