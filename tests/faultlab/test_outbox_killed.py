"""The program is killed at the steps of the outbox, with every kind of file that it copies.

After the next start every file arrives once, and the outbox has no file that no row needs.
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
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

import keyring
import pytest
from faultlab import verdict
from faultlab.outbox_runner import CHOSEN, DIE_AT, MOST_BYTES, PASSWORD, STEPS
from helpers.mails import archive, mail
from helpers.pdfs import locked_pdf, pdf, shared_packet_pdf
from helpers.pictures import jpeg, png

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.organization import Organization
from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.key_store import service_name
from capout_desktop.store.folders import folders
from capout_desktop.store.journal import Journal
from capout_desktop.store.settings import Settings, SettingsFile

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="kills by a signal, which Windows does not have"
)

ROOT = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("outbox_runner.py")
ADDRESS = "team@example"
OLD = "old.pdf"
SHARE = 15
"""Of so many kills of the fault lab, one is of the outbox."""
KILLS_OF_ONE = 3
MOST_REPEATS = 4
SECONDS = 120.0


class OutboxLab:
    """A data folder, files that go by a copy, and a CapOut that they go to."""

    def __init__(self, folder: Path, server: SandboxServer) -> None:
        self.server = server
        self.folder = folder
        self.data = folder / "data"
        self._temporary = folder / "tmp"
        claims = folder / "claims"
        for made in (self.data, self._temporary, claims):
            made.mkdir(parents=True)
        self.whole = {"scope.pdf": pdf(marker="scope"), "roof.pdf": pdf(2, marker="roof")}
        self.whole["attachment.pdf"] = pdf(marker="attachment")
        self.locked = {
            "water.pdf": locked_pdf(PASSWORD),
            "locked.pdf": locked_pdf(PASSWORD) + b"\n",
        }
        files: Mapping[str, bytes] = {
            "claim.eml": mail(
                "Claim", {"scope.pdf": self.whole["scope.pdf"], **self._only("water")}
            ),
            "claim.zip": archive({"roof.pdf": self.whole["roof.pdf"]}),
            **self._only("locked"),
            "packet.pdf": shared_packet_pdf(9),
            "photo 1.jpg": jpeg(),
            "photo 2.png": png(),
        }
        assert len(files["packet.pdf"]) > MOST_BYTES
        for name, content in files.items():
            (claims / name).write_bytes(content)
        (self._temporary / "attachment.pdf").write_bytes(self.whole["attachment.pdf"])
        self.given = [claims / name for name in files if name != "photo 2.png"]
        self.given.append(self._temporary / "attachment.pdf")
        self._before = {path: path.read_bytes() for path in self._originals()}
        self._payer = self._set_up()

    def _only(self, stem: str) -> dict[str, bytes]:
        return {name: content for name, content in self.locked.items() if name.startswith(stem)}

    def _originals(self) -> Iterator[Path]:
        yield from (self.folder / "claims").iterdir()
        yield from self._temporary.glob("*.pdf")

    @property
    def names(self) -> set[str]:
        """Names that the files arrive under."""
        return {*self.whole, *self.locked, "packet.pdf", "photo 1.pdf"}

    def _set_up(self) -> str:
        state = self.server.state
        organization = state.organization_of(SANDBOX_KEY)
        assert organization is not None
        # An older document, so that CapOut's list goes back beyond this lab.
        old = state.document(state.seed_document(OLD, ADDRESS), organization.id)
        assert old is not None
        old.created_at -= timedelta(days=1)
        keyring.set_password(service_name(self.server.base_url), "one", SANDBOX_KEY)
        payer = Organization(
            id="one",
            label=organization.name,
            organization_id=organization.id,
            xn_address=ADDRESS,
            kind=KeyKind.SANDBOX,
            server=self.server.base_url,
        )
        settings = Settings(
            organizations=[payer], active_organization="one", ask_before_batch=False
        )
        settings.use_address(ADDRESS)
        SettingsFile(folders(self.data).settings).save(settings)
        return organization.id

    def rows(self) -> list[Document]:
        """Return the rows of the journal, from a copy of it."""
        copy = self.folder / "copy"
        while True:
            shutil.rmtree(copy, ignore_errors=True)
            copy.mkdir()
            try:
                for file in self.data.glob("journal.sqlite3*"):
                    shutil.copyfile(file, copy / file.name)
                if not (copy / "journal.sqlite3").exists():
                    return []
                journal = Journal(copy / "journal.sqlite3")
                try:
                    return journal.load()
                finally:
                    journal.close()
            except (sqlite3.DatabaseError, FileNotFoundError):
                time.sleep(0.05)  # copied in the middle of a write

    def copies(self) -> set[str]:
        outbox = folders(self.data).outbox
        return {str(path) for path in outbox.iterdir()} if outbox.exists() else set()

    def start(self, die_at: str = "") -> subprocess.Popen[bytes]:
        """Start the program with all files that have no row, as a person would add them again."""
        has_row = {row.origin_path for row in self.rows()}
        sources = [path for path in self.given if str(path) not in has_row]
        if any(path.name == "photo 1.jpg" for path in sources):
            sources.append(self.folder / "claims" / "photo 2.png")
        environment = {
            **os.environ,
            "CAPOUT_API_URL": self.server.base_url,
            DIE_AT: die_at,
            "TMPDIR": str(self._temporary),
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
            "PYTHONASYNCIODEBUG": "0",
        }
        command = [sys.executable, str(RUNNER), "--data-dir", str(self.data), "--yes"]
        with (self.folder / "stderr").open("ab") as stderr:
            return subprocess.Popen(
                [*command, *map(str, sources)], cwd=ROOT, env=environment, stderr=stderr
            )

    def is_done(self) -> bool:
        """Whether all files are complete, or wait for the person, and no other copy is left."""
        rows = self.rows()
        asks = {row.source for row in rows if verdict.asks(row)}
        ended = [row for row in rows if row.state is DocumentState.COMPLETE or verdict.asks(row)]
        return {row.file_name for row in ended} >= self.names and self.copies() == asks

    def until(self, condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + SECONDS
        while not condition():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(self.evidence(f"exit code {process.poll()}"))
            time.sleep(0.2)

    def kill(self, die_at: str) -> bool:
        """Run until the step, and return whether it came; else all files have arrived."""
        process = self.start(die_at)
        deadline = time.monotonic() + SECONDS
        try:
            while process.poll() is None and not self.is_done():
                assert time.monotonic() < deadline, self.evidence(f"neither {die_at} nor the end")
                time.sleep(0.1)
            return process.poll() == -signal.SIGKILL
        finally:
            process.kill()
            process.wait()

    def settle(self) -> None:
        """Run without a planned kill until all have arrived, and judge."""
        process = self.start()
        try:
            self.until(self.is_done, process)
        finally:
            process.kill()
            process.wait()
        asks = {row.file_name for row in self.rows() if verdict.asks(row)}
        arrived = Counter(entry.file_name for entry in self.server.state.ledger)
        del arrived[OLD]
        assert self.names - asks <= arrived.keys() <= self.names, self.evidence("lost")
        assert max(arrived.values()) == 1, self.evidence("paid twice")
        hashes = {entry.file_name: entry.sha256 for entry in self.server.state.ledger}
        for name, content in self.whole.items():
            assert name in asks or hashes[name] == hashlib.sha256(content).hexdigest(), name
        for name in self.names - self.whole.keys():
            assert hashes.get(name) not in {
                hashlib.sha256(c).hexdigest() for c in self._before.values()
            }
        for row in self.rows():
            assert row.copied_from is not None, row.file_name
            assert row.file_name != "packet.pdf" or row.copied_from.pages == CHOSEN
        assert {path: path.read_bytes() for path in self._originals()} == self._before

    def evidence(self, what: str) -> str:
        rows = [f"{r.file_name}: {r.state.value} {r.problem_code} {r.source}" for r in self.rows()]
        stderr = (self.folder / "stderr").read_text(errors="replace")[-3000:]
        return "\n".join([what, *rows, f"copies: {sorted(self.copies())}", stderr])


@pytest.mark.usefixtures("secret_service")
def test_every_copied_file_arrives_once_whenever_the_program_is_killed(
    kills: int, seed: int, report: list[str], tmp_path: Path
) -> None:
    dice, struck, number = Random(seed), Counter[str](), 0
    wanted = max(kills // SHARE, 1)
    while struck.total() < wanted:
        number += 1
        with SandboxServer(Behavior(speed=500), credits=10**9) as server:
            lab = OutboxLab(tmp_path / str(number), server)
            for _ in range(min(KILLS_OF_ONE, wanted - struck.total())):
                step = dice.choice(STEPS)
                if not lab.kill(f"{step} {dice.randint(1, MOST_REPEATS)}"):
                    break
                struck[step] += 1
            lab.settle()
    report.append(f"outbox: {struck.total()} kills, seed {seed}, 0 lost, 0 twice, no orphan; at")
    report += [f"  {step}: {struck[step]}" for step in STEPS if struck[step]]
