"""Fault lab: a data folder and a sandbox on which the real program is started and killed.

The program runs in a separate process, gets files on its command line, and is ended by SIGKILL
at any moment. Only its code that reads the journal is imported here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import keyring
import msgspec
import psutil
from faultlab import random_faults, verdict
from faultlab.runner import GRACE, SHOWN
from faultlab.verdict import Payer
from helpers.coverage import Coverage
from helpers.pdfs import pdf

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.organization import Organization
from capout_desktop.domain.timeline import HistoryEntry
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import RequestFault
from capout_desktop.sandbox.ledger import CallRecord, LedgerEntry
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.key_store import service_name
from capout_desktop.services.uploads.transfer_channel import TRANSFER_WORKER
from capout_desktop.store.folders import folders
from capout_desktop.store.journal import Journal
from capout_desktop.store.settings import Settings, SettingsFile

ROOT = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("runner.py")
PAYERS = (
    Payer("one", SANDBOX_KEY, "team@example"),
    Payer("two", "capout_test_harbor_1111111111111111", "harbor-desk@example.xn"),
)
"""The organizations of each lab; each start adds its files for one of them."""

STALLED_SECONDS = 60.0
"""Seconds without any change of a row after which the rest will not settle; how long everything
takes depends on what else this machine does."""
END_SECONDS = 60.0
START_SECONDS = 120.0
USUAL_START_SECONDS = 1.2
"""Seconds from a start to the program's first call on a machine that does nothing else."""
LARGE = 5_000_000
"""Size in bytes that exceeds the kernel's socket buffers."""

_MOST_COMPLAINTS = 10

# Names of equal length, so that two bodies differ in size by their content only.
_SHARED_NAMES = ("scope-of-loss.pdf", "water-damage1.pdf")


class PromiseBrokenError(AssertionError):
    """Raised if the program lost a document or might pay twice."""


