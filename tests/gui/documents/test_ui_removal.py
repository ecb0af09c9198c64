"""Rows that are taken off the list and put back keep their order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.documents import START, document
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.ui.documents.model import DocumentModel

pytestmark = pytest.mark.usefixtures("qapp")


def rows(model: DocumentModel) -> list[str]:
    return [model.document(row).id for row in range(model.rowCount())]


def batches(*sizes: int) -> list[Document]:
    return [
        document(
            DocumentState.COMPLETE,
            id=f"{batch}-{number}",
            added_at=START + timedelta(minutes=batch, milliseconds=number),
        )
        for batch, size in enumerate(sizes)
        for number in range(size)
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.lists(st.sets(st.integers(0, 15)), max_size=4),
)
def test_restored_rows_return_to_their_place(sizes: list[int], removals: list[set[int]]) -> None:
    documents = batches(*sizes)
    model = DocumentModel()
    model.apply(documents)
    model.flush()
    order = rows(model)
    removed: set[str] = set()
    for wanted in removals:
        flipped = [documents[at] for at in wanted if at < len(documents)]
        removed ^= {d.id for d in flipped}
        model.apply([replace(d, removed=d.id in removed) for d in flipped])
        model.flush()
        assert rows(model) == [id_ for id_ in order if id_ not in removed]
        assert model.counts[DocumentState.COMPLETE] == len(order) - len(removed)
        for row, id_ in enumerate(rows(model)):
            assert model.row_of(id_) == row


def test_a_new_batch_comes_on_top_of_a_list_with_gaps() -> None:
    first, second = batches(3), batches(0, 2)
    model = DocumentModel()
    model.apply(first)
    model.flush()
    model.apply([replace(first[0], removed=True)])
    model.apply(second)
    model.flush()
    assert rows(model) == ["1-0", "1-1", "0-1", "0-2"]
    model.apply([first[0]])
    model.flush()
    assert rows(model) == ["1-0", "1-1", "0-0", "0-1", "0-2"]
