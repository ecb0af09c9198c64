"""A drive that stops to answer at any moment costs the files that are on it, and no other."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from helpers import pictures
from helpers.pdfs import pdf
from integration.intake.test_services_intake import SECONDS, Desk, desk
from integration.intake.test_services_missing_files import desk as missing_desk

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.page_choice import ChosenPage
from capout_desktop.services.intake import missing_files, picture_reader
from capout_desktop.services.intake import pdf_inspector as inspector_module
from capout_desktop.services.intake.arrivals import Arrivals
from capout_desktop.services.intake.page_copies import PageCopies
from capout_desktop.services.intake.pdf_inspector import PdfInspector, Previews
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess
from capout_desktop.services.intake.sources import look_into
from capout_desktop.services.intake.unpacker import Unpacker
from capout_desktop.store.outbox import Outbox

__all__ = ("desk",)  # a fixture

S = DocumentState
PATIENCE = 0.3


class DyingDrive:
    """A folder whose files answer some calls before they do not any more."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        folder.mkdir()
        self.is_back = threading.Event()
        self.calls_left = Counter[str]()
        for name in ("open", "stat"):
            monkeypatch.setattr(os, name, self._dying(name, getattr(os, name)))

    def answers(self, name: str, times: int) -> None:
        """Let that many further calls of `os.open` or `os.stat` end."""
        self.calls_left[name] = times

    def _dying(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def answer(path: object, *rest: object, **options: object) -> object:
            if isinstance(path, str | Path) and Path(path).parent == self.folder:
                self.calls_left[name] -= 1
                if self.calls_left[name] < 0:
                    self.is_back.wait(60)
            return call(path, *rest, **options)

        return answer


@pytest.fixture
def drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DyingDrive]:
    drive = DyingDrive(tmp_path / "drive", monkeypatch)
    yield drive
    drive.is_back.set()


@pytest.fixture
async def inspector() -> AsyncIterator[PdfInspector]:
    inspector = PdfInspector()
    yield inspector
    inspector.close()


async def test_a_file_is_opened_once_for_all_checks(
    desk: Desk, drive: DyingDrive, tmp_path: Path
) -> None:
    for path in (drive.folder / "dying.pdf", tmp_path / "good.pdf"):
        path.write_bytes(pdf(2, marker=path.name))
    drive.answers("stat", 5)
    drive.answers("open", 1)
    rows = await desk.drop(drive.folder / "dying.pdf", tmp_path / "good.pdf")
    assert [(row.state, row.page_count) for row in rows] == [(S.QUEUED, 2)] * 2


async def test_the_picture_of_another_file_is_drawn(
    inspector: PdfInspector, drive: DyingDrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.pdf"
    good.write_bytes(pdf())
    previews = Previews(inspector)
    assert await previews.page(str(good), 1, 100)
    monkeypatch.setattr(inspector_module, "ANSWER_SECONDS", PATIENCE)
    for call in ("stat", "open"):
        drive.answers("stat", 0 if call == "stat" else 1)
        assert await previews.page(str(drive.folder / "dead.pdf"), 1, 100) is None
    monkeypatch.setattr(inspector_module, "ANSWER_SECONDS", 30.0)
    assert await previews.page(str(good), 1, 120)
    previews.close()


def test_pictures_that_do_not_answer_keep_no_other_from_its_pdf(
    inspector: PdfInspector, drive: DyingDrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.png"
    good.write_bytes(pictures.png())
    assert list(inspector.pictures(str(good))), "the worker is there"
    monkeypatch.setattr(picture_reader, "PICTURE_SECONDS", 2.0)
    worker = PdfWorkerProcess(opens_containers=True)
    arrivals = Arrivals(Outbox(tmp_path / "outbox"), Unpacker(worker), (), inspector)
    drive.answers("stat", 2)  # to find them, but not to read one
    given = [str(path) for path in (drive.folder / "a.png", drive.folder / "b.png", good)]
    rows = [row for row in arrivals.through(look_into(given)) if row is not None]
    assert [(row.file_name, row.problem and row.problem.code) for row in rows] == [
        ("a.png", "file-no-answer"),
        ("b.png", "file-no-answer"),
        ("good.pdf", None),
    ]


async def test_another_missing_file_is_found_again(
    drive: DyingDrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missing_files, "ANSWER_SECONDS", PATIENCE)
    async with missing_desk(tmp_path) as (services, clock, _):
        drive.answers("stat", 20)
        back = services.folder / "back.pdf"
        for path in (drive.folder / "dead.pdf", back):
            await services.intake.take([str(path)], "team@example")
        await clock.pass_until(lambda: services.store.count(S.REJECTED) == 2)
        drive.answers("stat", 0)
        back.write_bytes(pdf())
        await clock.pass_until(lambda: services.store.count(S.REJECTED) == 1, step=5)
        (dead,) = services.store.in_state(S.REJECTED)
        assert dead.file_name == "dead.pdf"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such devices as files")
async def test_what_became_a_device_is_not_read_for_a_copy(
    desk: Desk, inspector: PdfInspector, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(3))
    (row,) = await desk.drop(path)
    copies = PageCopies(desk.store, Outbox(tmp_path / "outbox"), inspector)
    chosen = await copies.look_into(row.id)
    assert chosen.count == 3
    path.unlink()
    path.symlink_to("/dev/zero")
    sent = copies.send_pages(row.id, chosen, [ChosenPage(1)])
    assert not await asyncio.wait_for(sent, SECONDS)
    assert (await copies.look_into(row.id)).count == 0
    copies.close()
