"""What becomes of uploads that were under way when the program died."""

from __future__ import annotations

from pathlib import Path

from helpers.attempts import attempt
from helpers.documents import document
from helpers.stored_documents import stored_documents

from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.services.uploads.interruption import settle_interrupted

S = DocumentState


def of(row: str, outcome: str, document_id: str = "", *, is_out: bool = True) -> Attempt:
    return attempt(
        outcome=outcome,
        id=f"of {row}",
        document=row,
        document_id=document_id,
        body_about_to_be_complete=is_out,
    )


async def test_each_is_settled_by_what_its_attempt_says(tmp_path: Path) -> None:
    attempts = {
        "never whole": of("never whole", "unknown", is_out=False),
        "perhaps whole": of("perhaps whole", "unknown"),
        "in doubt": of("in doubt", "unknown"),
        "has arrived": of("has arrived", "accepted", "doc-1"),
        "without id": of("without id", "accepted"),
    }
    uploading = {"never whole", "perhaps whole", "no attempt"}
    names = [*attempts, "no attempt", "in doubt, no attempt"]
    async with stored_documents(tmp_path) as stored:
        store = stored.store
        await store.add(
            [
                document(
                    S.UPLOADING if name in uploading else S.CONFIRMING,
                    id=name,
                    attempt_id=f"of {name}",
                    attempts=1,
                )
                for name in names
            ]
        )
        for one in attempts.values():
            await store.save_attempt(one)
        settle_interrupted(store)
        settled = {name: (store[name].state, store[name].problem_code) for name in names}
        assert settled == {
            "never whole": (S.QUEUED, HoldReason.STOPPED),
            "perhaps whole": (S.CONFIRMING, HoldReason.INTERRUPTED),
            "no attempt": (S.CONFIRMING, HoldReason.INTERRUPTED),
            "in doubt": (S.CONFIRMING, ""),
            "in doubt, no attempt": (S.CONFIRMING, ""),
            "has arrived": (S.PROCESSING, ""),
            "without id": (S.CONFIRMING, ""),
        }
        assert store["has arrived"].document_id == "doc-1"