@dataclass(frozen=True, slots=True)
class Given:
    """File or link that was passed to the program.

    Attributes:
        source: An absolute path, or an https address.
        content: Identity of the content, to be paid for once: the file's SHA-256, or the address.
        body_bytes: Length of the body of its upload, without the address.
    """

    source: str
    content: str
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Snapshot of the journal."""

    rows: dict[str, Document]
    attempt_ids: list[str]


class Lab:
    """Test bench that starts the program, kills it, and examines the journal.

    Attributes:
        kills: Number of kills.
        senders_killed: How often the process that sends uploads was killed before.
        struck: Number of kills during each step of a document's life.
        coverage: What the servers were like, and what became of the documents.
    """

    def __init__(self, folder: Path, *, name: str, seed: int, runner: Path = RUNNER) -> None:
        self.server = SandboxServer(Behavior(speed=15), credits=10**9, seed=seed)
        self.server.state.add_organization("Harbor Restoration", key=PAYERS[1].key, credits=10**9)
        self._begin_long_ago()
        self.data_dir = folder / "data"
        self.kills = 0
        self.senders_killed = 0
        self.struck: Counter[str] = Counter()
        self._title = f"{name}, seed {seed}"
        self._folder = folder
        self._runner = runner
        self._dice = Random(seed)
        random_faults.draw_listed_ids(self._dice, self.server.state)
        self._given: dict[str, Given] = {}
        self._last = Glimpse({}, [])
        self._last_seen: dict[str, Document] = {}
        self.coverage = Coverage()
        self._is_set_up = False
        self._payer = PAYERS[0]
        # By a row's id, whoever it was added for.
        self._payers: dict[str, Payer] = {}
        self._first_call = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        # How many times slower than usual this machine is now.
        self._pace = 1.0

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Entries that were accepted and charged since the lab began."""
        return self.server.state.ledger[len(PAYERS) :]

    def _begin_long_ago(self) -> None:
        """Give each organization an older document, so that its list goes back beyond this lab."""
        state = self.server.state
        for payer in PAYERS:
            organization = state.organization_of(payer.key)
            assert organization is not None
            id_ = state.seed_document("old.pdf", payer.xn_address, key=payer.key)
            old = state.document(id_, organization.id)
            assert old is not None
            old.created_at -= timedelta(days=1)

    def _set_up(self) -> None:
        """Store both organizations, as the program would have, and their keys in the keyring."""
        organizations = []
        for payer in PAYERS:
            keyring.set_password(service_name(self.server.base_url), payer.id, payer.key)
            organization = self.server.state.organization_of(payer.key)
            assert organization is not None
            organizations.append(
                Organization(
                    id=payer.id,
                    label=organization.name,
                    organization_id=organization.id,
                    xn_address=payer.xn_address,
                    kind=KeyKind.SANDBOX,
                    server=self.server.base_url,
                )
            )
        self._choose(self._payer, Settings(organizations=organizations, ask_before_batch=False))

    def _choose(self, payer: Payer, settings: Settings | None = None) -> None:
        """Let the next start add its files for this organization."""
        self._payer = payer
        self.data_dir.mkdir(exist_ok=True)
        file = SettingsFile(folders(self.data_dir).settings)
        settings = settings or file.load()
        settings.active_organization = payer.id
        settings.use_address(payer.xn_address)
        file.save(settings)

    # One kill

    def kill_once(self) -> None:
        """Start the program with random faults and files, and kill it at a random moment."""
        mood, server = random_faults.draw(self._dice, self.server.state)
        self.coverage.note(server)
        self.coverage.watch(self.server.state, server)
        if self._is_set_up:
            self._choose(self._dice.choice(PAYERS))
        sources = self._something_to_send()
        # Only the first starts create the journal.
        moment = while_it_starts if self.kills < 3 else self._dice.choice(_MOMENTS)
        self._first_call = len(self.server.state.journal.calls())
        self._process = self._start(sources)
        try:
            moment(self)
        finally:
            charged = {entry.sha256 or entry.url for entry in self.ledger}
            calls = self._upload_calls()
            _kill(self._process)
        self.kills += 1
        before = self._last
        self.examine(f"after kill {self.kills} ({mood}, {moment.__name__}, {server})")
        self.struck.update(self._steps(before, sources, charged, calls))

    def examine(self, when: str) -> None:
        """Compare the journal with its earlier version and the ledger; look for contradictions.

        Raises:
            PromiseBrokenError: A document was lost, or might be paid for twice.
        """
        before, self._last = self._last, self._look()
        rows = self._last.rows.values()
        for row in rows:
            self._payers.setdefault(row.id, self._payer)
        complaints = [
            *verdict.lost(before.rows, self._last.rows),
            *verdict.impossible(rows, self._last.attempt_ids),
            *verdict.misdirected(rows, self.ledger, self._contents, self._payers),
            *verdict.mischarged(rows, self.ledger, self._contents, self._payers),
        ]
        if complaints:
            raise PromiseBrokenError(self._evidence(complaints, when))

    def _something_to_send(self) -> list[str]:
        """Return the sources for this start: those without a row yet, new files, and old ones."""
        dice = self._dice
        sources = self._without_row()
        waiting = sum(not verdict.is_settled(row) for row in self._last.rows.values())
        sources += [self._something_new() for _ in range(dice.randint(1, 3 if waiting < 8 else 1))]
        if dice.random() < 0.15:
            sources.append(dice.choice(self._not_large() or sources))
        return sources

    def _without_row(self) -> list[str]:
        has_row = {row.source for row in self._last.rows.values()}
        return [source for source in self._given if source not in has_row]

    def _not_large(self) -> list[str]:
        return [given.source for given in self._given.values() if given.body_bytes < LARGE]

    def _something_new(self) -> str:
        dice, serial = self._dice, len(self._given)
        what = dice.random()
        if what < 0.1:
            return self.give_link(f"https://127.0.0.1:1/{serial:04}/scope-of-loss.pdf")
        name = f"estimate-{serial:04}.pdf"
        if what < 0.2 and (files := [s for s in self._not_large() if "://" not in s]):
            return self.give(name, Path(dice.choice(files)).read_bytes())
        size = 2000 + 12 * serial + (LARGE * dice.randint(1, 2) if dice.random() < 0.25 else 0)
        if dice.random() < 0.3:
            name = dice.choice(_SHARED_NAMES)
        return self.give(name, pdf(size=size, marker=f"{self._title} {serial}"))

    def give(self, name: str, content: bytes) -> str:
        """Write a file into a separate folder and return its path."""
        path = self._folder / f"claim-{len(self._given):04}" / name
        path.parent.mkdir()
        path.write_bytes(content)
        body_bytes = _bytes_around(name, "file_base64") + 4 * -(-len(content) // 3)
        given = Given(str(path), hashlib.sha256(content).hexdigest(), body_bytes)
        self._given[given.source] = given
        return given.source

    def give_link(self, url: str) -> str:
        """Register a link as a source and return it."""
        self._given[url] = Given(url, url, _bytes_around(url.rpartition("/")[2], "url") + len(url))
        return url

    def _steps(
        self,
        before: Glimpse,
        sources: Iterable[str],
        charged: set[str],
        calls: list[CallRecord],
    ) -> set[str]:
        """Return the steps of a document's life during which this kill happened."""
        rows = self._last.rows
        has_row = {row.source for row in rows.values()}
        steps = set()
        if any(source not in has_row for source in sources):
            steps.add("given, not in the journal yet")
        for row in rows.values():
            old = before.rows.get(row.id)
            if old is not None and verdict.is_settled(old):
                continue  # finished before this run
            if row.state is not DocumentState.UPLOADING:
                steps.add(row.state.value)
                continue
            given = self._given[row.source]
            address = len(row.xn_address)
            going = [call.body_bytes - address for call in calls if call.answered is None]
            if given.content in charged:
                answered = any(
                    c.body_bytes == given.body_bytes + address and c.answered for c in calls
                )
                steps.add(f"uploading: accepted, {'answered' if answered else 'not answered'}")
            elif given.body_bytes in going:
                steps.add("uploading: body out, not accepted")
            elif given.body_bytes > LARGE and any(going):
                steps.add("uploading: body going")
            elif len(going) < sum(r.state is DocumentState.UPLOADING for r in rows.values()):
                steps.add("uploading: journalled, not begun")
        return steps

    # The end

    def settle(self, *faults: RequestFault) -> None:
        """Run without faults, except for `faults` of the next uploads, until all rows are settled.

        Then the program is ended by SIGTERM, and journal and ledger are compared.
        """
        state = self.server.state
        state.faults.clear()
        state.faults.add(Call.UPLOAD, *faults)
        state.behavior.speed = 500
        random_faults.let_statuses_through(state)
        self._run_until_settled(self._without_row())
        when = f"settled after {self.kills} kills"
        self.examine(when)
        rows = self._last.rows.values()
        for row in rows:
            why = f" ({row.problem_code})" if row.problem_code else ""
            self.coverage.outcomes[f"{row.state.value}{why}"] += 1
        complaints = [
            *verdict.disagreements(rows, self.ledger, self._contents, self._payers, self._shown()),
            *self._logged_errors(),
        ]
        if complaints:
            raise PromiseBrokenError(self._evidence(complaints, when))

    def _run_until_settled(self, sources: Iterable[str]) -> None:
        self._first_call = len(self.server.state.journal.calls())
        process = self._start(sources)
        try:
            # Until then SIGTERM would find a program that does not listen for it yet.
            self._wait_for(self._has_called, START_SECONDS)
            before, changed_at = None, time.monotonic()
            while process.poll() is None and not self._seems_settled():
                if (standing := self._standing()) != before:
                    before, changed_at = standing, time.monotonic()
                elif time.monotonic() - changed_at > STALLED_SECONDS:
                    break
                time.sleep(0.2)
            process.send_signal(signal.SIGTERM)
            code = process.wait(END_SECONDS)
        finally:
            _kill(process)
        if code != 0:
            ending = f"{self._title}: SIGTERM gave exit code {code}"
            raise PromiseBrokenError(f"{ending}\n{self._stderr()}")

    def _seems_settled(self) -> bool:
        try:
            rows = self._last_seen = self._look().rows
        except sqlite3.DatabaseError:
            return False  # copied in the middle of a write
        at_rest = all(map(verdict.is_settled, rows.values()))
        if at_rest and verdict.unasked(rows.values(), self._shown()):
            return False
        return at_rest and self._given.keys() <= {row.source for row in rows.values()}

    def _standing(self) -> object:
        """Return what changes as long as the rows get on: their journal, bodies, and the window."""
        rows = [
            (row.id, row.state, row.problem_code, row.attempt_id, row.document_id)
            for row in self._last_seen.values()
        ]
        return rows, sum(call.body_bytes for call in self._upload_calls()), self._shown()

    def _shown(self) -> list[str]:
        """Return what the rows of the window said last."""
        try:
            return msgspec.json.decode((self._folder / "shown").read_bytes(), type=list[str])
        except FileNotFoundError:
            return []

    # The program's process

    def _start(self, sources: Iterable[str]) -> subprocess.Popen[bytes]:
        if not self._is_set_up:
            self._set_up()
            self._is_set_up = True
        environment = {
            **os.environ,
            "CAPOUT_API_URL": self.server.base_url,
            SHOWN: str(self._folder / "shown"),
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
            "PYTHONASYNCIODEBUG": "0",
        }
        command = [sys.executable, str(self._runner), "--data-dir", str(self.data_dir)]
        command += ["--yes", *sources]
        self._started_at = time.monotonic()
        with (self._folder / "stderr").open("ab") as stderr:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=stderr)

    def _upload_calls(self) -> list[CallRecord]:
        """Return the uploads received since the last start of the program."""
        calls = self.server.state.journal.calls()[self._first_call :]
        return [call for call in calls if call.call is Call.UPLOAD]

    def _wait(self, predicate: Callable[[], object], timeout: float = 1.5) -> None:
        """Wait for a condition on the server; after the timeout the kill happens without it.

        The timeout begins with the program's first call, and is longer on a slow machine.
        """
        self._wait_for(self._has_called, START_SECONDS)
        took = time.monotonic() - self._started_at
        self._pace = max(took / USUAL_START_SECONDS, 1.0)
        self._wait_for(predicate, timeout * self._pace)

    def _wait_for(self, predicate: Callable[[], object], timeout: float) -> None:
        with suppress(TimeoutError):
            self.server.state.wait_for(lambda: bool(predicate()), timeout)

    def _has_called(self) -> bool:
        return len(self.server.state.journal.calls()) > self._first_call

    def _calls_since_start(self, call: Call) -> int:
        calls = self.server.state.journal.calls()[self._first_call :]
        return sum(record.call is call for record in calls)

    def _pause(self, longest: float) -> None:
        time.sleep(self._dice.uniform(0, longest) * self._pace)

    # Examination of the journal and the logs

    def _look(self) -> Glimpse:
        """Read a copy of the journal, so that the next start finds it as the kill left it."""
        copy = self._folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for file in self.data_dir.glob("journal.sqlite3*"):
            shutil.copyfile(file, copy / file.name)
        journal = Journal(copy / "journal.sqlite3")
        try:
            return Glimpse({row.id: row for row in journal.load()}, journal.attempt_ids())
        finally:
            journal.close()

    def _history(self, local_id: str) -> list[HistoryEntry]:
        journal = Journal(self._folder / "copy" / "journal.sqlite3")
        try:
            return journal.history(local_id)
        finally:
            journal.close()

    @property
    def _contents(self) -> dict[str, str]:
        return {source: given.content for source, given in self._given.items()}

    def _logged_errors(self) -> list[str]:
        logs = sorted((self.data_dir / "logs").glob("*.log*"))
        text = "".join(log.read_text(errors="replace") for log in logs)
        lines = text.splitlines()
        return [
            "logged: " + "\n".join(lines[number : number + 40])
            for number, line in enumerate(lines)
            if " ERROR " in line
        ][:3]

    def _evidence(self, complaints: list[str], when: str) -> str:
        """Return all information that is needed to find the cause of the complaints."""
        said = "\n".join(complaints[:_MOST_COMPLAINTS])
        lines = [f"{self._title}, {when}: {len(complaints)} complaints", said, "", "rows:"]
        for row in self._last.rows.values():
            content = self._given[row.source].content
            accepted = [e for e in self.ledger if content in {e.sha256, e.url}]
            named = {row.source, row.id[:8], row.document_id, *(e.document_id for e in accepted)}
            if not any(name and name in said for name in named):
                continue
            lines.append(f"  {row}")
            lines += [
                f"    {e.at:%T.%f} {e.what}, {e.state}: {e.note} {e.said}"
                for e in self._history(row.id)
            ]
            lines += [f"    charged {e.accepted_at:%T.%f} as {e.document_id}" for e in accepted]
        lines += ["", "the server's last calls:"]
        lines += [
            f"  {c.at:%T.%f} {c.method} {c.path} {c.body_bytes} bytes: {c.answered or 'no answer'}"
            for c in self.server.state.journal.calls()[-80:]
        ]
        return "\n".join([*lines, "", "stderr:", self._stderr()])

    def _stderr(self) -> str:
        return (self._folder / "stderr").read_text(errors="replace")[-4000:]


