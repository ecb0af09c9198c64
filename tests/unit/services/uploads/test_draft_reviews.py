"""The reviews of drafts are kept while their files change, and end when they are sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.attempts import to
from helpers.documents import START, at, document
from helpers.stored_documents import stored_documents
from msgspec.structs import replace

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Skipped
from capout_desktop.services.uploads.draft_reviews import DraftReviews

S = DocumentState
HAIL, WIND, SENT = (
    Batch(name, name.title(), START, BatchOrigin.DROP, to()) for name in ("hail", "wind", "sent")
)


def of(batch: Batch, id_: str, **values: Any) -> Document:
    return document(S.QUEUED, id=id_, batch_id=batch.id, sha256=id_ * 64, size=10, **values)


async def test_each_draft_has_its_review_until_it_is_sent(tmp_path: Path) -> None:
    async with stored_documents(tmp_path) as stored:
        store = stored.store
        await store.add([of(HAIL, "a", waits_for_start=True)], HAIL)
        await store.add([of(SENT, "s")], replace(SENT, sent_at=START))
        reviews = DraftReviews(store)
        told: list[set[str]] = []
        reviews.listen(lambda ids: told.append(set(ids)))

        def present() -> list[tuple[str, list[str]]]:
            return [(batch.id, review.ids) for batch, review in reviews]

        assert present() == [("hail", ["a"])]
        await store.add([of(WIND, "b", waits_for_start=True)], WIND)
        assert present() == [("wind", ["b"]), ("hail", ["a"])], "the newest first"
        assert set() in told, "there is a new draft"
        assert {"b"} in told
        kept = reviews.of("hail")
        await store.add([of(HAIL, "c", waits_for_start=True)], HAIL)
        assert reviews.of("hail") is kept
        assert kept.ids == ["a", "c"]
        await store.decide([], [("hail", lambda batch: replace(batch, name="Hail of May"))])
        assert reviews.of("hail") is kept, "it stays a draft"
        told.clear()
        store.apply("a", Skipped(at(1)))
        assert told == [{"a"}]
        assert kept["a"].skipped
        told.clear()
        store.apply("s", Skipped(at(1)))
        assert told == [], "it belongs to no draft"
        await store.decide([], [("hail", lambda batch: replace(batch, sent_at=at(2)))])
        assert told == [set()]
        assert present() == [("wind", ["b"])]
        assert reviews.of("hail") is not kept
        assert reviews.of("hail").ids == ["a", "c"], "what was sent is looked at anew"
