"""The table of faults: what each does to a document, and what the person is told.

Every row runs the real queue and the real client against a real server that misbehaves. At the
end the server's ledger holds the document once, or not at all where CapOut said no for good.
"""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import ssl
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.pdfs import pdf
from helpers.queue_bench import (
    SECONDS,
    WITH_CAPOUT,
    S,
    bench,
    hurry,
    is_first_outcome,
    stands,
)
from msgspec.structs import replace

from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.document import ChargeState, Document, DocumentState
from capout_desktop.domain.events import StatusReported
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.sandbox.contract import Behavior, Call, DetailForm, RetryAfterForm
from capout_desktop.sandbox.faults import (
    Delay,
    FailWorkflow,
    Garbage,
    GarbageKind,
    Point,
    Refuse,
    RequestFault,
    Reset,
    Silence,
)
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.documents.journal_writer import JournalWriter
from capout_desktop.services.intake import intake
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.ui.text import problem_text as problem_words

OTHER_KEY = "capout_test_harbor_1111111111111111"


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


def asks(row: Document) -> bool:
    return row.state is S.CONFIRMING and row.problem_code == "look-up-unclear"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@dataclass(frozen=True)
class Fault:
    """One row of the table.

    Attributes:
        faults: What the server does, one upload after the other; then all is well.
        state: Where the document stands after the first of them.
        code: What the person is told, by its stable name.
        charged: How often it is in the ledger in the end.
    """

    name: str
    faults: tuple[RequestFault, ...]
    state: DocumentState
    code: str
    charged: int = 1
    behavior: tuple[tuple[str, object], ...] = ()
    # Large where the body must not fit into the kernel's buffers: there it counts as gone.
    size: int = 0


MOVED = Refuse(307, location="/v2/upload", at=Point.ACCEPTED)
WAITS, ASKS, NO, HOLDS = S.QUEUED, S.CONFIRMING, S.FAILED, S.HELD
TABLE = [
    Fault(
        "reset before the body",
        (Reset(Point.BEFORE_BODY),),
        WAITS,
        "connection-broken",
        size=30_000_000,
    ),
    Fault(
        "reset during the body",
        (Reset(Point.DURING_BODY, 90_000),),
        WAITS,
        "connection-broken",
        size=30_000_000,
    ),
    Fault("reset after the body", (Reset(Point.BODY_READ),), ASKS, "looking-up"),
    Fault("reset after it was accepted", (Reset(Point.ACCEPTED),), ASKS, "looking-up"),
    Fault("400", (Refuse(400),), NO, "bad-request", 0),
    Fault("401", (Refuse(401),), HOLDS, "unauthorized", 0),
    Fault("402", (Refuse(402),), HOLDS, "payment-required", 0),
    Fault("403", (Refuse(403),), NO, "forbidden", 0),
    Fault("404", (Refuse(404),), NO, "not-found", 0),
    Fault("409", (Refuse(409),), ASKS, "looking-up"),
    Fault("409 after it was accepted", (Refuse(409, at=Point.ACCEPTED),), ASKS, "looking-up"),
    Fault("413", (Refuse(413),), NO, "too-large", 0),
    Fault(
        "413 in the middle", (Refuse(413, at=Point.BEFORE_BODY, closes=True),), NO, "too-large", 0
    ),
    Fault(
        "422 in words",
        (Refuse(422, "The address is unknown."),),
        NO,
        "unprocessable",
        0,
        (("detail_form", DetailForm.WORDS),),
    ),
    Fault(
        "422 as a list",
        (Refuse(422, "The address is unknown."),),
        NO,
        "unprocessable",
        0,
        (("detail_form", DetailForm.LIST),),
    ),
    Fault("429 with Retry-After", (Refuse(429, retry_after=1),), WAITS, "too-many-requests"),
    Fault(
        "429 without Retry-After",
        (Refuse(429),),
        WAITS,
        "too-many-requests",
        1,
        (("retry_after_form", RetryAfterForm.ABSENT),),
    ),
    Fault("307 after it was accepted", (MOVED,), ASKS, "looking-up"),
    Fault("500", (Refuse(500),), ASKS, "looking-up"),
    Fault("500 after it was accepted", (Refuse(500, at=Point.ACCEPTED),), ASKS, "looking-up"),
    Fault("502", (Refuse(502),), ASKS, "looking-up"),
    Fault("502 after it was accepted", (Refuse(502, at=Point.ACCEPTED),), ASKS, "looking-up"),
    Fault("503", (Refuse(503, retry_after=1),), ASKS, "looking-up"),
    Fault("503 after it was accepted", (Refuse(503, at=Point.ACCEPTED),), ASKS, "looking-up"),
    Fault("504", (Refuse(504),), ASKS, "looking-up"),
    Fault("504 after it was accepted", (Refuse(504, at=Point.ACCEPTED),), ASKS, "looking-up"),
    Fault("HTML with 200", (Garbage(GarbageKind.HTML),), ASKS, "looking-up"),
    Fault(
        "HTML with 200, not accepted",
        (Garbage(GarbageKind.HTML, at=Point.BODY_READ),),
        ASKS,
        "looking-up",
    ),
    Fault("JSON of the wrong shape", (Garbage(GarbageKind.WRONG_SHAPE),), ASKS, "looking-up"),
    Fault("an answer cut short", (Garbage(GarbageKind.CUT_SHORT),), ASKS, "looking-up"),
    Fault("an answer that never comes", (Silence(Point.ACCEPTED, seconds=3),), ASKS, "looking-up"),
    Fault(
        "one after the other",
        # One of them leaves it in doubt: after a second one only the person lets it go.
        (Reset(Point.BEFORE_BODY), Refuse(429), Refuse(500), Reset(Point.DURING_BODY, 500)),
        WAITS,
        "connection-broken",
        size=30_000_000,
    ),
]


