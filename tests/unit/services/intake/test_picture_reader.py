"""Which pictures of a drop become pages, and what is said of the others."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from capout_desktop.domain import file_problem, picture
from capout_desktop.domain.copied_from import CopyKind
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.picture import Encoding, PictureForm, PictureRefusal
from capout_desktop.services.intake.pdf_inspector import BadPicture, PdfInspector
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_reader import NoPictures, PictureReader
from capout_desktop.services.intake.sources import Found
from capout_desktop.services.runtime.time_limit import TimeLimit
from capout_desktop.store.outbox import Stored

PAGE = PicturePage(PictureForm(2, 1, 1, 8, Encoding.DEFLATE), b"pixels")


class Inspector:
    """Stands for the inspector: a picture has as many pages as its content says."""

    def pictures(self, path: str) -> Iterator[PicturePage]:
        content = Path(path).read_bytes()
        if not content.isdigit():
            raise BadPicture(PictureRefusal(content.decode()))
        yield from [PAGE] * int(content)


@pytest.fixture
def reader() -> Iterator[PictureReader]:
    with contextlib.closing(TimeLimit("read pictures")) as limit:
        yield PictureReader(cast("PdfInspector", Inspector()), limit)


def put(folder: Path, name: str, content: str) -> Found:
    path = folder / name
    path.write_text(content)
    return Found(str(path), SourceKind.FILE, name)


def pages_in(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page ")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_all_that_is_read_becomes_one_pdf_with_the_first_name(
    reader: PictureReader, tmp_path: Path
) -> None:
    items = [
        put(tmp_path, "live.HEIC", "1"),
        put(tmp_path, "front.jpg", "1"),
        put(tmp_path, "broken.png", "damaged"),
        put(tmp_path, "odd.tif", "unsupported"),
        put(tmp_path, "huge.png", "too-large"),
        put(tmp_path, "scan.tif", "3"),
        Found(str(tmp_path / "gone.jpg"), SourceKind.FILE, "gone.jpg"),
        Found(str(tmp_path), SourceKind.FILE, "folder.jpg"),
        Found("nul\0.jpg", SourceKind.FILE, "nul.jpg"),
    ]
    pdf = b"".join(reader.pdf_of(items))
    assert pages_in(pdf) == 4
    said = {item.file_name: problem for item, problem in reader.refused}
    assert said.pop("nul.jpg").code == file_problem.unreadable("").code
    assert said == {
        "live.HEIC": picture.HEIC,
        "broken.png": picture.DAMAGED,
        "odd.tif": picture.UNSUPPORTED,
        "huge.png": picture.TOO_LARGE,
        "gone.jpg": file_problem.GONE,
        "folder.jpg": file_problem.NOT_A_FILE,
    }
    row = reader.row(Stored("/outbox/1.pdf", len(pdf), "ab"))
    assert (row.source, row.kind, row.file_name) == ("/outbox/1.pdf", SourceKind.FILE, "front.pdf")
    assert row.copied_from is not None
    assert (row.copied_from.kind, row.copied_from.path, row.copied_from.name) == (
        CopyKind.PICTURES,
        items[1].source,
        "front.jpg",
    )
    assert row.copied_from.sha256 == sha256(sha256("1") + sha256("3"))


def test_one_picture_is_known_by_its_own_content(reader: PictureReader, tmp_path: Path) -> None:
    b"".join(reader.pdf_of([put(tmp_path, ".jpg", "1")]))
    row = reader.row(Stored("/outbox/1.pdf", 1, "ab"))
    assert row.file_name == ".jpg.pdf"
    assert row.copied_from is not None
    assert row.copied_from.sha256 == sha256("1")


def test_a_drop_without_a_readable_picture_makes_no_pdf(
    reader: PictureReader, tmp_path: Path
) -> None:
    with pytest.raises(NoPictures):
        b"".join(reader.pdf_of([put(tmp_path, "broken.png", "damaged")]))
    assert [item.file_name for item, _ in reader.refused] == ["broken.png"]


@pytest.mark.parametrize("most", [2, 3])
def test_there_is_a_largest_number_and_a_largest_file(
    reader: PictureReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(picture, "MOST_PICTURES", most)
    monkeypatch.setattr(picture, "MOST_PICTURE_BYTES", 3)
    items = [put(tmp_path, f"{number}.jpg", "001") for number in range(4)]
    items.insert(0, put(tmp_path, "large.jpg", "0001"))
    assert pages_in(b"".join(reader.pdf_of(items))) == most
    said = [(item.file_name, problem) for item, problem in reader.refused]
    assert said == [
        ("large.jpg", picture.TOO_LARGE),
        *((f"{number}.jpg", picture.TOO_MANY) for number in range(most, 4)),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_a_name_that_is_no_text_is_one_afterwards(reader: PictureReader, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/sch\xe4den.jpg"
    Path(os.fsdecode(path)).write_text("1")
    item = Found(os.fsdecode(path), SourceKind.FILE, os.fsdecode(b"sch\xe4den.jpg"))
    b"".join(reader.pdf_of([item]))
    row = reader.row(Stored("/outbox/1.pdf", 1, "ab"))
    assert row.file_name == "sch?den.pdf"
    assert row.copied_from is not None
    assert row.copied_from.name == "sch?den.jpg"
