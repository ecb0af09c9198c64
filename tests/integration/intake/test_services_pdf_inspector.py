"""What the real PDFium worker says of real PDFs, and what hostile ones can do to it."""

from __future__ import annotations

import contextlib
import struct
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import psutil
import pytest
from helpers.pdfs import (
    cut_off_pdf,
    damaged_pdf,
    dangling_pdf,
    drawn_pdf,
    endless_pdf,
    footed_scan_pdf,
    half_a_pdf,
    locked_pdf,
    memory_bomb_pdf,
    miscounted_pdf,
    no_pages_pdf,
    odd_page_type_pdf,
    pdf,
    photo_sheets_pdf,
    portfolio_pdf,
    protected_pdf,
    restricted_pdf,
    scanned_pdf,
    stream_bomb_pdf,
    unfinished_update_pdf,
    written_pdf,
    xfa_pdf,
)

from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.services.intake import pdf_inspector
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector, PdfVerdict
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess
from capout_desktop.services.intake.worker_confinement import MEMORY_BUDGET_BYTES, WORKERS

if sys.platform != "win32":
    import resource

OPENS, DAMAGED = PdfVerdict.OPENS, PdfVerdict.DAMAGED


@pytest.fixture(scope="module")
def inspector() -> Iterator[PdfInspector]:
    inspector = PdfInspector()
    yield inspector
    inspector.close()


