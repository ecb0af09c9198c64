"""What a person does while the queue waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from helpers.queue_bench import WITH_CAPOUT, Pace, S, bench, stands

from capout_desktop.capout.answers import DocumentList
from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Estimate, EstimateKind, TextQuality
from capout_desktop.domain.events import EstimateRead
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Point, Refuse, Reset
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.credential_service import Credential


async def test_a_document_that_is_canceled_while_its_attempt_is_written_does_not_go(
    tmp_path: Path,
) -> None:
    with SandboxServer(Behavior(speed=0)) as sandbox:
        async with bench(tmp_path, sandbox.base_url) as desk:
            desk.uploads.pause(True)
            await desk.send("scope.pdf")
            queued = await desk.until(stands("scope.pdf", S.QUEUED))
            begun, canceled = asyncio.Event(), asyncio.Event()
            begin = desk.journal.begin_attempt

            async def write_slowly(*what: object) -> None:
                begun.set()
                await begin(*what)  # type: ignore[arg-type]
                await canceled.wait()

            desk.journal.begin_attempt = write_slowly  # type: ignore[assignment,method-assign]
            desk.uploads.pause(False)
            async with asyncio.timeout(60):
                await begun.wait()
            desk.uploads.cancel(queued.id)
            await desk.until(stands("scope.pdf", S.CANCELED))
            canceled.set()
            await desk.send("next.pdf")  # goes after it: what was to be sent has been sent
            await desk.until(stands("next.pdf", S.PROCESSING, S.COMPLETE))
            assert desk.store[queued.id].state is S.CANCELED
        assert [entry.file_name for entry in sandbox.state.ledger] == ["next.pdf"]
        assert sandbox.state.journal.count(Call.UPLOAD) == 1


async def test_a_refusal_of_the_old_key_does_not_hold_what_a_new_key_can_send(
    tmp_path: Path,
) -> None:
    with SandboxServer(Behavior(speed=0)) as sandbox:
        sandbox.state.faults.add(Call.UPLOAD, Refuse(401))
        refused: list[tuple[Credential, Problem]] = []

        def refuse(credential: Credential, problem: Problem) -> None:
            refused.append((credential, problem))

        async with bench(tmp_path, sandbox.base_url, on_key_refused=refuse) as desk:
            client = desk.make_client(SANDBOX_KEY)
            newer = Credential(SANDBOX_KEY, "org", KeyKind.SANDBOX, client, "default")

            def replace_the_key(documents: Sequence[Document]) -> None:
                if newer not in desk.credentials.working and documents[0].state is S.UPLOADING:
                    desk.credentials.use(newer)

            desk.store.listen(replace_the_key)
            await desk.send("scope.pdf")
            await desk.until(lambda row: row.held_for(HoldReason.KEY_REFUSED))
            await desk.until(stands("scope.pdf", *WITH_CAPOUT))
            await client.aclose()
            [(old, problem)] = refused
            assert old is desk.credential
            assert problem.code == HoldReason.KEY_REFUSED
        assert [entry.file_name for entry in sandbox.state.ledger] == ["scope.pdf"]


async def test_a_list_from_before_a_persons_word_says_nothing_about_it(tmp_path: Path) -> None:
    """The person settles what is looked up while CapOut answers: the word stays as it was given."""
    with SandboxServer(Behavior(speed=0)) as sandbox:
        sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.ACCEPTED), Reset(Point.ACCEPTED))
        async with bench(tmp_path, sandbox.base_url) as desk:
            await desk.witness()
            asked, may_go_on = asyncio.Event(), asyncio.Event()
            documents = desk.credential.client.documents
            looks = 0

            async def answer_late() -> DocumentList:
                nonlocal looks
                looks += 1
                answer = await documents()
                asked.set()
                await may_go_on.wait()
                return answer

            desk.credential.client.documents = answer_late  # type: ignore[method-assign]
            await desk.send("scope.pdf")
            row = await desk.until(stands("scope.pdf", S.CONFIRMING))
            async with asyncio.timeout(20):
                await asked.wait()
            desk.credentials.activate("default")  # it was active before
            assert await desk.decisions.never_sent(row.id)
            settled = desk.store.attempts(row.id)
            desk.credential.client.documents = documents  # type: ignore[method-assign]
            may_go_on.set()
            await desk.send("next.pdf")  # looked up after it
            await desk.until(stands("next.pdf", *WITH_CAPOUT))
            assert desk.store.attempts(row.id) == settled
            assert looks == 1, "it does not begin anew while its key stays the same"


async def test_what_is_read_of_a_pdf_meanwhile_does_not_put_off_what_a_look_found(
    tmp_path: Path,
) -> None:
    with SandboxServer(Behavior(speed=0)) as sandbox:
        sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.ACCEPTED))
        pace = Pace(longest_wait=timedelta(hours=1))
        async with bench(tmp_path, sandbox.base_url, pace=pace) as desk:
            await desk.witness()
            save = desk.store.save_attempt

            async def save_while_the_pdf_is_read(attempt: Attempt) -> None:
                await save(attempt)
                if attempt.outcome is AttemptOutcome.ACCEPTED:
                    read = Estimate(EstimateKind.UNREADABLE, TextQuality.NONE)
                    desk.store.apply(attempt.document, EstimateRead(attempt.sha256, read))

            desk.store.save_attempt = save_while_the_pdf_is_read  # type: ignore[method-assign]
            await desk.send("scope.pdf")
            row = await desk.until(stands("scope.pdf", *WITH_CAPOUT))
            assert row.estimate is not None