@pytest.mark.parametrize("fault", TABLE, ids=lambda fault: fault.name)
async def test_what_a_fault_does_and_what_the_person_is_told(
    fault: Fault, sandbox: SandboxServer, tmp_path: Path
) -> None:
    for switch, value in fault.behavior:
        setattr(sandbox.state.behavior, switch, value)
    sandbox.state.faults.add(Call.UPLOAD, *fault.faults)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send(content=pdf(size=fault.size))
        first = await desk.until(is_first_outcome)
        assert (first.state, first.problem and first.problem.code) == (fault.state, fault.code)
        assert first.problem is not None
        assert problem_words.title(first.problem)
        assert problem_words.next_step(first.problem)
        if fault.name.startswith("307"):
            assert dict(first.problem.values)["cause"] == ProblemCode.REDIRECTED
            assert "address" in problem_words.next_step(first.problem)
        if fault.name.startswith("422"):
            assert "The address is unknown." in first.problem.detail
        if fault.charged:
            settled = await desk.until(lambda row: row.state in WITH_CAPOUT or asks(row))
            if asks(settled):  # no other document shows that the list is complete
                assert await desk.decisions.send_again(settled.id)
            arrived = await desk.until(lambda row: row.state in WITH_CAPOUT)
            assert arrived.charge is ChargeState.CHARGED
        else:
            assert first.charge is ChargeState.NONE
    assert len(sandbox.state.ledger) == fault.charged
    if fault.state is ASKS and any(
        f.at is Point.ACCEPTED for f in fault.faults if hasattr(f, "at")
    ):
        assert sandbox.state.journal.count(Call.UPLOAD) == 1, "it was found, not sent again"


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def test_a_name_that_cannot_be_found_waits_and_says_so(tmp_path: Path) -> None:
    async with bench(tmp_path, "https://capout.invalid") as desk:
        await desk.send()
        row = await desk.until(is_first_outcome)
    assert (row.state, row.problem and row.problem.code) == (S.QUEUED, "host-not-found")


async def test_a_refused_connection_waits_and_says_so(tmp_path: Path) -> None:
    async with bench(tmp_path, f"http://127.0.0.1:{closed_port()}") as desk:
        await desk.send()
        row = await desk.until(is_first_outcome)
    assert (row.state, row.problem and row.problem.code) == (S.QUEUED, "connection-refused")


