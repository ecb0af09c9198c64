"""A person's day after a storm: at every step the window agrees with the server's ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import Qt

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.documents.list_bar import ListBar

S = DocumentState
Live = Callable[..., Desktop]

NAMES = [f"hail {number:02}.pdf" for number in range(42)]
SKIPPED = {"hail 03.pdf", "hail 17.pdf", "hail 40.pdf"}
ELSEWHERE = "hail 08.pdf"
COST = 8
"""Credits that the practice CapOut takes for so small a file."""

COVERED = 30


class Day:
    """The window, and what the server knows to be true."""

    def __init__(self, desktop: Desktop, sandbox: SandboxServer) -> None:
        self.desktop = desktop
        self.sandbox = sandbox

    def truth(self) -> Counter[str]:
        """Return how many documents stand in which way: what CapOut took is the server's word."""
        state = self.sandbox.state
        there = {entry.file_name: entry for entry in state.ledger}
        counts: Counter[str] = Counter()
        for name in NAMES:
            if name not in there:
                counts["skipped" if name in SKIPPED else "unsent"] += 1
                continue
            document = state.document(there[name].document_id, there[name].organization_id)
            assert document is not None
            if not document.is_over:
                counts["processing"] += 1
            else:
                counts["failed" if document.failed else "complete"] += 1
        return counts

    def rows(self) -> Counter[str]:
        """Return the same from the rows."""
        counts: Counter[str] = Counter()
        for row in self.desktop.documents.values():
            if row.skipped:
                counts["skipped"] += 1
            elif row.state in {S.PROCESSING, S.COMPLETE, S.FAILED}:
                counts[row.state.value] += 1
            else:
                counts["unsent"] += 1
        return counts

    def chips(self) -> dict[DocumentFilter, int]:
        bar = self.desktop.window.findChild(ListBar)
        assert isinstance(bar, ListBar)
        numbers = {}
        for show, chip in bar.chips.chips.items():
            found = re.search(r"[\d,]+$", chip.text())
            assert found, chip.text()
            numbers[show] = int(found[0].replace(",", ""))
        return numbers

    def header(self) -> Counter[str]:
        """Return the numbers in the heading of the batch by their words."""
        model = self.desktop.window.model
        role = Qt.ItemDataRole.AccessibleTextRole
        said = str(model.index(0, 0).data(role))
        return Counter({word: int(n) for n, word in re.findall(r"(\d+) ([a-z]+)", said)})

    async def agrees(self, step: str, *, title: str, held: int = 0) -> None:
        """Wait until rows, chips, heading and title say what is true.

        Args:
            step: What happened before.
            title: How the title of the window begins; `{sent}` stands for what the server has.
            held: Documents that wait for the person.
        """

        def same() -> bool:
            truth, chips, header = self.truth(), self.chips(), self.header()
            return (
                self.rows() == truth
                and chips[DocumentFilter.ALL] == len(NAMES)
                and chips[DocumentFilter.COMPLETE] == truth["complete"]
                and chips[DocumentFilter.ATTENTION] == truth["failed"] + held
                and chips[DocumentFilter.ACTIVE] == truth["processing"] + truth["unsent"] - held
                and all(header[word] == truth[word] for word in ("complete", "failed", "skipped"))
                and header["need"] == held  # "9 need credits"
                and self.desktop.window.windowTitle().startswith(
                    title.format(sent=len(self.sandbox.state.ledger))
                )
            )

        await self.desktop.until(same, step)

    async def is_drafted(self, step: str, *, ready: int, skipped: int) -> None:
        """Wait until rows, chips, heading and title say that nothing is sent yet."""

        def same() -> bool:
            chips, header = self.chips(), self.header()
            return (
                self.rows() == Counter(unsent=ready, skipped=skipped)
                and chips[DocumentFilter.ALL] == len(NAMES)
                and chips[DocumentFilter.ATTENTION] == ready
                and (header["ready"], header["skipped"]) == (ready, skipped)
                and self.desktop.window.windowTitle() == "CapOut Desktop"
            )

        await self.desktop.until(same, step)
        assert not self.sandbox.state.ledger

    def finish(self, number: int, *, failing: int = 0) -> None:
        """End that many documents that are under way at the server; the first of them fail."""
        state = self.sandbox.state
        open_ones = [
            entry
            for entry in state.ledger
            if (document := state.document(entry.document_id, entry.organization_id)) is not None
            and not document.is_over
        ]
        for at, entry in enumerate(open_ones[:number]):
            (state.fail if at < failing else state.finish)(entry.document_id)


def test_a_day_after_a_storm(live: Live, sandbox: SandboxServer, tmp_path: Path) -> None:
    folder = tmp_path / "hail"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes(pdf(marker=name))
    state = sandbox.state
    state.behavior.speed = 0  # a document goes on when the test says so
    state.set_credits(COVERED * COST)

    async def morning(desktop: Desktop) -> None:
        day = Day(desktop, sandbox)
        window = desktop.window
        drop(window, files([folder]))
        await desktop.until_offered("Send 42")
        await day.is_drafted("dropped", ready=42, skipped=0)
        for left, name in enumerate(sorted(SKIPPED), 1):
            desktop.drafts.toggle(name)
            await desktop.until_offered(f"Send {42 - left}")
        desktop.drafts.readdress("sue@acme", ELSEWHERE)
        await desktop.until(
            lambda: any(r.xn_address == "sue@acme" for r in desktop.documents.values()),
            "one has another address",
        )
        await day.is_drafted("three are skipped, one is readdressed", ready=39, skipped=3)
        desktop.drafts.press("Send 39")  # its heading is pinned
        await desktop.until(lambda: len(state.ledger) >= 8, "some are sent")
        window.queue.pause_action.trigger()
        await desktop.until(
            lambda: not any(r.state is S.UPLOADING for r in desktop.documents.values()),
            "what was under way has ended",
        )
        # A row shows an upload a moment after it began, so one more may still arrive.
        await day.agrees("paused", title="{sent} of 39 sent")
        assert len(state.ledger) < COVERED
        window.queue.pause_action.trigger()

        await desktop.until(lambda: len(state.ledger) == COVERED, "the credits are used up")
        await day.agrees("no credits", title="0 of 39 complete · 9 need credits", held=9)
        day.finish(10, failing=2)
        title = "8 of 39 complete · 9 need credits · 2 failed"
        await day.agrees("ten have ended", title=title, held=9)

    async def evening(desktop: Desktop) -> None:
        day = Day(desktop, sandbox)
        await day.agrees("after the restart", title="0 of 29 complete · 9 need credits", held=9)
        state.set_credits(100 * COST)
        desktop.window.credits.refresh_wanted.emit()
        await desktop.until(lambda: len(state.ledger) == 39, "the others go by themselves")
        await day.agrees("all are sent", title="0 of 29 complete")
        day.finish(42)
        await day.agrees("all have ended", title="CapOut Desktop")
        assert day.rows() == Counter(complete=37, failed=2, skipped=3)

    live(morning)
    live(evening)
    assert {e.file_name for e in state.ledger} == set(NAMES) - SKIPPED
    assert len(state.ledger) == 39, "none was sent twice"
    to = {e.file_name: e.xn_address for e in state.ledger}
    assert to.pop(ELSEWHERE) == "sue@acme"
    assert set(to.values()) == {"team@example"}
