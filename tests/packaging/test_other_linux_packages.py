"""The folder for any Linux, Fedora's package, and the papers of a release."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

import pytest
from helpers.built_packages import NAME, Packages

from capout_desktop import __version__


def run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        [*map(str, command)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def unpacked(packages: Packages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a folder with spaces")
    with tarfile.open(packages.tarball()) as archive:
        assert {entry.uid for entry in archive} == {0}
        archive.extractall(folder, filter="tar")
    return next(folder.iterdir())


def test_the_unpacked_folder_runs_without_a_screen_and_without_anything_around_it(
    unpacked: Path, tmp_path: Path
) -> None:
    assert "all parts are well" in run(unpacked / NAME, "--self-test", HOME=str(tmp_path))


def test_what_is_missing_from_it_is_named(unpacked: Path, tmp_path: Path) -> None:
    samples = unpacked / "_internal" / "capout_desktop" / "_resources" / "samples"
    metadata = next(unpacked.glob("_internal/keyring-*.dist-info"))
    taken = [path.rename(tmp_path / path.name) for path in (samples, metadata)]
    done = subprocess.run(
        [unpacked / NAME, "--self-test"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    for path, place in zip(taken, (samples, metadata), strict=True):
        path.rename(place)
    assert done.returncode == 1
    broken = [line for line in done.stdout.splitlines() if line.startswith("BROKEN")]
    assert [line.split(":")[0] for line in broken] == [
        "BROKEN  keyring",
        "BROKEN  PDFium",
        "BROKEN  sandbox",
    ]
    assert "the sample estimates are missing" in broken[1]
    assert done.stdout.endswith("3 of 8 parts are broken\n")


def test_the_unpacked_folder_goes_into_the_menu_and_out_again(
    unpacked: Path, tmp_path: Path
) -> None:
    run(unpacked / "add-to-menu", HOME=str(tmp_path))
    entry = tmp_path / ".local/share/applications" / f"{NAME}.desktop"
    assert f'Exec="{unpacked}/{NAME}" %F' in entry.read_text("utf-8").splitlines()
    run("desktop-file-validate", entry)
    assert list(tmp_path.rglob(f"{NAME}.svg"))
    run(unpacked / "add-to-menu", "--remove", HOME=str(tmp_path))
    assert not list(tmp_path.rglob(f"{NAME}.*"))


def test_the_rpm_names_what_it_needs_and_brings(packages: Packages) -> None:
    needs = run("rpm", "-qp", "--requires", packages.rpm())
    assert "libxcb-cursor.so.0()(64bit)" in needs
    files = run("rpm", "-qpl", packages.rpm()).splitlines()
    assert f"/usr/bin/{NAME}" in files
    assert f"/usr/share/applications/{NAME}.desktop" in files


def test_the_bill_of_materials_names_every_locked_package(packages: Packages) -> None:
    bill = json.loads((packages.out / f"{NAME}-{__version__}-linux.cdx.json").read_text("utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == (
        "CycloneDX",
        __version__,
    )
    parts = {part["name"]: part for part in bill["components"]}
    qt = parts["PySide6_Essentials"]
    assert qt["licenses"] == [{"license": {"id": "LGPL-3.0-only"}}]
    assert qt["purl"] == f"pkg:pypi/pyside6-essentials@{qt['version']}"
    assert {"keyring", "httpx", "pypdfium2", "Python", "OpenSSL", "SQLite"} <= parts.keys()
    assert not {"pytest", "mypy", "pywin32-ctypes"} & parts.keys()
    references = [part["bom-ref"] for part in bill["components"]]
    assert len(references) == len(set(references))


def test_the_checksums_are_those_of_the_files(packages: Packages) -> None:
    lines = (packages.out / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    for file in packages.out.iterdir():
        if file.name != "SHA256SUMS":
            assert sums[file.name] == hashlib.sha256(file.read_bytes()).hexdigest()
