"""A PDF worker that was taken over can say what it likes; the program is not harmed."""

from __future__ import annotations

import stat
import sys
import tracemalloc
from pathlib import Path

import psutil
import pytest
from helpers.pdfs import written_pdf

from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.estimate import Estimate, EstimateKind, Field, TextQuality
from capout_desktop.domain.unpacking import MOST_ENTRY_BYTES
from capout_desktop.services.intake import pdf_inspector, unpacker
from capout_desktop.services.intake.arrivals import Arrivals
from capout_desktop.services.intake.pdf_inspector import (
    BadPicture,
    PdfFacts,
    PdfInspector,
    PdfVerdict,
)
from capout_desktop.services.intake.pdf_protocol import (
    MAX_ANSWER_BYTES,
    Began,
    Contents,
    Done,
    Entry,
    Inspect,
    Opening,
    Picture,
    Piece,
    Reading,
    Ready,
    Title,
    frame,
)
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess, opened
from capout_desktop.services.intake.sources import Found
from capout_desktop.services.intake.unpacker import NotUnpacked, Unpacker
from capout_desktop.store.outbox import Outbox

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its worker is no script")

BEGUN = frame(Ready()) + frame(Began())
GOOD = BEGUN + frame(Opening(page_count=2))
SHOUT = "a" * (2 << 20)
UNREADABLE = Estimate(EstimateKind.OTHER_ESTIMATE, TextQuality.TEXT, carrier=Field(SHOUT, 1))

WORKER = """#!{python}
import json, os, pathlib, sys
said = pathlib.Path({said!r})
line = int(sys.argv[2])
whole = said.read_bytes()
try:
    os.write(line, whole)
    while {forever}:
        os.write(line, whole[-{forever}:])
    os.read(line, 1 << 16)  # the request
    os.read(line, 1)  # until the program gives up
except OSError:
    pass
"""