def _bytes_around(file_name: str, source: str) -> int:
    """Return the length of the body of an upload without its address and its content."""
    body = {"file_name": file_name, "xn_address": "", source: ""}
    return len(msgspec.json.encode(body))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the program without warning, then its child processes."""
    if process.poll() is None:
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for child in children:
            try:
                child.kill()
            except psutil.NoSuchProcess:
                continue
    process.wait()


def _kill_sender(process: subprocess.Popen[bytes]) -> bool:
    """Kill the process that sends the program's uploads; return whether there was one."""
    with suppress(psutil.Error):
        for child in psutil.Process(process.pid).children():
            if any(TRANSFER_WORKER in word for word in child.cmdline()):
                child.kill()
                return True
    return False


# Moments of a kill: some time after the start, or just after an event on the server.


def at_any_time(lab: Lab) -> None:
    """Kill at any time, for cases that the other moments miss."""
    if lab._dice.random() < 0.7:
        lab._wait(lambda: True)
    lab._pause(1.5)


def while_it_starts(lab: Lab) -> None:
    """Kill during the creation of the journal, the intake or the first checks."""
    time.sleep(0.35 * lab._pace)
    lab._pause(0.5)


def as_an_upload_begins(lab: Lab) -> None:
    """Kill around the opening of a connection."""
    lab._wait(lambda: lab._calls_since_start(Call.UPLOAD) >= lab._dice.randint(1, 3))
    lab._pause(0.05)


