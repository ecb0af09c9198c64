"""Whatever comes in, and however the list is narrowed, it shows what a plain look would show."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from helpers.documents import START, document
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.documents.grouping import GROUP_KEYS, GroupBy
from capout_desktop.ui.documents.model import DocumentModel

pytestmark = pytest.mark.usefixtures("qapp")

ADDRESSES = ("", "smith@team", "Smith@team", "adams@team")
STATES = (
    DocumentState.QUEUED,
    DocumentState.HELD,
    DocumentState.COMPLETE,
    DocumentState.CANCELED,
)
WORDS = ("", "1", "sm", "smith", "smith 1", "mith", "nobody")
numbers = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("add"), numbers, st.sampled_from(ADDRESSES), st.integers(0, 3)),
    st.tuples(st.just("state"), numbers, st.sampled_from(STATES)),
    st.tuples(st.just("address"), numbers, st.sampled_from(ADDRESSES)),
    st.tuples(st.just("remove"), numbers),
    st.tuples(st.just("show"), st.sampled_from(DocumentFilter)),
    st.tuples(st.just("group"), st.sampled_from(GroupBy)),
    st.tuples(st.just("search"), st.sampled_from(WORDS)),
    st.tuples(st.just("sort"), st.sampled_from(range(-1, len(COLUMNS))), st.booleans()),
    st.tuples(st.just("fold"), st.booleans()),
    st.tuples(st.just("everything"), st.booleans()),
    st.tuples(st.just("elsewhere"), st.sets(st.integers(0, 4))),
)


class Plain:
    """The list as anybody would write it down, beside the model that is told the same."""

    def __init__(self, model: DocumentModel) -> None:
        self.model = model
        self.own: dict[str, Document] = {}
        self.others: list[Document] = []
        self.everything, self.word, self.show, self.by = False, "", DocumentFilter.ALL, GroupBy.NONE

    def take(self, step: tuple[object, ...]) -> None:
        match step:
            case ("add", number, address, days):
                at = START - timedelta(days=int(str(days)), seconds=int(str(number)))
                if str(number) not in self.own:
                    self.apply(
                        document(
                            DocumentState.QUEUED,
                            id=str(number),
                            file_name=f"{number}.pdf",
                            xn_address=str(address),
                            added_at=at,
                        )
                    )
            case ("state", number, DocumentState() as state) if str(number) in self.own:
                self.apply(replace(self.own[str(number)], state=state))
            case ("address", number, str(address)) if str(number) in self.own:
                self.apply(replace(self.own[str(number)], xn_address=address))
            case ("remove", number) if str(number) in self.own:
                before = self.own[str(number)]
                self.apply(replace(before, removed=not before.removed))
            case ("show", DocumentFilter() as show):
                self.show = show
                self.model.show(show)
            case ("group", GroupBy() as by):
                self.by = by
                self.model.group_rows(by)
            case ("search", str(word)):
                self.word = word
                self.model.search(word)
            case ("sort", int(column), descending):
                orders = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
                self.model.sort(column, orders[bool(descending)])
            case ("fold", bool(folded)):
                self.model.fold_all(folded)
            case ("everything", bool(everything)):
                self.everything = everything
                self.model.show_everything(everything)
            case ("elsewhere", set() as which):
                self.others = [
                    document(DocumentState.COMPLETE, id=f"e{n}", file_name=f"e{n}.pdf", source="")
                    for n in sorted(which)
                ]
                self.model.show_elsewhere(self.others)

    def apply(self, changed: Document) -> None:
        self.own[changed.id] = changed
        self.model.apply([changed])

    def found(self) -> list[Document]:
        there = [d for d in self.own.values() if not d.removed]
        there += self.others if self.everything else []
        words = self.word.split()
        texts = {d.id: f"{d.file_name} {d.xn_address}".casefold() for d in there}
        return [d for d in there if all(word in texts[d.id] for word in words)]


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(GroupBy),
    st.sampled_from(DocumentFilter),
    st.lists(steps, min_size=1, max_size=30),
)
def test_the_list_matches_a_simple_reference_arrangement(
    by: GroupBy, show: DocumentFilter, taken: list[tuple[object, ...]]
) -> None:
    model = DocumentModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode, model)
    plain = Plain(model)
    first = [("add", n, ADDRESSES[n % len(ADDRESSES)], n % 2) for n in range(4)]
    for step in (*first, ("group", by), ("show", show), *taken):
        plain.take(step)
    model.flush()
    found = plain.found()
    wanted = [d for d in found if plain.show in {DocumentFilter.ALL, filter_of(d)}]
    listed = model.listed_documents()
    assert {d.id: d for d in listed} == {d.id: d for d in wanted}
    assert len(listed) == len(wanted) == model.listed
    kinds = Counter(map(filter_of, found))
    expected = {show: kinds[show] for show in DocumentFilter} | {DocumentFilter.ALL: len(found)}
    assert {show: model.kinds().get(show, 0) for show in DocumentFilter} == expected
    check_headings(model, plain.by)
    for row in range(model.rowCount()):
        if model.group(row) is None:
            assert model.row_of(model.document(row).id) == row
    model.deleteLater()


def check_headings(model: DocumentModel, by: GroupBy) -> None:
    groups = [model.group(row) for row in range(model.rowCount())]
    if by in {GroupBy.NONE, GroupBy.BATCH}:  # these documents have no batch
        assert not any(groups)
        return
    keys: list[object] = []
    for row, group in enumerate(groups):
        if group is None:
            assert GROUP_KEYS[by](model.document(row)) == keys[-1]
        else:
            below = 0 if model.is_folded(group) else group.count
            assert groups[row + 1 : row + 1 + below] == [None] * below
            assert row + 1 + below == len(groups) or groups[row + 1 + below]
            keys.append(GROUP_KEYS[by](group.first))
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys, key=lambda key: (str(type(key)), key))