class PickledAttack:
    """What the standard library would run when it reads it."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self._mark,)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INSPECTION_SECONDS", "DRAWING_SECONDS", "READING_SECONDS"):
        monkeypatch.setattr(pdf_inspector, name, 0.4)
    monkeypatch.setattr(unpacker, "UNPACKING_SECONDS", 0.4)


@pytest.fixture
def estimate(tmp_path: Path) -> str:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(written_pdf())
    return str(path)


def taken_over(
    monkeypatch: pytest.MonkeyPatch, folder: Path, said: bytes, *, forever: bytes = b""
) -> PdfWorkerProcess:
    """Return a worker that says this, and then its last words without end if `forever`."""
    (folder / "said").write_bytes(said + forever)
    program = folder / "worker"
    program.write_text(
        WORKER.format(python=sys.executable, said=str(folder / "said"), forever=len(forever))
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return PdfWorkerProcess()


LIES = {
    "code to be run": BEGUN + b"\x80\x04\x95",
    "half a message": GOOD[:-1],
    "a message of four gigabytes": BEGUN + b"\xff\xff\xff\xff",
    "one that is too long": BEGUN + (MAX_ANSWER_BYTES + 1).to_bytes(4, "big"),
    "silence": BEGUN,
    "nothing at all": b"",
    "no greeting": frame(Opening(page_count=3)),
    "negative pages": BEGUN + frame(Done()).replace(b"done", b"dona"),
    "a second greeting": BEGUN + frame(Ready()),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_is_no_answer_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str, lie: str
) -> None:
    import pickle

    said, mark = LIES[lie], tmp_path / "it ran"
    if lie == "code to be run":
        attack = pickle.dumps(PickledAttack(mark))
        said = BEGUN + len(attack).to_bytes(4, "big") + attack
    if lie == "nothing at all":
        monkeypatch.setattr(
            "capout_desktop.services.intake.pdf_worker_process.STARTING_SECONDS", 0.4
        )
    inspector = PdfInspector(taken_over(monkeypatch, tmp_path, said))
    try:
        assert inspector.inspect(estimate) == PdfFacts(PdfVerdict.NO_VERDICT)
        assert not mark.exists()
    finally:
        inspector.close()


@pytest.mark.parametrize("answer", [Piece(b"x" * 100_000), Contents(), Piece(b"")])
def test_answers_without_end_end_and_are_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str, answer: Piece | Contents
) -> None:
    worker = taken_over(monkeypatch, tmp_path, GOOD, forever=frame(answer))
    inspector = PdfInspector(worker)
    tracemalloc.start()
    try:
        assert inspector.inspect(estimate).page_count == 2
        assert inspector.estimate(estimate) is None
        assert inspector.page(estimate, 1, 200) is None
        assert tracemalloc.get_traced_memory()[1] < 32 << 20
    finally:
        tracemalloc.stop()
        inspector.close()


def test_an_estimate_as_long_as_a_book_and_a_picture_of_nothing_are_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str
) -> None:
    said = BEGUN + frame(Reading(UNREADABLE)) + frame(Done())
    inspector = PdfInspector(taken_over(monkeypatch, tmp_path, said))
    assert inspector.estimate(estimate) is None
    inspector.close()
    said = BEGUN + frame(Picture(8192, 8192, 4, b"few")) + frame(Done())
    inspector = PdfInspector(taken_over(monkeypatch, tmp_path, said))
    assert not inspector.page(estimate, 1, 200)
    inspector.close()


@pytest.mark.parametrize(
    ("count", "facts"), [(0, PdfFacts(PdfVerdict.DAMAGED)), (2, PdfFacts(PdfVerdict.OPENS, 2))]
)
def test_a_pdf_opens_whose_worker_ends_before_it_has_seen_the_pages_if_there_are_any(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str, count: int, facts: PdfFacts
) -> None:
    said = BEGUN + frame(Opening(page_count=count)) + frame(Done())
    inspector = PdfInspector(taken_over(monkeypatch, tmp_path, said))
    assert inspector.inspect(estimate) == facts
    inspector.close()


def test_pixels_without_a_picture_are_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str
) -> None:
    said = BEGUN + frame(Piece(b"xx")) + frame(Opening()) + frame(Done())
    inspector = PdfInspector(taken_over(monkeypatch, tmp_path, said))
    with pytest.raises(BadPicture, match="damaged"):
        list(inspector.pictures(estimate))
    inspector.close()


@pytest.mark.skipif(sys.platform != "linux", reason="its descriptors are counted")
def test_a_worker_is_let_go_even_if_its_answers_end_after_it_was_closed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str
) -> None:
    worker = taken_over(monkeypatch, tmp_path, GOOD + frame(Done()))
    with opened(estimate) as file:
        before = psutil.Process().num_fds()
        answers = worker.ask(Inspect(), file, 20.0)
        assert next(answers) == Opening(page_count=2)
        assert psutil.Process().num_fds() > before
        worker.close()
        assert list(answers) == [], "the last one had been sent"
        assert psutil.Process().num_fds() <= before


CHEATS = {
    "more than was announced": frame(Entry("a.pdf", 3)) + frame(Piece(b"xxxx")),
    "less than was announced": frame(Entry("a.pdf", 3)) + frame(Piece(b"x")) + frame(Done()),
    "another part in between": frame(Entry("a.pdf", 3)) + frame(Entry("b.pdf", 3)),
    "content without a part": frame(Piece(b"xxx")),
    "a verdict": frame(Opening()),
    "an endless part": frame(Entry("a.pdf", MOST_ENTRY_BYTES)),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_no_part_of_a_mail_is_taken_unless_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str, cheat: str
) -> None:
    said = BEGUN + frame(Title("Re: claim")) + CHEATS[cheat]
    worker = taken_over(monkeypatch, tmp_path, said)
    whole: list[bytes] = []
    try:
        with pytest.raises(NotUnpacked):
            whole += [
                b"".join(part.content or ())
                for part in Unpacker(worker).parts(estimate, "a.eml", str)
            ]
        assert whole == []
    finally:
        worker.close()


def test_what_was_read_of_a_mail_before_it_took_too_long_is_read_once_more_and_kept_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, estimate: str
) -> None:
    monkeypatch.setattr(unpacker, "PATIENCE_SECONDS", 0.4)
    said = BEGUN + frame(Entry("a.pdf", 3)) + frame(Piece(b"xxx"))
    worker = taken_over(monkeypatch, tmp_path, said)
    outbox = Outbox(tmp_path / "outbox")
    mail = tmp_path / "mail.eml"
    mail.write_bytes(b"x")
    arrivals = Arrivals(outbox, Unpacker(worker), ())
    found = arrivals.through(iter([Found(str(mail), SourceKind.FILE, mail.name)]))
    rows = [(row.file_name, row.problem and row.problem.code) for row in found if row]
    worker.close()
    assert rows == [("a.pdf", None), ("mail.eml", "container-too-slow")]
    assert outbox.usage() == (1, 3)
