"""What is made of the answers of the worker, whatever they are."""

from __future__ import annotations

import asyncio
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from pypdfium2 import raw

from capout_desktop.domain import file_problem, policy
from capout_desktop.domain.estimate import Estimate, EstimateKind, Field, TextQuality
from capout_desktop.domain.page_choice import ChosenPage
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.picture import Encoding, PictureForm, PictureRefusal
from capout_desktop.services.intake import pdf_inspector
from capout_desktop.services.intake.pdf_inspector import (
    BadPicture,
    PdfFacts,
    PdfInspector,
    PdfVerdict,
    Previews,
    WrongPassword,
)
from capout_desktop.services.intake.pdf_protocol import (
    Contents,
    Count,
    Draw,
    Inspect,
    Measured,
    Opening,
    Picture,
    PictureRefused,
    Piece,
    Read,
    Reading,
    ReadPicture,
    Rewrite,
    Trim,
)
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess, WorkerEnded
from capout_desktop.services.intake.picture_pdf import PicturePage

LOCKED, UNKNOWN = raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY


class Worker:
    """Gives the same answers to every request, and notes what was asked."""

    unconfined = ("Landlock",)

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[tuple[Any, bytes, float]] = []
        self.is_closed = False

    def ask(self, request: Any, file: int, seconds: float) -> Iterator[Any]:
        os.lseek(file, 0, os.SEEK_SET)
        self.asked.append((request, os.read(file, 9), seconds))
        for answer in self.answers:
            if isinstance(answer, Exception):
                raise answer
            yield answer

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def inspector(worker: Worker) -> PdfInspector:
    return PdfInspector(cast("PdfWorkerProcess", worker))


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 and so on")
    return str(tmp_path / "a.pdf")


ENDED = WorkerEnded("crashed")
OPENS = PdfVerdict.OPENS


@pytest.mark.parametrize(
    ("answers", "facts"),
    [
        ([], PdfFacts(PdfVerdict.NO_VERDICT)),
        ([ENDED], PdfFacts(PdfVerdict.NO_VERDICT)),
        ([Contents()], PdfFacts(PdfVerdict.NO_VERDICT)),
        ([Opening(page_count=2), Contents(is_scan=False)], PdfFacts(OPENS, 2)),
        ([Opening(page_count=2), Contents(is_scan=False), ENDED], PdfFacts(OPENS, 2)),
        ([Opening(page_count=2), ENDED], PdfFacts(OPENS, 2)),
        ([Opening(page_count=2)], PdfFacts(OPENS, 2)),
        ([Opening(page_count=0)], PdfFacts(PdfVerdict.DAMAGED)),
        ([Opening(page_count=0), Contents()], PdfFacts(PdfVerdict.DAMAGED)),
        ([Opening(page_count=2), Contents(missing_pages=2)], PdfFacts(PdfVerdict.DAMAGED)),
        (
            [Opening(page_count=2), Contents(missing_pages=1)],
            PdfFacts(OPENS, 2, (Notice.MISSING_PAGES,)),
        ),
        (
            [Opening(page_count=2), Contents(is_scan=True, has_end=False, has_attached_pdfs=True)],
            PdfFacts(OPENS, 2, (Notice.INCOMPLETE, Notice.ATTACHED_PDFS, Notice.SCAN)),
        ),
        ([Opening(page_count=2), Contents(is_form=True)], PdfFacts(OPENS, 2, (Notice.FORM,))),
        ([Opening(page_count=2), Contents(is_wrapper=True)], PdfFacts(PdfVerdict.RIGHTS_MANAGED)),
        ([Opening(LOCKED)], PdfFacts(PdfVerdict.PASSWORD)),
        ([Opening(raw.FPDF_ERR_FORMAT)], PdfFacts(PdfVerdict.DAMAGED)),
        ([Opening(UNKNOWN)], PdfFacts(PdfVerdict.PROTECTED)),
        ([Opening(UNKNOWN, "Adobe.PubSec")], PdfFacts(PdfVerdict.CERTIFICATE)),
        ([Opening(UNKNOWN, "Adobe#2EPPKLite")], PdfFacts(PdfVerdict.CERTIFICATE)),
        ([Opening(UNKNOWN, "Adobe#2EAPS")], PdfFacts(PdfVerdict.RIGHTS_MANAGED)),
        ([Opening(UNKNOWN, "EBX_HANDLER")], PdfFacts(PdfVerdict.RIGHTS_MANAGED)),
        ([Opening(UNKNOWN, "Other")], PdfFacts(PdfVerdict.PROTECTED)),
    ],
    ids=range(22),
)
def test_facts_of_a_file(
    answers: list[Any], facts: PdfFacts, worker: Worker, inspector: PdfInspector, path: str
) -> None:
    worker.answers = answers
    assert inspector.inspect(path) == facts
    assert worker.asked == [(Inspect(), b"%PDF-1.7 ", pdf_inspector.INSPECTION_SECONDS)]


