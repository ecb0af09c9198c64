"""Servers drawn at random from everything that the contract leaves open.

Each is one that CapOut could be: what was accepted stays listed unless a switch hides it, and the
ledger says the truth. The same seed draws the same server::

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
    "date_header": (True,),
    "date_shift": (-3600.0, 3600.0),
}
"""What each switch that is no choice of words may be turned to; seconds at the pace of 1."""

_PACED = frozenset({"listing_delay", "documents_window", "ping_every"})
"""The switches whose seconds shrink with the pace; clocks and the life of tokens do not."""

_LEFT_ALONE = frozenset({"speed"})
"""The caller's own: how fast documents move is no question of the contract."""

_ODDNESS = (0.05, 0.2, 0.5)
_MOST_FAULTS = 5
_CHANCES = (None, None, 0.2, 0.5, 1.0)
_LATE_SECONDS = (1.0, 20.0, 300.0)


@dataclass(frozen=True, slots=True)
class DrawnFault:
    """A fault, and how often it strikes.

    Attributes:
        name: As `PRESETS` names it.
        probability: Of each call; None strikes the next call only.
    """

    name: str
    call: Call
    fault: Fault
    probability: float | None


@dataclass(frozen=True, slots=True)
class HostileServer:
    """A set of switches and faults.

    Attributes:
        switches: Values by attribute of `Behavior`; those not named stay as they are.
        faults: In the order in which they are set.
    """

    seed: int
    switches: Mapping[str, object]
    faults: tuple[DrawnFault, ...]

    def apply(self, state: SandboxState) -> None:
        """Turn the switches of a sandbox, and let the faults strike it."""
        for name, value in self.switches.items():
            setattr(state.behavior, name, value)
        for drawn in self.faults:
            if drawn.probability is None:
                state.faults.add(drawn.call, drawn.fault)
            else:
                state.faults.by_chance(drawn.call, drawn.fault, drawn.probability)

    def __str__(self) -> str:
        """What was drawn, for the message of a test that failed."""
        switches = [f"{name}={_word(value)}" for name, value in self.switches.items()]
        faults = [
            f"{drawn.name}:{'once' if drawn.probability is None else drawn.probability}"
            for drawn in self.faults
        ]
        return f"seed {self.seed}: {', '.join([*switches, *faults])}"


def draw(seed: int, *, pace: float = 1.0) -> HostileServer:
    """A server drawn by `seed`: some are nearly tame, some odd in every second answer.

    Args:
        seed: The same one draws the same server.
        pace: Factor on the seconds of delays, windows and silences, for tests whose client waits
            less than a real one.
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
    """Every switch that is drawn, with what it may be turned to."""
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
