"""Every screen as a screen reader has it: nothing that can be reached is without a name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HELPERS = Path(__file__).resolve().parents[2] / "helpers"
SYSTEM_PYTHON = "/usr/bin/python3"  # the one that has Debian's AT-SPI bindings
SECONDS = 60.0
# One of each dialog and panel, and the window with all that it can hold.
SCREENS = (
    "sandbox",
    "storm_day",
    "searching",
    "grouped_by_day",
    "organization_old",
    "nothing_found",
    "first_start_error",
    "switcher_long",
    "organizations_dialog",
    "organizations_add",
    "organizations_remove",
    "credits_panel",
    "spending_by_day",
    "overspending",
    "settings_sending",
    "settings_watch",
    "settings_notifications",
    "settings_appearance",
    "settings_network",
    "settings_data",
    "details_scan",
    "details_of_many",
    "check_failed",
    "shortcuts",
    "about",
    "draft_mixed",
    "address_book",
    "address_entry",
    "address_question",
)
OPERATED = {
    *("push button", "button", "toggle button", "check box", "radio button", "combo box", "text"),
    *(
        "entry",
        "password text",
        "spin button",
        "list",
        "list item",
        "menu item",
        "page tab",
        "link",
    ),
    *("table", "tree", "tree table", "menu", "check menu item", "radio menu item"),
}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")


@pytest.fixture(scope="module")
def walk() -> Iterator[subprocess.Popen[str]]:
    """The window, showing the screen whose name it is sent."""
    process = subprocess.Popen(
        [sys.executable, str(HELPERS / "screen_walk.py"), "show"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.communicate()


def heard(pid: int) -> list[dict[str, Any]]:
    seen = subprocess.run(
        [SYSTEM_PYTHON, str(HELPERS / "screen_reader.py"), "tree", str(pid)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
    )
    return [json.loads(line) for line in seen.stdout.splitlines()]


@pytest.mark.parametrize("screen", SCREENS)
def test_whatever_can_be_reached_has_a_name(walk: subprocess.Popen[str], screen: str) -> None:
    assert walk.stdin is not None
    assert walk.stdout is not None
    walk.stdin.write(f"{screen}\n")
    walk.stdin.flush()
    assert walk.stdout.readline().strip() == screen
    deadline = time.monotonic() + SECONDS
    tree: list[dict[str, Any]] = []
    while not any(t["focusable"] and t["showing"] for t in tree):
        assert time.monotonic() < deadline, "nothing is there"
        tree = heard(walk.pid)
    shown = [t for t in tree if t["showing"]]
    # An empty cell has nothing to say; what the row is says its first one.
    parts = [t for t in shown if t["role"] != "table cell"]
    nameless = [
        t["role"] for t in parts if not t["name"] and (t["focusable"] or t["role"] in OPERATED)
    ]
    assert nameless == []


def test_the_check_boxes_of_a_draft_are_heard(walk: subprocess.Popen[str]) -> None:
    assert walk.stdin is not None
    assert walk.stdout is not None
    walk.stdin.write("draft_mixed\n")
    walk.stdin.flush()
    assert walk.stdout.readline().strip() == "draft_mixed"
    deadline = time.monotonic() + SECONDS
    boxes: dict[str, bool] = {}
    while not any("Larsen (1).pdf" in name for name in boxes):
        assert time.monotonic() < deadline, f"no draft, but {list(boxes)}"
        cells = [t for t in heard(walk.pid) if t["role"] == "table cell" and t["checkable"]]
        boxes = {cell["name"].split(",")[0]: cell["checked"] for cell in cells}
    assert boxes["Kim windstorm.pdf"]
    assert not boxes["Larsen (1).pdf"]
    assert "Baker estimate.pdf" not in boxes, "it cannot be sent"
    assert "Tuesday hail" in boxes
    said = [cell["name"] for cell in cells if "Tuesday hail" in cell["name"]]
    assert any("5 ready · 3 skipped" in name for name in said), said
