"""Accessibility client, as a screen reader: run by the system's Python, which has AT-SPI.

`screen_reader.py tree PID` prints every accessible object of a process as a line of JSON;
`screen_reader.py press PID NAME` presses the object of that name.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 - the version is chosen first

DEEPEST = 16
MOST = 2000


def application(pid: int) -> Any:
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        if child is not None and child.get_process_id() == pid:
            return child
    sys.exit(f"no accessible application of process {pid}")


def walk(thing: Any, depth: int = 0) -> Iterator[Any]:
    yield thing
    if depth < DEEPEST:
        for number in range(min(thing.get_child_count(), MOST)):
            child = thing.get_child_at_index(number)
            if child is not None:
                yield from walk(child, depth + 1)


def main() -> None:
    command, pid, *rest = sys.argv[1:]
    for thing in walk(application(int(pid))):
        states = thing.get_state_set()
        if command == "tree":
            line = {
                "role": thing.get_role_name(),
                "name": thing.get_name(),
                "description": thing.get_description(),
                "showing": states.contains(Atspi.StateType.SHOWING),
                "focusable": states.contains(Atspi.StateType.FOCUSABLE),
                "checkable": states.contains(Atspi.StateType.CHECKABLE),
                "checked": states.contains(Atspi.StateType.CHECKED),
            }
            sys.stdout.write(json.dumps(line) + "\n")
        elif thing.get_name() == rest[0] and states.contains(Atspi.StateType.SHOWING):
            action = thing.get_action_iface()
            if action is not None and action.do_action(0):
                return
    if command == "press":
        sys.exit(f"nothing to press is called {rest[0]!r}")


main()
