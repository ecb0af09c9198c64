"""A PDF of pictures, each on a page of its own. It writes what it is told and reads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from capout_desktop.domain.picture import Encoding, PictureForm, page_size, placement
from capout_desktop.services.intake.pdf_ending import ending

_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A picture with its pixels, and with its opacity if it is not opaque."""

    form: PictureForm
    pixels: bytes
    mask: PictureForm | None = None
    mask_pixels: bytes = b""


def pdf_of(pictures: Iterable[PicturePage]) -> Iterator[bytes]:
    """Yield a PDF with a page for each picture; one picture is held at a time."""
    at = 0
    offsets: dict[int, int] = {}

    def told(content: bytes) -> bytes:
        nonlocal at
        at += len(content)
        return content

    yield told(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
    number, pages = 3, []
    for picture in pictures:
        mask = None
        if picture.mask is not None:
            mask, number = number, number + 1
            offsets[mask] = at
            yield told(_image(mask, picture.mask, picture.mask_pixels))
        offsets[number] = at
        yield told(_image(number, picture.form, picture.pixels, mask))
        image, number = number, number + 1
        across, down = page_size(picture.form)
        matrix = " ".join(f"{value:.4f}" for value in placement(picture.form))
        content = f"q {matrix} cm /Im Do Q".encode()
        offsets[number] = at
        yield told(_object(number, f"<< /Length {len(content)} >>", content))
        offsets[number + 1] = at
        yield told(
            _object(
                number + 1,
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {across:.4f} {down:.4f}] "
                f"/Resources << /XObject << /Im {image} 0 R >> >> /Contents {number} 0 R >>",
            )
        )
        pages.append(number + 1)
        number += 2
    offsets[1] = at
    yield told(_object(1, "<< /Type /Catalog /Pages 2 0 R >>"))
    kids = " ".join(f"{page} 0 R" for page in pages)
    offsets[2] = at
    yield told(_object(2, f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>"))
    yield ending([offsets[n] for n in range(1, number)], at)


def _image(number: int, form: PictureForm, pixels: bytes, mask: int | None = None) -> bytes:
    space = _SPACES.get(form.components, "/DeviceGray")
    if form.palette:
        last = len(form.palette) // 3 - 1
        space = f"[/Indexed /DeviceRGB {last} <{form.palette.hex()}>]"
    entries = [
        "/Type /XObject /Subtype /Image",
        f"/Width {form.width} /Height {form.height} /ColorSpace {space}",
        f"/BitsPerComponent {form.bits} /Length {len(pixels)}",
    ]
    if form.encoding is Encoding.JPEG:
        entries.append("/Filter /DCTDecode")
    else:
        entries.append("/Filter /FlateDecode")
    if form.encoding is Encoding.PNG_ROWS:
        entries.append(
            f"/DecodeParms << /Predictor 15 /Colors {form.components} "
            f"/BitsPerComponent {form.bits} /Columns {form.width} >>"
        )
    if form.is_inverted:
        entries.append(f"/Decode [{' '.join(['1 0'] * form.components)}]")
    if mask is not None:
        entries.append(f"/SMask {mask} 0 R")
    return _object(number, f"<< {' '.join(entries)} >>", pixels)


def _object(number: int, value: str, stream: bytes | None = None) -> bytes:
    head = f"{number} 0 obj\n{value}\n".encode()
    body = b"" if stream is None else b"stream\n" + stream + b"\nendstream\n"
    return head + body + b"endobj\n"