def test_problems_of_verdicts_and_what_belongs_to_the_worker(
    worker: Worker, inspector: PdfInspector, path: str
) -> None:
    assert {verdict: PdfFacts(verdict).problem for verdict in PdfVerdict} == {
        PdfVerdict.OPENS: None,
        PdfVerdict.NO_VERDICT: None,
        PdfVerdict.PASSWORD: file_problem.PASSWORD_NEEDED,
        PdfVerdict.RIGHTS_MANAGED: file_problem.RIGHTS_MANAGED,
        PdfVerdict.CERTIFICATE: file_problem.FOR_CERTIFICATE,
        PdfVerdict.PROTECTED: file_problem.PROTECTED,
        PdfVerdict.DAMAGED: file_problem.DAMAGED,
    }
    assert inspector.unconfined == ("Landlock",)
    assert inspector.inspect(f"{path}.gone") == PdfFacts(PdfVerdict.NO_VERDICT)
    assert worker.asked == []
    inspector.close()
    assert worker.is_closed


def test_a_page_is_a_png_of_its_pixels(worker: Worker, inspector: PdfInspector, path: str) -> None:
    worker.answers = [Opening(), Picture(2, 1, 3, b"abcdef"), ENDED]
    made = inspector.page(path, 7, 90)
    assert worker.asked == [(Draw(90, 7), b"%PDF-1.7 ", pdf_inspector.DRAWING_SECONDS)]
    assert made is not None
    assert made[16:29] == struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)
    at = made.index(b"IDAT")
    assert zlib.decompressobj().decompress(made[at + 4 :]) == b"\0abcdef"
    worker.answers = [ENDED]
    assert inspector.page(path, 7, 90) is None
    assert inspector.page(f"{path}.gone", 7, 90) is None


