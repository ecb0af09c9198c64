"""Pictures of first pages: made once for each state of a file, and for nothing that is no file."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from helpers.pdfs import pdf, written_pdf

from capout_desktop.services.intake import pdf_inspector as module
from capout_desktop.services.intake.pdf_inspector import PdfInspector, Previews


class CountingInspector(PdfInspector):
    """A real inspector that takes note of what it draws."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[str] = []

    def page(self, path: str, number: int, width: int) -> bytes | None:
        self.drawn.append(Path(path).name)
        return super().page(path, number, width)


@pytest.fixture
async def inspector() -> CountingInspector:
    return CountingInspector()


@pytest.fixture
async def previews(inspector: CountingInspector) -> AsyncIterator[Previews]:
    previews = Previews(inspector)
    yield previews
    previews.close()


async def test_a_picture_is_made_anew_only_when_the_file_is_another(
    previews: Previews, inspector: CountingInspector, tmp_path: Path
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf(1))
    blank = await previews.page(str(path), 1, 100)
    assert blank is not None
    assert await previews.page(str(path), 1, 100) is blank
    path.write_bytes(written_pdf(1))
    written = await previews.page(str(path), 1, 100)
    assert written not in {None, blank}
    assert await previews.page(str(path), 1, 200) not in {None, written}
    assert inspector.drawn == ["scope.pdf"] * 3


async def test_only_the_latest_pictures_are_kept(
    previews: Previews,
    inspector: CountingInspector,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    for name in ("a", "b", "a", "c", "a", "b"):
        path = tmp_path / name
        if not path.exists():
            path.write_bytes(pdf(1))
        await previews.page(str(path), 1, 50)
    assert inspector.drawn == ["a", "b", "c", "b"]


async def test_nothing_but_files_is_opened(previews: Previews, tmp_path: Path) -> None:
    assert await previews.page(str(tmp_path), 1, 100) is None
    assert await previews.page(str(tmp_path / "gone.pdf"), 1, 100) is None
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.pdf")
        waiting = previews.page(str(tmp_path / "pipe.pdf"), 1, 100)
        assert await asyncio.wait_for(waiting, 5) is None
