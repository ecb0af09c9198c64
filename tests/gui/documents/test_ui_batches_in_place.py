"""A document that stands in another way moves within its batch; nothing else is arranged anew."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from helpers.shown import Shown
from helpers.ui_fixtures import NOW, S, document
from PySide6.QtCore import QItemSelectionModel

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem

TO_SUE = Destination(
    organization_id="", credential_id="", key_kind=None, server="", xn_address="sue@acme"
)
FLAGS = QItemSelectionModel.SelectionFlag
STEPS = 35


def changed(of: Document, chance: random.Random) -> Document:
    """The document in another state, with the row's text that says so."""
    state = chance.choice([S.COMPLETE, S.COMPLETE, S.PROCESSING, S.FAILED, S.HELD])
    problem = Problem(HoldReason.NO_CREDITS) if state is S.HELD else None
    return document(
        state,
        id=of.id,
        file_name=of.file_name,
        batch_id=of.batch_id,
        added_at=of.added_at,
        problem=problem,
    )


def listing(shown: Shown) -> list[tuple[str, int]]:
    """The text and the height of each row."""
    model, table = shown.model, shown.table
    return [
        (str(model.index(row, 0).data()), table.rowHeight(row)) for row in range(model.rowCount())
    ]


@pytest.mark.parametrize("sorted_by", [-1, 1])
def test_moving_within_batches_shows_what_arranging_everything_shows(
    shown: Shown, sorted_by: int
) -> None:
    chance, model, table = random.Random(7), shown.model, shown.table
    documents = {
        f"{b}-{n}": document(
            S.PROCESSING,
            id=f"{b}-{n}",
            file_name=f"{b}-{n}.pdf",
            batch_id=f"b{b}",
            added_at=NOW + timedelta(minutes=b),
        )
        for b, size in enumerate([6, 1, 5, 4])
        for n in range(size)
    }
    shown.window.apply_batches(
        Batch(f"b{n}", f"b{n}", NOW, BatchOrigin.DROP, TO_SUE, sent_at=None if n == 2 else NOW)
        for n in range(4)
    )
    shown.add(list(documents.values()))
    model.sort(sorted_by)
    resets: list[None] = []

    def note() -> None:
        resets.append(None)

    for step in range(STEPS):
        if chance.random() < 0.2:
            heading = chance.choice(list(model.headings))
            group = model.group(heading)
            assert group is not None
            model.fold(heading, not model.is_folded(group))
        rows = [row for row in range(model.rowCount()) if model.group(row) is None]
        table.clearSelection()
        for row in chance.sample(rows, min(len(rows), 3)):
            at = model.index(row, 0)
            table.selectionModel().setCurrentIndex(at, FLAGS.Select | FLAGS.Rows)
        selected, current = {d.id for d in table.selected_documents()}, table.current_document_id()
        id_ = chance.choice(list(documents))
        documents[id_] = changed(documents[id_], chance)
        model.rearranged.connect(note)
        model.apply([documents[id_]])
        model.flush()
        model.rearranged.disconnect(note)

        seen = {model.document(r).id for r in range(model.rowCount()) if model.group(r) is None}
        assert {d.id for d in table.selected_documents()} == selected & seen
        assert table.current_document_id() == (current if current in seen else "")
        assert model.listed == len(documents)
        for name in documents:
            at_row = model.row_of(name)
            assert (at_row is not None) is (name in seen)
            assert at_row is None or model.document(at_row).id == name
        if step % 7:
            continue
        in_place = listing(shown)
        model.sort(sorted_by)
        assert listing(shown) == in_place
    assert len(resets) < STEPS / 4, "only the single document has no batch to move in"
