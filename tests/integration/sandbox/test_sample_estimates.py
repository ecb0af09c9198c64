"""The sample estimates that come with the app."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pypdfium2
import pytest

from capout_desktop.sandbox.server import SandboxServer

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "resources" / "samples").glob("*.pdf"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_reads_like_an_insurers_estimate(sample: Path) -> None:
    pdf = pypdfium2.PdfDocument(sample)
    try:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()
    assert 2 <= len(pages) <= 5
    for words in ("Claim Number:", "Policy Number:", "UNIT PRICE", "O&P", "DEPREC."):
        assert words in pages[0]
    for words in ("Replacement Cost Value", "Overhead (10%)", "Less Deductible", "Net Claim"):
        assert words in pages[-1]
    assert f"Page: {len(pages)} of {len(pages)}" in pages[-1]


def test_three_samples_are_there_and_come_out_the_same_each_time(tmp_path: Path) -> None:
    script = ROOT / "packaging" / "development" / "make_samples.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in SAMPLES}
    assert len(made) == 3


def test_the_sandbox_takes_every_sample(
    server: SandboxServer, upload: Callable[..., httpx.Response]
) -> None:
    for sample in SAMPLES:
        assert upload(sample.read_bytes(), file_name=sample.name).status_code == 200
    assert [entry.file_name for entry in server.state.ledger] == [path.name for path in SAMPLES]
    assert len({entry.cost for entry in server.state.ledger}) > 1
