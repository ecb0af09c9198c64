"""Which entry of CapOut's list is probably the document that is about to be sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from helpers.documents import document

from capout_desktop.domain.arrival_evidence import ListEntry
from capout_desktop.domain.twin import likely_twin

ROW = document(file_name="Smith Roof.pdf", xn_address="team@example")


def entry(**values: Any) -> ListEntry:
    defaults: dict[str, Any] = {
        "document_id": "doc_1",
        "file_name": "Smith Roof.pdf",
        "xn_address": "team@example",
        "created_at": ROW.added_at,
    }
    return ListEntry(**{**defaults, **values})


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"file_name": "smith_roof.pdf"},
        {"file_name": "Smith Roof (1).pdf"},
        {"xn_address": "Team <team@example>"},
        {"xn_address": None},
        {"file_name": None},
        {"created_at": ROW.added_at - timedelta(hours=23)},
        {"created_at": ROW.added_at + timedelta(days=30)},
        {"created_at": None},
        {"created_at": ROW.added_at - timedelta(days=9), "has_zone": False},
    ],
)
def test_an_entry_that_may_be_it_is_its_twin(values: dict[str, Any]) -> None:
    assert likely_twin(ROW, [entry(**values)], ()) == entry(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"file_name": "Jones Roof.pdf"},
        {"xn_address": "harbor@example"},
        {"created_at": ROW.added_at - timedelta(days=2)},
        {"file_name": None, "xn_address": None},
    ],
)
def test_another_document_is_no_twin(values: dict[str, Any]) -> None:
    assert likely_twin(ROW, [entry(**values)], ()) is None


def test_what_this_computer_sent_is_no_twin() -> None:
    assert likely_twin(ROW, [entry()], {"doc_1"}) is None
