"""Counts of what random runs drew, met and ended in, so that runs which cover nothing are seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import PRESETS, Fault
from capout_desktop.sandbox.hostile import HostileServer, all_odd_values
from capout_desktop.sandbox.state import SandboxState


@dataclass
class Coverage:
    """What one or several random runs covered.

    Attributes:
        runs: Number of runs.
        switches: How often each switch had each value, as `name=value`.
        drawn: How often each fault was drawn.
        struck: How often each drawn fault struck a call.
        outcomes: What became of documents, and what the person said.
    """

    runs: int = 0
    switches: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)

    def note(self, server: HostileServer) -> None:
        """Count the switches and faults of a server."""
        self.runs += 1
        self.switches.update(f"{name}={value}" for name, value in server.switches.items())
        self.drawn.update({fault.name for fault in server.faults})

    def watch(self, state: SandboxState, server: HostileServer) -> None:
        """Count from now on which of the server's faults strike, and no longer those of others."""
        names: dict[tuple[Call, Fault], str] = {(f.call, f.fault): f.name for f in server.faults}
        take = type(state.faults).take

        def counted(call: Call) -> Fault | None:
            fault = take(state.faults, call)
            if fault is not None and (name := names.get((call, fault))):
                self.struck[name] += 1
            return fault

        state.faults.take = counted  # type: ignore[method-assign]

    def add(self, other: Coverage) -> None:
        """Add the counts of other runs."""
        self.runs += other.runs
        self.switches += other.switches
        self.drawn += other.drawn
        self.struck += other.struck
        self.outcomes += other.outcomes

    def lines(self) -> Iterator[str]:
        """Yield the lines of a report."""
        possible = {f"{n}={value}" for n, values in all_odd_values().items() for value in values}
        yield f"  odd values of switches drawn: {len(self.switches)} of {len(possible)}"
        yield f"  faults drawn: {len(self.drawn)} of {len(PRESETS)}; struck: {len(self.struck)}"
        if self.runs > len(PRESETS):
            yield from _missing("never drawn", (possible | PRESETS.keys()) - self._all_drawn())
            yield from _missing("drawn, and never struck", self.drawn.keys() - self.struck.keys())
        yield from _counted("  faults that struck: ", self.struck)
        yield from _counted("  outcomes: ", self.outcomes)

    def _all_drawn(self) -> set[str]:
        return {*self.switches, *self.drawn}


def _missing(what: str, names: Iterable[str]) -> Iterator[str]:
    if listed := ", ".join(sorted(names)):
        yield f"  {what}: {listed}"


def _counted(title: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield title + ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
