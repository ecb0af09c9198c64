"""What PDFium opens has to be closed again, or the worker process keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pypdfium2 import raw

_PAIRS = {
    "FPDF_LoadMemDocument64": "FPDF_CloseDocument",
    "FPDF_LoadCustomDocument": "FPDF_CloseDocument",
    "FPDF_CreateNewDocument": "FPDF_CloseDocument",
    "FPDF_LoadPage": "FPDF_ClosePage",
    "FPDFText_LoadPage": "FPDFText_ClosePage",
    "FPDFPage_GetAnnot": "FPDFPage_CloseAnnot",
    "FPDFBitmap_CreateEx": "FPDFBitmap_Destroy",
    "FPDFImageObj_GetBitmap": "FPDFBitmap_Destroy",
}


@contextmanager
def all_closed(patch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Check that PDFium closes what it opens meanwhile; yield how often each was opened."""
    opened: Counter[str] = Counter()
    kept: Counter[tuple[str, int]] = Counter()

    def opening(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any) -> Any:
            handle = call(*arguments)
            if handle:
                opened[name] += 1
                kept[_PAIRS[name], _address(handle)] += 1
            return handle

        return wrapped

    def closing(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(handle: Any) -> Any:
            if handle:
                kept[name, _address(handle)] -= 1
            return call(handle)

        return wrapped

    with patch.context() as patched:
        for name in _PAIRS:
            patched.setattr(raw, name, opening(name, getattr(raw, name)))
        for name in {*_PAIRS.values()}:
            patched.setattr(raw, name, closing(name, getattr(raw, name)))
        yield opened
    assert not any(kept.values())


def _address(handle: Any) -> int:
    return int.from_bytes(bytes(handle), "little")
