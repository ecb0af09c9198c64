"""Options of the storm: `dev.py test tests/integration/uploads --seeds 1000 --first-seed 7`."""

from __future__ import annotations

import pytest
from helpers.coverage import Coverage

SEEDS = 3
"""Number of seeds that is short enough for every test run."""

COVERAGE = pytest.StashKey[Coverage]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, which exist only if the command line names this folder."""
    group = parser.getgroup("storm")
    group.addoption("--seeds", type=int, default=SEEDS, help="how many bad days there are")
    group.addoption("--first-seed", type=int, default=0, help="the seed of the first one")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with each seed."""
    if "storm_seed" in metafunc.fixturenames:
        seeds = int(metafunc.config.getoption("--seeds", SEEDS))
        first = int(metafunc.config.getoption("--first-seed", 0))
        metafunc.parametrize("storm_seed", range(first, first + seeds))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Report what the storms covered, even if the tests passed."""
    if coverage := config.stash.get(COVERAGE, None):
        terminalreporter.write_line(f"storm: {coverage.runs} seeds")
        for line in coverage.lines():
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def inspected_by_kept_workers(kept_pdf_workers: None) -> None:
    """Inspect PDFs in the processes of earlier tests: here they are only a step before uploads."""


@pytest.fixture
def coverage(pytestconfig: pytest.Config) -> Coverage:
    """Return what all storms so far have covered."""
    return pytestconfig.stash.setdefault(COVERAGE, Coverage())
