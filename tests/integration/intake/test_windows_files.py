"""Files of Windows: odd names, long paths, other letters for the same file, and held files."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from integration.intake.test_services_intake import SECONDS, Desk, desk

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.literal_path import literal_path, shown_path
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.services.intake import preflight
from capout_desktop.services.intake.file_facts import BadFile, FileFacts, HeldFile, open_and_read
from capout_desktop.services.intake.sources import look_into

__all__ = ["desk"]  # the fixture
pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="files of Windows")

ODD = ("CON.pdf", "Kim.pdf.", "Kim.pdf ", "lpt1.scope.pdf", "Müller, Łódź.pdf")


async def test_no_file_is_taken_for_another(desk: Desk, tmp_path: Path) -> None:
    deep = tmp_path / ("the claim " * 9 + "1") / ("the photos " * 9 + "2")
    paths = [f"{tmp_path}\\{name}" for name in ("Kim.pdf", *ODD)] + [f"{deep}\\Kim.pdf"]
    contents = {path: pdf(marker=path) for path in paths}
    for path, content in contents.items():
        write(path, content)
    rows = await desk.drop(*paths)
    assert [row.state for row in rows] == [DocumentState.QUEUED] * len(paths)
    assert {shown_path(row.source): row.sha256 for row in rows} == {
        path: hashlib.sha256(content).hexdigest() for path, content in contents.items()
    }
    assert [row.file_name for row in rows] == [path.rpartition("\\")[2] for path in paths]
    # In its folder each is found as well, and is the file that is there already.
    assert await desk.drop(tmp_path) == []


async def test_a_file_in_other_letters_is_the_same_file(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "Kim.pdf").write_bytes(pdf())
    assert len(await desk.drop(tmp_path / "Kim.pdf")) == 1
    assert await desk.drop(tmp_path / "KIM.PDF", str(tmp_path).upper() + "\\kim.pdf") == []


async def test_parts_inside_files_are_not_taken_for_files(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "Kim.pdf").write_bytes(pdf())
    rows = await desk.drop(
        *(f"{tmp_path}\\Kim.pdf{part}" for part in ("::$DATA", ":Zone.Identifier", ":hidden.pdf"))
    )
    assert {(row.state, row.problem_code) for row in rows} == {
        (DocumentState.REJECTED, ProblemCode.PART_OF_FILE)
    }
    assert rows[0].file_name == "Kim.pdf::$DATA"


async def test_the_mark_of_a_download_is_no_file_of_its_own(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "Kim.pdf").write_bytes(pdf())
    write(f"{tmp_path}\\Kim.pdf:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n")
    (row,) = await desk.drop(tmp_path)
    assert (row.file_name, row.state) == ("Kim.pdf", DocumentState.QUEUED)
    assert row.sha256 == hashlib.sha256(pdf()).hexdigest()


async def test_addresses_of_files_lead_to_their_servers(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "Kim #1.pdf").write_bytes(pdf())
    address = (tmp_path / "Kim #1.pdf").as_uri()
    (row,) = await desk.drop(address)
    assert (row.source, row.state) == (str(tmp_path / "Kim #1.pdf"), DocumentState.QUEUED)
    found = next(row for row in look_into(["file://nobody.invalid/claims/Kim%20%231.pdf"]) if row)
    assert found.source == r"\\nobody.invalid\claims\Kim #1.pdf"


async def test_a_file_that_another_program_holds_is_read_once_it_lets_go(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Kim.pdf"
    path.write_bytes(pdf())
    refused = asyncio.Event()
    loop = asyncio.get_running_loop()

    def read(
        path: str, on_read: Callable[[int], object], *, download: bool
    ) -> tuple[HeldFile, FileFacts]:
        try:
            return open_and_read(path, on_read, download=download)
        except BadFile:
            loop.call_soon_threadsafe(refused.set)
            raise

    monkeypatch.setattr(preflight, "open_and_read", read)
    let_go = held(path)
    await desk.intake.take([str(path)], "team@example")
    await asyncio.wait_for(refused.wait(), SECONDS)
    assert desk.store.count(DocumentState.CHECKING) == 1
    let_go()
    await desk.check()
    assert desk.store.count(DocumentState.QUEUED) == 1


def write(path: str, content: bytes) -> None:
    file = Path(literal_path(path))
    Path(literal_path(path.rpartition("\\")[0])).mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def held(path: Path) -> Callable[[], object]:
    """Open a file so that nobody else can, and return what closes it."""
    if sys.platform != "win32":
        pytest.fail("only Windows does this")
    else:
        import ctypes

        read, existing = 0x80000000, 3
        create = ctypes.windll.kernel32.CreateFileW
        create.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(create(str(path), read, 0, None, existing, 0, None))
        return lambda: ctypes.windll.kernel32.CloseHandle(handle)
