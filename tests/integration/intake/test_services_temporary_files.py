"""Files that would not last are copied: those in temporary folders, and links to such files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from helpers.pdfs import pdf

from capout_desktop.domain.copied_from import CopyKind
from capout_desktop.services.intake.arrivals import Arrivals
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess
from capout_desktop.services.intake.sources import look_into
from capout_desktop.services.intake.unpacker import Unpacker
from capout_desktop.store.outbox import Outbox


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_is_in_a_temporary_folder_is_copied_wherever_it_is_linked(tmp_path: Path) -> None:
    temporary, work = tmp_path / "temporary", tmp_path / "work"
    temporary.mkdir()
    work.mkdir()
    for place in (temporary / "mail.pdf", work / "first.pdf", work / "third.pdf"):
        place.write_bytes(pdf())
    (work / "second.pdf").symlink_to(temporary / "mail.pdf")
    worker = PdfWorkerProcess(opens_containers=True)
    arrivals = Arrivals(Outbox(tmp_path / "outbox"), Unpacker(worker), [temporary.resolve()])
    try:
        found = list(arrivals.through(look_into([str(work), str(temporary)])))
    finally:
        worker.close()
    copies = {item.file_name: item.copied_from and item.copied_from.kind for item in found if item}
    assert copies == {
        "first.pdf": None,
        "second.pdf": CopyKind.TEMPORARY,
        "third.pdf": None,
        "mail.pdf": CopyKind.TEMPORARY,
    }
