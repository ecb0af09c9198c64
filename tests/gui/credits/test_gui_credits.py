"""Credits through the real window: learned, guarded, reported, and never lost over a restart."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.control import credits as credits_control
from capout_desktop.control.credits import CreditsControl
from capout_desktop.domain.credit_guard import Fit
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Refuse, SlowRead
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.credits import balances as credits_service
from capout_desktop.services.credits import credit_hold
from capout_desktop.ui.credits.text import left_words, likely_words, shortage_words
from capout_desktop.ui.documents.columns import CREDITS
from capout_desktop.ui.organizations.key_badge import KeyBadge

S = DocumentState
Live = Callable[..., Desktop]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask as often as there is something to ask."""
    monkeypatch.setattr(credits_service, "SETTLE_SECONDS", 0.05)
    monkeypatch.setattr(credits_service, "AGAIN_SECONDS", 0.05)


def control(desktop: Desktop) -> CreditsControl:
    made = desktop.program.credits
    assert made is not None
    return made


def has_answered(sandbox: SandboxServer, times: int) -> bool:
    return sandbox.state.journal.count(Call.CREDITS) >= times


async def send(desktop: Desktop, folder: Path, name: str) -> Document:
    """Send one document, and wait until it is finished and its cost is known."""
    path = folder / name
    path.write_bytes(pdf(marker=name))
    assert drop(desktop.window, files([path]))
    await desktop.until(
        lambda: any(d.file_name == name and d.state is S.COMPLETE for d in rows(desktop)), name
    )
    document = next(d for d in rows(desktop) if d.file_name == name)
    await desktop.until(lambda: control(desktop).cost_of(document.id), f"the cost of {name}")
    return document


def charged(desktop: Desktop, name: str, words: str) -> bool:
    """Return whether the row of a file says this about credits."""
    model = desktop.window.model
    return bool(model.index(desktop.drafts.row(name), CREDITS.index).data() == words)


def rows(desktop: Desktop) -> list[Document]:
    return list(desktop.documents.values())


