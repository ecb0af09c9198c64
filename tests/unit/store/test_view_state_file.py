"""How the window looked is read whatever stands in its file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from capout_desktop.store.view_state_file import ViewState, read_view_state, write_view_state


def test_a_look_reads_back_as_it_was_written(tmp_path: Path) -> None:
    look = ViewState(
        geometry="AAAA",
        theme="dark",
        language="es",
        density="compact",
        widths={"file": 300},
        sort_column="status",
        sort_descending=True,
        group_by="day",
        show="active",
        details_open=True,
        details_width=320,
    )
    write_view_state(tmp_path / "window.json", look)
    assert read_view_state(tmp_path / "window.json") == look
    assert [path.name for path in tmp_path.iterdir()] == ["window.json"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"3", b"\xff\xfe", b'{"theme": 3, "widths": {"file": "x"}}']
)
def test_what_makes_no_sense_is_as_on_the_first_day(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window.json").write_bytes(content)
    assert read_view_state(tmp_path / "window.json") == ViewState()


def test_columns_without_a_width_are_as_wide_as_usual(tmp_path: Path) -> None:
    stored = b'{"widths": {"file": 300, "status": 0, "sent": -20, "size": 1, "pages": true}}'
    (tmp_path / "window.json").write_bytes(stored)
    assert read_view_state(tmp_path / "window.json").widths == {"file": 300, "size": 1}


def test_without_a_file_it_is_the_first_day(tmp_path: Path) -> None:
    assert read_view_state(tmp_path / "window.json") == ViewState()


@pytest.mark.skipif(os.name != "posix", reason="a folder in the file's place, as POSIX has it")
def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "window.json").mkdir()
    with pytest.raises(OSError, match=r"window\.json"):
        write_view_state(tmp_path / "window.json", ViewState())
    assert [path.name for path in tmp_path.iterdir()] == ["window.json"]
