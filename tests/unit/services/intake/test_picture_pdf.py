"""The PDF that pictures become, object by object."""

from __future__ import annotations

import zlib
from typing import Any

from capout_desktop.domain.picture import Encoding, PictureForm
from capout_desktop.services.intake.pdf_objects import Ref, WrittenPdf
from capout_desktop.services.intake.picture_pdf import PicturePage, pdf_of

GRAY = PictureForm(3, 2, 1, 8, Encoding.DEFLATE, dpi=72)
COLORS = PictureForm(3, 2, 3, 16, Encoding.PNG_ROWS, is_inverted=True, dpi=72)
PALETTE = PictureForm(3, 2, 1, 4, Encoding.DEFLATE, palette=bytes(range(6)), dpi=72)
PHOTO = PictureForm(3, 2, 4, 8, Encoding.JPEG, dpi=72)
MASK = PictureForm(3, 2, 1, 8, Encoding.DEFLATE, is_mask=True)
PIXELS = zlib.compress(b"abcdef")


def objects(*pages: PicturePage) -> list[tuple[Any, bytes | None]]:
    """Return the values of all objects, and the contents of streams, from the first on."""
    content = b"".join(pdf_of(pages))
    pdf = WrittenPdf(content, len(content))
    found = []
    for number in range(1, int(str(pdf.trailer["Size"], "ascii"))):  # type: ignore[arg-type]
        stored = pdf.object(number)
        assert stored is not None
        found.append((stored.value, None if stored.body is None else bytes(stored.body)))
    assert pdf.trailer["Root"] == Ref(1)
    assert pdf.header == b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"
    return found


def picture(space: Any, bits: int, pixels: bytes, coding: str, **more: Any) -> Any:
    value = {
        "Type": "XObject",
        "Subtype": "Image",
        "Width": b"3",
        "Height": b"2",
        "ColorSpace": space,
        "BitsPerComponent": b"%d" % bits,
        "Length": b"%d" % len(pixels),
        "Filter": coding,
        **more,
    }
    return value, pixels


def test_each_picture_is_a_page_with_its_mask_before_it() -> None:
    catalog, tree, *rest = objects(
        PicturePage(GRAY, PIXELS),
        PicturePage(COLORS, b"rows", MASK, b"opacity"),
        PicturePage(PHOTO, b"photo"),
        PicturePage(PALETTE, b"places"),
    )
    assert catalog == ({"Type": "Catalog", "Pages": Ref(2)}, None)
    pages = [Ref(5), Ref(9), Ref(12), Ref(15)]
    assert tree == ({"Type": "Pages", "Count": b"4", "Kids": pages}, None)
    parameters = {"Predictor": b"15", "Colors": b"3", "BitsPerComponent": b"16", "Columns": b"3"}
    inverted = [b"1", b"0"] * 3
    images = {
        3: picture("DeviceGray", 8, PIXELS, "FlateDecode"),
        6: picture("DeviceGray", 8, b"opacity", "FlateDecode"),
        7: picture(
            *("DeviceRGB", 16, b"rows", "FlateDecode"),
            DecodeParms=parameters,
            Decode=inverted,
            SMask=Ref(6),
        ),
        10: picture("DeviceCMYK", 8, b"photo", "DCTDecode"),
        13: picture(
            *(["Indexed", "DeviceRGB", b"1", b"<000102030405>"], 4, b"places", "FlateDecode")
        ),
    }
    assert {number: rest[number - 3] for number in images} == images
    for page, content, image in ((5, 4, 3), (9, 8, 7), (12, 11, 10), (15, 14, 13)):
        value, _ = rest[page - 3]
        assert value == {
            "Type": "Page",
            "Parent": Ref(2),
            "MediaBox": value["MediaBox"],
            "Resources": {"XObject": {"Im": Ref(image)}},
            "Contents": Ref(content),
        }
        assert [len(value["MediaBox"]), value["MediaBox"][:2]] == [4, [b"0", b"0"]]
        drawn = rest[content - 3][1] or b""
        assert drawn.startswith(b"q ")
        assert drawn.endswith(b" cm /Im Do Q")
        assert len(drawn.split()) == 11
        assert rest[content - 3][0] == {"Length": b"%d" % len(drawn)}
    assert len(rest) == 13
