"""A file that another program has open on Windows is replaced once that program lets go of it."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path

import pytest

from capout_desktop.services.runtime.csv_file import write_csv
from capout_desktop.store import watched_files
from capout_desktop.store.settings import Settings, SettingsFile
from capout_desktop.store.view_state_file import ViewState, write_view_state

WRITERS: dict[str, Callable[[Path], None]] = {
    "settings": lambda path: SettingsFile(path).save(Settings(queue_paused=True)),
    "look": lambda path: write_view_state(path, ViewState(theme="dark")),
    "watch": lambda path: watched_files.save(path, b"{}"),
    "table": lambda path: write_csv(path, [("credits",), ("8",)]),
}
ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION = 5, 32, 33


class HeldError(PermissionError):
    """Windows' refusal to replace a file that is open."""

    winerror = SHARING_VIOLATION


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BufferedReader]:
    """A file that cannot be replaced while it is open; Linux has to be taught that."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with path.open("rb") as file:
        if sys.platform != "win32":
            replace = Path.replace

            def refuse(draft: Path, target: Path) -> Path:
                if not file.closed:
                    raise HeldError(errno.EACCES, "It is used by another process", str(target))
                return replace(draft, target)

            monkeypatch.setattr(Path, "replace", refuse)
        yield file


@pytest.mark.parametrize(
    ("writer", "number"),
    [
        *((writer, SHARING_VIOLATION) for writer in WRITERS),
        ("settings", ACCESS_DENIED),
        ("settings", LOCK_VIOLATION),
    ],
)
def test_it_is_replaced_when_the_other_program_closes_it(
    held: BufferedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str, number: int
) -> None:
    monkeypatch.setattr(HeldError, "winerror", number)
    sleep = time.sleep

    def close_meanwhile(seconds: float) -> None:
        held.close()
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", close_meanwhile)
    WRITERS[writer](tmp_path / "file")
    assert (tmp_path / "file").read_bytes() != b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("writer", ["settings", "table"])
def test_one_that_stays_open_is_as_it_was_and_said_to_be(
    held: BufferedReader, tmp_path: Path, writer: str
) -> None:
    with pytest.raises(PermissionError):
        WRITERS[writer](tmp_path / "file")
    held.close()
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_any_other_trouble_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_draft: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(time, "sleep", lambda _seconds: pytest.fail("it waits"))
    with pytest.raises(OSError, match="No space left"):
        WRITERS["settings"](tmp_path / "file")
