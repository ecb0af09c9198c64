"""A bad day at random: a hostile server, a person who changes their mind, a full disk, crashes.

Two organizations with keys and addresses of their own send through one queue. In the end the
server's ledger and the journal have to agree.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import msgspec
from helpers.coverage import Coverage
from helpers.jump_clock import JumpClock
from helpers.pdfs import pdf
from helpers.queue_bench import AS_RELEASED, Bench, S, bench

from capout_desktop.domain import hold
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import ChargeState, Document
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.events import Addressed, Event, MarkedReceived, RetryRequested, SendAgain
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import RECEIVED_STATUS, can, cancellation, reduce
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.hostile import HostileServer, draw
from capout_desktop.sandbox.ledger import LedgerEntry
from capout_desktop.sandbox.listing import listed_id
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector, PdfVerdict
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.clock import now

HARBOR_KEY = "capout_test_harbor_1111111111111111"
COLLEAGUES_KEY = "capout_test_colleague_22222222222222"
KEYS = {"default": SANDBOX_KEY, "harbor": HARBOR_KEY}
"""By credential."""
ORGANIZATIONS = {"default": "org", "harbor": "harbor"}
ADDRESSES = {"default": "team@example", "harbor": "harbor-desk@example.xn"}
OTHER = "other@example"

NAMES = (
    "Estimate.pdf",
    "b/Estimate.pdf",
    "Smith (1).pdf",
    "Smith.pdf",
    "Müller & Sørensen.pdf",
    "Mueller & Soerensen.pdf",
    "scope of loss - water damage, second floor, 1204 North Harbor Boulevard, final.pdf",
    "scope of loss - water damage, second floor, 1204 North Harbor Boulevard, supplement.pdf",
    "見積もり.pdf",
    "final.pdf.pdf",
    "scan 0001.pdf",
    "c/scan 0001.pdf",
)
"""Names that lists confuse; of each content there are two, under different names."""

SESSIONS = 3
MOMENTS = 40
LONGEST_MOMENT = 40.0
"""Of each session, and in seconds; at each moment the person may do something."""
FULL_DISK, KILL, CRASH, COLLEAGUE = 0.03, 0.05, 0.5, 0.5
"""The chances of a disk that is full for a while at each moment, of an end of what sends uploads
then, of a crash at the end of a session, and of a colleague's document of each name."""
LONGEST_FULL_DISK = 20.0
FAULTS_STAY = 0.3
"""The chance that faults of calls other than uploads never end."""
SETTLE_SECONDS = 12 * 3600.0
SETTLED = {S.PROCESSING, S.COMPLETE, S.FAILED, S.CANCELED, S.REJECTED}
GOES_BY_ITSELF = hold.WITHOUT_KEY | {HoldReason.SAME_IN_FLIGHT, HoldReason.LIST_NEEDED}
"""Why documents are on hold that need no person once both keys work."""

_Where = tuple[str, str]
"""Name of the organization at the server, and id: ids may count per organization."""


class AnyPdf(PdfInspector):
    """Inspector that takes everything for a PDF, without a process; storms are about delivery."""

    def inspect(self, path: str) -> PdfFacts:
        """Return that it opens."""
        return PdfFacts(PdfVerdict.OPENS, 1)


