"""Options and fixtures of the fault lab: `dev.py test tests/faultlab --kills 5000 --seed 7`."""

from __future__ import annotations

import pytest

KILLS = 21
"""Number of kills that is short enough for every test run."""

REPORT = pytest.StashKey[list[str]]()

CI_SEED = 8
"""Seed if none is given, so that a run of all tests can be repeated; try others by `--seed`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, which exist only if the command line names this folder."""
    group = parser.getgroup("fault lab")
    group.addoption("--kills", type=int, default=KILLS, help="how often the program is killed")
    group.addoption("--seed", type=int, default=CI_SEED, help="of all that is left to chance")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Report where the kills happened, even if the tests passed."""
    for line in config.stash.get(REPORT, []):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def kills(pytestconfig: pytest.Config) -> int:
    """Return how often the program is killed."""
    return int(pytestconfig.getoption("--kills", KILLS))


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """Return the seed of everything random."""
    return int(pytestconfig.getoption("--seed", CI_SEED))


@pytest.fixture
def report(pytestconfig: pytest.Config) -> list[str]:
    """Return the list of lines to print at the end of the test run."""
    return pytestconfig.stash.setdefault(REPORT, [])
