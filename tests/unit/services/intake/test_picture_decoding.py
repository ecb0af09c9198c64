"""Decoding of packed pictures by PDFium, and what is refused."""

from __future__ import annotations

import zlib

import pytest
from helpers.pdfium_handles import all_closed

from capout_desktop.domain.picture import Encoding, PictureForm, PictureRefusal
from capout_desktop.services.intake import picture_decoding
from capout_desktop.services.intake.picture_decoding import (
    Coded,
    can_be_drawn,
    check_size,
    decoded,
)
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.picture_refused import Refused

BITS = b"0123456789ab"


def packed(content: bytes, size: int) -> Coded:
    return Coded("/FlateDecode", "", zlib.compress(content), size)


@pytest.mark.parametrize(
    ("width", "height", "bits", "why"),
    [
        (1, 1, 8, None),
        (0, 1, 8, PictureRefusal.DAMAGED),
        (1, 0, 8, PictureRefusal.DAMAGED),
        (65_535, 1, 8, None),
        (65_536, 1, 8, PictureRefusal.TOO_LARGE),
        (1, 65_535, 8, None),
        (1, 65_536, 8, PictureRefusal.TOO_LARGE),
        (50, 20, 8, None),
        (7, 143, 8, PictureRefusal.TOO_LARGE),  # 1001 pixels
        (50, 20, 16, None),
        (50, 20, 17, PictureRefusal.TOO_LARGE),
    ],
)
def test_sizes_are_taken_up_to_their_limits(
    width: int,
    height: int,
    bits: int,
    why: PictureRefusal | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if max(width, height) < 1000:
        monkeypatch.setattr(picture_decoding, "MOST_PIXELS", 1000)
        monkeypatch.setattr(picture_decoding, "MOST_DECODED", 2000)
    if why is None:
        check_size(width, height, bits)
    else:
        with pytest.raises(Refused) as refused:
            check_size(width, height, bits)
        assert refused.value.why is why


def test_each_part_is_unpacked_up_to_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [packed(BITS, 12), packed(BITS, 5), Coded("", "", b"plain", 5), packed(BITS * 9, 100)]
    with all_closed(monkeypatch):
        assert [*decoded(parts)] == [BITS, BITS[:5], b"plain", (BITS * 9)[:100]]
        assert [*decoded([])] == []


@pytest.mark.parametrize("part", [packed(BITS, 13), Coded("", "", b"plain", 6)])
def test_a_part_with_less_in_it_is_refused(part: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    with all_closed(monkeypatch), pytest.raises(Refused) as refused:
        list(decoded([packed(BITS, 12), part]))
    assert refused.value.why is PictureRefusal.DAMAGED


@pytest.mark.parametrize(
    ("encoding", "pixels", "is_good"),
    [
        (Encoding.DEFLATE, zlib.compress(b"abcdef"), True),
        (Encoding.JPEG, b"\xff\xd8 no JPEG", False),
    ],
)
def test_only_what_pdfium_can_decode_can_be_drawn(
    encoding: Encoding, pixels: bytes, is_good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PicturePage(PictureForm(3, 2, 1, 8, encoding), pixels)
    with all_closed(monkeypatch) as opened:
        assert can_be_drawn(page) is is_good
    assert opened["FPDFImageObj_GetBitmap"] == is_good