def test_an_estimate_is_taken_unless_it_is_too_long(
    worker: Worker, inspector: PdfInspector, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = Field("0417-55320")
    estimate = Estimate(EstimateKind.NO_ESTIMATE, TextQuality.TEXT, claim_number=number)
    worker.answers = [Opening(), Reading(estimate), ENDED]
    assert inspector.estimate(path) == estimate
    assert worker.asked == [(Read(), b"%PDF-1.7 ", pdf_inspector.READING_SECONDS)]
    size = len(msgspec.json.encode(estimate))
    monkeypatch.setattr(pdf_inspector, "MOST_ESTIMATE_BYTES", size)
    assert inspector.estimate(path) == estimate
    monkeypatch.setattr(pdf_inspector, "MOST_ESTIMATE_BYTES", size - 1)
    assert inspector.estimate(path) is None
    assert inspector.estimate(f"{path}.gone") is None


def test_pages_are_counted(worker: Worker, inspector: PdfInspector, path: str) -> None:
    worker.answers = [Contents(), Opening(page_count=9), Contents(), ENDED]
    assert inspector.page_count(path) == 9
    assert worker.asked == [(Count(), b"%PDF-1.7 ", pdf_inspector.DRAWING_SECONDS)]
    worker.answers = [Opening(LOCKED)]
    assert inspector.page_count(path) == 0
    worker.answers = [ENDED]
    assert inspector.page_count(path) == 0


PIECES = [Piece(b"ab"), Piece(b"cde")]


@pytest.mark.parametrize(
    ("answers", "is_whole"),
    [
        ([Opening(page_count=1), *PIECES, Measured(5)], True),
        ([Opening(page_count=1), Measured(5), *PIECES], True),
        ([Opening(page_count=1), *PIECES, Measured(6)], False),
        ([Opening(page_count=1), *PIECES, Measured(4)], False),
        ([Opening(page_count=1), *PIECES], False),
        ([Opening(page_count=1), Measured(0)], False),
        ([Opening(page_count=1)], False),
        ([Opening(page_count=1), Measured(5)], False),
        ([Opening(page_count=1), *PIECES, Measured(5), ENDED], False),
        ([Opening(raw.FPDF_ERR_FORMAT)], False),
        ([], False),
    ],
    ids=range(11),
)
def test_a_copy_is_whole_or_none(
    answers: list[Any], is_whole: bool, worker: Worker, inspector: PdfInspector, path: str
) -> None:
    worker.answers = answers
    for copy in (inspector.unlocked(path, "s3cret"), inspector.with_pages(path, [ChosenPage(3)])):
        if is_whole:
            assert [*copy] == [b"ab", b"cde"]
        else:
            with pytest.raises(OSError, match=r"no copy can be made|the PDF worker ended"):
                list(copy)
    assert worker.asked == [
        (Rewrite("s3cret"), b"%PDF-1.7 ", pdf_inspector.REWRITING_SECONDS),
        (Trim((3,)), b"%PDF-1.7 ", pdf_inspector.REWRITING_SECONDS),
    ]


def test_only_a_password_can_be_wrong(worker: Worker, inspector: PdfInspector, path: str) -> None:
    worker.answers = [Opening(LOCKED)]
    with pytest.raises(WrongPassword):
        list(inspector.unlocked(path, "s3cret"))
    with pytest.raises(OSError, match="no copy can be made"):
        list(inspector.with_pages(path, [ChosenPage(1)]))
    worker.answers = [Opening(UNKNOWN)]
    with pytest.raises(OSError, match="no copy can be made"):
        list(inspector.unlocked(path, "s3cret"))


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([ChosenPage(3), ChosenPage(1)], Trim((3, 1))),
        ([ChosenPage(3, 0), ChosenPage(1, 4)], Trim((3, 1))),
        ([ChosenPage(3, 5), ChosenPage(1)], Trim((3, 1), (1, 0))),
        ([ChosenPage(3), ChosenPage(1, -1)], Trim((3, 1), (0, 3))),
        ([], None),
        ([ChosenPage(n) for n in range(1, 4)], Trim((1, 2, 3))),
        ([ChosenPage(n) for n in range(1, 5)], None),
    ],
)
def test_chosen_pages_are_asked_for_up_to_a_number(
    pages: list[ChosenPage],
    expected: Trim | None,
    worker: Worker,
    inspector: PdfInspector,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_inspector, "MOST_CHOSEN", 3)
    worker.answers = [Opening(page_count=9), Measured(5), *PIECES]
    if expected is None:
        with pytest.raises(OSError, match="no pages, or too many"):
            inspector.size_with_pages(path, pages)
        assert worker.asked == []
        return
    assert inspector.size_with_pages(path, pages) == 5
    assert list(inspector.with_pages(path, pages)) == [b"ab", b"cde"]
    sized = msgspec.structs.replace(expected, only_size=True)
    assert [request for request, _, _ in worker.asked] == [sized, expected]


def test_a_size_is_that_of_the_copy(worker: Worker, inspector: PdfInspector, path: str) -> None:
    worker.answers = [Opening(page_count=9), Measured(5), Measured(6)]
    assert inspector.size_with_pages(path, [ChosenPage(1)]) == 5
    for answers in ([], [Opening(page_count=9)], [Measured(5), ENDED]):
        worker.answers = answers
        with pytest.raises(OSError, match=r"no copy can be made|the PDF worker ended"):
            inspector.size_with_pages(path, [ChosenPage(1)])


def form(width: int, *, is_mask: bool = False) -> PictureForm:
    return PictureForm(width, 1, 1, 8, Encoding.JPEG, is_mask=is_mask)


ONE, TWO, MASK = form(1), form(2), form(3, is_mask=True)
A, B, C = Piece(b"a"), Piece(b"b"), Piece(b"c")


