"""Files that hold what is private are written where nobody else can read or exchange them."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from capout_desktop.services.runtime.csv_file import write_csv
from capout_desktop.services.runtime.whole_file import write_whole
from capout_desktop.services.support import logs
from capout_desktop.services.support.logs import Log
from capout_desktop.store import watched_files
from capout_desktop.store.journal import Journal
from capout_desktop.store.private_files import (
    ForeignFolderError,
    make_private_folder,
    write_private_file,
)
from capout_desktop.store.settings import Settings, SettingsFile
from capout_desktop.store.view_state_file import ViewState, write_view_state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write_everything(data: Path) -> None:
    SettingsFile(data / "settings.json").save(Settings(proxy_url="http://dana:secret@proxy:1"))
    write_view_state(data / "window.json", ViewState())
    watched_files.save(data / "watched.json", b"{}")


def test_a_planted_link_is_neither_followed_nor_kept(tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "precious"
    data.mkdir()
    other.write_text("precious")
    for name in ("settings.tmp", "window.tmp", "watched.tmp"):
        (data / name).symlink_to(other)
    write_everything(data)
    assert other.read_text() == "precious"
    assert sorted(path.name for path in data.iterdir()) == [
        *("settings.json", "watched.json", "window.json")
    ]


@pytest.mark.parametrize(
    "write",
    [
        lambda path: write_csv(path, [("a", "b")]),
        lambda path: write_whole(path, b"a,b"),
    ],
    ids=["list", "other file"],
)
def test_an_export_into_a_shared_folder_overwrites_nothing_through_a_planted_link(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    other = tmp_path / "precious"
    other.write_text("precious")
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "list.csv.part").symlink_to(other)
    (shared / "list.csv").symlink_to(other)
    write(shared / "list.csv")
    assert other.read_text() == "precious"
    assert "a,b" in (shared / "list.csv").read_text()
    assert [path.name for path in shared.iterdir()] == ["list.csv"]


def test_a_planted_file_that_others_may_read_is_not_written_to(tmp_path: Path) -> None:
    draft = tmp_path / "settings.tmp"
    draft.touch(0o666)
    draft.chmod(0o666)
    with draft.open("rb") as held_open_by_another:
        write_everything(tmp_path)
        assert held_open_by_another.read() == b""
    assert {mode(path) for path in tmp_path.iterdir()} == {0o600}


def test_the_folders_are_the_users_alone(tmp_path: Path) -> None:
    data, logs = tmp_path / "data", tmp_path / "logs"
    for folder, present in ((data, 0o755), (logs, 0o670)):
        folder.mkdir()
        folder.chmod(present)
    Journal(data / "journal.sqlite3").close()
    Log(logs, verbose=False).close()
    write_everything(tmp_path / "new" / "data")
    assert [mode(folder) for folder in (data, logs, tmp_path / "new" / "data")] == [0o700] * 3


def test_every_file_of_the_log_is_the_users_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_BYTES", 200)
    log, logger = Log(tmp_path / "logs", verbose=False), logging.getLogger("capout_desktop.test")
    for _ in range(10):
        logger.info("a line that is long enough for several files of the log in this test")
    log.close()
    written = list((tmp_path / "logs").iterdir())
    assert len(written) > 2
    assert {mode(path) for path in written} == {0o600}
    # Nor is one written through a link that somebody has planted.
    other = tmp_path / "precious"
    other.write_text("precious")
    for path in written:
        path.unlink()
    written[0].with_name("capout-desktop.log").symlink_to(other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging, "raiseExceptions", False)
        log = Log(tmp_path / "logs", verbose=False)
        logger.info("to another file")
        log.close()
    assert other.read_text() == "precious"


def test_a_folder_for_everybody_stays_one(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    make_private_folder(shared)
    assert mode(shared) == 0o1777


def test_the_folder_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = tmp_path.stat().st_uid
    if owner == 0:
        os.chown(tmp_path, 4242, -1)
        monkeypatch.setattr(os, "geteuid", lambda: 4711)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(ForeignFolderError):
        make_private_folder(tmp_path)


def test_a_failed_write_leaves_the_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    with pytest.raises(OSError, match=r"settings\.json"):
        write_private_file(path, b"new")
    assert [found.name for found in tmp_path.iterdir()] == ["settings.json"]


class HeldOpenError(OSError):
    """What Windows says while another program has the file open."""

    winerror = 32


@pytest.mark.parametrize("error", [HeldOpenError("held"), OSError("full")])
@pytest.mark.parametrize("times", [1, 3])
def test_a_file_that_another_program_holds_is_tried_again_and_other_trouble_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, times: int
) -> None:
    tries: list[Path] = []
    real = Path.replace

    def replace(draft: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) <= times:
            raise error
        return real(draft, target)

    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", replace)
    if isinstance(error, HeldOpenError):
        write_private_file(path, b"new")
        assert (path.read_bytes(), len(tries)) == (b"new", times + 1)
    else:
        with pytest.raises(OSError, match="full"):
            write_private_file(path, b"new")
        assert (path.read_bytes(), len(tries)) == (b"old", 1)
    assert [found.name for found in tmp_path.iterdir()] == ["settings.json"]


def test_a_file_that_stays_held_is_given_up_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(_draft: Path, _target: Path) -> Path:
        raise HeldOpenError("held")

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(HeldOpenError):
        write_private_file(tmp_path / "settings.json", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("user", "owner", "before", "after"),
    [
        (1000, 1000, 0o755, 0o700),
        (1000, 1000, 0o750, 0o700),
        (1000, 1000, 0o701, 0o700),
        (1000, 1000, 0o700, 0o700),
        (1000, 0, 0o755, 0o755),  # the system's
        (0, 1000, 0o755, 0o755),  # an administrator may use a folder of anybody
        (0, 0, 0o755, 0o700),
        (1000, 1000, 0o1777, 0o1777),
    ],
)
def test_rights_are_taken_from_ones_own_folder_only(
    user: int, owner: int, before: int, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(before)
    real = os.stat_result(folder.stat())
    facts = os.stat_result((*real[:4], owner, *real[5:]))
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", lambda *_args, **_more: facts)
        make_private_folder(folder)
    assert mode(folder) == after