async def test_a_certificate_that_nobody_trusts_waits_and_says_so(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    await asyncio.to_thread(
        subprocess.run,
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
            *("-keyout", str(key), "-out", str(certificate), "-days", "1"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    async with server, bench(tmp_path, f"https://localhost:{port}") as desk:
        await desk.send()
        row = await desk.until(is_first_outcome)
    assert (row.state, row.problem and row.problem.code) == (S.QUEUED, "certificate-not-trusted")


async def test_a_proxy_that_refuses_waits_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    async with server, bench(tmp_path, "https://capout.invalid") as desk:
        await desk.send()
        row = await desk.until(is_first_outcome)
    assert (row.state, row.problem and row.problem.code) == (S.QUEUED, "proxy-failed")


async def test_a_look_up_that_cannot_tell_asks_the_person_and_sends_nothing(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.behavior.documents_omit = frozenset({"file_name"})
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        row = await desk.until(lambda r: r.problem and r.problem.code == "look-up-unclear")
        assert row.state is S.CONFIRMING
        await asyncio.sleep(0.5)
        assert sandbox.state.journal.count(Call.UPLOAD) == 1
        await desk.decisions.received(row.id)
        assert desk.store[row.id].state is S.COMPLETE
    assert len(sandbox.state.ledger) == 1


async def test_one_that_is_found_failed_says_why(sandbox: SandboxServer, tmp_path: Path) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503))
        await desk.send()
        await asyncio.to_thread(sandbox.state.wait_for, lambda: len(sandbox.state.ledger) == 2)
        failure = FailWorkflow(message="No line items were found.")
        sandbox.state.fail(sandbox.state.ledger[1].document_id, failure)
        sandbox.state.faults.clear()
        row = await desk.until(lambda r: r.state is S.FAILED)
    assert row.problem is not None
    assert (row.problem.code, row.problem.detail) == ("workflow-failed", failure.message)
    assert row.stages is not None


async def test_a_second_copy_is_recognized_before_it_is_sent(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send("scope.pdf", pdf())
        await desk.until(lambda row: row.state in WITH_CAPOUT)
        await desk.send("scope (copy).pdf", pdf())
        held = await desk.until(lambda row: row.state is S.HELD)
        assert held.problem is not None
        assert held.problem.code == "already-sent"
        assert len(sandbox.state.ledger) == 1
        desk.uploads.send_again(held.id)
        await desk.until(lambda row: row.id == held.id and row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 2


async def test_two_copies_dropped_together_are_not_both_sent(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        for name in ("scope.pdf", "scope (copy).pdf"):
            (tmp_path / name).write_bytes(pdf())
        desk.uploads.pause(True)
        await desk.intake.take(
            [str(tmp_path / "scope.pdf"), str(tmp_path / "scope (copy).pdf")], "team@example"
        )
        for name in ("scope.pdf", "scope (copy).pdf"):
            await desk.until(stands(name, S.QUEUED))
        desk.uploads.pause(False)
        held = await desk.until(lambda row: row.state is S.HELD)
        assert held.problem is not None
        assert held.problem.code == "already-sent"
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 1


async def test_a_copy_waits_no_longer_once_the_first_one_was_refused(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Delay(0.5, at=Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        sandbox.state.set_credits(0)
        await desk.send("scope.pdf", pdf())
        await desk.until(stands("scope.pdf", S.UPLOADING))
        await desk.send("scope (copy).pdf", pdf())
        await desk.until(
            lambda row: row.problem and row.problem.code == "already-sent" and row.state is S.HELD
        )
        await desk.until(stands("scope (copy).pdf", S.QUEUED))
        last = await desk.until(
            lambda row: (
                row.file_name == "scope (copy).pdf"
                and row.problem
                and row.problem.code == "payment-required"
            )
        )
        assert last.state is S.HELD
    assert sandbox.state.ledger == ()


async def test_a_copy_of_what_goes_again_still_asks(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send("scope.pdf", pdf())
        sent = await desk.until(lambda row: row.state in WITH_CAPOUT)
        failed = StatusReported(sent.changed_at, StatusReport(sent.document_id, "failed"))
        desk.store.apply(sent.id, failed)
        await desk.send("scope (copy).pdf", pdf())
        held = await desk.until(lambda row: row.state is S.HELD)
        desk.uploads.send_again(sent.id)
        await desk.until(lambda row: row.attempts == 2 and row.state in WITH_CAPOUT)
        assert desk.store[held.id].state is S.HELD
    assert len(sandbox.state.ledger) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("scope.pdf", "scope.pdf"),
        ("Caf\u00e9.pdf", "Cafe\u0301.pdf"),
        ("Smith (1).pdf", "Smith__1_.pdf"),
    ],
    ids=ascii,
)
async def test_names_that_a_list_confuses_never_fly_to_one_address_at_once(
    names: tuple[str, str], sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED), None)
    sandbox.state.behavior.listing_delay = 0.2
    for folder, name in zip(("a", "b"), names, strict=True):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(pdf(marker=folder))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.intake.take([str(tmp_path / "a"), str(tmp_path / "b")], "team@example")
        await desk.until(lambda row: row.problem and row.problem.code == "same-in-flight")
        for folder in ("a", "b"):
            await desk.until(stands(folder, *WITH_CAPOUT))
    ids = {row.source: row.document_id for row in desk.store}
    assert len(set(ids.values())) == len(sandbox.state.ledger) == 2


async def test_a_file_that_changed_or_went_after_the_drop_says_so(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        await desk.send("changed.pdf")
        await desk.send("gone.pdf")
        for name in ("changed.pdf", "gone.pdf"):
            await desk.until(stands(name, S.QUEUED))
        (tmp_path / "changed.pdf").write_bytes(pdf(5))
        (tmp_path / "gone.pdf").unlink()
        desk.uploads.pause(False)
        for name in ("changed", "gone"):
            row = await desk.until(stands(f"{name}.pdf", S.REJECTED))
            assert row.problem is not None
            assert row.problem.code == f"file-{name}"
        changed = next(row for row in desk.store if row.file_name == "changed.pdf")
        desk.uploads.retry(changed.id)
        await desk.until(lambda row: row.id == changed.id and row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 1


async def test_no_credits_hold_the_whole_queue_until_there_are_some(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.set_credits(1)
    async with bench(tmp_path, sandbox.base_url) as desk:
        for number in range(6):
            await desk.send(f"{number}.pdf")
        for number in range(6):
            await desk.until(stands(f"{number}.pdf", S.HELD))
        assert sandbox.state.journal.count(Call.UPLOAD) <= 3, "those under way, and no more"
        sandbox.state.set_credits(500)
        desk.uploads.credits_changed("org")
        for number in range(6):
            await desk.until(stands(f"{number}.pdf", *WITH_CAPOUT))
    assert len(sandbox.state.ledger) == 6


async def test_credits_that_come_while_the_want_of_them_is_written_down_are_not_missed(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.set_credits(1)
    async with bench(tmp_path, sandbox.base_url) as desk:
        bought = False

        def credits_come(rows: Iterable[Document]) -> None:
            nonlocal bought
            if not bought and any(row.state is S.HELD for row in rows):
                bought = True
                sandbox.state.set_credits(500)
                asyncio.get_running_loop().call_soon(desk.uploads.credits_changed, "org")

        desk.store.listen(credits_come)
        await desk.send("0.pdf")
        await desk.until(stands("0.pdf", S.HELD))
        await desk.send("1.pdf")
        for number in range(2):
            await desk.until(stands(f"{number}.pdf", *WITH_CAPOUT))
    assert len(sandbox.state.ledger) == 2


async def test_a_refusal_that_is_older_than_the_credits_stops_nobody(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    """Credits are bought while an attempt is under way, and its refusal is still to come."""
    sandbox.state.faults.add(Call.UPLOAD, Refuse(402))
    async with bench(tmp_path, sandbox.base_url) as desk:
        held = False

        def credits_come(rows: Iterable[Document]) -> None:
            nonlocal held
            for row in rows:
                if row.state is S.UPLOADING and row.attempts == 1 and not row.bytes_sent:
                    desk.uploads.credits_changed("org")
                held = held or row.state is S.HELD

        desk.store.listen(credits_come)
        await desk.send("0.pdf")
        await desk.until(stands("0.pdf", *WITH_CAPOUT))
        assert not held
    assert sandbox.state.journal.count(Call.UPLOAD) == 2


async def test_one_organization_that_sends_too_fast_does_not_slow_another(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.add_organization("Harbor Restoration", key=OTHER_KEY)
    sandbox.state.faults.add(Call.UPLOAD, Refuse(429, retry_after=3))
    async with (
        bench(tmp_path, sandbox.base_url) as desk,
        desk.another_account(OTHER_KEY, "harbor"),
    ):
        await desk.send("slow.pdf")
        await desk.until(lambda row: row.not_before is not None)
        desk.intake.use("harbor", "harbor")
        await desk.send("quick.pdf")
        await desk.until(stands("quick.pdf", *WITH_CAPOUT))
        slow = next(row for row in desk.store if row.file_name == "slow.pdf")
        assert (slow.state, slow.attempts) == (S.QUEUED, 1)
        await desk.until(stands("slow.pdf", *WITH_CAPOUT))
    assert {entry.file_name for entry in sandbox.state.ledger} == {"slow.pdf", "quick.pdf"}


async def test_a_broken_line_slows_everybody(sandbox: SandboxServer, tmp_path: Path) -> None:
    sandbox.state.add_organization("Harbor Restoration", key=OTHER_KEY)
    # Before the whole body is there: after it a 503 would leave it in doubt.
    refusal = Refuse(503, retry_after=2, at=Point.BEFORE_BODY, closes=True)
    sandbox.state.faults.add(Call.UPLOAD, refusal)
    async with (
        bench(tmp_path, sandbox.base_url) as desk,
        desk.another_account(OTHER_KEY, "harbor"),
    ):
        await desk.send("first.pdf", pdf(size=30_000_000))
        refused = await desk.until(lambda row: row.not_before is not None)
        desk.intake.use("harbor", "harbor")
        await desk.send("second.pdf")
        await desk.until(stands("second.pdf", *WITH_CAPOUT))
    second = next(row for row in desk.store if row.file_name == "second.pdf")
    assert second.attempt_at is not None
    assert refused.not_before is not None
    assert second.attempt_at >= refused.not_before


async def test_a_canceled_upload_is_not_charged_and_one_that_is_out_is_looked_up(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Silence(Point.DURING_BODY, seconds=3, after_bytes=1000))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send("big.pdf", pdf(size=30_000_000))
        row = await desk.until(lambda r: r.bytes_sent > 0)
        desk.uploads.cancel(row.id)
        await desk.until(lambda r: r.state is S.CANCELED)
        sandbox.state.faults.add(Call.UPLOAD, Silence(Point.ACCEPTED, seconds=3))
        await desk.send("small.pdf")
        out = await desk.until(lambda r: r.file_name == "small.pdf" and r.body_is_out)
        await asyncio.to_thread(sandbox.state.wait_for, lambda: len(sandbox.state.ledger) == 1)
        desk.uploads.cancel(out.id)
        arrived = await desk.until(lambda r: r.id == out.id and r.state in WITH_CAPOUT)
    assert arrived.document_id == sandbox.state.ledger[0].document_id


async def test_a_full_disk_stops_sending_says_so_and_goes_on_by_itself(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The disk's own error, raised in SQLite's place: a real full disk would be the machine's.
    from capout_desktop.store.journal import Journal

    full = True
    begin_attempt = Journal.begin_attempt

    def when_full(journal: Journal, document: Document, attempt: Attempt) -> None:
        if full:
            raise sqlite3.OperationalError("database or disk is full")
        begin_attempt(journal, document, attempt)

    monkeypatch.setattr(Journal, "begin_attempt", when_full)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        await asyncio.wait_for(desk.trouble.wait(), SECONDS)
        assert sandbox.state.journal.count(Call.UPLOAD) == 0
        full = False
        await desk.until(lambda row: row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 1


async def test_a_full_disk_stops_intake_says_so_and_goes_on_by_itself(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "RETRY_SECONDS", 0.05)
    paths = [tmp_path / f"{'long name' * 20} {number}.pdf" for number in range(60)]
    for path in paths:
        path.write_bytes(pdf(marker=path.name))
    told: asyncio.Queue[sqlite3.Error] = asyncio.Queue()
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.uploads.pause(True)
        async with desk.full_disk():
            taking = asyncio.create_task(
                desk.intake.take(
                    [str(path) for path in paths], "team@example", on_obstacle=told.put_nowait
                )
            )
            for _ in range(3):  # and it is tried again
                assert "full" in str(await asyncio.wait_for(told.get(), SECONDS))
            rows = len(desk.store)
            assert rows < len(paths)
        await asyncio.wait_for(taking, SECONDS)
        assert desk.saved_again.is_set(), "it is told that all is well again"
        assert sorted(row.source for row in desk.store) == sorted(map(str, paths))


async def test_what_was_being_sent_when_the_program_died_is_looked_up_first(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        row = await desk.until(lambda r: r.state in WITH_CAPOUT)
    # The journal as a kill between the answer and its write would leave it.
    torn = replace(row, state=S.UPLOADING, document_id="", organization_id="org")
    disk = WorkerThreads("journal")
    journal, _ = await JournalWriter.open(tmp_path / "j.sqlite3", disk, lambda _: None)
    await journal.add([torn], [])
    await journal.close()
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.until(lambda r: r.state is S.PROCESSING)
        assert desk.store[row.id].document_id == row.document_id
    assert sandbox.state.journal.count(Call.UPLOAD) == 1
