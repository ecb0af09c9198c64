"""Fixtures of the Linux packages, built once, and of the installed Debian package."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from helpers.built_packages import NAME, Packages, apt, make, reason_to_skip, traces


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packages]:
    if reason := reason_to_skip():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("packages")
    made = Packages(folder / "work", folder / "out", folder / "built again" / "out")
    with ThreadPoolExecutor() as threads:
        steps = ["frozen", "deb", "tarball", "rpm", "--quick"]
        first = threads.submit(make, *steps, "--work", made.work, "--out", made.out)
        other = made.again.parent / "some other folder"
        second = threads.submit(make, *steps, "--work", other, "--out", made.again)
        first.result()
        second.result()
    make("papers", "--work", made.work, "--out", made.out)
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
