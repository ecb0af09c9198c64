"""Random faults of server and network, drawn before each start of the program."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from faultlab.runner import PACE

from capout_desktop.sandbox import hostile
from capout_desktop.sandbox.contract import Behavior, Call, ListedIds
from capout_desktop.sandbox.faults import (
    Delay,
    DropStream,
    FailWorkflow,
    Fault,
    Garbage,
    GarbageKind,
    JunkFrame,
    Point,
    Refuse,
    RequestFault,
    Reset,
    SendJunk,
    Silence,
    SlowRead,
)
from capout_desktop.sandbox.hostile import HostileServer, all_odd_values
from capout_desktop.sandbox.state import SandboxState

LONGEST_DELAY = 0.4
"""Seconds; with the delay of the list and a slow read, well below `GRACE` of the runner."""

_FOR_GOOD = (400, 403, 404, 409, 413, 422)
_UNTIL_LATER = (401, 402)
_AGAIN = (429, 503)
_UNKNOWN = (500, 502, 504)
_UPLOAD_POINTS = (Point.BODY_READ, Point.ACCEPTED)


def draw_listed_ids(dice: Random, state: SandboxState) -> None:
    """Set which ids the list has, for good; mostly those of the receipts."""
    seldom = (ListedIds.UPPER_CASE, ListedIds.OTHER)
    state.behavior.documents_ids = dice.choice((*[ListedIds.AS_RECEIPTS] * 3, *seldom))


def draw(dice: Random, state: SandboxState) -> tuple[str, HostileServer]:
    """Set a random server from now on; return how severe its faults are, and the server.

    Every second one has faults of the lab besides, at more points of a call than the drawn ones.
    """
    state.faults.clear()
    faults, behavior = state.faults, state.behavior
    listed_ids = behavior.documents_ids
    first = Behavior()
    for name in all_odd_values():
        setattr(behavior, name, getattr(first, name))
    server = hostile.draw(dice.randrange(2**32), pace=PACE)
    # What was found in the list yesterday has the same id there today.
    server = replace(server, switches={**server.switches, "documents_ids": listed_ids})
    if dice.random() < 0.5:
        server.apply(state)
    else:
        server = replace(server, faults=())
        server.apply(state)
    mood, chance = dice.choice((("calm", 0.0), ("rough", 0.3), ("rough", 0.3), ("storm", 0.7)))
    if chance:
        for call, drawn, share in (
            (Call.UPLOAD, _upload_faults(dice), 1.0),
            (Call.DOCUMENTS, _answer_faults(dice), 0.6),
            (Call.STATUS, _answer_faults(dice), 0.5),
            (Call.TOKEN, _answer_faults(dice), 0.3),
            (Call.CREDITS, _answer_faults(dice), 0.15),
            (Call.WEBSOCKET, _stream_faults(dice), 0.5),
            (Call.SSE, _stream_faults(dice), 0.5),
            (Call.WORKFLOW, [FailWorkflow()], 0.1),
        ):
            for fault in drawn:
                faults.by_chance(call, fault, chance * share / len(drawn))
    if dice.random() < 0.5:
        # Always slow: otherwise a body is sent before a kill can interrupt it.
        faults.by_chance(Call.UPLOAD, SlowRead(dice.uniform(12e6, 25e6)), 0.5)
        faults.by_chance(Call.UPLOAD, Delay(dice.uniform(0.05, LONGEST_DELAY)), 0.5)
    return mood, server


def let_statuses_through(state: SandboxState) -> None:
    """Let statuses arrive at once, so that a run can end; list and credits stay as drawn.

    The list says them, too: where its ids are not those of the receipts, it alone has the status
    of a document that was found in it.
    """
    first = Behavior()
    for name in all_odd_values():
        if not name.startswith(("documents", "credits", "ids", "date")):
            setattr(state.behavior, name, getattr(first, name))
    state.behavior.documents_omit -= {"status", "workflow_complete"}
    if state.behavior.documents_ids is not ListedIds.AS_RECEIPTS:
        # What is beyond the end of such a list is known by nothing.
        state.behavior.documents_limit = first.documents_limit
        state.behavior.documents_window = first.documents_window


def _upload_faults(dice: Random) -> list[Fault]:
    """Draw one fault of each kind that can affect an upload."""
    seldom: list[RequestFault] = [
        Refuse(dice.choice(_FOR_GOOD)),
        Refuse(413, at=Point.BEFORE_BODY, closes=True),
        Refuse(dice.choice(_UNTIL_LATER)),
    ]
    return [
        dice.choice(seldom),
        Refuse(dice.choice(_AGAIN), retry_after=dice.choice((None, 0.3))),
        Refuse(dice.choice(_UNKNOWN), at=Point.BODY_READ),
        Refuse(dice.choice(_UNKNOWN), at=Point.ACCEPTED),
        Reset(Point.BEFORE_BODY),
        Reset(Point.DURING_BODY, after_bytes=dice.randrange(1, 3_000_000)),
        Reset(Point.BODY_READ),
        Reset(Point.ACCEPTED),
        Garbage(dice.choice(list(GarbageKind)), at=Point.BODY_READ),
        Garbage(dice.choice(list(GarbageKind)), at=Point.ACCEPTED),
        Silence(Point.DURING_BODY, _moment(dice), after_bytes=dice.randrange(1, 3_000_000)),
        Silence(dice.choice(_UPLOAD_POINTS), _moment(dice)),
        Delay(_moment(dice), at=Point.BODY_READ),
        Delay(_moment(dice), at=Point.ACCEPTED),
    ]


def _answer_faults(dice: Random) -> list[Fault]:
    """Draw one fault of each kind that can affect a call without a body."""
    return [
        Refuse(dice.choice((*_AGAIN, *_UNKNOWN))),
        Reset(dice.choice((Point.BEFORE_BODY, Point.ACCEPTED))),
        Garbage(dice.choice(list(GarbageKind))),
        Silence(Point.ACCEPTED, _moment(dice)),
        Delay(_moment(dice)),
    ]


def _stream_faults(dice: Random) -> list[Fault]:
    """Draw one fault of each kind that can affect a realtime connection."""
    return [
        Refuse(dice.choice((403, 404, 503))),
        Reset(Point.ACCEPTED),
        Silence(Point.ACCEPTED, _moment(dice)),
        DropStream(after_frames=dice.randrange(4), code=dice.choice((None, 1011))),
        SendJunk((dice.choice(list(JunkFrame)),)),
    ]


def _moment(dice: Random) -> float:
    return dice.uniform(0.05, LONGEST_DELAY)
