"""Debian's package, from its file to the last trace of it on the disk."""

from __future__ import annotations

import configparser
import contextlib
import json
import os
import shlex
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from helpers.built_packages import NAME, Packages, apt, traces
from helpers.pdfs import endless_pdf, pdf, written_pdf

from capout_desktop import __version__
from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake.worker_confinement import WORKER_MEMORY_BYTES
from capout_desktop.services.support.licenses import LIBRARIES
from capout_desktop.store.journal import Journal
from capout_desktop.ui.text.language import LANGUAGES

SECONDS = 60.0
MOST_KIB = 110 * 1024
ENTRY = Path("/usr/share/applications", f"{NAME}.desktop")

# Of the environment that the tests run in, what points at this source tree.
_OWN = ("PYTHONPATH", "VIRTUAL_ENV", "QT_PLUGIN_PATH")


def environment(**values: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OWN} | values


def run(*command: str | Path, **values: str) -> str:
    done = subprocess.run(
        [*map(str, command)],
        env=environment(**values),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_same_sources_give_the_same_packages_wherever_they_are_built(
    packages: Packages,
) -> None:
    for file in (packages.deb(), packages.tarball(), packages.rpm()):
        assert file.read_bytes() == (packages.again / file.name).read_bytes(), file.name


def test_lintian_finds_no_error(packages: Packages) -> None:
    # A word that it takes for misspelled in a program is no error, and looking takes four seconds.
    quick = ("--dont-check-part", "binaries/spelling")
    run("lintian", "--fail-on", "error", "--allow-root", *quick, packages.deb())


def test_it_is_no_larger_than_it_may_be(packages: Packages) -> None:
    assert int(run("dpkg-deb", "--field", packages.deb(), "Installed-Size")) <= MOST_KIB


def test_the_program_in_it_can_name_its_parts_and_their_licenses(packages: Packages) -> None:
    inside = packages.work / "deb" / "usr" / "lib" / NAME / "_internal"
    described = {folder.name.split("-")[0].lower() for folder in inside.glob("*.dist-info")}
    for name in LIBRARIES:
        assert name.replace("-", "_").lower() in described
    keyring = next(inside.glob("keyring-*.dist-info"))
    assert "licenses/LICENSE" in (keyring / "RECORD").read_text("utf-8")
    assert (inside / "capout_desktop" / "LICENSE").is_file()


def test_every_language_is_in_it_with_qts_own_words(packages: Packages) -> None:
    inside = packages.work / "deb" / "usr" / "lib" / NAME / "_internal"
    for language in LANGUAGES.keys() - {"en"}:
        assert list(inside.rglob(f"capout_{language}.qm"))
        assert list(inside.rglob(f"qtbase_{language}.qm"))
    assert not list(inside.rglob("*.ts"))


def test_its_changelog_and_licenses_are_in_it(packages: Packages) -> None:
    doc_folder = packages.work / "deb" / "usr" / "share" / "doc" / NAME
    changes = run("zcat", doc_folder / "changelog.gz")
    assert changes.startswith(f"{NAME} ({__version__}) ")
    copyright_ = (doc_folder / "copyright").read_text("utf-8")
    licenses = run("zcat", doc_folder / "third-party.txt.gz")
    for part in ("PySide6_Essentials", "pypdfium2", "keyring", "Python", "cryptography"):
        assert part in copyright_
        assert f"\n{part} " in licenses
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licenses
    assert "MIT License" not in copyright_.partition("License: Expat")[0]


class TestInstalled:
    """In this order: what follows the purge would find nothing."""

    @pytest.fixture(autouse=True)
    def _installed(self, installed: Packages) -> None:
        self.packages = installed

    def test_desktops_understand_what_it_says_of_itself(self) -> None:
        assert run("desktop-file-validate", ENTRY) == ""
        run(
            "appstreamcli",
            "validate",
            "--no-net",
            "/usr/share/metainfo/ai.capout.desktop.metainfo.xml",
        )
        assert "application/pdf" in entry()["MimeType"]
        icons = Path("/usr/share/icons/hicolor")
        assert (icons / "scalable" / "apps" / f"{NAME}.svg").is_file()
        for size in (16, 22, 24, 32, 48, 64, 96, 128, 256, 512):
            assert (icons / f"{size}x{size}" / "apps" / f"{NAME}.png").is_file()

    def test_it_asks_for_every_library_that_it_does_not_bring(self) -> None:
        missing = set()
        for file in Path("/usr/lib", NAME).rglob("*.so*"):
            told = subprocess.run(["ldd", file], capture_output=True, text=True, check=False)
            missing |= {line.strip() for line in told.stdout.splitlines() if "not found" in line}
        assert not missing

    @pytest.mark.usefixtures("secret_service")
    def test_it_finds_itself_whole(self, tmp_path: Path) -> None:
        said = run(NAME, "--self-test", HOME=str(tmp_path))
        lines = dict(line.split(": ", 1) for line in said.splitlines() if line.startswith("ok"))
        assert [name.split(maxsplit=1)[1] for name in lines] == [
            "window",
            "keyring",
            "TLS store",
            "PDFium",
            "SQLite",
            "sandbox",
            "sending",
            "other programs",
        ]
        assert lines["ok      PDFium"].endswith("worker process, wholly confined")
        assert "environment of before" in lines["ok      other programs"]
        assert lines["ok      window"].endswith("xcb")
        assert "SecretService" in lines["ok      keyring"]
        assert lines["ok      sandbox"].endswith("WebSocket")

    def test_it_inspects_a_pdf_in_a_confined_process_of_its_own(self, tmp_path: Path) -> None:
        estimate, hostile = tmp_path / "scope.pdf", tmp_path / "endless.pdf"
        estimate.write_bytes(written_pdf(3))
        hostile.write_bytes(endless_pdf())
        key = {"CAPOUT_API_KEY": SANDBOX_KEY, "HTTPS_PROXY": "http://u:secret@proxy.invalid"}
        (told,) = json.loads(run(NAME, "--inspect", "--json", estimate, HOME=str(tmp_path), **key))
        assert (told["verdict"], told["pages"], told["notices"]) == ("ok", 3, ["no-estimate"])
        command = [NAME, "--inspect", str(hostile)]  # which keeps the worker busy for seconds
        with subprocess.Popen(
            command, env=environment(HOME=str(tmp_path), **key), stdout=subprocess.DEVNULL
        ) as process:
            try:
                worker = confined_child(process.pid)
                assert worker.cmdline()[1:2] == ["--pdf-worker"]
                assert worker.rlimit(psutil.RLIMIT_CORE) == (0, 0)
                assert worker.rlimit(psutil.RLIMIT_NPROC) == (0, 0)
                assert worker.rlimit(psutil.RLIMIT_AS) == (WORKER_MEMORY_BYTES,) * 2
                assert not worker.environ().keys() & key.keys()
                assert worker.net_connections("inet") == []
            finally:
                process.terminate()

    def test_a_pdf_opened_with_it_from_the_desktop_comes_to_its_end(self, home: Path) -> None:
        estimate = home / "An estimate with spaces.pdf"
        estimate.write_bytes(pdf())
        data = home / "data" / "CapOut Desktop"
        data.mkdir(parents=True)
        words = shlex.split(entry()["Exec"])
        assert words.pop() == "%F"
        with SandboxServer(Behavior(speed=20)) as sandbox:
            process = subprocess.Popen(
                [*words, "--xn-address", "team@example", str(estimate)],
                env=environment(
                    HOME=str(home),
                    XDG_DATA_HOME=str(home / "data"),
                    CAPOUT_API_URL=sandbox.base_url,
                    CAPOUT_API_KEY=SANDBOX_KEY,
                ),
                stderr=subprocess.PIPE,
                text=True,
            )
            try:
                state = sandbox.state
                state.wait_for(lambda: len(state.ledger) == 1, SECONDS)
                state.wait_for(lambda: not state.unfinished_documents(), SECONDS)
                # It hangs up when it has heard that nothing is left to follow.
                state.wait_for(lambda: sandbox.stream_count == 0, SECONDS)
                process.send_signal(signal.SIGTERM)
                _, said = process.communicate(timeout=SECONDS)
            finally:
                if process.poll() is None:
                    process.kill()
                    process.communicate()
        assert (process.returncode, said) == (0, "")
        journal = Journal(data / "journal.sqlite3")
        (document,) = journal.load()
        journal.close()
        assert document.state is DocumentState.COMPLETE
        assert document.file_name == estimate.name

    def test_purging_leaves_the_data_of_the_person_and_nothing_else(
        self, home: Path, traces_before: set[str]
    ) -> None:
        kept = sorted(path for path in home.rglob("*") if path.is_file())
        assert any(path.name == "journal.sqlite3" for path in kept)
        files = [Path(line) for line in run("dpkg", "-L", NAME).splitlines()]
        apt("purge", NAME)
        left = [path for path in files if (path.is_file() or path.is_symlink())]
        assert not left
        assert traces() <= traces_before
        assert sorted(path for path in home.rglob("*") if path.is_file()) == kept


def confined_child(pid: int) -> psutil.Process:
    """Return the child that lets the kernel filter its calls, and has no way to new privileges."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{child.pid}/status").read_text("ascii")
                if "\nSeccomp:\t2\n" in status and "\nNoNewPrivs:\t1\n" in status:
                    return child
        time.sleep(0.02)
    pytest.fail("no child is confined")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's home folder, which outlives the program's coming and going."""
    return tmp_path_factory.mktemp("home")


def entry() -> configparser.SectionProxy:
    read = configparser.RawConfigParser()
    read.optionxform = str  # type: ignore[assignment,method-assign]  # as the library documents it
    read.read(ENTRY, encoding="utf-8")
    return read["Desktop Entry"]
