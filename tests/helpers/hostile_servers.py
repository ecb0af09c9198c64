"""Hostile servers for the storm and the fault lab."""

from __future__ import annotations

from dataclasses import replace

from capout_desktop.sandbox import hostile
from capout_desktop.sandbox.hostile import HostileServer

AGAINST_THE_RULE = frozenset({"upload-409-accepted"})
"""Faults that the program cannot cope with, since its rule excludes them.

By `capout.upload_answers`, a 409 to a document that never was in doubt is a refusal, so what such a
server charges for is shown as failed.
"""


def draw(seed: int, *, pace: float = 1.0) -> HostileServer:
    """Return a random server; see `capout_desktop.sandbox.hostile.draw`."""
    server = hostile.draw(seed, pace=pace)
    kept = tuple(fault for fault in server.faults if fault.name not in AGAINST_THE_RULE)
    return replace(server, faults=kept)
