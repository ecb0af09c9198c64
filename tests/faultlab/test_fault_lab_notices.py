"""Tests of the fault lab: it detects a program that loses documents or pays twice."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faultlab.lab import Lab, PromiseBrokenError
from helpers.pdfs import pdf

from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Point, Reset
from capout_desktop.sandbox.upload_body import InlinePdf

pytestmark = [
    pytest.mark.usefixtures("secret_service"),
    pytest.mark.skipif(
        sys.platform == "win32", reason="kills by a signal, which Windows does not have"
    ),
]

BLIND_RUNNER = Path(__file__).with_name("blind_runner.py")


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[Lab]:
    """Provide a lab in which the program resends what it should look up."""
    lab = Lab(tmp_path, name="blind lab", seed=1, runner=BLIND_RUNNER)
    with lab.server:
        yield lab


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Provide a lab with the unchanged program and one document in journal and ledger."""
    lab = Lab(tmp_path, name="lab", seed=1)
    with lab.server:
        lab.give("estimate.pdf", pdf())
        lab.settle()
        yield lab


def test_a_document_sent_again_without_a_look_is_noticed(blind: Lab) -> None:
    blind.give("estimate.pdf", pdf())
    with pytest.raises(PromiseBrokenError, match="CHARGED TWICE"):
        blind.settle(Reset(Point.ACCEPTED))


def test_a_row_that_is_gone_is_noticed(lab: Lab) -> None:
    with sqlite3.connect(lab.data_dir / "journal.sqlite3") as journal:
        journal.execute("DELETE FROM documents")
    journal.close()
    with pytest.raises(PromiseBrokenError, match="LOST"):
        lab.examine("after a row was taken away")


def test_a_charge_that_a_row_has_forgotten_is_noticed(lab: Lab) -> None:
    with sqlite3.connect(lab.data_dir / "journal.sqlite3") as journal:
        journal.execute(
            "UPDATE documents "
            "SET document = json_set(document, '$.state', 'queued', '$.document_id', '')"
        )
    journal.close()
    forgotten = re.compile("was .* and is none.*UNTOLD", re.DOTALL)
    with pytest.raises(PromiseBrokenError, match=forgotten):
        lab.examine("after a row was put back")


def test_a_charge_that_no_row_knows_of_is_noticed(lab: Lab) -> None:
    content = lab.ledger[0]
    lab.server.state.seed_document(
        "estimate.pdf", content.xn_address, pdf=InlinePdf(content.size or 0, content.sha256)
    )
    with pytest.raises(PromiseBrokenError, match="CHARGED TWICE"):
        lab.examine("after somebody else sent it, too")


def test_the_server_is_asked_before_anything_goes_again(tmp_path: Path) -> None:
    lab = Lab(tmp_path, name="lab", seed=1)
    with lab.server:
        lab.give("estimate.pdf", pdf())
        lab.settle(Reset(Point.ACCEPTED))
        assert lab.server.state.journal.count(Call.DOCUMENTS) >= 1
        assert len(lab.ledger) == 1
