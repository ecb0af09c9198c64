"""How many kills, and which dice: `dev.py test tests/faultlab --kills 5000 --seed 7`."""

from __future__ import annotations

import random

import pytest

KILLS = 200
"""What every test run can afford."""

REPORT = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Known where this folder is named on the command line; else the defaults hold."""
    group = parser.getgroup("fault lab")
    group.addoption("--kills", type=int, default=KILLS, help="how often the program is killed")
    group.addoption("--seed", type=int, default=None, help="of all that is left to chance")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say where the kills struck, whether or not all went well."""
    for line in config.stash.get(REPORT, []):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def kills(pytestconfig: pytest.Config) -> int:
    """How often the program is killed."""
    return int(pytestconfig.getoption("--kills", KILLS))


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """Of all that is left to chance; a new one each time unless it was given."""
    given = pytestconfig.getoption("--seed", None)
    return random.randrange(10**6) if given is None else int(given)


@pytest.fixture
def report(pytestconfig: pytest.Config) -> list[str]:
    """Lines for the end of the test run."""
    return pytestconfig.stash.setdefault(REPORT, [])
