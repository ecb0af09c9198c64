"""`--inspect`, through the real process: verdicts, exit codes, JSON, and what it does without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers.estimate_corpus import made
from helpers.pdfs import damaged_pdf, locked_pdf, protected_pdf, scanned_pdf, written_pdf

ROOT = Path(__file__).resolve().parents[3]
NAMES = [
    *("file", "verdict", "pages", "notices", "kind", "text", "carrier", "insured_name"),
    *("property_address", "claim_number", "policy_number", "date_of_loss", "type_of_loss"),
    *("price_list", "estimate_name", "rcv", "depreciation", "acv", "deductible", "net_claim"),
    *("line_items", "estimate_pages", "coverages"),
]
"""Names that other programs rely on: they never change."""

BARE = """
import sys
def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.bind"}:
        raise SystemExit(f"it wanted the network: {event} {arguments}")
sys.addaudithook(refuse)
for name in ("PySide6", "qasync", "keyring", "httpx", "websockets"):
    sys.modules[name] = None  # importing it fails
from capout_desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""


def run(
    *arguments: str, folder: Path, script: Sequence[str] = ("-m", "capout_desktop")
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *script, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        check=False,
        timeout=60,
    )


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert done.stderr == b""
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of every kind of file."""
    kinds = {
        "good.pdf": made("no opening and no letterhead", 1).pdf,
        "letter.pdf": written_pdf(2),
        "scan.pdf": scanned_pdf(3),
        "locked.pdf": locked_pdf(),
        "protected.pdf": protected_pdf(),
        "damaged.pdf": damaged_pdf(),
        "empty.pdf": b"",
        "notes.txt": b"no PDF at all",
    }
    for name, content in kinds.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_each_file_gets_the_verdict_of_the_window(files: Path) -> None:
    expected = {
        "good.pdf": ("ok", []),
        "letter.pdf": ("ok", ["no-estimate"]),
        "scan.pdf": ("ok", ["scan"]),
        "locked.pdf": ("password-needed", []),
        "protected.pdf": ("pdf-rights-managed", []),
        "damaged.pdf": ("pdf-damaged", []),
        "empty.pdf": ("file-empty", []),
        "notes.txt": ("not-a-pdf", []),
    }
    done = run("--inspect", "--json", *expected, folder=files)
    found = objects(done)
    assert {one["file"]: (one["verdict"], one["notices"]) for one in found} == expected
    assert [one["file"] for one in found] == list(expected), "in the order they were named"
    assert [list(one) for one in found] == [NAMES] * len(expected)
    assert [one["kind"] for one in found[3:]] == ["unreadable"] * 5
    assert done.returncode == 0, "a refused file was judged"
    assert done.stdout.isascii()


def test_what_stands_in_an_estimate_is_printed_as_json_and_as_a_table(files: Path) -> None:
    (good,) = objects(run("--inspect", "--json", "good.pdf", folder=files))
    assert (good["kind"], good["text"]) == ("xactimate_final_draft", "text")
    assert good["rcv"] - good["depreciation"] - good["deductible"] == pytest.approx(
        good["net_claim"]
    )
    told = run("--inspect", "--json", "good.pdf", folder=files).stdout.decode()
    assert f'"rcv": {good["rcv"]:.2f}, ' in told, "two decimals, always"
    table = run("--inspect", "good.pdf", folder=files)
    text = table.stdout.decode().replace(os.linesep, "\n")
    assert table.returncode == 0
    assert text.startswith("good.pdf\n  Verdict        can be sent\n")
    for shown in (good["claim_number"], good["insured_name"], f"${good['net_claim']:,.2f}"):
        assert f" {shown}  (page " in text


def test_a_file_that_is_missing_could_not_be_judged(files: Path) -> None:
    (files / "folder.pdf").mkdir()
    done = run("--inspect", "--json", "nowhere.pdf", "letter.pdf", folder=files)
    assert done.returncode == 1
    missing, letter = objects(done)
    assert (missing["verdict"], missing["kind"], missing["pages"]) == (
        "file-gone",
        "unreadable",
        None,
    )
    assert letter["verdict"] == "ok"
    table = run("--inspect", "nowhere.pdf", folder=files)
    assert table.returncode == 1
    assert b"cannot be sent: The file is not there" in table.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["invoice\u202efdp.pdf", "two\nlines.pdf", "\x1b[31mred.pdf"])
def test_what_could_deceive_the_terminal_is_made_visible(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(written_pdf())
    for arguments in (("--inspect", name), ("--inspect", "--json", name)):
        done = run(*arguments, folder=tmp_path)
        shown = done.stdout.decode().replace(os.linesep, "")
        assert done.returncode == 0
        assert shown.isprintable()
    assert json.loads(done.stdout)[0]["file"] == name


def test_it_needs_no_window_no_network_and_no_key_and_keeps_nothing(files: Path) -> None:
    before = sorted(files.rglob("*"))
    done = run("--inspect", "--json", "good.pdf", folder=files, script=("-c", BARE))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)[0]["verdict"] == "ok"
    assert sorted(files.rglob("*")) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--inspect",),
        ("--json", "good.pdf"),
        ("--inspect", "https://example.com/roof.pdf"),
        ("--inspect", ""),
    ],
)
def test_a_command_that_makes_no_sense_is_refused(files: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, folder=files)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"error: " in done.stderr
