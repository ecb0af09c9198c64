"""Fixtures of the Linux packages, built once, and of the installed Debian package."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.built_packages import NAME, Packages, apt, make, reason_to_skip, traces

FREEZE_TWICE = "--freeze-twice"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option, which exists only if the command line names this folder."""
    parser.getgroup("packages").addoption(
        FREEZE_TWICE,
        action="store_true",
        help="freeze the program in both folders of which the packages are compared",
    )


@pytest.fixture(scope="session")
def packages(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Packages]:
    if reason := reason_to_skip():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("packages")
    made = Packages(folder / "work", folder / "out", folder / "built again" / "out")
    other = made.again.parent / "some other folder"
    make("frozen", "--work", made.work)
    if pytestconfig.getoption(FREEZE_TWICE, False):
        make("frozen", "--work", other)
    else:
        # Without the times of the files, which must not get into a package.
        ignored = shutil.ignore_patterns("pyinstaller*")
        shutil.copytree(made.work, other, symlinks=True, ignore=ignored, copy_function=shutil.copy)
    steps = ["deb", "tarball", "rpm"]
    make(*steps, "papers", "--quick", "--work", made.work, "--out", made.out)
    make(*steps, "--quick", "--work", other, "--out", made.again)
    yield made
    shutil.rmtree(folder)  # half a gigabyte, which pytest would keep for three runs


@pytest.fixture(scope="module")
def traces_before(packages: Packages) -> set[str]:
    """Return files with the program's name before its installation, such as this source tree."""
    del packages
    return traces()


@pytest.fixture(scope="module")
def installed(packages: Packages, traces_before: set[str]) -> Iterator[Packages]:
    """Install the Debian package with apt, and purge it afterwards."""
    del traces_before  # only sets the order of the fixtures
    apt("install", str(packages.deb()))
    yield packages
    if Path("/usr/lib", NAME).exists():  # a test may have purged it
        apt("purge", NAME)
