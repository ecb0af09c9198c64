"""The table's model mirrors plain documents, once a frame."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from helpers.ui_fixtures import NOW, S, document, every_state, stages
from msgspec.structs import replace
from PySide6.QtCore import QAbstractItemModel, QChildEvent, QEvent, QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.ui.documents import model as document_model
from capout_desktop.ui.documents.columns import COLUMNS, CREDITS, PROGRESS, UPDATED
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import today

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def model(qapp: QApplication) -> Iterator[DocumentModel]:
    model = DocumentModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode, model)
    yield model
    model.deleteLater()


class Changes:
    """What the model told its view."""

    def __init__(self, model: QAbstractItemModel) -> None:
        self.changed: list[tuple[int, int]] = []
        self.inserted: list[tuple[int, int]] = []
        model.dataChanged.connect(self._changed)
        model.rowsInserted.connect(self._inserted)

    def _changed(self, top: QModelIndex, bottom: QModelIndex) -> None:
        assert (top.column(), bottom.column()) == (0, len(COLUMNS) - 1)
        self.changed.append((top.row(), bottom.row()))

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.inserted.append((first, last))


def named(*names: str, seconds: float = 0.0) -> list[Document]:
    at = NOW + timedelta(seconds=seconds)
    return [document(S.QUEUED, id=name, file_name=name, added_at=at) for name in names]


def shown(model: DocumentModel) -> list[str]:
    return [model.document(row).file_name for row in range(model.rowCount())]


def test_the_newest_batch_stands_on_top_in_the_order_of_its_drop(model: DocumentModel) -> None:
    model.apply(named("a", "b", "c"))
    model.flush()
    model.apply(named("d", "e", seconds=60))
    model.flush()
    assert shown(model) == ["d", "e", "a", "b", "c"]


def test_later_files_of_a_large_folder_stay_with_their_batch(model: DocumentModel) -> None:
    for part in (named("a", "b"), named("c", seconds=1), named("d", seconds=2.5)):
        model.apply(part)
        model.flush()
    assert shown(model) == ["a", "b", "c", "d"]


def test_a_restored_list_keeps_its_order(model: DocumentModel) -> None:
    documents = [*named("a", "b"), *named("c", seconds=60), *named("d", "e", seconds=120)]
    random.Random(1).shuffle(documents)
    model.apply(documents)
    model.flush()
    rows = shown(model)
    assert set(rows[:2]) == {"d", "e"}
    assert rows[2] == "c"
    assert set(rows[3:]) == {"a", "b"}


def test_every_row_is_found_after_many_batches(model: DocumentModel) -> None:
    rng = random.Random(2)
    for batch in range(40):
        names = [f"{batch}-{n}" for n in range(rng.randrange(1, 9))]
        model.apply(named(*names, seconds=batch * rng.choice([1, 1, 30])))
        if rng.random() < 0.5:
            model.flush()
    model.flush()
    for row, name in enumerate(shown(model)):
        assert model.row_of(name) == row


def test_a_growing_progress_bar_repaints_only_itself(model: DocumentModel) -> None:
    row = document(S.UPLOADING, size=6000, bytes_sent=1000, bytes_total=9000)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, bottom: told.append((top.column(), bottom.column())))
    everything, bar = (0, len(COLUMNS) - 1), (PROGRESS.index, PROGRESS.index)
    expected = []
    for news, columns in (
        ({}, None),
        ({"bytes_sent": 2000}, bar),
        ({"bytes_sent": 3000}, bar),
        ({"bytes_sent": 3500, "changed_at": NOW + timedelta(seconds=1)}, everything),
        ({"bytes_sent": 9000}, everything),
    ):
        row = replace(row, **news)
        model.apply([row])
        model.flush()
        shown = model.row(0)  # as painting it does
        assert shown.document is row
        assert shown.progress.fraction == row.bytes_sent / 9000
        expected += [columns] if columns else []
        assert told == expected


def test_a_thousand_changes_are_emitted_as_few_ranges(model: DocumentModel, qtbot: QtBot) -> None:
    documents = named(*(f"{n:03}" for n in range(300)))
    model.apply(documents)
    model.flush()
    changes = Changes(model)
    for step in range(1000):
        number = step % 100
        documents[number] = replace(documents[number], bytes_sent=step + 1)
        model.apply([documents[number]])
    assert changes.changed == []
    qtbot.waitUntil(lambda: bool(changes.changed), timeout=20_000)
    assert changes.changed == [(0, 99)]
    assert model.document(99).bytes_sent == 1000


def test_scattered_changes_become_one_range(model: DocumentModel) -> None:
    documents = named(*(f"{n:03}" for n in range(400)))
    model.apply(documents)
    model.flush()
    changes = Changes(model)
    model.apply([replace(d, bytes_sent=1) for d in documents[10:390:2]])
    model.flush()
    assert changes.changed == [(10, 388)]


def test_unchanged_rows_are_not_repainted(model: DocumentModel) -> None:
    documents = named("a", "b")
    model.apply(documents)
    model.flush()
    changes = Changes(model)
    model.apply(documents)
    model.flush()
    assert changes.changed == []


def test_many_new_rows_are_inserted_over_several_frames(
    model: DocumentModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 100  # for the tester of the model thousands take seconds
    monkeypatch.setattr(document_model, "MOST_NEW", most)
    count = 2 * most + 5
    documents = named(*(str(n) for n in range(count)))
    changes = Changes(model)
    # Left with the first frame: asked again and again, the next one may come in between.
    with qtbot.waitSignal(model.rowsInserted, timeout=20_000):
        model.apply(documents)
    assert model.rowCount() == most
    # One that is still on its way in gets news.
    model.apply([replace(documents[-1], state=S.CANCELED)])
    qtbot.waitUntil(lambda: model.rowCount() == count, timeout=20_000)
    assert [last - first + 1 for first, last in changes.inserted] == [most, most, 5]
    assert shown(model) == [d.file_name for d in documents]
    assert model.counts[S.CANCELED] == 1
    assert model.counts[S.QUEUED] == count - 1


def test_the_states_are_counted_as_they_change(model: DocumentModel) -> None:
    documents = every_state()
    model.apply(documents)
    model.flush()
    expected = {state: sum(d.state is state for d in documents) for state in DocumentState}
    assert {state: model.counts[state] for state in DocumentState} == expected
    uploading = next(d for d in documents if d.state is S.UPLOADING)
    model.apply([replace(uploading, state=S.PROCESSING, document_id="doc_1")])
    model.flush()
    assert model.counts[S.UPLOADING] == expected[S.UPLOADING] - 1
    assert model.counts[S.PROCESSING] == expected[S.PROCESSING] + 1


def test_only_documents_that_end_while_watched_are_emitted(model: DocumentModel) -> None:
    told: list[list[Document]] = []
    model.ended.connect(told.append)
    running = document(S.PROCESSING, file_name="a.pdf")
    model.apply([running, document(S.COMPLETE, file_name="old.pdf")])
    model.flush()
    assert told == []
    model.apply([replace(running, state=S.COMPLETE)])
    model.flush()
    model.apply([replace(running, state=S.COMPLETE, source="/moved/a.pdf")])
    model.flush()
    assert [[d.file_name for d in batch] for batch in told] == [["a.pdf"]], "once"


def test_a_teammates_document_is_shown_as_the_newest_list_has_it(model: DocumentModel) -> None:
    theirs = document(S.PROCESSING, id="elsewhere:1", file_name="theirs.pdf", source="")
    model.show_elsewhere([theirs])
    model.show_everything(True)
    assert shown(model) == ["theirs.pdf"]
    model.show_elsewhere([replace(theirs, file_name="renamed.pdf")])
    assert shown(model) == ["renamed.pdf"]
    assert "renamed.pdf" in model.spoken_document("elsewhere:1")


def spoken(model: DocumentModel, doc: Document) -> str:
    model.apply([doc])
    model.flush()
    row = model.row_of(doc.id)
    assert row is not None
    cells = [model.data(model.index(row, column), ACCESSIBLE) for column in range(len(COLUMNS))]
    assert all(isinstance(cell, str) and cell for cell in cells), "no cell is silent"
    return "; ".join(str(cell) for cell in cells)


@pytest.mark.parametrize("doc", every_state(), ids=lambda d: f"{d.state}-{d.file_name[:8]}")
def test_the_accessible_text_of_each_state_has_its_reason_and_advice(
    model: DocumentModel, doc: Document
) -> None:
    words = spoken(model, doc)
    assert doc.file_name in words
    assert "None" not in words.replace("None chosen", "")
    if doc.xn_address:
        assert doc.xn_address in words
    if doc.problem is not None:
        assert problem_words.title(doc.problem) in words
        assert problem_words.next_step(doc.problem) in words
        assert doc.problem.detail in words


def test_the_accessible_text_names_the_stages(model: DocumentModel) -> None:
    words = spoken(model, document(S.PROCESSING, stages=stages("ddrx?")))
    assert "2 of 5 stages done" in words
    expected = "OCR done, Structure done, Actions running, Trades failed, Categories queued"
    assert expected in words


def test_without_stages_no_progress_is_shown(model: DocumentModel) -> None:
    words = spoken(model, document(S.PROCESSING, server_status="building the estimate"))
    assert "building the estimate" in words
    assert "stage" not in words
    assert "%" not in words


def test_the_progress_of_an_upload_is_that_of_the_file(model: DocumentModel) -> None:
    doc = document(S.UPLOADING, size=50 << 20, bytes_sent=20 << 20, bytes_total=67 << 20)
    assert "29 percent sent, 14.9 of 50 MB" in spoken(model, doc)


@pytest.mark.parametrize(
    ("doc", "words"),
    [
        (document(S.QUEUED), "Not charged"),
        (document(S.REJECTED, problem=file_problem.EMPTY), "Not charged"),
        (document(S.CONFIRMING), "Checking…"),
        (document(S.PROCESSING), "Charged"),
        (document(S.FAILED, document_id="doc_1"), "May be charged"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.state.value,
)
def test_the_charge_is_shown_in_the_row(model: DocumentModel, doc: Document, words: str) -> None:
    model.apply([doc])
    model.flush()
    assert model.data(model.index(0, CREDITS.index)) == words


class Silent(QObject):
    """Its override returns None each time Qt calls it."""

    def childEvent(self, event: QChildEvent) -> None:  # noqa: N802 - Qt's name
        super().childEvent(event)


def test_qt_may_ask_thousands_of_times_without_losing_a_reference_to_none(
    model: DocumentModel,
) -> None:
    model.apply(every_state())
    model.flush()
    target, child = Silent(), QObject()
    index = model.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(5000):
        QApplication.sendEvent(target, QChildEvent(QEvent.Type.ChildAdded, child))
        # Through Qt, as a view asks: an index calls its model's override.
        assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert abs(sys.getrefcount(None) - before) < 500


def test_after_midnight_times_of_yesterday_include_the_day(
    model: DocumentModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.apply([document(S.QUEUED)])
    model.flush()
    updated = model.index(0, UPDATED.index)
    before = updated.data()
    assert ":" in before
    changes = Changes(model)
    # The clock cannot be set here; everything behind it is real.
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("capout_desktop.ui.documents.model.today", lambda: tomorrow)
    model._day_watch.timeout.emit()
    assert ":" not in updated.data()
    assert changes.changed == [(0, 0)]
