"""Ranges of neighboring rows, so that Qt is notified once for each range."""

from __future__ import annotations

from collections.abc import Container, Sequence

MOST_RUNS = 64
"""Maximum number of ranges; more are cheaper as a single one, which the view clips."""


def runs_of(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join rows, given in ascending order, into pairs of first and last neighboring row."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def joined_over(runs: Sequence[tuple[int, int]], rows: Container[int]) -> list[tuple[int, int]]:
    """Join ranges between which is a single row, if it is one of `rows`."""
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        if joined and joined[-1][1] == first - 2 and first - 1 in rows:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def coarse_runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join rows as `runs_of` does, or return one range over all rows if they are too scattered."""
    runs = runs_of(rows)
    return [(rows[0], rows[-1])] if len(runs) > MOST_RUNS else runs
