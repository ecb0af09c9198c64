"""Sums over the readings of a corpus: right, wrong and missed, for each field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from helpers.estimate_corpus.expectations import FIELDS, Outcome, Reading, judge
from helpers.estimate_corpus.made import Made

HINTS = frozenset({"line_items", "estimate_pages"})
"""Fields of which a wrong reading does no harm: "about N lines", a hint at the pages."""


@dataclass(frozen=True)
class Misreading:
    """A field of a file that was read wrong."""

    file: str
    field: str
    shown: object
    allowed: tuple[object, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.field} is shown as {self.shown!r}, right is {self.allowed!r}"


@dataclass
class Score:
    """Outcomes by field, and every misreading."""

    counts: dict[str, Counter[Outcome]] = field(
        default_factory=lambda: {name: Counter() for name in FIELDS}
    )
    misreadings: list[Misreading] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    _plain_right: Counter[str] = field(default_factory=Counter)

    @property
    def harmful(self) -> list[Misreading]:
        """What is shown and wrong, and not only a hint."""
        return [one for one in self.misreadings if one.field not in HINTS]

    def precision(self, *fields: str) -> float:
        """Return the share of what is shown that is right; of all fields unless some are named."""
        counted = [self.counts[name] for name in fields or FIELDS]
        right = sum(count[Outcome.RIGHT] for count in counted)
        shown = right + sum(count[Outcome.WRONG] for count in counted)
        return right / shown if shown else 1.0

    def recall(self, name: str) -> float | None:
        """Return the share of what stands there plainly that is shown; None if nothing does."""
        plain = self._plain_right[name]
        total = plain + self.counts[name][Outcome.MISSED]
        return plain / total if total else None

    def add(self, file: Made, reading: Reading) -> None:
        """Count the reading of one file."""
        for name in FIELDS:
            expected = file.expected[name]
            outcome = judge(name, expected, reading)
            self.counts[name][outcome] += 1
            if outcome is Outcome.RIGHT and expected.plain:
                self._plain_right[name] += 1
            elif outcome is Outcome.WRONG:
                wrong = Misreading(file.name, name, reading[name], expected.allowed)
                self.misreadings.append(wrong)
            elif outcome is Outcome.MISSED:
                self.missed.append((file.name, name))


def score(files: Sequence[Made], readings: Iterable[Reading]) -> Score:
    """Return the score of the readings of these files, in the same order."""
    result = Score()
    for file, reading in zip(files, readings, strict=True):
        result.add(file, reading)
    return result


def table(result: Score) -> str:
    """Return a table with a line for each field."""
    lines = [f"{'field':18}{'shown':>7}{'right':>7}{'wrong':>7}{'precision':>11}{'recall':>9}"]
    for name in FIELDS:
        count = result.counts[name]
        right, wrong = count[Outcome.RIGHT], count[Outcome.WRONG]
        recall = result.recall(name)
        lines.append(
            f"{name:18}{right + wrong:7}{right:7}{wrong:7}{result.precision(name):11.2%}"
            + (f"{recall:9.1%}" if recall is not None else f"{'-':>9}")
        )
    return "\n".join(lines)
