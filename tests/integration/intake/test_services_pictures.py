"""Pictures, made into a PDF by the real worker and read by other programs."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import pictures
from helpers.pdf_readers import ARE_HERE, faults, page_forms

from capout_desktop.services.intake.pdf_inspector import BadPicture, PdfInspector
from capout_desktop.services.intake.picture_pdf import pdf_of

pytestmark = pytest.mark.skipif(not ARE_HERE, reason="poppler and qpdf are not installed")

NEAR = 20
"""How far a color may be from its own after a JPEG was made of it."""


@pytest.fixture(scope="module")
def inspector() -> Iterator[PdfInspector]:
    inspector = PdfInspector()
    yield inspector
    inspector.close()


def made(inspector: PdfInspector, folder: Path, name: str, content: bytes) -> Path:
    """Return the PDF of one picture."""
    source, target = folder / name, folder / f"{name}.pdf"
    source.write_bytes(content)
    target.write_bytes(b"".join(pdf_of(inspector.pictures(str(source)))))
    assert faults(target) == ""
    return target


def corners(path: Path, page: int = 1) -> list[tuple[int, ...]]:
    """Return the colors near the corners of a page, from the top left, by poppler."""
    command = ["pdftoppm", "-r", "72", "-f", str(page), "-l", str(page), str(path)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout
    _, size, _, pixels = drawn.split(b"\n", 3)
    width, height = map(int, size.split())
    inset = min(width, height) // 10
    return [
        tuple(pixels[3 * (y * width + x) :][:3])
        for y in (inset, height - inset)
        for x in (inset, width - inset)
    ]


def is_like(color: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(one - two) <= NEAR for one, two in zip(color, other, strict=True))


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 1), (7, 3), (8, 2)]
)
def test_a_photo_is_upright_and_its_data_untouched(
    inspector: PdfInspector, tmp_path: Path, orientation: int, corner: int
) -> None:
    content = pictures.jpeg(orientation=orientation)
    path = made(inspector, tmp_path, "photo.jpg", content)
    written = path.read_bytes()
    assert content[content.index(b"\xff\xda") :] in written
    assert b"33.4151 N" not in written, "where it was taken is nobody's business"
    colors = corners(path)
    assert [is_like(color, pictures.RED) for color in colors] == [n == corner for n in range(4)]
    (form,) = page_forms(path)
    assert form[0].startswith("528 x" if orientation >= 5 else "792 x")


@pytest.mark.parametrize(
    ("content", "around"),
    [
        (pictures.png(), pictures.BLUE),
        (pictures.png(alpha=True), (255, 255, 255)),
        (pictures.interlaced_png(), pictures.BLUE),
    ],
    ids=["plain", "transparent", "interlaced"],
)
def test_a_png_looks_as_it_did(
    inspector: PdfInspector, tmp_path: Path, content: bytes, around: tuple[int, ...]
) -> None:
    first, *others = corners(made(inspector, tmp_path, "screen.png", content))
    assert first == pictures.RED
    assert set(others) == {around}


def test_a_tiff_in_tiles_is_put_together(inspector: PdfInspector, tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    path.write_bytes(pictures.tiled_tiff(40, 24))
    (page,) = inspector.pictures(str(path))
    expected = bytes((3 * x + 7 * y) % 256 for y in range(24) for x in range(40))
    assert zlib.decompress(page.pixels) == expected
    path.write_bytes(pictures.tiled_tiff(40, 24, left_out=1))
    with pytest.raises(BadPicture):
        list(inspector.pictures(str(path)))


def test_each_page_of_a_tiff_is_one_with_its_size(inspector: PdfInspector, tmp_path: Path) -> None:
    content = pictures.tiff([0, 128, 255], size=(1700, 2200))
    path = made(inspector, tmp_path, "scan.tif", content)
    for page, gray in enumerate((0, 128, 255), start=1):
        assert is_like(corners(path, page)[0], (gray, gray, gray))
    assert [form[0] for form in page_forms(path)] == ["612 x 792 pts (letter)"] * 3


@pytest.mark.parametrize("name", pictures.hostile())
def test_a_hostile_picture_is_refused_and_the_next_one_read(
    inspector: PdfInspector, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(pictures.hostile()[name])
    with pytest.raises(BadPicture):
        list(inspector.pictures(str(path)))
    assert made(inspector, tmp_path, "good.jpg", pictures.jpeg()).exists()


@pytest.mark.skipif(not shutil.which("pdfimages"), reason="pdfimages is not installed")
def test_every_bit_of_a_png_is_kept(inspector: PdfInspector, tmp_path: Path) -> None:
    rows = b"".join(b"\0" + bytes(range(y, y + 9)) for y in range(5))
    path = made(inspector, tmp_path, "bits.png", pictures.png_of(3, 5, rows))
    subprocess.run(["pdfimages", str(path), str(tmp_path / "x")], check=True)
    taken = (tmp_path / "x-000.ppm").read_bytes()
    assert taken.endswith(b"".join(bytes(range(y, y + 9)) for y in range(5)))
