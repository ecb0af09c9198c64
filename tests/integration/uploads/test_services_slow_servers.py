"""Servers that take minutes to accept and to list what was sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

from helpers.jump_clock import jump_clock
from helpers.pdfs import pdf
from helpers.queue_bench import AS_RELEASED, WITH_CAPOUT, Bench, S, bench
from helpers.storm import ADDRESSES, HARBOR_KEY, ORGANIZATIONS, AnyPdf

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import LateAcceptance, Point, Silence
from capout_desktop.sandbox.server import SandboxServer

HOURS = 3600.0


def passes(day: Callable[[Path], Coroutine[object, object, None]], tmp_path: Path) -> bool:
    """Let a day pass at once; it raises what is wrong."""
    with jump_clock() as clock:
        clock.run(day(tmp_path))
    return True


@asynccontextmanager
async def desk_for_two(folder: Path, sandbox: SandboxServer) -> AsyncIterator[Bench]:
    """Set up two organizations, each with a document that CapOut has."""
    sandbox.state.add_organization("Harbor Restoration", key=HARBOR_KEY, credits=1000)
    async with (
        bench(folder, sandbox.base_url, pace=AS_RELEASED, inspector=AnyPdf()) as desk,
        desk.another_account(HARBOR_KEY, "harbor"),
    ):
        await send(desk, "default", "witness.pdf")
        await send(desk, "harbor", "witness of harbor.pdf")
        await comes_true(desk, lambda: all(row.state in WITH_CAPOUT for row in desk.store))
        await asyncio.sleep(600)
        await desk.read_credits()
        yield desk


async def send(desk: Bench, payer: str, name: str) -> None:
    desk.intake.use(payer, ORGANIZATIONS[payer], KeyKind.SANDBOX)
    await desk.send(f"{payer}/{name}", pdf(marker=payer + name), ADDRESSES[payer])


async def comes_true(desk: Bench, condition: Callable[[], bool], within: float = 3 * HOURS) -> None:
    changed = asyncio.Event()
    desk.store.listen(lambda _: changed.set())
    async with asyncio.timeout(within):
        while not condition():
            changed.clear()
            await changed.wait()


def asks(row: Document) -> bool:
    return row.problem_code == HoldReason.LOOK_UP_UNCLEAR


def test_what_two_payers_sent_is_found_though_it_is_accepted_and_listed_minutes_later(
    tmp_path: Path,
) -> None:
    async def day(folder: Path) -> None:
        with SandboxServer(Behavior(speed=0)) as sandbox:
            async with desk_for_two(folder, sandbox) as desk:
                late = LateAcceptance(300, Silence(Point.BODY_READ))
                sandbox.state.faults.add(Call.UPLOAD, late, late)
                sandbox.state.behavior.listing_delay = 120
                await send(desk, "default", "Estimate.pdf")
                await send(desk, "harbor", "Estimate.pdf")
                await comes_true(desk, lambda: all(row.state in WITH_CAPOUT for row in desk.store))
                assert any(row.state is S.CONFIRMING for row in desk.seen)
                assert not any(map(asks, desk.seen))
                sent = [
                    (entry.key == HARBOR_KEY, entry.xn_address) for entry in sandbox.state.ledger
                ]
                assert sorted(sent) == [
                    *[(False, ADDRESSES["default"])] * 2,
                    *[(True, ADDRESSES["harbor"])] * 2,
                ]

    assert passes(day, tmp_path)
