"""Every part that the program is made of is named with its license."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from capout_desktop.services.support.licenses import LIBRARIES, bundled_parts, own_license

ROOT = Path(__file__).resolve().parents[4]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_libraries_are_those_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [re.split(r"[<>=;\s\[]", line)[0] for line in project["dependencies"]]
    assert sorted(map(normal, LIBRARIES)) == sorted(map(normal, named))


def test_every_locked_part_of_this_system_is_told_with_its_license() -> None:
    parts = {normal(part.name): part for part in bundled_parts()}
    locked = (ROOT / "packaging" / "runtime.lock").read_text(encoding="utf-8")
    everywhere = re.findall(r"^([\w.-]+)==[^;\n]*\\$", locked, re.MULTILINE)
    assert everywhere, "the lock names parts"
    assert {normal(name) for name in everywhere} <= set(parts)
    assert "python" in parts
    assert all(part.version and (part.license or part.text) for part in parts.values())
    assert all(part.text or part.home for part in parts.values()), "a text, or where to find it"
    assert "BSD" in parts["httpx"].text or "Redistribution" in parts["httpx"].text


def test_tools_of_the_tests_are_no_parts() -> None:
    names = {normal(part.name) for part in bundled_parts()}
    assert not names & {"pytest", "mypy", "ruff", "hypothesis", "pip"}


def test_the_programs_own_license_is_there() -> None:
    assert "MIT" in own_license()
