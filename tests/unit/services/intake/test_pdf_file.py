"""A file as it is handed to PDFium, part by part."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers.pdfs import locked_pdf, written_pdf
from pypdfium2 import raw

from capout_desktop.services.intake import pdf_file
from capout_desktop.services.intake.pdf_file import access_to
from capout_desktop.services.intake.pdf_reading import OpenPdf

CONTENT = bytes(range(256)) * 4


def read(file: int | None, position: int, size: int) -> tuple[int, bytes]:
    """Return what is said of a part, and the first bytes of a room that was full of `?`."""
    room = ctypes.create_string_buffer(b"?" * (size + 3), size + 3)
    return pdf_file._read_block(file, position, room, size), room.raw


@pytest.mark.parametrize(
    ("position", "size", "is_there"),
    [(0, 1024, True), (7, 300, True), (1023, 1, True), (1024, 1, False), (1000, 25, False)],
)
def test_a_part_is_read_as_a_whole_or_not_at_all(
    position: int, size: int, is_there: bool, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(CONTENT)
    with (tmp_path / "a.pdf").open("rb") as file:
        said, room = read(file.fileno(), position, size)
    part = CONTENT[position : position + size] if is_there else b"?" * size
    assert (said, room) == (int(is_there), part + b"???")


def test_a_part_may_come_in_pieces_and_from_the_first_file_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[int, ...]] = []
    pieces = [b"ab", b"c", b"def"]

    def take(*asking: int) -> bytes:
        asked.append(asking)
        return pieces.pop(0)

    system = SimpleNamespace(lseek=lambda *asking: asked.append(asking), read=take, SEEK_SET=0)
    monkeypatch.setattr(pdf_file, "os", system)
    assert read(None, 40, 6) == (1, b"abcdef???")  # a descriptor of zero comes as None
    assert asked == [(0, 40, 0), (0, 6), (0, 4), (0, 3)]
    pieces[:] = [b"ab", b""]
    asked.clear()
    assert read(9, 40, 6) == (0, b"?" * 9)
    assert asked == [(9, 40, 0), (9, 6), (9, 4)]


def test_a_file_that_cannot_be_read_has_no_parts(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(CONTENT)
    file = os.open(tmp_path / "a.pdf", os.O_RDONLY)
    os.close(file)
    assert read(file, 0, 6) == (0, b"?" * 9)


def test_an_access_has_the_length_of_its_file_and_nothing_of_another(tmp_path: Path) -> None:
    first, second = written_pdf(2), locked_pdf()
    (tmp_path / "a.pdf").write_bytes(first)
    (tmp_path / "b.pdf").write_bytes(second)
    with (tmp_path / "a.pdf").open("rb") as one, (tmp_path / "b.pdf").open("rb") as other:
        accesses = access_to(one.fileno()), access_to(other.fileno())
        assert [access.m_FileLen for access in accesses] == [len(first), len(second)]
        assert [access.m_Param for access in accesses] == [one.fileno(), other.fileno()]
        with OpenPdf(one.fileno()) as good, OpenPdf(other.fileno()) as bad:
            assert (good.error, good.page_count, bad.error) == (0, 2, raw.FPDF_ERR_PASSWORD)
