"""In which batches sources are added, by when they are sent, and what is told of them."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers.documents import document
from helpers.pdfs import pdf
from helpers.stored_documents import StoredDocuments, stored_documents
from msgspec.structs import replace

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.organization import Payer
from capout_desktop.services.intake import intake as module
from capout_desktop.services.intake.intake import BatchOf, Intake, IntakeResult, SendPolicy
from capout_desktop.services.runtime import clock
from capout_desktop.services.runtime.clock import now

LINKS = [f"https://files.example.com/{number}.pdf" for number in range(7)]


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[StoredDocuments]:
    async with stored_documents(tmp_path) as opened:
        yield opened


class Shown:
    """Keeps the documents of each batch as it is shown, and whether they were stored by then."""

    def __init__(self, stored: StoredDocuments) -> None:
        self.stored = stored
        self.batches: list[list[Document]] = []

    def __call__(self, documents: Sequence[Document]) -> None:
        assert all(self.stored.store[one.id] == one for one in documents)
        self.batches.append([*documents])

    @property
    def sources(self) -> list[list[str]]:
        return [[one.source for one in batch] for batch in self.batches]

    @property
    def waits(self) -> list[list[bool]]:
        return [[one.waits_for_start for one in batch] for batch in self.batches]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_BATCH", 2)
    monkeypatch.setattr(module, "LARGEST_BATCH", 3)


def links(numbers: Sequence[int]) -> list[str]:
    return [LINKS[number] for number in numbers]


@pytest.mark.usefixtures("small")
async def test_a_few_are_shown_first_and_then_more_at_a_time(stored: StoredDocuments) -> None:
    intake, shown = Intake(stored.store), Shown(stored)
    assert intake.idle.is_set()
    result = await intake.take(LINKS, "team@example", on_added=shown)
    assert result == IntakeResult(7, ())
    assert shown.sources == [links([0, 1]), links([2, 3, 4]), links([5, 6])]
    assert intake.idle.is_set()
    (batch,) = stored.store.batches
    for number, row in enumerate(stored.store):
        assert row == Document(
            id=row.id,
            file_name=f"{number}.pdf",
            source=LINKS[number],
            source_kind=SourceKind.LINK,
            xn_address="team@example",
            state=DocumentState.CHECKING,
            added_at=row.added_at,
            changed_at=row.added_at,
            batch_id=batch.id,
        )
    assert len({row.id for row in stored.store}) == 7
    assert {len(row.id) for row in stored.store} == {32}


IMMEDIATELY, STARTED, SINGLE = (
    SendPolicy.IMMEDIATELY,
    SendPolicy.WHEN_STARTED,
    SendPolicy.SINGLE_IMMEDIATELY,
)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("go", "count", "waits"),
    [
        (IMMEDIATELY, 1, [1]),
        (IMMEDIATELY, 6, [2, 3, 1]),
        (STARTED, 1, [1]),
        (STARTED, 6, [2, 3, 1]),
        (SINGLE, 1, [1]),
        (SINGLE, 2, [2]),
        (SINGLE, 6, [2, 3, 1]),
    ],
)
async def test_what_is_sent_at_once_and_what_waits(
    go: SendPolicy, count: int, waits: list[int], stored: StoredDocuments
) -> None:
    shown = Shown(stored)
    await Intake(stored.store).take(LINKS[:count], "team@example", go, shown)
    do_wait = go is STARTED or (go is SINGLE and count > 1)
    assert shown.waits == [[do_wait] * number for number in waits]
    (batch,) = stored.store.batches
    assert batch.is_draft is do_wait


async def test_who_pays_and_who_receives_is_kept_with_documents_and_batch(
    stored: StoredDocuments,
) -> None:
    intake = Intake(stored.store, "https://api.capout.ai")
    await intake.take(LINKS[:1], "team@example")
    intake.use("credential", "organization", KeyKind.LIVE)
    await intake.take(LINKS[1:2], "team@example")
    other = Payer(credential_id="c2", organization_id="o2", key_kind=KeyKind.TEST, server="s2")
    await intake.take(LINKS[2:3], "ignored@example", payer=other, unconfirmed_address="new@example")
    rows = [
        (
            *(row.server, row.credential_id, row.organization_id, row.key_kind),
            *(row.xn_address, row.unconfirmed_address),
        )
        for row in stored.store
    ]
    server = "https://api.capout.ai"
    assert rows == [
        (server, "", "", None, "team@example", ""),
        (server, "credential", "organization", KeyKind.LIVE, "team@example", ""),
        ("s2", "c2", "o2", KeyKind.TEST, "", "new@example"),
    ]
    assert [batch.destination for batch in stored.store.batches] == [
        Destination(
            organization_id=organization,
            credential_id=credential,
            key_kind=kind,
            server=of,
            xn_address=address,
        )
        for of, credential, organization, kind, address, _ in rows
    ]


async def test_what_is_in_progress_is_told_and_gets_no_second_row(
    stored: StoredDocuments, tmp_path: Path
) -> None:
    intake, shown = Intake(stored.store), Shown(stored)
    await intake.take(LINKS[:2], "team@example")
    result = await intake.take(LINKS[:4], "team@example", on_added=shown)
    assert result == IntakeResult(2, (LINKS[0], LINKS[1]))
    assert shown.sources == [links([2, 3])]
    result = await intake.take(LINKS[:4], "team@example", on_added=shown)
    assert result == IntakeResult(0, tuple(LINKS[:4]))
    assert len(shown.batches) == 1
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf())
    (folder / "notes.txt").write_text("x")
    result = await intake.take([str(folder)], "team@example", on_added=shown)
    assert result == IntakeResult(1, (), ("notes.txt",))
    assert stored.store.batches[-1].name == "claims"
    await intake.take([str(folder), LINKS[5]], "team@example", on_added=shown)
    assert stored.store.batches[-1].name == "", "it was not the only one"


@pytest.mark.parametrize(
    ("batch", "batches"),
    [
        (BatchOf(), 3),
        (BatchOf(is_daily=True), 1),
        (BatchOf(BatchOrigin.WATCH_FOLDER, "Inbox", is_daily=True, is_sent=True), 1),
    ],
)
async def test_documents_of_a_day_join_one_batch_if_they_are_to(
    batch: BatchOf, batches: int, stored: StoredDocuments
) -> None:
    intake = Intake(stored.store)
    for number in range(3):
        await intake.take(LINKS[number : number + 1], "team@example", STARTED, batch=batch)
    made = stored.store.batches
    assert len(made) == batches
    assert {row.batch_id for row in stored.store} == {one.id for one in made}
    assert {(one.origin, one.name, one.is_draft) for one in made} == {
        (batch.origin, batch.name, not batch.is_sent)
    }
    others: list[dict[str, Any]] = [
        {"go": IMMEDIATELY, "batch": replace_batch(batch, is_sent=False)},
        {"go": STARTED, "batch": replace_batch(batch, name="Other")},
        {"go": STARTED, "batch": replace_batch(batch, origin=BatchOrigin.PASTE)},
    ]
    for number, other in enumerate(others, 3):
        before = len(stored.store.batches)
        await intake.take(LINKS[number : number + 1], "team@example", **other)
        expected = batch.is_daily and batch.is_sent and other["go"] is IMMEDIATELY
        assert len(stored.store.batches) == before + (not expected)


def replace_batch(batch: BatchOf, **values: Any) -> BatchOf:
    return BatchOf(**{**{name: getattr(batch, name) for name in BatchOf.__slots__}, **values})


async def test_a_batch_that_cannot_be_stored_is_tried_again_if_somebody_hears_of_it(
    stored: StoredDocuments, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake, shown = Intake(stored.store), Shown(stored)
    add = stored.store.add
    full = sqlite3.OperationalError("disk full")
    failures = [full]

    async def failing(documents: Sequence[Document], batch: Batch | None = None) -> None:
        if failures:
            raise failures.pop()
        await add(documents, batch)

    monkeypatch.setattr(stored.store, "add", failing)
    with pytest.raises(sqlite3.OperationalError):
        await intake.take(LINKS[:2], "team@example", on_added=shown)
    assert (shown.batches, list(stored.store), intake.idle.is_set()) == ([], [], True)
    failures.append(full)
    heard: list[sqlite3.Error] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    result = await intake.take(LINKS[:2], "team@example", on_added=shown, on_obstacle=heard.append)
    assert slept == [module.RETRY_SECONDS]
    assert heard == [full]
    assert (result, shown.sources) == (IntakeResult(2, ()), [links([0, 1])])


async def test_an_earlier_file_at_capout_does_not_stop_a_new_one_of_the_same_name(
    stored: StoredDocuments, tmp_path: Path
) -> None:
    intake = Intake(stored.store)
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf())
    path = str(file)
    row = document(DocumentState.PROCESSING, source=path, added_at=now(), changed_at=now())
    await stored.store.add([replace(row, document_id="d-1")])
    assert await intake.take([path], "team@example") == IntakeResult(0, (path,))
    assert await intake.take([path], "team@example", are_new=True) == IntakeResult(1, ())
    assert await intake.take([path], "team@example", are_new=True) == IntakeResult(0, (path,))
