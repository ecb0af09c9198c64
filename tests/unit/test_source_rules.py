"""Rules that no type checker knows, held against every line of the program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "capout_desktop").rglob("*.py"))
BLOCKING_STATICS = {
    "QMessageBox": {"about", "aboutQt", "critical", "information", "question", "warning"},
    "QFileDialog": {
        "getExistingDirectory",
        "getExistingDirectoryUrl",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
    },
    "QInputDialog": {"getDouble", "getInt", "getItem", "getMultiLineText", "getText"},
}


def modal_calls(source: str) -> list[int]:
    """Return the lines that would run an event loop inside the event loop."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        if name in {"exec", "exec_"} or name in BLOCKING_STATICS.get(owner, ()):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_modal_call_stops_the_event_loop(path: Path) -> None:
    assert modal_calls(path.read_text(encoding="utf-8")) == []


def test_modal_calls_would_be_found() -> None:
    assert modal_calls("dialog.exec()\nQMessageBox.question(None)\nbox.open()") == [1, 2]
