"""Servers drawn at random: repeatable, complete, and true to what they accepted."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from dataclasses import fields

import httpx
import pytest

from capout_desktop.sandbox.contract import Behavior, Call, DocumentsForm, ListedIds, MalformedItem
from capout_desktop.sandbox.faults import PRESETS
from capout_desktop.sandbox.hostile import all_odd_values, draw
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

HIDING = {"documents_limit", "documents_window", "documents_ended_only", "listing_delay"}


def test_the_same_seed_draws_the_same_server() -> None:
    assert draw(5) == draw(5)
    assert str(draw(5)) == str(draw(5))
    assert len({str(draw(seed)) for seed in range(50)}) == 50


def test_every_switch_and_every_fault_is_drawn_some_time() -> None:
    drawn = [draw(seed) for seed in range(3000)]
    assert set(all_odd_values()) == {field.name for field in fields(Behavior)} - {"speed"}
    for name, values in all_odd_values().items():
        found = [one.switches[name] for one in drawn if name in one.switches]
        assert all(value in found for value in values)
        assert getattr(Behavior(), name) not in values
    assert {fault.name for one in drawn for fault in one.faults} == set(PRESETS)


def test_the_pace_shortens_what_takes_time() -> None:
    for seed in range(200):
        slow, fast = draw(seed), draw(seed, pace=0.01)
        assert list(slow.switches) == list(fast.switches)
        assert [fault.name for fault in slow.faults] == [fault.name for fault in fast.faults]
        if "listing_delay" in slow.switches:
            assert fast.switches["listing_delay"] == slow.switches["listing_delay"] * 0.01  # type: ignore[operator]


def accepted_ids(server: SandboxServer) -> set[str]:
    """The documents in the ledger."""
    return {entry.document_id for entry in server.state.ledger}


@pytest.mark.parametrize("seed", range(40))
def test_a_drawn_server_keeps_a_true_ledger_and_lists_what_it_accepted(seed: int) -> None:
    drawn = draw(seed, pace=0.001)
    with SandboxServer(Behavior(speed=0), seed=seed) as server:
        state = server.state
        drawn.apply(state)
        headers = {"capout-api-key": SANDBOX_KEY}
        sent: set[str] = set()
        with httpx.Client(
            base_url=server.base_url, headers=headers, trust_env=False, verify=False, timeout=3
        ) as client:
            for number in range(3):
                pdf = b"%PDF-1.7\n" + bytes([number]) * 1000
                sent.add(hashlib.sha256(pdf).hexdigest())
                body = {
                    "file_name": f"Estimate {number}.pdf",
                    "xn_address": "team@example",
                    "file_base64": base64.b64encode(pdf).decode(),
                }
                with suppress(httpx.TransportError):
                    client.post("/upload", json=body)
            state.faults.clear()
            for name in HIDING:
                setattr(state.behavior, name, getattr(Behavior(), name))
            state.behavior.documents_malformed = MalformedItem.NONE
            state.behavior.documents_ids = ListedIds.AS_RECEIPTS
            state.behavior.documents_form = DocumentsForm.LIST
            accepted = accepted_ids(server)  # A late acceptance may still come after this.
            answer = client.get("/documents").json()
        with state.locked:
            assert all(entry.sha256 in sent and entry.key == SANDBOX_KEY for entry in state.ledger)
            assert 250 - state.credits_left() == sum(entry.cost for entry in state.ledger)
        listed = {str(item[state.behavior.documents_id_field]) for item in answer}
        assert listed <= accepted_ids(server)
        assert "listing_delay" in drawn.switches or accepted <= listed
        assert state.journal.count(Call.UPLOAD) == 3