EXPECTED = {
    "text": (written_pdf(3), PdfFacts(OPENS, 3)),
    "pictures only": (scanned_pdf(3), PdfFacts(OPENS, 3, (Notice.SCAN,))),
    "a cover letter before a scan": (
        scanned_pdf(30, written=(0,)),
        PdfFacts(OPENS, 30, (Notice.SCAN,)),
    ),
    "a scan with a written first and last page": (
        scanned_pdf(120, written=(0, 119)),
        PdfFacts(OPENS, 120, (Notice.SCAN,)),
    ),
    "a scan with page numbers": (footed_scan_pdf(), PdfFacts(OPENS, 3, (Notice.SCAN,))),
    "a scan with its text behind it": (footed_scan_pdf(3, "Hail " * 30), PdfFacts(OPENS, 3)),
    "an estimate with photos": (photo_sheets_pdf(), PdfFacts(OPENS, 12)),
    "a scan of very many pages": (
        scanned_pdf(3000),
        PdfFacts(OPENS, 3000, (Notice.SCAN, Notice.MANY_PAGES)),
    ),
    "blank pages": (pdf(2), PdfFacts(OPENS, 2)),
    "filled up with zeros": (written_pdf(1) + bytes(5000), PdfFacts(OPENS, 1)),
    "filled up with very many zeros": (written_pdf(1) + bytes(66_000), PdfFacts(OPENS, 1)),
    "rubbish after the end": (written_pdf(1) + b"x" * 2100, PdfFacts(OPENS, 1)),
    "a mail's footer after the end": (
        written_pdf(1) + b"This mail is confidential.\r\n" * 120,
        PdfFacts(OPENS, 1),
    ),
    "a revision cut off": (unfinished_update_pdf(), PdfFacts(OPENS, 2, (Notice.INCOMPLETE,))),
    "the last lines missing": (cut_off_pdf(), PdfFacts(OPENS, 2, (Notice.INCOMPLETE,))),
    "pages missing": (
        half_a_pdf(),
        PdfFacts(OPENS, 6, (Notice.MISSING_PAGES, Notice.INCOMPLETE)),
    ),
    "most pages missing": (dangling_pdf(), PdfFacts(OPENS, 30, (Notice.MISSING_PAGES,))),
    "a page too many counted": (miscounted_pdf(), PdfFacts(OPENS, 2, (Notice.MISSING_PAGES,))),
    "a last page of another type": (
        odd_page_type_pdf(),
        PdfFacts(OPENS, 2, (Notice.MISSING_PAGES,)),
    ),
    "no page of the right type": (odd_page_type_pdf("page", first=True), PdfFacts(DAMAGED)),
    "no list of its pages": (
        written_pdf(2).replace(b"/Kids [", b"\0" * 7, 1),
        PdfFacts(DAMAGED),
    ),
    "no page at all": (no_pages_pdf(), PdfFacts(DAMAGED)),
    "the beginning only": (damaged_pdf(), PdfFacts(DAMAGED)),
    "a password to open": (locked_pdf(), PdfFacts(PdfVerdict.PASSWORD)),
    "printing forbidden": (restricted_pdf(), PdfFacts(OPENS, 1)),
    "rights management": (protected_pdf(), PdfFacts(PdfVerdict.RIGHTS_MANAGED)),
    "rights management around a PDF": (
        portfolio_pdf("MicrosoftIRMServices Protected PDF.pdf", encrypted=True),
        PdfFacts(PdfVerdict.RIGHTS_MANAGED),
    ),
    "a certificate": (protected_pdf("Adobe.PubSec"), PdfFacts(PdfVerdict.CERTIFICATE)),
    "another protection": (protected_pdf("Acme"), PdfFacts(PdfVerdict.PROTECTED)),
    "a dynamic form": (xfa_pdf(), PdfFacts(OPENS, 1, (Notice.FORM,))),
    "a form's waiting page": (xfa_pdf(dynamic=False), PdfFacts(OPENS, 1, (Notice.FORM,))),
    "a form that is shown": (
        xfa_pdf(dynamic=False, words="Proof of loss"),
        PdfFacts(OPENS, 1),
    ),
    "a portfolio": (portfolio_pdf(), PdfFacts(OPENS, 1, (Notice.ATTACHED_PDFS,))),
    "a portfolio of others": (
        portfolio_pdf("prices.xlsx"),
        PdfFacts(OPENS, 1, (Notice.ATTACHED_PDFS,)),
    ),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_what_is_said_of_a_pdf(inspector: PdfInspector, tmp_path: Path, kind: str) -> None:
    content, facts = EXPECTED[kind]
    path = tmp_path / "estimate.pdf"
    path.write_bytes(content)
    assert inspector.inspect(str(path)) == facts


def test_a_verdict_does_not_depend_on_the_file_before(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    before, path = tmp_path / "before.pdf", tmp_path / "estimate.pdf"
    for kind in ("a password to open", "a certificate", "the beginning only", "text"):
        before.write_bytes(EXPECTED[kind][0])
        for content, facts in EXPECTED.values():
            path.write_bytes(content)
            inspector.inspect(str(before))
            assert inspector.inspect(str(path)) == facts, kind


def size_and_darkest(png: bytes) -> tuple[int, int, int]:
    """Read a picture as the worker writes it: RGB, no filters."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, color = struct.unpack(">IIBB", png[16:26])
    assert (depth, color) == (8, 2)
    start = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[start - 4 : start])
    pixels = zlib.decompress(png[start + 4 : start + 4 + length])
    lines = [pixels[n * (width * 3 + 1) + 1 : (n + 1) * (width * 3 + 1)] for n in range(height)]
    return width, height, min(map(min, lines))


def test_any_page_is_drawn_and_one_that_is_not_there_is_not(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(drawn_pdf(b"0 0 306 792 re f", b"", b"0 0 612 792 re f"))
    pictures = [inspector.page(str(path), number, 100) for number in (1, 2, 3, 4)]
    darkest = [None if png is None else size_and_darkest(png)[2] for png in pictures]
    assert darkest == [0, 255, 0, None]
    assert pictures[0] != pictures[2]


def test_the_first_page_is_drawn_as_wide_as_was_asked(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(written_pdf(2))
    png = inspector.page(str(path), 1, 200)
    assert png is not None
    width, height, darkest = size_and_darkest(png)
    assert (width, height) == (200, 259)
    assert darkest < 100, "the words are on it"


@pytest.mark.parametrize("content", [locked_pdf(), damaged_pdf()], ids=["locked", "damaged"])
def test_what_does_not_open_has_no_picture(
    inspector: PdfInspector, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(content)
    assert inspector.page(str(path), 1, 200) is None
    assert inspector.page(str(tmp_path / "gone.pdf"), 1, 200) is None


def test_a_strip_of_a_page_makes_no_huge_picture(inspector: PdfInspector, tmp_path: Path) -> None:
    path = tmp_path / "receipt.pdf"
    path.write_bytes(written_pdf().replace(b"[0 0 612 792]", b"[0 0 72 9999]"))
    png = inspector.page(str(path), 1, 200)
    assert png is not None
    width, height, _ = size_and_darkest(png)
    assert width <= 200
    assert height <= 300


@pytest.fixture
def others() -> set[psutil.Process]:
    """Return the workers of other tests' inspectors."""
    return set(workers(set()))


def workers(others: set[psutil.Process]) -> list[psutil.Process]:
    """Return the worker processes of this one, without `others`."""
    return [
        child
        for child in psutil.Process().children()
        if child not in others
        and child.status() != psutil.STATUS_ZOMBIE
        and "pdf_worker" in " ".join(child.cmdline())
    ]


def test_a_hostile_pdf_fails_for_itself_only_and_costs_one_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: set[psutil.Process]
) -> None:
    hostile, good = tmp_path / "hostile.pdf", tmp_path / "good.pdf"
    hostile.write_bytes(endless_pdf())
    good.write_bytes(written_pdf(2))
    inspector = PdfInspector()
    try:
        assert inspector.page(str(good), 1, 200) is not None
        warm = workers(others)
        assert len(warm) == 1
        assert inspector.inspect(str(good)).page_count == 2
        assert workers(others) == warm, "the same one answers"
        # The file is gone before it is asked about: no worker hears of it.
        assert inspector.inspect(str(tmp_path / "gone.pdf")) == PdfFacts(PdfVerdict.NO_VERDICT)
        assert workers(others) == warm
        monkeypatch.setattr(pdf_inspector, "INSPECTION_SECONDS", 0.5)
        monkeypatch.setattr(pdf_inspector, "DRAWING_SECONDS", 0.5)
        assert inspector.page(str(hostile), 1, 200) is None
        assert not workers(others), "it is not given to a second worker"
        monkeypatch.setattr(pdf_inspector, "INSPECTION_SECONDS", 4.0)
        # What was known before its page was opened is not lost; the file may still go.
        assert inspector.inspect(str(hostile)) == PdfFacts(OPENS, 1)
        assert not workers(others)
        monkeypatch.undo()
        assert inspector.inspect(str(good)).page_count == 2
        assert inspector.page(str(good), 1, 200) is not None
    finally:
        inspector.close()


def memory_of(processes: list[psutil.Process]) -> int:
    """Return the memory in use by processes, of which some may end meanwhile."""
    used = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            used += process.memory_info().rss
    return used


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell it elsewhere")
def test_all_workers_on_hostile_pages_stay_in_one_budget(
    tmp_path: Path, others: set[psutil.Process]
) -> None:
    bombs = [tmp_path / name for name in ("picture.pdf", "stream.pdf", "another.pdf", "more.pdf")]
    bombs[0].write_bytes(memory_bomb_pdf())
    bombs[1].write_bytes(stream_bomb_pdf(1 << 30))
    bombs[2].write_bytes(memory_bomb_pdf())
    bombs[3].write_bytes(memory_bomb_pdf())
    (tmp_path / "good.pdf").write_bytes(written_pdf(1))
    opener = PdfWorkerProcess(opens_containers=True)
    inspectors = (
        PdfInspector(),
        PdfInspector(),
        PdfInspector(in_background=True),
        PdfInspector(opener),
    )
    try:
        for inspector in inspectors:
            inspector.inspect(str(tmp_path / "good.pdf"))
        limits = [resource.prlimit(worker.pid, resource.RLIMIT_AS)[1] for worker in workers(others)]
        assert len(limits) == WORKERS
        assert sum(limits) <= MEMORY_BUDGET_BYTES
        with ThreadPoolExecutor(WORKERS) as threads:
            drawn = [
                threads.submit(inspector.page, str(path), 1, 200)
                for inspector, path in zip(inspectors, bombs, strict=True)
            ]
            most = 0
            while wait(drawn, 0.02).not_done:
                most = max(most, memory_of(workers(others)))
        assert 0 < most <= MEMORY_BUDGET_BYTES
        for inspector in inspectors:
            assert inspector.inspect(str(tmp_path / "good.pdf")) == PdfFacts(OPENS, 1)
    finally:
        for inspector in inspectors:
            inspector.close()
