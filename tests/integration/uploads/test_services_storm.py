"""Bad days at random, from `helpers.storm`: nothing is lost, nothing is paid for twice.

In the end CapOut's ledger and the journal agree: nothing is lost, nothing was charged twice but by
the person's word, nothing went with a wrong key or to a wrong address, and nothing was charged
that the person had called back in time.
"""

from __future__ import annotations

from pathlib import Path

from helpers.coverage import Coverage
from helpers.jump_clock import jump_clock
from helpers.storm import Storm


def test_a_bad_day_ends_well(tmp_path: Path, storm_seed: int, coverage: Coverage) -> None:
    with jump_clock() as clock:
        storm = Storm(tmp_path, storm_seed, clock)
        # It raises what it complains of when ledger and journal do not agree.
        assert clock.run(storm.run()) is None
    coverage.add(storm.coverage)