@dataclass
class Person:
    """Does with the rows what the window lets them do, and remembers what they said.

    Attributes:
        words: How often a content was to be sent again, by its hash.
        addresses: Where each row was ever to go, by its id.
        cancel_requested: What was canceled, and never asked for since, with the attempts that it
            had had.
    """

    chance: random.Random
    coverage: Coverage
    words: Counter[str] = field(default_factory=Counter)
    addresses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cancel_requested: dict[str, int] = field(default_factory=dict)

    def come_back(self, desk: Bench) -> None:
        """See after a start what became of the last words before a crash."""
        for local_id in list(self.cancel_requested):
            row = desk.store[local_id]
            if not row.cancel_requested and row.state is not S.CANCELED:
                del self.cancel_requested[local_id]

    async def act(self, desk: Bench, credentials: Sequence[Credential]) -> None:
        """Do one thing, or nothing."""
        if not len(desk.store):
            return
        under_way = desk.store.in_state(S.UPLOADING, S.CONFIRMING)
        rows = under_way if under_way and self.chance.random() < 0.5 else list(desk.store)
        row = self.chance.choice(rows)
        credential = self.chance.choice(credentials)
        match self.chance.randrange(10):
            case 0 if _changes(row, cancellation(row, now())):
                self._say("cancel")
                self.cancel_requested.setdefault(row.id, row.attempts)
                desk.uploads.cancel(row.id)
            case 1 if _changes(row, RetryRequested(now())):
                self._say("retry")
                self.cancel_requested.pop(row.id, None)
                desk.uploads.retry(row.id)
            case 2 if can(row, SendAgain):
                await self.send_again(desk, row)
            case 3:
                desk.uploads.pause(self.chance.random() < 0.3)
            case 4:
                desk.uploads.credits_changed(credential.organization_id)
            case 5:
                self._readdress(desk, row)
            case 6:
                desk.credentials.suspend(credential.credential_id)
            case 7 | 8:
                desk.credentials.use(credential)
            case _:
                return

    async def send_again(self, desk: Bench, row: Document) -> None:
        """Want a document sent again, although that may cost credits a second time."""
        if row.state is not S.CONFIRMING:
            desk.uploads.send_again(row.id)
        elif not await desk.decisions.send_again(row.id):
            return
        self._say("send again")
        self.words[row.sha256 or ""] += 1
        self.cancel_requested.pop(row.id, None)

    async def answer(self, desk: Bench, row: Document, ids: Collection[str]) -> None:
        """Answer the window's question; CapOut's web app shows the document under these ids."""
        listed = [choice.entry.entry_id for choice in desk.decisions.choices(row.id)]
        if picked := [id_ for id_ in listed if id_ in ids]:
            if await desk.decisions.it_is(row.id, picked[0]):
                self._say("it is this one")
        elif ids:
            if await desk.decisions.received(row.id):
                self._say("it arrived")
        elif self.chance.random() < 0.3:
            if await desk.decisions.never_sent(row.id):
                self._say("it was never sent")
        else:
            await self.send_again(desk, row)

    def _readdress(self, desk: Bench, row: Document) -> None:
        address = self.chance.choice((*ADDRESSES.values(), OTHER))
        if not _changes(row, Addressed(now(), address)):
            return
        self._say("other address")
        self.addresses[row.id].add(address)
        if row.state in {S.FAILED, S.CANCELED}:  # then it is tried again, too
            self.cancel_requested.pop(row.id, None)
        desk.uploads.readdress([row.id], address)

    def _say(self, what: str) -> None:
        self.coverage.outcomes[f"person: {what}"] += 1


def _changes(row: Document, event: Event) -> bool:
    return reduce(row, event) is not row


