"""Options of the hostile PDFs.

`dev.py test tests/gui/batch/test_gui_hostile_pdfs.py --pdfs 2000 --first-pdf 5000`
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

PDFS = 63
"""Number of files that is short enough for every test run: three of each kind."""

REPORT = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, which exist only if the command line names this folder."""
    group = parser.getgroup("hostile PDFs")
    group.addoption("--pdfs", type=int, default=PDFS, help="how many hostile PDFs there are")
    group.addoption("--first-pdf", type=int, default=0, help="the number of the first one")


@pytest.fixture
def pdf_numbers(pytestconfig: pytest.Config) -> range:
    """Return the numbers of the hostile PDFs."""
    first = int(pytestconfig.getoption("--first-pdf", 0))
    return range(first, first + int(pytestconfig.getoption("--pdfs", PDFS)))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Report what was said of the files, even if the test passed."""
    if report := config.stash.get(REPORT, ""):
        terminalreporter.write_line(report)


@pytest.fixture
def report(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Return a function that takes the line of the report."""

    def take(line: str) -> None:
        pytestconfig.stash[REPORT] = line

    return take
