"""The watched folder on a real disk: what is listed, and how files are moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from capout_desktop.domain.watch_rules import Stamp
from capout_desktop.services.folder_watch.listing import (
    ends_like_a_pdf,
    find_in_sent,
    look,
    move_to_sent,
)


def stamp(path: Path) -> Stamp:
    found = path.stat()
    return Stamp(found.st_size, found.st_mtime_ns)


def test_only_pdfs_of_the_folder_itself_are_listed(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.PDF", "._a.pdf", "c.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "Sent").mkdir()
    (tmp_path / "Sent" / "d.pdf").write_bytes(b"x")
    listing = look(str(tmp_path), {})
    assert listing.estimates == {n: stamp(tmp_path / n) for n in ("a.pdf", "b.PDF")}
    assert listing.names == {p.name for p in tmp_path.iterdir()}


def test_a_moved_file_keeps_its_content_and_covers_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for number in range(3):
        path.write_bytes(bytes([number]) * 10)
        before = stamp(path)
        target = move_to_sent(str(tmp_path), "a.pdf", before)
        assert target is not None
        assert stamp(Path(target)) == before
        assert not path.exists()
        assert find_in_sent(str(tmp_path), "a.pdf", before) == target
    sent = tmp_path / "Sent"
    contents = {p.name: p.read_bytes()[0] for p in sent.iterdir()}
    assert contents == {"a.pdf": 0, "a (2).pdf": 1, "a (3).pdf": 2}


def test_another_file_of_the_name_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"first")
    before = stamp(path)
    path.write_bytes(b"the second one")
    assert move_to_sent(str(tmp_path), "a.pdf", before) is None
    assert path.read_bytes() == b"the second one"


def test_what_cannot_be_moved_stays_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"first")
    (tmp_path / "Sent").write_bytes(b"a file where the folder should be")
    with pytest.raises(OSError, match="Sent"):
        move_to_sent(str(tmp_path), "a.pdf", stamp(path))
    assert path.read_bytes() == b"first"
    with pytest.raises(FileNotFoundError):
        move_to_sent(str(tmp_path), "gone.pdf", stamp(path))


def test_nothing_is_found_where_nothing_was_moved(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"first")
    assert find_in_sent(str(tmp_path), "a.pdf", stamp(path)) is None


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (b"%PDF-1.7 ... %%EOF", True),
        (b"%PDF-1.7" + b"." * 9000 + b"%%EOF\r\n", True),
        (b"%PDF-1.7" + b"." * 9000, False),
        (b"%%EOF" + b"." * 9000, False),
        (b"", False),
    ],
)
def test_a_whole_pdf_has_its_end(tmp_path: Path, content: bytes, whole: bool) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert ends_like_a_pdf(str(path)) is whole


def test_a_pdf_that_is_being_written_over_does_not_end_with_its_old_end(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 old %%EOF" + b"new " * 2000)
    assert not ends_like_a_pdf(str(path))
    path.write_bytes(path.read_bytes() + b"%%EOF\r\n")
    assert ends_like_a_pdf(str(path))
