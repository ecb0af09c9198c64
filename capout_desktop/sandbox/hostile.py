"""Random servers that vary in everything that the contract leaves open.

CapOut could behave like any of them: accepted documents stay listed unless a switch hides them,
and the ledger is right. The same seed gives the same server::

    drawn = draw(7, pace=0.01)
    with SandboxServer(Behavior(speed=100), seed=7) as server:
        drawn.apply(server.state)
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from capout_desktop.sandbox.contract import LATER_COMPLETION_FIELDS, Behavior, Call
from capout_desktop.sandbox.faults import PRESETS, Delay, Fault, LateAcceptance, Refuse, Silence
from capout_desktop.sandbox.state import SandboxState

_FIRST = Behavior()
_DAY = 24 * 3600.0

_ODD_VALUES: Mapping[str, tuple[object, ...]] = {
    "progress": (False,),
    "status_running": ("PROCESSING", "queued", "in review", "half an emoji: \ud83d"),
    "status_complete": ("COMPLETE", "completed", "Success"),
    "stage_running": ("running", "In_Progress"),
    "stage_complete": ("done", "COMPLETE"),
    "completion_fields": (LATER_COMPLETION_FIELDS,),
    "documents_id_field": ("id",),
    "documents_omit": (
        frozenset({"file_name"}),
        frozenset({"xn_address"}),
        frozenset({"file_name", "xn_address", "created_at"}),
        frozenset({"status", "workflow_complete", "updated_at"}),
    ),
    "documents_limit": (1, 5, 10, 50),
    "listing_delay": (5.0, 75.0, 120.0),
    "documents_window": (30.0, 600.0),
    "documents_time_shift": (-3600.0, -300.0, 300.0, 3600.0),
    "documents_twice": (True,),
    "documents_ended_only": (True,),
    "receipt_status": (201, 202, 203),
    "credits_omit": (
        frozenset({"organization_id"}),
        frozenset({"buckets"}),
        frozenset({"organization_id", "total_expiring_in_30_days", "buckets"}),
    ),
    "credits_delay": (5.0, 75.0, 600.0),
    "refunds": (True,),
    "test_keys_charge": (False,),
    "absolute_urls": (True,),
    "token_lifetime": (46 * _DAY, 20.0, 0.0, -60.0),
    "token_single_use": (True,),
    "token_refused_at_handshake": (False,),
    "expiry_closes": (False,),
    "expiry_close_code": (None, 1000, 1008),
    "envelope_name_field": ("type", ""),
    "envelope_body_field": ("payload", "document"),
    "sse_event_name": ("", "message"),
    "greeting": (True,),
    "ping_every": (5.0,),
    "snapshot_on_subscribe": (False,),
    "recent_follows_new": (False,),
    "date_header": (False,),
    "date_shift": (-3600.0, 3600.0),
}
"""Possible values of the switches that are not enumerations; seconds are for a `pace` of 1."""

_PACED = frozenset({"listing_delay", "documents_window", "credits_delay", "ping_every"})
"""Switches whose seconds are multiplied by `pace`; clocks and token lifetimes are not."""

_LEFT_ALONE = frozenset({"speed"})
"""Switches that are not drawn: the speed of documents is not part of the contract."""

_ODDNESS = (0.05, 0.2, 0.5)
_MOST_FAULTS = 5
_CHANCES = (None, None, 0.2, 0.5, 1.0)
_LATE_SECONDS = (1.0, 20.0, 300.0)


@dataclass(frozen=True, slots=True)
class DrawnFault:
    """A fault and its probability.

    Attributes:
        name: Name in `PRESETS`.
        probability: Probability for each call; None strikes the next call only.
    """

    name: str
    call: Call
    fault: Fault
    probability: float | None


@dataclass(frozen=True, slots=True)
class HostileServer:
    """A set of switches and faults.

    Attributes:
        switches: Values by attribute of `Behavior`; others are unchanged.
        faults: The faults, in the order in which they are set.
    """

    seed: int
    switches: Mapping[str, object]
    faults: tuple[DrawnFault, ...]

    def apply(self, state: SandboxState) -> None:
        """Set the switches and faults of a sandbox."""
        for name, value in self.switches.items():
            setattr(state.behavior, name, value)
        for drawn in self.faults:
            if drawn.probability is None:
                state.faults.add(drawn.call, drawn.fault)
            else:
                state.faults.by_chance(drawn.call, drawn.fault, drawn.probability)

    def __str__(self) -> str:
        """Return the drawn values, for the message of a failed test."""
        switches = [f"{name}={_word(value)}" for name, value in self.switches.items()]
        faults = [
            f"{drawn.name}:{'once' if drawn.probability is None else drawn.probability}"
            for drawn in self.faults
        ]
        return f"seed {self.seed}: {', '.join([*switches, *faults])}"


def draw(seed: int, *, pace: float = 1.0) -> HostileServer:
    """Return a random server; some are nearly normal, some wrong in every second answer.

    Args:
        seed: The same seed gives the same server.
        pace: Factor on the seconds of delays, windows and silences, for tests whose client has
            shorter timeouts than a real one.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw is what is wanted
    oddness = chance.choice(_ODDNESS)
    switches: dict[str, object] = {}
    for name, values in all_odd_values().items():
        if chance.random() < oddness:
            value = chance.choice(values)
            if name in _PACED and isinstance(value, float):
                value *= pace
            switches[name] = value
    names = chance.sample(sorted(PRESETS), chance.randint(0, _MOST_FAULTS))
    return HostileServer(
        seed=seed,
        switches=switches,
        faults=tuple(_drawn_fault(name, chance, pace) for name in names),
    )


def all_odd_values() -> Mapping[str, tuple[object, ...]]:
    """Return all switches that are drawn, with their possible values."""
    choices: dict[str, tuple[object, ...]] = {}
    for name in Behavior.__dataclass_fields__:
        first = getattr(_FIRST, name)
        if isinstance(first, Enum):
            choices[name] = tuple(value for value in type(first) if value is not first)
        elif name not in _LEFT_ALONE:
            choices[name] = _ODD_VALUES[name]
    return choices


def _drawn_fault(name: str, chance: random.Random, pace: float) -> DrawnFault:
    call, fault = PRESETS[name]
    if isinstance(fault, LateAcceptance):
        fault = replace(fault, seconds=chance.choice(_LATE_SECONDS))
    return DrawnFault(name, call, _at_pace(fault, pace), chance.choice(_CHANCES))


def _at_pace(fault: Fault, pace: float) -> Fault:
    match fault:
        case LateAcceptance(meanwhile=Silence() as meanwhile):
            silence = replace(meanwhile, seconds=meanwhile.seconds * pace)
            return replace(fault, seconds=fault.seconds * pace, meanwhile=silence)
        case LateAcceptance() | Silence() | Delay():
            return replace(fault, seconds=fault.seconds * pace)
        case Refuse(retry_after=float() | int() as seconds):
            return replace(fault, retry_after=seconds * pace)
        case _:
            return fault


def _word(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, frozenset):
        return "+".join(sorted(value))
    return ascii(value)
