"""Probes of `dev.py bench estimates`: reading estimates, and bare extraction of their text.

`estimates.py bare FOLDER | read FOLDER`: each runs in a fresh process, goes through the PDFs of a
folder several times, and prints its figures as one line of JSON.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

PASSES = 3


def bare(paths: list[Path]) -> int:
    """Let PDFium give the text of every page; return the number of pages."""
    from pypdfium2 import raw

    pages = 0
    for path in paths:
        data = path.read_bytes()
        document = raw.FPDF_LoadMemDocument64(data, len(data), None)
        for index in range(raw.FPDF_GetPageCount(document)):
            page = raw.FPDF_LoadPage(document, index)
            text = raw.FPDFText_LoadPage(page)
            count = raw.FPDFText_CountChars(text)
            raw.FPDFText_GetText(text, 0, count, (ctypes.c_ushort * (count + 1))())
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)
            pages += 1
        raw.FPDF_CloseDocument(document)
    return pages


def read(paths: list[Path]) -> int:
    """Read every estimate as intake does, in the worker process; return the number of pages."""
    pages = 0
    for path in paths:
        estimate = _INSPECTOR.estimate(str(path))
        pages += len(estimate.page_kinds) if estimate else 0
    return pages


def _best(work: Callable[[list[Path]], int], folder: str) -> dict[str, float]:
    paths = sorted(Path(folder).glob("*.pdf"))
    work(paths[:1])  # starts the worker and imports what is needed
    seconds, pages = [], 0
    for _ in range(PASSES):
        began = time.perf_counter()
        pages = work(paths)
        seconds.append(time.perf_counter() - began)
    return {"ms_per_page": min(seconds) * 1000 / pages, "pages": pages}


if __name__ == "__main__":
    from capout_desktop.services.intake.pdf_inspector import PdfInspector

    _INSPECTOR = PdfInspector()
    try:
        print(json.dumps(_best({"bare": bare, "read": read}[sys.argv[1]], sys.argv[2])))
    finally:
        _INSPECTOR.close()