@pytest.mark.parametrize(
    ("answers", "pages"),
    [
        ([ONE, A, B], [PicturePage(ONE, b"ab")]),
        ([C, ONE, A, TWO, B], [PicturePage(ONE, b"a"), PicturePage(TWO, b"b")]),
        (
            [ONE, A, MASK, B, C, TWO, C],
            [PicturePage(ONE, b"a", MASK, b"bc"), PicturePage(TWO, b"c")],
        ),
        ([ONE, TWO, A, MASK, B], [PicturePage(ONE, b""), PicturePage(TWO, b"a", MASK, b"b")]),
        ([MASK, A, ONE, B], [PicturePage(ONE, b"b")]),
        ([MASK, A], PictureRefusal.DAMAGED),
        ([A], PictureRefusal.DAMAGED),
        ([], PictureRefusal.DAMAGED),
        ([ONE, A, ENDED], PictureRefusal.DAMAGED),
        ([PictureRefused(PictureRefusal.TOO_LARGE)], PictureRefusal.TOO_LARGE),
        ([ONE, A, PictureRefused(PictureRefusal.UNSUPPORTED)], PictureRefusal.UNSUPPORTED),
    ],
    ids=range(11),
)
def test_a_picture_becomes_pages_with_their_masks(
    answers: list[Any],
    pages: list[PicturePage] | PictureRefusal,
    worker: Worker,
    inspector: PdfInspector,
    path: str,
) -> None:
    worker.answers = answers
    if isinstance(pages, PictureRefusal):
        with pytest.raises(BadPicture) as refused:
            list(inspector.pictures(path))
        assert refused.value.why is pages
    else:
        assert list(inspector.pictures(path)) == pages
    assert worker.asked == [(ReadPicture(), b"%PDF-1.7 ", pdf_inspector.REWRITING_SECONDS)]


class Drawing(PdfInspector):
    """Draws nothing, and notes what was asked."""

    def __init__(self) -> None:
        super().__init__(cast("PdfWorkerProcess", Worker()))
        self.drawn: list[tuple[str, int, int]] = []

    def page(self, path: str, number: int, width: int) -> bytes | None:
        self.drawn.append((Path(path).name, number, width))
        return None if number == 9 else f"{number} {width}".encode()


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


async def test_pictures_are_kept_until_others_were_asked_for_later(
    drawing: Drawing, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_inspector, "KEPT", 2)
    previews = Previews(drawing)
    try:
        for number in (1, 9, 1, 2, 1, 9, 2, 1):
            expected = None if number == 9 else b"%d 50" % number
            assert await previews.page(path, number, 50) == expected
        asked = [number for _, number, _ in drawing.drawn]
        assert asked == [1, 9, 2, 9, 2, 1]
        drawing.drawn.clear()
        assert await previews.page(path, 1, 60) == b"1 60"
        assert drawing.drawn == [("a.pdf", 1, 60)]
    finally:
        previews.close()


async def test_a_file_that_changed_is_drawn_again_and_nothing_else_is_drawn(
    drawing: Drawing, path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    previews = Previews(drawing)
    try:
        for change in (no_change, touch, grow):
            change(path)
            await previews.page(path, 1, 50)
            await previews.page(path, 1, 50)
        assert drawing.drawn == [("a.pdf", 1, 50)] * 3
        drawing.drawn.clear()
        size = 22  # of the text above, and what it grew by
        monkeypatch.setattr(policy, "MAX_CHOSEN_FROM_BYTES", size - 1)
        for other in (path, str(tmp_path), f"{path}.gone", "a\0b"):
            assert await previews.page(other, 1, 50) is None
        assert drawing.drawn == []
        monkeypatch.setattr(policy, "MAX_CHOSEN_FROM_BYTES", size)
        assert await previews.page(path, 2, 50) == b"2 50"
    finally:
        previews.close()
    assert cast("Worker", drawing._worker).is_closed


def no_change(_path: str) -> None:
    pass


def touch(path: str) -> None:
    os.utime(path, ns=(5, 5))


def grow(path: str) -> None:
    before = Path(path).stat()
    with Path(path).open("ab") as file:
        file.write(b"more")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


async def test_a_drive_that_does_not_answer_gives_no_picture(
    drawing: Drawing, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    previews = Previews(drawing)
    asked: list[float] = []

    async def never(_act: object, seconds: float) -> None:
        asked.append(seconds)
        await asyncio.sleep(0)
        raise TimeoutError

    monkeypatch.setattr(previews._threads, "run", never)
    try:
        assert await previews.page(path, 1, 50) is None
    finally:
        previews.close()
    assert asked == [pdf_inspector.ANSWER_SECONDS]


@pytest.mark.parametrize("in_background", [True, False])
def test_an_inspector_has_a_worker_of_its_own_unless_it_gets_one(
    in_background: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, bool]] = []
    monkeypatch.setattr(pdf_inspector, "PdfWorkerProcess", lambda **kind: made.append(kind))
    PdfInspector(in_background=in_background)
    assert made == [{"in_background": in_background}]
