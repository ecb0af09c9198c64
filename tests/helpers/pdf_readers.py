"""PDFs as readers see them that have nothing in common with PDFium: poppler and qpdf."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

ARE_HERE = all(map(shutil.which, ("pdftotext", "pdfinfo", "qpdf")))


def page_texts(path: Path | str) -> list[str]:
    """Return the text of each page."""
    return _run("pdftotext", "-layout", str(path), "-").split("\f")[:-1]


def page_forms(path: Path | str) -> list[tuple[str, ...]]:
    """Return size, rotation, media box and crop box of each page."""
    told = _run("pdfinfo", "-box", "-f", "1", "-l", "9999", str(path))
    forms = [
        re.findall(rf"(?m)^Page +\d+ {what}: +(.+?) *$", told)
        for what in ("size", "rot", "MediaBox", "CropBox")
    ]
    return list(zip(*forms, strict=True))


def faults(path: Path | str) -> str:
    """Return what is wrong with a file; empty for nothing."""
    done = subprocess.run(
        ["qpdf", "--check", str(path)], check=False, capture_output=True, text=True
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