def before_an_upload_begins(lab: Lab) -> None:
    """Kill between the journalled attempt and the first byte."""
    lab._wait(lambda: lab._calls_since_start(Call.CREDITS))
    lab._pause(0.15)


def in_the_middle_of_a_body(lab: Lab) -> None:
    """Kill when a part of the body was sent."""
    lab._wait(lambda: any(call.body_bytes > 200_000 for call in lab._upload_calls()))
    lab._pause(0.2)


def once_something_was_accepted(lab: Lab) -> None:
    """Kill shortly before or after the answer."""
    charged = len(lab.ledger)
    lab._wait(lambda: len(lab.ledger) > charged)
    lab._pause(lab._dice.choice((0.03, 0.3, random_faults.LONGEST_DELAY)))


def while_it_looks_something_up(lab: Lab) -> None:
    """Kill while an upload without an answer is looked up and decided."""
    lab._wait(lambda: lab._calls_since_start(Call.DOCUMENTS) >= lab._dice.randint(1, 4))
    lab._pause(0.1)


def while_it_ends(lab: Lab) -> None:
    """Kill during an orderly shutdown, as when the battery runs out."""
    lab._wait(lambda: True)
    lab._pause(1.0)
    if lab._process is not None:
        lab._process.send_signal(signal.SIGTERM)
    lab._pause(0.2)


def after_what_sends_was_killed(lab: Lab) -> None:
    """Kill after the process that sends uploads was killed while it sent."""
    lab._wait(lambda: lab._calls_since_start(Call.UPLOAD) >= lab._dice.randint(1, 3))
    lab._pause(0.1)
    if lab._process is not None and _kill_sender(lab._process):
        lab.senders_killed += 1
    at_any_time(lab)


def after_the_grace(lab: Lab) -> None:
    """Kill after an upload that was not found is sent again, or after it ended."""
    lab._wait(lambda: True)
    time.sleep(GRACE.total_seconds() * 0.6)
    lab._pause(GRACE.total_seconds() * 0.7)


_MOMENTS: tuple[Callable[[Lab], None], ...] = (
    at_any_time,
    at_any_time,
    while_it_starts,
    as_an_upload_begins,
    before_an_upload_begins,
    in_the_middle_of_a_body,
    in_the_middle_of_a_body,
    once_something_was_accepted,
    once_something_was_accepted,
    while_it_looks_something_up,
    while_it_ends,
    after_what_sends_was_killed,
    after_what_sends_was_killed,
    after_the_grace,
)