def test_costs_are_learned_and_a_batch_that_exceeds_the_balance_is_detected(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        assert left_words(control(desktop).estimate(12)) == "you have 250 credits"
        for number in range(3):
            document = await send(desktop, tmp_path, f"{number}.pdf")
            cost = control(desktop).cost_of(document.id)
            entry = sandbox.state.ledger[-1]
            assert cost is not None
            assert (cost.spent, cost.together) == (entry.cost, 1)
            assert cost.before - cost.after == entry.cost
            says = partial(charged, desktop, entry.file_name, "8")
            await desktop.until(says, "its row says so")
        left = sandbox.state.credits_left()
        assert left == 250 - 3 * 8
        fits, short = control(desktop).estimate(12), control(desktop).estimate(40)
        assert likely_words(fits) == "about 96 credits"
        assert left_words(fits) == f"you have {left}"
        assert (fits.fit, short.fit) == (Fit.FITS, Fit.SHORT)
        assert shortage_words(short) == f"You need about 320 credits, and you have {left}."

    live(scenario)


def test_spending_by_others_has_a_separate_line_even_after_a_restart(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    exported = tmp_path / "spending.csv"

    async def first(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        await send(desktop, tmp_path, "own.pdf")
        sandbox.state.seed_document("theirs.pdf", "mate@example")
        desktop.window.credits.refresh_wanted.emit()
        await desktop.until(lambda: "232" in desktop.window.credits_text, "both are paid")

    live(first)

    async def second(desktop: Desktop) -> None:
        await desktop.until(lambda: "232" in desktop.window.credits_text, "the key works")
        desktop.window.credits.open_report()
        report = desktop.window.credits.report
        assert report is not None
        await desktop.until(lambda: len(report.table.texts()) == 2, "the report")
        assert [row[1:] for row in report.table.texts()] == [
            ["Documents", "1", "8"],
            ["Spent elsewhere, or uncertain", "", "10"],
        ]
        report.by_box.setCurrentIndex(1)
        assert report.table.texts()[0][0] == "team@example"
        desktop.window.credits.export_wanted.emit(str(exported))
        await desktop.until(lambda: report.outcome, "the export")
        assert report.outcome == "Exported as spending.csv"
        desktop.window.credits.export_wanted.emit(str(tmp_path / "gone" / "spending.csv"))
        await desktop.until(lambda: "could not" in report.outcome, "a failed export says so")
        report.close()

    live(second)
    with exported.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["XactNet address", "For", "Documents", "Credits", "Divided"],
            ["team@example", "Documents", "1", "8", ""],
            ["", "Spent elsewhere, or uncertain", "", "10", ""],
        ]


def test_the_panel_refreshes_and_marks_an_old_balance_as_old(
    live: Live, sandbox: SandboxServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        view = desktop.window.credits
        assert "30 days" in view.indicator.toolTip()
        badge = desktop.window.findChild(KeyBadge)
        assert isinstance(badge, KeyBadge)
        assert (badge.isVisible(), badge.text()) == (True, "SANDBOX")
        QTest.mouseClick(view.indicator, Qt.MouseButton.LeftButton)
        panel = view.panel
        assert panel is not None
        await desktop.until(panel.isVisible, "the panel")
        assert len(panel.buckets.texts()) == 2
        refresh = panel.refresh_button
        await desktop.until(lambda: refresh.text() == "&Refresh", "what was asked before came")
        sandbox.state.set_credits(77)
        QTest.mouseClick(refresh, Qt.MouseButton.LeftButton)
        await desktop.until(lambda: "77" in panel.accessibleName(), "the new figure")
        await desktop.until(lambda: "77 on" in panel.plot.accessibleDescription(), "the plot")
        sandbox.state.faults.add(Call.CREDITS, Refuse(500), Refuse(500), Refuse(500), Refuse(500))
        QTest.mouseClick(refresh, Qt.MouseButton.LeftButton)
        await desktop.until(
            lambda: "problem" in view.indicator.toolTip(), "an old figure is shown as old"
        )
        assert "77" in desktop.window.credits_text
        panel.close()

    live(scenario)


def test_returning_to_the_window_refreshes_only_an_old_balance(
    live: Live, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        sandbox.state.set_credits(90)
        desktop.window.credits.returned.emit()
        assert "refreshing" not in desktop.window.credits_text
        monkeypatch.setattr(credits_control, "OLD_ON_RETURN", timedelta(0))
        desktop.window.credits.returned.emit()
        await desktop.until(lambda: "90" in desktop.window.credits_text, "the new figure")

    live(scenario)


def test_the_balance_is_refreshed_before_a_document_is_sent(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credits_control, "OLD_BEFORE_SENDING", timedelta(0))

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        desktop.window.queue.pause_toggled.emit(True)
        sandbox.state.set_credits(90)
        (tmp_path / "scope.pdf").write_bytes(pdf())
        assert drop(desktop.window, files([tmp_path / "scope.pdf"]))
        await desktop.until(lambda: "90" in desktop.window.credits_text, "the new figure")

    live(scenario)
    assert sandbox.state.ledger == ()


def test_the_user_sets_the_low_balance_threshold(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        assert "Low" not in desktop.window.credits_text
        desktop.program._settings.credits_low = 250
        control(desktop).settings_changed()
        assert desktop.window.credits_text.startswith("Low: 250 credits")

    live(scenario)


def test_documents_waiting_for_credits_are_sent_once_there_are_some(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.set_credits(3)

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "3 credits" in desktop.window.credits_text, "the key works")
        for name in ("a.pdf", "b.pdf"):
            (tmp_path / name).write_bytes(pdf(marker=name))
            assert drop(desktop.window, files([tmp_path / name]))
        held = await desktop.until_all(S.HELD, count=2)
        assert {d.problem and d.problem.code for d in held} == {"payment-required"}
        tried = sandbox.state.journal.count(Call.UPLOAD)
        asked = sandbox.state.journal.count(Call.CREDITS)
        for number in range(1, 4):
            desktop.window.credits.refresh_wanted.emit()
            await desktop.until(
                partial(has_answered, sandbox, asked + number), "an answer with the same balance"
            )
        assert sandbox.state.journal.count(Call.UPLOAD) == tried, "the same balance is not tried"
        sandbox.state.set_credits(300)
        desktop.window.credits.refresh_wanted.emit()
        await desktop.until_all(S.COMPLETE, count=2)

    live(scenario)
    assert len(sandbox.state.ledger) == 2


def test_credits_read_during_an_upload_are_not_mistaken_for_the_missing_ones(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, SlowRead(2_000_000))

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")
        (tmp_path / "scope.pdf").write_bytes(pdf(size=6_000_000))
        assert drop(desktop.window, files([tmp_path / "scope.pdf"]))
        await desktop.until_all(S.UPLOADING, count=1)
        sandbox.state.set_credits(300)
        desktop.window.credits.refresh_wanted.emit()
        await desktop.until(lambda: "300" in desktop.window.credits_text, "what was bought")
        sandbox.state.set_credits(3)  # somebody else was quicker
        await desktop.until_all(S.HELD, count=1)
        sandbox.state.set_credits(300)
        desktop.window.credits.refresh_wanted.emit()
        await desktop.until_all(S.COMPLETE, count=1)

    live(scenario)
    assert len(sandbox.state.ledger) == 1


def test_an_unexpected_refusal_is_retried_once_and_then_waits_for_an_update(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credit_hold, "STILL_TRUE", timedelta(0))
    monkeypatch.setattr(credit_hold, "ASK_EVERY", timedelta(seconds=0.1))
    sandbox.state.set_credits(3)

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(lambda: "3 credits" in desktop.window.credits_text, "the key works")
        (tmp_path / "scope.pdf").write_bytes(pdf())
        assert drop(desktop.window, files([tmp_path / "scope.pdf"]))
        await desktop.until(
            lambda: sandbox.state.journal.count(Call.UPLOAD) == 2, "it is tried again"
        )
        await desktop.until_all(S.HELD)
        asked = sandbox.state.journal.count(Call.CREDITS)
        await desktop.until(partial(has_answered, sandbox, asked + 5), "it goes on asking")
        assert sandbox.state.journal.count(Call.UPLOAD) == 2
        sandbox.state.set_credits(300)
        await desktop.until_all(S.COMPLETE)

    live(scenario)
    assert sandbox.state.journal.count(Call.UPLOAD) == 3
