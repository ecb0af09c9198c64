"""The question whether a document arrived, from the row's action to the end of the document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain import arrival
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Point, Reset
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.documents.arrival_question import ArrivalQuestion

S = DocumentState
Live = Callable[..., Desktop]


async def asked(desktop: Desktop, folder: Path) -> tuple[Document, ArrivalQuestion]:
    """Send a file that the list cannot tell, and open the question with the row's shortcut."""
    path = folder / "Smith Roof.pdf"
    path.write_bytes(pdf())
    assert drop(desktop.window, files([path]))
    await desktop.until(
        lambda: any(
            row.problem_code == HoldReason.LOOK_UP_UNCLEAR for row in desktop.documents.values()
        ),
        "the person is needed",
    )
    desktop.window.model.flush()
    table = desktop.window.actions_on_rows.parent()
    table.setFocus()  # type: ignore[union-attr]
    table.selectAll()  # type: ignore[union-attr]
    desktop.window.actions_on_rows.decide_action.trigger()
    (row,) = desktop.documents.values()
    question = desktop.window.findChild(ArrivalQuestion)
    assert isinstance(question, ArrivalQuestion)
    return row, question


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrival, "FIRST_ABSENCE_SECONDS", 0.0)
    # Also if the credits were not read before the upload, which a slow start decides.
    monkeypatch.setattr(arrival, "PATIENCE_SECONDS", 0.0)


def test_the_entry_is_picked_with_the_keyboard_and_followed_to_its_end(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.behavior.documents_omit = frozenset({"xn_address"})
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))

    async def scenario(desktop: Desktop) -> None:
        row, question = await asked(desktop, tmp_path)
        assert question.list.topLevelItemCount() == 1
        assert not question.pick_button.isEnabled(), "nothing is picked yet"
        QTest.keyClick(question.list, Qt.Key.Key_Space)
        QTest.keyClick(question.list, Qt.Key.Key_Return)
        await desktop.until_all(S.COMPLETE)
        assert desktop.documents[row.id].document_id == sandbox.state.ledger[0].document_id
        await desktop.until(
            lambda: desktop.window.findChild(ArrivalQuestion) is None, "the question is closed"
        )

    live(scenario)
    assert sandbox.state.journal.count(Call.UPLOAD) == 1


def test_an_answer_that_cannot_be_stored_leaves_the_question_open(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))

    async def scenario(desktop: Desktop) -> None:
        row, question = await asked(desktop, tmp_path)
        assert not question.pick_button.isVisible(), "there is nothing to pick"
        desk = desktop.program._services
        assert desk is not None
        await desktop.program._disk.run(desk.journal._journal._db.execute, "PRAGMA query_only = ON")
        question.aside_button.click()
        await desktop.until(question.aside_button.isEnabled, "it can be tried again")
        assert desktop.documents[row.id].state is S.CONFIRMING
        await desktop.program._disk.run(
            desk.journal._journal._db.execute, "PRAGMA query_only = OFF"
        )
        question.aside_button.click()
        await desktop.until_all(S.CANCELED)

    live(scenario)
    assert sandbox.state.journal.count(Call.UPLOAD) == 1