class Storm:
    """One bad day, from a seed.

    Attributes:
        server: What the server is like.
        coverage: What the day covered.
    """

    def __init__(self, folder: Path, seed: int, clock: JumpClock) -> None:
        self.server: HostileServer = draw(seed)
        self.coverage = Coverage()
        self.coverage.note(self.server)
        self._clock = clock
        self._folder = folder
        self._chance = random.Random(seed)
        self._sandbox = SandboxServer(Behavior(speed=0.2), credits=100_000, seed=seed)
        self._person = Person(self._chance, self.coverage)
        self._seen: dict[str, Document] = {}
        self._attempts: dict[str, Sequence[Attempt]] = {}
        # How often the person was asked about each attempt, by its id.
        self._questions: Counter[str] = Counter()

    async def run(self) -> None:
        """Let the day pass, and compare in the end.

        Raises:
            AssertionError: Ledger and journal do not agree.
        """
        state = self._sandbox.state
        state.add_organization("Harbor Restoration", key=HARBOR_KEY, credits=100_000)
        state.add_key(COLLEAGUES_KEY)
        self.server.apply(state)
        self.coverage.watch(state, self.server)
        self._colleagues()
        with self._sandbox:
            for session in range(SESSIONS):
                async with self._desk() as (desk, credentials):
                    await self._session(desk, credentials, NAMES[session::SESSIONS])
            self._calm_down()
            async with self._desk() as (desk, credentials):
                await self._settle(desk, credentials)
                rows = list(desk.store)
                self._attempts = {row.id: desk.store.attempts(row.id) for row in rows}
        self._note_ends(rows)
        complaints = list(self._complaints(rows))
        assert not complaints, self._evidence(complaints, rows)

    def _colleagues(self) -> None:
        """Let a colleague have sent documents of the same names, two minutes to two days ago."""
        state = self._sandbox.state
        for name in NAMES:
            if self._chance.random() < COLLEAGUE:
                id_ = state.seed_document(Path(name).name, ADDRESSES["default"], key=COLLEAGUES_KEY)
                organization = state.organization_of(COLLEAGUES_KEY)
                assert organization is not None
                document = state.document(id_, organization.id)
                assert document is not None
                document.created_at -= timedelta(seconds=self._chance.choice((120, 3600, 172_800)))

    @asynccontextmanager
    async def _desk(self) -> AsyncIterator[tuple[Bench, Sequence[Credential]]]:
        holder: list[Bench] = []

        def refuse(credential: Credential, _problem: Problem) -> None:
            holder[0].credentials.suspend(credential.credential_id)

        async with (
            bench(
                self._folder,
                self._sandbox.base_url,
                pace=AS_RELEASED,
                inspector=AnyPdf(),
                on_key_refused=refuse,
            ) as desk,
            desk.another_account(HARBOR_KEY, "harbor") as harbor,
        ):
            holder.append(desk)
            desk.store.listen(self._note)
            self._seen = {row.id: row for row in desk.store}
            self._person.come_back(desk)
            yield desk, (desk.credential, harbor)

    async def _session(
        self, desk: Bench, credentials: Sequence[Credential], names: Sequence[str]
    ) -> None:
        chance = self._chance
        for name in names:
            payer = chance.choice(list(ADDRESSES))
            desk.intake.use(payer, ORGANIZATIONS[payer], KeyKind.SANDBOX)
            marker = str(NAMES.index(name) % (len(NAMES) // 2) if chance.random() < 0.5 else name)
            await desk.send(name, pdf(marker=marker), ADDRESSES[payer])
        for row in desk.store:
            self._person.addresses[row.id].add(row.xn_address)
        for _ in range(MOMENTS):
            await asyncio.sleep(chance.uniform(0, LONGEST_MOMENT))
            await self._person.act(desk, credentials)
            if chance.random() < KILL:
                self.coverage.outcomes["sender killed"] += 1
                desk.transfers.kill()
            if chance.random() < FULL_DISK:
                self.coverage.outcomes["full disk"] += 1
                async with desk.full_disk():
                    await asyncio.sleep(chance.uniform(0, LONGEST_FULL_DISK))
        if chance.random() < CRASH:
            self.coverage.outcomes["crash"] += 1
            self._folder /= "after"
            self._questions.clear()  # what was asked last may not be in the journal
            await desk.crash(self._folder)

    def _calm_down(self) -> None:
        faults = self._sandbox.state.faults
        faults.clear()
        if self._chance.random() < FAULTS_STAY:
            for drawn in self.server.faults:
                if drawn.call is not Call.UPLOAD and drawn.probability is not None:
                    faults.by_chance(drawn.call, drawn.fault, drawn.probability)

    async def _settle(self, desk: Bench, credentials: Sequence[Credential]) -> None:
        """Let all that can come to an end do so; the person answers what only they can answer."""
        desk.uploads.pause(False)
        for credential in credentials:
            desk.credentials.use(credential)
            desk.uploads.credits_changed(credential.organization_id)
        ends_at = self._clock.monotonic() + SETTLE_SECONDS
        while unsettled := [row for row in desk.store if not _is_settled(row)]:
            if self._clock.monotonic() > ends_at:
                return  # the comparison names those that never came to an end
            for row in filter(_asks, unsettled):
                await self._person.answer(desk, row, self._arrived(row, desk.store))
            for credential in credentials:
                desk.credentials.use(credential)
            await asyncio.sleep(20)

    def _note(self, rows: Iterable[Document]) -> None:
        for row in rows:
            before = self._seen.get(row.id)
            self._seen[row.id] = row
            if before is None or before.state is not S.CONFIRMING:
                if row.state is S.CONFIRMING:
                    self.coverage.outcomes["unknown"] += 1
                continue
            if row.state is S.PROCESSING:
                self.coverage.outcomes["found in the list"] += 1
            elif row.state is S.QUEUED:
                self.coverage.outcomes["sent again by itself"] += 1
            elif _asks(row) and not _asks(before):
                self.coverage.outcomes["question"] += 1
                self._questions[row.attempt_id] += 1

    def _note_ends(self, rows: Iterable[Document]) -> None:
        for row in rows:
            why = f" ({row.problem_code})" if row.problem_code else ""
            self.coverage.outcomes[f"end: {row.state.value}{why}"] += 1

    # Comparison of ledger and journal

    @property
    def _ledger(self) -> list[LedgerEntry]:
        """What was accepted of this computer."""
        return [e for e in self._sandbox.state.ledger if e.key != COLLEAGUES_KEY]

    def _ids(self, entry: LedgerEntry) -> set[_Where]:
        """Return the ids of an upload: that of its receipt, and that of the list."""
        form = self._sandbox.state.behavior.documents_ids
        ids = {entry.document_id, str(listed_id(entry.document_id, form))}
        return {(entry.organization_id, id_) for id_ in ids}

    def _where(self, row: Document) -> _Where:
        organization = self._sandbox.state.organization_of(KEYS[row.credential_id])
        assert organization is not None
        return organization.id, row.document_id

    def _complaints(self, rows: Sequence[Document]) -> Iterator[str]:
        ledger = self._ledger
        if sorted(Path(row.source).name for row in rows) != sorted(Path(n).name for n in NAMES):
            yield f"LOST: {len(rows)} rows for {len(NAMES)} files"
        for entry in ledger:
            yield from self._misdirected(entry, rows)
        for row in rows:
            yield from self._misrepresented(row, ledger)
        for content in {row.sha256 or "" for row in rows}:
            yield from self._paid_twice(
                [row for row in rows if row.sha256 == content],
                [entry for entry in ledger if entry.sha256 == content],
                content,
            )

    def _misdirected(self, entry: LedgerEntry, rows: Sequence[Document]) -> Iterator[str]:
        """Say what is wrong with the payer, the receiver or the content of an upload."""
        meant = [r for r in rows if (r.file_name, r.sha256) == (entry.file_name, entry.sha256)]
        if not meant:
            yield f"OTHER CONTENT: {entry} is none of the files"
        for row in meant:
            if KEYS[row.credential_id] != entry.key:
                yield f"WRONG KEY: {entry} of {row.credential_id}"
            if entry.xn_address not in self._person.addresses[row.id]:
                yield f"WRONG ADDRESS: {entry}, not {self._person.addresses[row.id]}"

    def _misrepresented(self, row: Document, ledger: Sequence[LedgerEntry]) -> Iterator[str]:
        """Say what a row says that is not so."""
        if row.document_id:
            of_id = [e for e in ledger if self._where(row) in self._ids(e)]
            if [(e.sha256, e.file_name) for e in of_id] != [(row.sha256, row.file_name)]:
                yield f"LOST: {_name(row)} is taken for {row.document_id}, which is {of_id}"
        requested = self._person.cancel_requested.get(row.id)
        if requested not in {None, row.attempts}:
            yield f"{_name(row)} was canceled after {requested} attempts, and has {row.attempts}"
        if not _is_settled(row):
            yield f"STUCK: {_name(row)} never came to an end"
        for attempt in self._attempts[row.id]:
            if (times := self._questions[attempt.id]) > 1:
                yield f"{_name(row)} was asked about {times} times"
        if row.state is S.HELD and filter_of(row) is not DocumentFilter.ATTENTION:
            yield f"{_name(row)} waits ({row.problem_code}) and does not ask for anything"

    def _paid_twice(
        self, rows: Sequence[Document], paid: Sequence[LedgerEntry], content: str
    ) -> Iterator[str]:
        """Say what was charged for a content without a word, or is not told."""
        for address, times in Counter(entry.xn_address for entry in paid).items():
            if times > 1 + self._person.words[content]:
                ids = [entry.document_id for entry in paid if entry.xn_address == address]
                yield f"CHARGED TWICE: {rows[0].file_name} for {address} as {ids}"
        if paid and all(row.charge is ChargeState.NONE for row in rows):
            yield f"UNTOLD: {paid} were charged, and no row says so"
        # What nobody could find out is no secret: the person was asked, and gave their word.
        told = set().union(*(self._told(row) for row in rows))
        asked = any(
            row.server_status == RECEIVED_STATUS or "" in {id_ for _, id_ in row.sent_before}
            for row in rows
        )
        untold = [e.document_id for e in paid if self._ids(e).isdisjoint(told)]
        if untold and not asked:
            yield f"UNTOLD: no row tells of {untold}"

    def _told(self, row: Document) -> set[_Where]:
        organization_id, document_id = self._where(row)
        ids = {id_ for _, id_ in row.sent_before} | {document_id}
        return {(organization_id, id_) for id_ in ids if id_}

    def _arrived(self, row: Document, rows: Iterable[Document]) -> list[str]:
        """Return the ids under which CapOut's web app shows it, and that no row knows of.

        The person would not see the content, but knows that the name is their own.
        """
        known = set().union(*map(self._told, rows))
        organization_id, _ = self._where(row)
        return [
            id_
            for entry in self._ledger
            if (entry.sha256, entry.xn_address) == (row.sha256, row.xn_address)
            and entry.file_name == row.file_name
            and entry.organization_id == organization_id
            and self._ids(entry).isdisjoint(known)
            for _, id_ in sorted(self._ids(entry))
        ]

    def _evidence(self, complaints: Sequence[str], rows: Iterable[Document]) -> str:
        said = "\n".join(complaints)
        lines = [str(self.server), said, "", "rows that this concerns:"]
        concerned = {row.sha256 for row in rows if row.file_name in said or row.id in said}
        for row in rows:
            if row.sha256 not in concerned:
                continue
            lines += [f"  {_brief(row)}"]
            lines += [f"    {_brief(attempt)}" for attempt in self._attempts[row.id]]
            lines += [
                f"    charged {e.accepted_at:%T}: {e.document_id} of {e.organization_id}, "
                f"{e.file_name} for {e.xn_address}"
                for e in self._ledger
                if e.sha256 == row.sha256
            ]
        return "\n".join(lines)


def _is_settled(row: Document) -> bool:
    if row.state is S.HELD:
        return row.problem_code not in GOES_BY_ITSELF
    return row.state in SETTLED


def _asks(row: Document) -> bool:
    """Whether only the person can settle the row, and the window asks them."""
    return (
        row.problem_code == HoldReason.LOOK_UP_UNCLEAR
        and filter_of(row) is DocumentFilter.ATTENTION
        and can(row, MarkedReceived)
        and can(row, SendAgain)
    )


def _brief(record: msgspec.Struct) -> str:
    """Return what differs from the defaults, as JSON."""
    return msgspec.json.encode(record).decode()


def _name(row: Document) -> str:
    return f"{row.file_name} ({row.state.value} {row.problem_code})"
